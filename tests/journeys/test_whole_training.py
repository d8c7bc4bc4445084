"""The two days, played once through the real pages; then every link of the chain is recomputed."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import zipfile
from dataclasses import replace

import openpyxl
import pypdf
import pytest
import sqlalchemy as sa

from certificates.decisions.eligibility import Evidence, Rules, missing
from certificates.decisions.evidence import gather_all
from certificates.decisions.marks import final_mark
from certificates.decisions.models import Decision, Verdict
from certificates.document.facts import CertificateFacts, CertificateKind
from certificates.register.entitlement import kind_of
from certificates.register.queries import register_of
from certificates.rehearsal.browser import Browser, Form, RehearsalError
from certificates.rehearsal.play import rehearse
from certificates.rehearsal.stage import open_stage
from courses.evaluation.models import EvaluationBox, EvaluationTicket
from courses.trainings.models import Enrolment, Training
from lms import audit, files
from lms.db import db
from lms.i18n import lesson_hundredths
from lms.people.models import Person
from quizzes.attempts import papers, scoring
from quizzes.attempts.models import Answer, Attempt

_NAMES = sa.select(Enrolment.id, Person.name).join(Person, Person.id == Enrolment.person_id)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("rehearsal")


@pytest.fixture
def summary(app, folder):
    told: list[str] = []
    found = rehearse(app, folder, told.append, quizzes=("kuis-ps-01",))
    assert len(told) >= 9
    return found


def test_two_days_end_in_certificates_that_can_be_recomputed(app, folder, summary):
    assert (summary.trainees, summary.competent) == (34, 30)
    assert (summary.certificates, summary.attendance, summary.revoked) == (30, 4, 1)
    reasons = [" ".join(why) for _name, why in summary.others]
    assert sorted(reason.split()[0] for reason in reasons) == [
        "kehadiran", "kehadiran", "rencana", "tes",
    ]  # fmt: skip
    _papers_are_there(folder)
    _archive_is_whole(folder)
    with app.app_context():
        training = db.session.scalars(sa.select(Training)).one()
        _scores_follow_from_papers_and_answers()
        _decisions_follow_from_evidence_and_rules(training)
        _certificates_follow_from_decisions(training)
        assert audit.first_broken() is None
        assert training.closed_at is not None
        _evaluation_says_nothing_of_persons()


def _papers_are_there(folder) -> None:
    archive = zipfile.ZipFile(folder / "register.zip")
    assert len(archive.namelist()) == 34
    _names_are_printed_as_registered(archive, folder)
    text = pypdf.PdfReader(io.BytesIO(archive.read(archive.namelist()[0]))).pages[0].extract_text()
    assert "SPECIMEN" in text
    for name in ("hadir.xlsx", "nilai.xlsx", "register.xlsx"):
        sheet = openpyxl.load_workbook(folder / name).worksheets[0]
        assert sheet.max_row >= 30
    assert len(pypdf.PdfReader(folder / "slip.pdf").pages) >= 4
    assert "dari" in pypdf.PdfReader(folder / "hadir.pdf").pages[0].extract_text()


def _names_are_printed_as_registered(archive: zipfile.ZipFile, folder) -> None:
    register = openpyxl.load_workbook(folder / "register.xlsx").worksheets[0]
    rows = list(register.iter_rows(values_only=True))
    column = next(row.index("Nama") for row in rows if "Nama" in row)
    names = {row[0]: row[column] for row in rows}
    for file in archive.namelist():
        (folder / "one.pdf").write_bytes(archive.read(file))
        command = ["pdftotext", "-raw", "-f", "1", "-l", "1", folder / "one.pdf", "-"]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        text = " ".join(done.stdout.split())
        number = re.search(r"Nomor: (\S+)", text)
        assert re.search(
            f"(diberikan kepada|menerangkan bahwa) {re.escape(names[number[1]])} ", text
        ), file


def _archive_is_whole(folder) -> None:
    """Every sum right, and every paper of the archive about the same people."""
    archive = zipfile.ZipFile(folder / "arsip.zip")
    for line in archive.read("SHA256SUMS").decode().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256(archive.read(name)).hexdigest() == digest

    def rows(name: str, sheet: str = "") -> list[tuple]:
        book = openpyxl.load_workbook(io.BytesIO(archive.read(name)))
        return list((book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True))

    people = {row[1] for row in rows("1-peserta/daftar-peserta.xlsx") if row[0] in range(1, 35)}
    assert len(people) == 34
    for name in ("3-kehadiran/rekapitulasi.xlsx", "4-tes/nilai.xlsx"):
        assert {row[1] for row in rows(name)} >= people, name
    assert {row[0] for row in rows("6-rencana-kerja/rencana-kerja.xlsx")} >= people
    register = [row for row in rows("8-sertifikat/register.xlsx") if people & set(row)]
    assert len(register) == 34
    assert sum("Dicabut" in row for row in register) == 1
    assert sum("Surat keterangan" in row for row in register) == 4
    minutes = pypdf.PdfReader(io.BytesIO(archive.read("7-keputusan/berita-acara.pdf")))
    text = " ".join(" ".join(page.extract_text() for page in minutes.pages).split())
    assert "RANCANGAN" not in text
    assert "Kompeten 30 Belum kompeten 4 Jumlah 34" in text
    certificates = [name for name in archive.namelist() if name.startswith("8-sertifikat/berkas/")]
    assert len(certificates) == len(register) - 1
    cover = pypdf.PdfReader(io.BytesIO(archive.read("Laporan pertanggungjawaban.pdf"))).pages[0]
    cover_text = " ".join(cover.extract_text().split())
    (means,) = [row for row in rows("4-tes/hasil-dan-analisis.xlsx", "Ringkasan") if row[1] and
                str(row[1]).startswith("Rata-rata naik")]  # fmt: skip
    before, after = re.findall(r"dari ([0-9,]+) menjadi ([0-9,]+[0-9])", means[1])[0]
    for told in (
        "Peserta 34", "Kompeten 30", "Belum kompeten 4", "Belum diputuskan 0",
        "Jam pelajaran (JP) 18", f"Rata-rata tes awal {before}", f"Rata-rata tes akhir {after}",
        f"Sertifikat, tanpa yang dicabut atau diganti {len(certificates) - 4}",
        "Surat keterangan mengikuti pelatihan 4",
    ):  # fmt: skip
        assert told in cover_text, (told, cover_text)
    answers = {row[0]: row[1:4] for row in rows("5-evaluasi/evaluasi.xlsx", "Jawaban")}
    assert answers["Penyelenggaraan pelatihan"] == (33, 34, "Ya")


def _evaluation_says_nothing_of_persons() -> None:
    boxes = db.session.scalars(sa.select(EvaluationBox)).all()
    assert sum(len(box.ballots) for box in boxes) == 33 + 6
    assert {column.name for column in EvaluationTicket.__table__.columns} == {
        "box_id", "enrolment_id",
    }  # fmt: skip


def _scores_follow_from_papers_and_answers() -> None:
    answers: dict[int, dict[int, list[str]]] = {}
    for answer in db.session.scalars(sa.select(Answer)):
        answers.setdefault(answer.attempt_id, {})[answer.question_number] = answer.choices
    attempts = db.session.scalars(sa.select(Attempt)).all()
    assert len(attempts) >= 34 * 3
    for attempt in attempts:
        result = scoring.score(papers.thaw(attempt.paper), answers.get(attempt.id, {}))
        assert (result.points, result.score) == (attempt.points, attempt.score)


def _decisions_follow_from_evidence_and_rules(training) -> None:
    now = gather_all(training)
    decisions = db.session.scalars(sa.select(Decision)).all()
    assert len(decisions) == 34
    for decision in decisions:
        evidence = Evidence.from_dict(decision.evidence)
        assert evidence.digest() == decision.evidence_hash == now[decision.enrolment_id].digest()
        lacks = missing(evidence, Rules.of(decision.rules))
        assert (decision.verdict is Verdict.COMPETENT) == (not lacks)
        assert [requirement.to_dict() for requirement in lacks] == decision.missing


def _certificates_follow_from_decisions(training) -> None:
    decisions = {row.id: row for row in db.session.scalars(sa.select(Decision))}
    names = dict(db.session.execute(_NAMES).all())
    entries = register_of(training.id)
    assert [entry.certificate.serial for entry in entries] == [*range(1, 31), *range(1, 5)]
    for entry in entries:
        decision = decisions[entry.certificate.decision_id]
        assert entry.facts.kind is entry.certificate.kind is kind_of(decision.verdict)
        assert entry.facts.digest() == entry.certificate.facts_hash
        assert entry.facts.recipient_name == names[decision.enrolment_id]
        if entry.facts.kind is CertificateKind.COMPETENCE:
            assert entry.facts.marks.post_test == decision.evidence["post_test"]
            final = final_mark(Evidence.from_dict(decision.evidence), decision.rules)
            assert entry.facts.marks.final == final.hundredths
            assert entry.facts.predicate == final.predicate
        else:
            attended = lesson_hundredths(decision.evidence["attended_minutes"])
            assert entry.facts.attended_hundredths == attended > 0
        assert entry.facts.lesson_hours == 18
        assert entry.file is not None
        data = files.store().get(entry.file.file_key)
        assert hashlib.sha256(data).hexdigest() == entry.file.sha256
        forged = replace(entry.facts, recipient_name="Orang Lain")
        assert CertificateFacts.from_dict(forged.to_dict()).digest() != entry.certificate.facts_hash


def test_script_stumbles_over_a_field_or_button_that_is_gone():
    form = Form("/masuk", "post", values={"account": [""]})
    with pytest.raises(RehearsalError, match="no field password"):
        form.fill(password="x")
    with pytest.raises(RehearsalError, match="no button"):
        form.pairs("action=send")


def test_unexpected_answer_stops_the_rehearsal_with_its_words(app):
    with open_stage(app, "tidak-ada", lambda _line: None) as stage:
        browser = Browser(stage.address)
        with pytest.raises(RehearsalError, match="answered 404: Halaman tidak ditemukan"):
            browser.open("/tidak-ada")
