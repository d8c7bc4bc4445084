"""The credential inside the PDF file."""

from __future__ import annotations

import hashlib
import json
import subprocess
from dataclasses import replace
from io import BytesIO

import sqlalchemy as sa
from pypdf import PdfReader

from certificates.badges.models import Badge
from certificates.document import renderer
from certificates.register import rendering
from certificates.register.models import Certificate, CertificateFile
from lms import files
from lms.db import db
from tests.certificates.document.conftest import FACTS
from tests.verapdf import judging


def packed(document):
    return json.dumps(document, separators=(",", ":")).encode()


def test_it_is_the_same_certificate_in_another_form(office, tmp_path):
    credential = packed(office.credential())
    path = tmp_path / "sertifikat.pdf"
    path.write_bytes(renderer.render(FACTS, credential=credential))
    root = PdfReader(path).trailer["/Root"]
    (file,) = root["/AF"]
    assert file["/AFRelationship"] == "/Alternative"
    assert file["/UF"] == "kredensial.json"
    assert file["/Desc"] == "Sertifikat ini sebagai kredensial Open Badges 3.0"
    held = file["/EF"]["/F"]
    assert held["/Subtype"] == "/application/json"
    assert held["/Params"]["/ModDate"] == "D:20240131160000Z"  # the day of issue in WITA
    assert held.get_data() == credential
    listed = subprocess.run(
        ["pdfdetach", "-list", path], check=True, capture_output=True, text=True
    )
    assert listed.stdout == "1 embedded files\n1: kredensial.json\n"
    subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)


def test_the_file_still_passes_both_standards(office, tmp_path):
    papers = {
        "with a credential": renderer.render(FACTS, credential=packed(office.credential())),
    }
    assert judging.faults(papers, "3a,ua1", tmp_path) == {}


def test_the_same_facts_and_credential_give_the_same_bytes(office):
    credential = packed(office.credential())
    first = renderer.render(FACTS, credential=credential)
    plain = renderer.render(FACTS)
    renderer.render(replace(FACTS, recipient_name="Orang Lain"), credential=b"{}")
    assert renderer.render(FACTS, credential=credential) == first
    assert renderer.render(FACTS) == plain
    assert first != plain


def test_the_signed_file_carries_what_is_served(app, browser, world, badge_key, issue, tmp_path):
    badge_key()
    code = issue()
    path = tmp_path / "sertifikat.pdf"
    with app.app_context():
        path.write_bytes(files.store().get(db.session.scalar(sa.select(CertificateFile.file_key))))
    (held,) = PdfReader(path).attachments["kredensial.json"]
    assert held == browser.get(f"/v/{code}/kredensial.json").data


def test_a_job_that_died_before_its_pdf_goes_on_with_the_same_credential(
    app, world, badge_key, issue, monkeypatch
):
    badge_key()
    issue(render=False)
    with app.app_context():
        certificate_id = db.session.scalar(sa.select(Certificate.id))
        with monkeypatch.context() as broken:
            broken.setattr(renderer, "render", None)
            try:
                rendering.render_certificate(certificate_id)
            except TypeError:
                db.session.rollback()
        first = db.session.scalar(sa.select(Badge.document))
        rendering.render_certificate(certificate_id)
        key = db.session.scalar(sa.select(CertificateFile.file_key))
        assert (
            hashlib.sha256(first.encode()).digest()
            == hashlib.sha256(attached(files.store().get(key))).digest()
        )
        assert db.session.scalar(sa.select(sa.func.count(Badge.id))) == 1


def attached(pdf):
    (held,) = PdfReader(BytesIO(pdf)).attachments["kredensial.json"]
    return held
