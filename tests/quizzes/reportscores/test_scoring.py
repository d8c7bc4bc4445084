"""A work report and its rubric side by side: kept, shown once accepted, never over another's."""

from __future__ import annotations

import io
import threading

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from courses.trainings.models import Role, Training
from courses.workreports import services as workreports
from courses.workreports.rules import Report, Row
from courses.workreports.services import Answer
from lms.audit import AuditEntry
from lms.db import db, transaction
from quizzes.rubrics.loader import keep_rubric, newest_rubric
from quizzes.rubrics.models import ReportAssessment
from quizzes.rubrics.schema import RubricFile
from tests import factories

AT = factories.wita(factories.DAY_2, "18.00")
CRITERIA = ("lengkap", "bukti", "masalah", "tindak")
GOOD = dict.fromkeys(CRITERIA, 3)  # 75,00
BEST = dict.fromkeys(CRITERIA, 4)  # 100,00
FILE = {
    "key": "laporan-kerja",
    "title": "Rubrik laporan kerja",
    "pass_mark": 70,
    "criteria": [
        {
            "key": key,
            "title": key.title(),
            "weight": 25,
            "levels": [
                {"level": level, "title": f"Tingkat {level}", "description": f"Uraian {level}."}
                for level in (1, 2, 3, 4)
            ],
        }
        for key in CRITERIA
    ],
}
DONE = {"done": "yes", "place": "Desa Contoh", "day": "2024-02-01", "result": "18 rumah diperiksa"}


def load(app, world, **changes):
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.rules = training.rules | {"work_report_rubric": "laporan-kerja"}
        file = RubricFile.model_validate(FILE | changes)
        return keep_rubric(file, training_id=training.id, actor_id=None, at=AT).version


@pytest.fixture
def world(app, at):
    at(AT)
    world = factories.make_world(app)
    load(app, world)
    return world


@pytest.fixture
def url(world):
    return f"/pelatihan/{world.code}/laporan-kerja/nilai"


@pytest.fixture
def budi(world, sign_in):
    return sign_in(world.budi)


def send(app, seat, summary="Sebagian besar terlaksana") -> int:
    with app.app_context(), transaction():
        row = workreports.report_of(seat)
        report = Report(0, summary, (Row(-1, "Kunjungan rumah", **DONE),))
        enrolment = db.session.get_one(factories.Enrolment, seat)
        sent = workreports.send(
            enrolment, report, [], revision=row.revision if row else 0,
            actor_id=enrolment.person_id, at=AT,
        )  # fmt: skip
        db.session.flush()
        return sent.id


def answer(app, world, seat, submission, *, is_accepted=True):
    with app.app_context(), transaction():
        said = Answer(
            submission, is_accepted, "" if is_accepted else "Tambahkan foto.", world.citra
        )
        enrolment = db.session.get_one(factories.Enrolment, seat)
        workreports.answer(workreports.report_of(seat), enrolment, said, at=AT)


def filled(submission, levels, *, comment="", revision=0, rubric=1, action="save"):
    fields = {f"level-{key}": str(level) for key, level in levels.items()}
    return fields | {
        "submission": submission, "rubric": rubric, "revision": revision, "comment": comment,
        "action": action,
    }  # fmt: skip


def stored(app, submission) -> ReportAssessment | None:
    with app.app_context():
        return db.session.scalar(
            sa.select(ReportAssessment).where(ReportAssessment.submission_id == submission)
        )


def test_the_report_stands_beside_the_rubric_and_the_score_is_kept(app, world, budi, url):
    sent = send(app, world.ani_seat)
    page = budi.get(f"{url}/{sent}").get_data(as_text=True)
    for told in ("Kunjungan rumah", "18 rumah diperiksa", "Lengkap", "Uraian 4.", "Rubrik"):
        assert told in page
    reply = budi.post(f"{url}/{sent}", filled(sent, GOOD, comment="Baik."))
    assert (reply.status_code, reply.location) == (303, f"{url}/{sent}")
    row = stored(app, sent)
    assert (row.score, row.levels, row.comment, row.revision) == (75_00, GOOD, "Baik.", 1)
    assert row.assessor_id == world.budi
    again = budi.get(f"{url}/{sent}").get_data(as_text=True)
    assert "75,00" in again
    assert again.count(" checked") == 4
    with app.app_context():
        assert (
            "report_assessment.saved"
            in db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
        )


def test_its_trainee_sees_the_score_once_the_report_is_accepted(app, world, budi, url, sign_in):
    sent = send(app, world.ani_seat)
    budi.post(f"{url}/{sent}", filled(sent, GOOD, comment="Bukti lengkap."))
    own = f"/pelatihan/{world.code}/laporan-kerja"
    before = sign_in(world.ani).get(own).get_data(as_text=True)
    assert "75,00" not in before
    assert "Bukti lengkap." not in before
    answer(app, world, world.ani_seat, sent)
    after = sign_in(world.ani).get(own).get_data(as_text=True)
    for told in ("Hasil penilaian", "75,00", "Bukti lengkap.", "Uraian 3.", "Budi Santoso"):
        assert told in after
    assert "75,00" not in sign_in(world.agus).get(own).get_data(as_text=True)
    data = sign_in(world.ani).get("/akun/data.json").get_json()
    assert data["nilai_laporan_kerja"][0]["nilai"] == "75,00"


def test_a_returned_report_shows_no_score_and_the_next_one_begins_anew(
    app, world, budi, url, sign_in
):
    first = send(app, world.ani_seat)
    budi.post(f"{url}/{first}", filled(first, GOOD))
    answer(app, world, world.ani_seat, first, is_accepted=False)
    page = budi.get(f"{url}/{first}").get_data(as_text=True)
    assert "Laporan ini dikembalikan." in page
    assert 'type="radio"' not in page
    refused = budi.post(f"{url}/{first}", filled(first, BEST, revision=1))
    assert refused.status_code == 409
    second = send(app, world.ani_seat, summary="Sudah dilengkapi")
    page = budi.get(f"{url}/{second}").get_data(as_text=True)
    assert "Sudah dilengkapi" in page
    assert " checked" not in page
    stale = budi.post(f"{url}/{first}", filled(first, BEST, revision=1))
    assert stale.status_code == 409
    assert "Peserta sudah mengirim laporan yang lebih baru." in stale.get_data(as_text=True)
    assert stored(app, first).levels == GOOD
    own = f"/pelatihan/{world.code}/laporan-kerja"
    assert "75,00" not in sign_in(world.ani).get(own).get_data(as_text=True)


def test_the_score_of_an_accepted_report_stands(app, world, budi, url):
    sent = send(app, world.ani_seat)
    budi.post(f"{url}/{sent}", filled(sent, GOOD))
    answer(app, world, world.ani_seat, sent)
    assert 'type="radio"' not in budi.get(f"{url}/{sent}").get_data(as_text=True)
    reply = budi.post(f"{url}/{sent}", filled(sent, BEST, revision=1))
    assert reply.status_code == 409
    assert "Isian Anda tidak disimpan." in reply.get_data(as_text=True)
    assert stored(app, sent).score == 75_00


def test_a_report_accepted_without_a_score_still_gets_one(app, world, budi, url):
    sent = send(app, world.ani_seat)
    answer(app, world, world.ani_seat, sent)
    assert "peserta langsung melihat nilainya" in budi.get(f"{url}/{sent}").get_data(as_text=True)
    assert budi.post(f"{url}/{sent}", filled(sent, GOOD)).status_code == 303
    assert stored(app, sent).score == 75_00


def test_two_trainers_and_a_stale_form_show_both_versions(app, world, budi, url, sign_in):
    tini = factories.make_person(app, "Tini Penilai Contoh")
    factories.enrol(app, world.training_id, tini, Role.TRAINER)
    sent = send(app, world.ani_seat)
    budi.post(f"{url}/{sent}", filled(sent, GOOD, comment="Dari Budi."))
    other = sign_in(tini)
    reply = other.post(f"{url}/{sent}", filled(sent, BEST, comment="Dari Tini."))
    page = reply.get_data(as_text=True)
    assert reply.status_code == 409
    for told in ("Dua versi nilai", "3 Tingkat 3", "4 Tingkat 4", "Dari Budi.", "Dari Tini.",
                 "Budi Santoso"):  # fmt: skip
        assert told in page
    assert stored(app, sent).levels == GOOD
    assert 'name="revision" value="1"' in page
    settled = other.post(f"{url}/{sent}", filled(sent, BEST, comment="Dari Tini.", revision=1))
    assert settled.status_code == 303
    assert (stored(app, sent).levels, stored(app, sent).assessor_id) == (BEST, tini)


def test_a_form_never_lands_on_another_report(app, world, budi, url):
    first, second = send(app, world.ani_seat), send(app, world.agus_seat)
    budi.post(f"{url}/{first}", filled(first, GOOD))
    assert " checked" not in budi.get(f"{url}/{second}").get_data(as_text=True)
    assert budi.post(f"{url}/{second}", filled(first, BEST)).status_code == 409
    assert stored(app, second) is None
    assert stored(app, first).levels == GOOD


def test_the_same_score_again_changes_nothing(app, world, budi, url):
    sent = send(app, world.ani_seat)
    for _time in range(2):
        assert budi.post(f"{url}/{sent}", filled(sent, GOOD)).status_code == 303
    assert stored(app, sent).revision == 1


def test_two_at_once_leave_one_score(app, world, url, sign_in):
    tini = factories.make_person(app, "Tini Penilai Contoh")
    factories.enrol(app, world.training_id, tini, Role.TRAINER)
    sent = send(app, world.ani_seat)
    browsers = [(sign_in(world.budi), GOOD), (sign_in(tini), BEST)]
    codes: list[int] = []

    def press(browser, levels):
        codes.append(browser.post(f"{url}/{sent}", filled(sent, levels)).status_code)

    threads = [threading.Thread(target=press, args=each) for each in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == [303, 409]
    assert stored(app, sent).revision == 1


@pytest.mark.parametrize(
    ("levels", "comment", "message"),
    [
        ({"lengkap": 3}, "", "Pilih tingkat untuk Bukti."),
        ({**GOOD, "bukti": 9}, "", "Pilih salah satu tingkat."),
        ({**GOOD, "bukti": "x"}, "", "Pilih salah satu tingkat."),
        (GOOD, "x" * 3001, "Paling banyak 3000 huruf."),
    ],
)
def test_what_cannot_be_kept_is_explained_with_the_form(
    app, world, budi, url, levels, comment, message
):
    sent = send(app, world.ani_seat)
    reply = budi.post(f"{url}/{sent}", filled(sent, levels, comment=comment))
    assert reply.status_code == 422
    assert message in reply.get_data(as_text=True)
    assert stored(app, sent) is None


def test_saving_opens_the_next_that_waits(app, world, budi, url):
    first, second = send(app, world.ani_seat), send(app, world.agus_seat)
    reply = budi.post(f"{url}/{first}", filled(first, GOOD, action="next"))
    assert reply.location == f"{url}/{second}"
    reply = budi.post(f"{url}/{second}", filled(second, GOOD, action="next"))
    assert reply.location == url
    assert "Semua laporan kerja yang terkirim sudah dinilai." in budi.get(url).get_data(
        as_text=True
    )


def test_a_rubric_changed_after_a_score_is_the_next_version(app, world, budi, url):
    first, second = send(app, world.ani_seat), send(app, world.agus_seat)
    budi.post(f"{url}/{first}", filled(first, GOOD))
    assert load(app, world, title="Rubrik laporan kerja, edisi kedua") == 2
    with app.app_context():
        newest = newest_rubric(world.training_id, "laporan-kerja").id
    assert 'name="rubric" value="1"' in budi.get(f"{url}/{first}").get_data(as_text=True)
    assert f'name="rubric" value="{newest}"' in budi.get(f"{url}/{second}").get_data(as_text=True)
    assert budi.post(f"{url}/{second}", filled(second, GOOD, rubric=1)).status_code == 409
    assert stored(app, second) is None


def test_the_score_stands_in_the_list_the_sheet_and_on_the_paper(app, world, budi, url, sign_in):
    sent = send(app, world.ani_seat)
    budi.post(f"{url}/{sent}", filled(sent, GOOD))
    office, place = sign_in(world.citra), f"/pelatihan/{world.code}/laporan-kerja"
    assert "75,00" in office.get(f"{place}/daftar").get_data(as_text=True)
    assert "75,00" in office.get(f"{place}/{world.ani_seat}").get_data(as_text=True)
    book = load_workbook(io.BytesIO(office.post(f"{place}/daftar.xlsx").data))
    rows = [row for row in book["Laporan kerja"].iter_rows(values_only=True) if row[1]]
    header = next(row for row in rows if row[0] == "No.")
    line = next(row for row in rows if row[1] == "Ani Rahmawati")
    assert line[header.index("Nilai")] == 75


def test_trainers_find_what_waits_and_the_office_does_not_score(app, world, budi, url, sign_in):
    sent = send(app, world.ani_seat)
    place = f"/pelatihan/{world.code}/laporan-kerja"
    assert "1 laporan menunggu nilai" in budi.get(f"{place}/daftar").get_data(as_text=True)
    assert f"{url}/{sent}" in budi.get(f"{place}/{world.ani_seat}").get_data(as_text=True)
    office = sign_in(world.citra).get(f"{place}/{world.ani_seat}").get_data(as_text=True)
    assert "Belum dinilai." in office
    assert f"{url}/{sent}" not in office


def test_a_closed_training_still_scores_its_reports(app, world, budi, url):
    sent = send(app, world.ani_seat)
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).closed_at = AT
    assert budi.post(f"{url}/{sent}", filled(sent, GOOD)).status_code == 303


def test_nobody_scores_the_own_report(app, world, url, sign_in):
    seat = factories.enrol(app, world.training_id, world.budi, Role.TRAINEE)
    sent = send(app, seat)
    browser = sign_in(world.budi)
    assert browser.get(f"{url}/{sent}").status_code == 403
    assert browser.post(f"{url}/{sent}", filled(sent, BEST)).status_code == 403
    assert f'href="{url}/{sent}"' not in browser.get(url).get_data(as_text=True)


@pytest.mark.parametrize(
    ("who", "status"), [("dewi", 404), ("ani", 403), ("citra", 403), ("eko", 403)]
)
def test_who_may_not(app, world, url, sign_in, who, status):
    sent = send(app, world.ani_seat)
    browser = sign_in(getattr(world, who))
    for reply in (
        browser.get(url), browser.get(f"{url}/{sent}"),
        browser.post(f"{url}/{sent}", filled(sent, BEST)),
    ):  # fmt: skip
        assert reply.status_code == status
    assert stored(app, sent) is None


def test_a_report_of_another_training_is_not_found(app, world, budi):
    sent = send(app, world.ani_seat)
    other, _meetings, _modules = factories.make_training(app, "bimtek-lain")
    factories.enrol(app, other, world.budi, Role.TRAINER)
    assert budi.get(f"/pelatihan/bimtek-lain/laporan-kerja/nilai/{sent}").status_code == 404


def test_without_a_rubric_the_pages_of_reports_still_work(app, world, budi, sign_in):
    sent = send(app, world.ani_seat)
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.rules = {**training.rules, "work_report_rubric": "lain"}
    place = f"/pelatihan/{world.code}/laporan-kerja"
    assert budi.get(f"{place}/daftar").status_code == 200
    assert budi.get(f"{place}/{world.ani_seat}").status_code == 200
    reply = budi.get(f"{place}/nilai/{sent}")
    assert reply.status_code == 409
    assert "Rubrik laporan kerja belum dimuat." in reply.get_data(as_text=True)
