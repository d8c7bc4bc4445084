"""Previews: the longest texts, as many modules as wanted, and nothing used or kept."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest
import sqlalchemy as sa

from certificates.document.facts import CertificateKind
from certificates.register.models import Certificate, Series
from certificates.template import queries, specimens
from certificates.template.specimens import Sample
from courses.trainings.models import Role, Training
from lms import files, jobs
from lms.config import PROJECT
from lms.db import db
from tests import factories
from tests.certificates import making
from tests.certificates.template.conftest import ADDRESS, picture
from tests.certificates.template.test_views import MORE, versions
from tests.verapdf import judging

LONG = "Muhammad Contoh Abdurrahman Al Banjari bin Haji Percontohan, S.Sos., M.AP"
OFFICE = "Dinas Sosial, Pemberdayaan Perempuan dan Perlindungan Anak Kabupaten Contoh"


@pytest.fixture
def roster(app, world):
    """Who has the longest name is not who has the longest institution."""
    for name, institution in ((LONG, "Dinsos"), ("Al Contoh", OFFICE)):
        person = factories.make_person(app, name)
        factories.enrol(app, world.training_id, person, Role.TRAINEE, institution=institution)
    gone = factories.make_person(app, LONG + " yang Sudah Mengundurkan Diri")
    factories.enrol(app, world.training_id, gone, Role.TRAINER)


def facts(app, world, *, count: int = 8, kind: CertificateKind = CertificateKind.COMPETENCE):
    with app.app_context():
        training = db.session.get_one(Training, world.training_id)
        sample = Sample(kind, count, factories.DAY_2, "https://contoh.example")
        return specimens.facts_of(training, queries.in_force(training), sample)


def test_the_longest_name_and_institution_stand_on_it(app, world, roster):
    found = facts(app, world)
    assert (found.recipient_name, found.institution) == (LONG, OFFICE)
    assert found.recipient_nip == "0" * 18, "nobody's own number"
    assert found.specimen


@pytest.mark.parametrize("count", [1, 8, 20])
def test_it_has_as_many_modules_as_wanted(app, world, count):
    found = facts(app, world, count=count)
    assert len(found.modules) == count
    assert [line.code for line in found.modules][:3] == ["PS-00", "PS-01", "PS-02"][:count]
    assert len({line.code for line in found.modules}) == count


def test_what_is_switched_off_is_not_in_the_facts(app, world, send):
    everything = {"signatory_nip": "0" * 18, "signatory_back_title": "M.Si."}
    send(**everything)
    before = facts(app, world)
    assert before.signatory.nip
    assert (before.signatory.front_title, before.signatory.rank) == ("Drs.", "Pembina Utama Muda")
    assert before.signatory.acting
    assert (before.marks.final, before.predicate) == (10000, "Sangat memuaskan")
    off = ("titles", "nip", "rank", "acting", "predicate")
    send(**everything, **{f"printing_{name}": None for name in off})
    found = facts(app, world)
    signatory = found.signatory
    assert (signatory.front_title, signatory.back_title) == (None, None)
    assert (signatory.nip, found.recipient_nip, signatory.rank) == (None, None, None)
    assert not signatory.acting
    assert (found.marks.final, found.predicate) == (None, None)


def test_a_preview_shows_what_is_typed_and_keeps_nothing(app, world, send, roster, tmp_path):
    with app.app_context():
        kept = set(files.store().all_keys())
    logo = (io.BytesIO(picture(colour="olive")), "l.png")
    answer = send(to="/pratinjau", title="BELUM DISIMPAN", valid_years="3", count="20", logo=logo)
    assert answer.mimetype == "application/pdf"
    shown = making.text_of(answer.data, tmp_path)
    assert "BELUM DISIMPAN" in shown
    assert "SPECIMEN – tidak berlaku" in shown
    assert "Berlaku s.d. 2 Februari 2027" in shown
    assert "CONTOH-20" in shown
    assert " ".join(LONG.split()) in " ".join(shown.split())
    with app.app_context():
        assert set(files.store().all_keys()) == kept
        for table in (Series, Certificate, jobs.Job):
            assert db.session.scalars(sa.select(table)).all() == []
    assert versions(app) == []


def test_the_other_paper_can_be_looked_at_once_it_is_worded(app, send, citra, tmp_path):
    refused = send(to="/pratinjau", kind="attendance")
    assert refused.status_code == 422
    assert "belum mengatur surat keterangan" in refused.get_data(as_text=True)
    answer = send(to="/pratinjau", kind="attendance", **MORE)
    shown = making.text_of(answer.data, tmp_path)
    assert "SURAT KETERANGAN" in shown
    assert "UJI-H" in shown
    assert "kompeten sebagai" not in shown


def test_a_wrong_field_is_told_instead_of_a_preview(send):
    answer = send(to="/pratinjau", title="")
    assert answer.status_code == 422
    assert "Judul: tidak boleh kosong" in answer.get_data(as_text=True)


def test_what_finds_no_room_is_told(send):
    answer = send(to="/pratinjau", title="JUDUL YANG SANGAT PANJANG SEKALI " * 6)
    assert answer.status_code == 422
    assert "Terlalu panjang untuk sertifikat" in answer.get_data(as_text=True)


def test_an_old_version_is_shown_as_it_was(send, citra, tmp_path):
    send(title="JUDUL LAIN")
    for number, title in ((1, "SERTIFIKAT KOMPETENSI"), (2, "JUDUL LAIN")):
        answer = citra.get(f"{ADDRESS}/versi/{number}/pratinjau.pdf?kind=competence&count=1")
        assert title in making.text_of(answer.data, tmp_path)
    odd = citra.get(f"{ADDRESS}/versi/1/pratinjau.pdf?kind=x&count=999")
    assert odd.mimetype == "application/pdf", "what is not offered is not taken"


def test_the_server_starts_without_weasyprint(tmp_path):
    code = "import sys, wsgi, certificates; sys.exit('weasyprint' in sys.modules)"
    own = os.environ | {"BIMTEK_ENV": "development", "INSTANCE_PATH": str(tmp_path)}
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, env=own, cwd=PROJECT, check=False).returncode == 0


def test_with_a_logo_and_a_last_day_it_is_fit_for_the_archive_and_for_readers(
    send, roster, tmp_path
):
    logo = picture("JPEG", (900, 700))
    papers = {
        f"{kind.value} {count}": send(
            to="/pratinjau", kind=kind.value, count=f"{count}", valid_years="3",
            logo=(io.BytesIO(logo), "l.jpg"), **MORE,
        ).data
        for kind in CertificateKind
        for count in (1, 20)
    }  # fmt: skip
    assert judging.faults(papers, "3a,ua1", tmp_path) == {}
