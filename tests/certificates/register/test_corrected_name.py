"""The name that was corrected and confirmed before the issue is the one on the paper."""

from __future__ import annotations

import sqlalchemy as sa

from certificates.document.facts import CertificateFacts
from certificates.register.models import Certificate, CertificateFile
from courses.naming.models import NameRequest
from lms import files
from lms.db import db
from tests import factories
from tests.certificates import making

HOME = "/pelatihan/bimtek-uji"
WANTED = "Hj. Ani Rahmawati Contoh, S.Sos."


def test_a_certificate_bears_the_name_its_owner_corrected(app, at, sign_in, tmp_path):
    world = factories.make_world(app)
    making.prepare_training(app, world)
    making.complete(app, world, world.ani_seat)
    at(making.AT)
    sign_in(world.ani).post(f"{HOME}/nama/koreksi", {"wanted": WANTED, "note": "Menurut ijazah"})
    with app.app_context():
        request = db.session.scalars(sa.select(NameRequest)).one()
    answer = {"wanted": WANTED, "verdict": "terima", "answer": ""}
    office = sign_in(world.citra)
    assert office.post(f"{HOME}/peserta/nama/{request.id}", answer).status_code == 303
    making.decide(app, world, world.ani_seat)
    making.issue(app, world, render=True)
    with app.app_context():
        facts = CertificateFacts.from_dict(db.session.scalars(sa.select(Certificate)).one().facts)
        kept = db.session.scalars(sa.select(CertificateFile)).one()
        pdf = files.store().get(kept.file_key)
    assert facts.recipient_name == WANTED
    assert WANTED in " ".join(making.text_of(pdf, tmp_path).split())
