"""Certificates of a training of their own that wait for the signatory, in each way to sign."""

from __future__ import annotations

from certificates.decisions.models import Decision, Verdict
from certificates.register import services as register
from courses.trainings.models import Element, Role, Training
from lms import jobs
from lms.db import db, transaction
from tests import factories
from tests.browser.doings import LONG_NAME, NOW, Live
from tests.certificates import making

DESK = "bimtek-meja"
NAMES = (("bsre", ("Norhasanah", LONG_NAME, "Ahmad Fauzi")), ("basah", ("Siti Aisyah", "Rusmini")))


def wait_for_signatures(live: Live) -> None:
    training_id, _meetings, _modules = factories.make_training(live.app, DESK)
    for role in (Role.ORGANISER, Role.SIGNATORY):
        factories.enrol(live.app, training_id, live.people[role.value], role)
    issued: list[tuple[int, str]] = []
    for signer, names in NAMES:
        issued += [_issue(live, training_id, signer, name) for name in names]
    with live.app.app_context():
        jobs.run_due()
    live.places |= {"desk": DESK, "waiting": issued[0][1], "unsigned": str(issued[-1][0])}


def _issue(live: Live, training_id: int, signer: str, name: str) -> tuple[int, str]:
    """The id and the code of the certificate."""
    person = factories.make_person(live.app, name)
    seat = factories.enrol(
        live.app, training_id, person, Role.TRAINEE, element=Element.ASSISTANT, region="63.03"
    )
    citra = live.people["organiser"]
    with live.app.app_context(), transaction():
        training = db.session.get_one(Training, training_id)
        training.certificate = {**making.CERTIFICATE, "series": "meja", "signer": signer}
        training.certificate["event_code"] = "MEJA"
        decision = Decision(
            enrolment_id=seat, sequence=1, verdict=Verdict.COMPETENT, evidence_hash="x",
            evidence=making.EVIDENCE.to_dict(), rules=dict(factories.RULES), rules_version=1,
            missing=[], decided_by_id=citra, decided_at=NOW,
        )  # fmt: skip
        db.session.add(decision)
        db.session.flush()
        (certificate,) = register.issue(
            training, [decision], public_url="http://localhost", is_specimen=False,
            actor_id=citra, at=NOW,
        )  # fmt: skip
        return certificate.id, certificate.code
