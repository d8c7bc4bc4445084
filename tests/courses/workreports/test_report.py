"""The work report: written, kept, sent, returned, accepted, by whom and when."""

from __future__ import annotations

import re
import threading
from datetime import date, timedelta
from html import unescape
from urllib.parse import parse_qs

import pytest
import sqlalchemy as sa

from courses.fieldwork.rules import Plan
from courses.fieldwork.services import plan_of, return_for_revision
from courses.trainings.models import Training
from courses.workreports.models import ReportReview, ReportSubmission, WorkReport
from lms.audit import AuditEntry
from lms.db import db, transaction
from lms.people.models import Person
from quizzes.rubrics.models import Rubric
from tests import factories
from tests.courses.workreports.conftest import AT, DONE, PLAN, typed, whole

LATER = factories.wita(factories.DAY_2, "19.00")
JSON = {"Accept": "application/json"}


def text_of(answer) -> str:
    return " ".join(answer.get_data(as_text=True).split())


def answer_form(submission, verdict="terima", comment=""):
    return {"submission": submission, "verdict": verdict, "comment": comment}


def test_before_the_last_day_there_is_nothing_to_report(ani, url, at, rows):
    at(factories.wita(factories.DAY_1, "18.00"))
    page = text_of(ani.get(url))
    assert "dibuka pada hari terakhir pelatihan, Kamis, 1 Februari 2024" in page
    assert "<textarea" not in page
    assert ani.post(url, whole()).status_code == 409
    assert ani.post(f"{url}/foto", {}).status_code == 409
    assert rows(WorkReport) == []


def test_who_has_an_accepted_plan_need_not_wait(ani, url, at, hand_in):
    hand_in(is_accepted=True)
    at(factories.wita(factories.DAY_1, "18.00"))
    assert "<textarea" in text_of(ani.get(url))


def test_each_planned_activity_stands_beside_its_plan(ani, url, hand_in):
    plan_id = hand_in()
    page = text_of(ani.get(url))
    assert "20 berita acara" in page
    assert "10 buku kas" in page
    assert f'name="plan_id" value="{plan_id}"' in page
    assert 'name="rows-1-planned" value="1"' in page
    assert 'name="rows-2-planned"' not in page
    assert 'name="rows-0-activity"' not in page
    assert "paling lambat 2 Maret 2024" in page


def test_a_draft_may_be_incomplete_and_is_shown_again(ani, url, rows):
    form = typed({"activity": "Kunjungan", "problem": "Banjir"}, summary="")
    answer = ani.post(url, form)
    assert (answer.status_code, answer.location) == (303, url)
    page = text_of(ani.get(url))
    assert "Draf tersimpan 1 Februari 2024 pukul 18.00 WITA" in page
    assert "Banjir" in page
    [row] = rows(WorkReport)
    assert (row.state, row.revision) == ("draft", 1)


def test_a_script_saves_the_draft_and_learns_the_revision(ani, url, rows):
    form = typed({"activity": "Kunjungan"})
    answer = ani.post(url, form, headers=JSON)
    assert answer.get_json()["revision"] == 1
    again = ani.post(url, form, headers=JSON)  # its reply was lost
    assert again.get_json()["revision"] == 1
    other = ani.post(url, typed({"activity": "Lain"}), headers=JSON)
    assert (other.status_code, "sudah berubah" in other.get_json()["message"]) == (409, True)
    long = ani.post(url, typed({"activity": "x" * 1001}, revision=1), headers=JSON)
    assert long.status_code == 422
    assert [row.revision for row in rows(WorkReport)] == [1]


def test_rows_are_added_and_removed_without_losing_the_others(ani, url, hand_in, rows):
    plan_id = hand_in()
    planned = [{"planned": 0, "result": "Satu"}, {"planned": 1, "result": "Dua"}]
    answer = ani.post(url, typed(*planned, plan_id=plan_id, action="add"))
    assert answer.location == f"{url}#kegiatan-3"
    more = [*planned, {"activity": "Rapat"}, {"activity": "Kunjungan"}]
    ani.post(url, typed(*more, plan_id=plan_id, revision=1, action="remove-2"))
    kept = rows(WorkReport)[0].content["rows"]
    assert [row["activity"] or row["result"] for row in kept] == ["Satu", "Dua", "Kunjungan"]
    ani.post(url, typed(*planned, plan_id=plan_id, revision=2, action="remove-0"))
    assert len(rows(WorkReport)[0].content["rows"]) == 2  # what was planned cannot be removed


def test_sending_freezes_the_report(ani, url, app, hand_in, rows):
    plan_id = hand_in()
    told = [{"planned": 0, **DONE}, {"planned": 1, "done": "no", "problem": "Banjir"}, {}]
    assert ani.post(url, typed(*told, plan_id=plan_id, action="send")).status_code == 303
    page = text_of(ani.get(url))
    assert "menunggu diperiksa. Tanda terima LK-1.1." in page
    assert "<textarea" not in page
    [sent] = rows(ReportSubmission)
    assert (sent.number, sent.sent_at) == (1, AT)
    assert [row["planned"] for row in sent.content["rows"]] == [0, 1]
    with app.app_context():
        assert (
            "work_report.sent"
            in db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
        )
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), transaction():
            db.session.execute(sa.update(ReportSubmission).values(content={}))


def test_c085_sending_twice_leaves_one_version_and_one_receipt(ani, url, at, rows):
    first = text_of(ani.post(url, whole(), follow_redirects=True))
    at(AT + timedelta(seconds=25))
    second = text_of(ani.post(url, whole(), follow_redirects=True))
    assert "Tanda terima LK-1.1." in first
    assert "Tanda terima LK-1.1." in second
    assert len(rows(ReportSubmission)) == 1


def test_an_incomplete_report_is_not_sent_and_nothing_typed_is_lost(ani, url, rows):
    told = {"activity": "Kunjungan", "done": "yes", "place": "Desa Contoh", "day": "31 13 2024"}
    answer = ani.post(url, typed(told, summary="", action="send"))
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Kegiatan 1: tulis hasilnya." in page
    assert "Kegiatan 1: tulis tanggal seperti 14 02 2024." in page
    assert 'href="#rows-0-result"' in page
    assert "Tulis ringkasan laporan." in page
    assert "Desa Contoh" in page
    assert rows(WorkReport) == []


def test_a_nik_is_warned_about_before_sending(ani, url, rows):
    form = whole(summary="KPM 6303011702800001 terbantu")
    answer = ani.post(url, form)
    assert answer.status_code == 422
    assert "angka 16 digit: 6303011702800001" in text_of(answer)
    assert rows(ReportSubmission) == []
    assert ani.post(url, {**form, "numbers_are_safe": "y"}).status_code == 303
    assert len(rows(ReportSubmission)) == 1


def test_the_second_tab_is_refused_with_both_versions_in_sight(ani, url, rows):
    ani.post(url, typed({"activity": "Di tab satu"}))
    answer = ani.post(url, typed({"activity": "Di tab dua"}))
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Di tab satu" in page
    assert "Di tab dua" in page
    assert 'name="revision" value="1"' in page
    assert ani.post(url, typed({"activity": "Di tab dua"}, revision=1)).status_code == 303


def test_a_sent_report_is_not_overwritten(ani, url, rows):
    ani.post(url, whole())
    for action in ("save", "send"):
        answer = ani.post(url, whole(summary="Lain", action=action, revision=1))
        assert answer.status_code == 409
        assert "Lain" in text_of(answer)
    assert len(rows(ReportSubmission)) == 1


def test_a_plan_sent_anew_moves_the_draft_along(ani, url, app, hand_in, world, rows):
    plan_id = hand_in()
    told = [{"planned": 0, "result": "Satu"}, {"planned": 1, "result": "Dua"}]
    ani.post(url, typed(*told, plan_id=plan_id))
    with app.app_context(), transaction():
        who = {"training_id": world.training_id, "actor_id": world.budi}
        return_for_revision(plan_of(world.ani_seat), "Perbaiki.", **who)
    new_id = hand_in(Plan(PLAN.goal, "", (PLAN.activities[1],)))
    page = text_of(ani.get(url))
    assert f'name="plan_id" value="{new_id}"' in page
    assert page.index("Dua") < page.index("Satu")
    assert "Verifikasi lapangan" in page  # now an activity that was not planned
    whole_rows = [{"planned": place, **DONE} for place in range(2)]
    stale = ani.post(url, typed(*whole_rows, plan_id=plan_id, revision=1, action="send"))
    assert stale.status_code == 409
    assert "Rencana kerja Anda berubah" in text_of(stale)
    assert rows(ReportSubmission) == []


@pytest.mark.parametrize("plan_id", [999, -1, 10**12])
def test_somebody_elses_plan_cannot_be_named(ani, url, plan_id, rows):
    ani.post(url, typed({"planned": 3, "result": "Satu"}, plan_id=plan_id))
    [row] = rows(WorkReport)
    assert (row.content["plan_id"], row.content["rows"][0]["planned"]) == (0, -1)


def test_a_forged_form_without_the_planned_rows_is_not_sent(ani, url, hand_in, rows):
    plan_id = hand_in()
    answer = ani.post(url, typed({"planned": 0, **DONE}, plan_id=plan_id, action="send"))
    assert answer.status_code == 409
    assert rows(ReportSubmission) == []


def test_staff_return_a_report_and_accept_the_next_one(ani, citra, url, at, world, rows):
    ani.post(url, whole())
    one = f"{url}/{world.ani_seat}"
    assert "18 rumah diperiksa" in text_of(citra.get(one))
    assert citra.post(one, answer_form(1, "kembalikan")).status_code == 422
    assert citra.post(one, answer_form(1, "kembalikan", "Tambahkan foto.")).status_code == 303
    page = text_of(ani.get(url))
    assert "Perlu perbaikan" in page
    assert "Tambahkan foto." in page
    at(LATER)
    revision = rows(WorkReport)[0].revision
    assert ani.post(url, whole(summary="Diperbaiki", revision=revision)).status_code == 303
    assert citra.post(one, answer_form(2)).status_code == 303
    assert citra.post(one, answer_form(2)).status_code == 303  # pressed twice
    assert "Laporan kerja Anda diterima." in text_of(ani.get(url))
    assert [sent.content["summary"] for sent in rows(ReportSubmission)] == [
        "Sebagian besar terlaksana", "Diperbaiki",
    ]  # fmt: skip
    assert [review.is_accepted for review in rows(ReportReview)] == [False, True]


def test_an_answer_to_an_older_submission_changes_nothing(ani, citra, sign_in, url, world, rows):
    ani.post(url, whole())
    one = f"{url}/{world.ani_seat}"
    citra.post(one, answer_form(1, "kembalikan", "Tambahkan foto."))
    late = sign_in(world.budi).post(one, answer_form(1))
    assert late.status_code == 409
    assert "baru saja berubah" in text_of(late)
    assert rows(WorkReport)[0].state == "returned"
    assert citra.post(one, answer_form(99)).status_code == 409
    assert citra.post(f"{url}/{world.agus_seat}", answer_form(1)).status_code == 404
    assert citra.post(f"{url}/99999", answer_form(1)).status_code == 404


def test_nobody_answers_the_own_report(app, ani, url, world):
    factories.enrol(app, world.training_id, world.ani, factories.Role.TRAINER)
    ani.post(url, whole())
    page = text_of(ani.get(f"{url}/{world.ani_seat}"))
    assert "diperiksa oleh orang lain" in page
    assert ani.post(f"{url}/{world.ani_seat}", answer_form(1)).status_code == 403


@pytest.mark.parametrize(
    ("who", "own", "staff"),
    [("dewi", 404, 404), ("budi", 403, 200), ("citra", 403, 200), ("eko", 403, 403),
     ("agus", 200, 403)],
)  # fmt: skip
def test_who_sees_what(ani, sign_in, url, world, who, own, staff):
    ani.post(url, whole(summary="Ringkasan milik Ani"))
    person = sign_in(getattr(world, who))
    assert person.get(url).status_code == own
    assert "Ringkasan milik Ani" not in text_of(person.get(url))
    assert person.get(f"{url}/daftar").status_code == staff
    assert person.get(f"{url}/{world.ani_seat}").status_code == staff
    assert person.post(f"{url}/daftar.xlsx").status_code == staff
    printed = person.get(f"{url}/{world.ani_seat}.pdf").status_code
    assert printed == (200 if staff == 200 else 404)


def test_a_draft_is_its_owners_alone(ani, citra, url, world):
    ani.post(url, typed({"activity": "Rahasia draf"}))
    page = text_of(citra.get(f"{url}/{world.ani_seat}"))
    assert "Rahasia draf" not in page
    assert "belum mengirim laporan" in page
    assert citra.get(f"{url}/{world.ani_seat}.pdf").status_code == 404


def test_after_the_training_is_closed_reports_still_come(ani, app, url, world, rows):
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).closed_at = AT
    assert ani.post(url, whole()).status_code == 303
    assert len(rows(ReportSubmission)) == 1


def test_the_list_names_who_is_overdue_first_and_reminds(ani, sign_in, url, at, world):
    ani.post(url, whole())
    at(factories.wita(factories.DAY_2, "10.00") + timedelta(days=33))
    citra = sign_in(world.citra)
    page = text_of(citra.get(f"{url}/daftar"))
    assert page.index("Agus Salim") < page.index("Ani Rahmawati")
    assert page.count("terlambat 3 hari") == 1
    assert "https://wa.me/6281200000002?text=Yth." in page
    assert "6281200000001" not in page  # sent; there is nothing to remind of
    assert "laporan-kerja" in page
    only = text_of(citra.get(f"{url}/daftar?status=terlambat"))
    assert "Agus Salim" in only
    assert "Ani Rahmawati" not in only
    assert "1 menunggu diperiksa, 1 terlambat" in text_of(citra.get(f"/pelatihan/{world.code}"))


def test_an_overdue_report_is_marked_and_taken(sign_in, url, at, world):
    at(factories.wita(factories.DAY_2, "10.00") + timedelta(days=31))
    agus = sign_in(world.agus)
    assert "Terlambat 1 hari" in text_of(agus.get(url))
    assert agus.post(url, whole()).status_code == 303
    at(factories.wita(factories.DAY_2, "10.00") + timedelta(days=40))
    assert "terlambat 1 hari" in text_of(sign_in(world.citra).get(f"{url}/daftar"))


@pytest.mark.parametrize(("seconds", "words"), [(59, ""), (60, "terlambat 1 hari")])
def test_the_last_minute_of_the_last_day_is_on_time(sign_in, url, at, world, seconds, words):
    """2 March, 23.59 in Banjarmasin; by the clock of London that was still the afternoon."""
    at(factories.wita(date(2024, 3, 2), "23.59") + timedelta(seconds=seconds))
    assert sign_in(world.agus).post(url, whole()).status_code == 303
    at(factories.wita(date(2024, 3, 9), "09.00"))
    (line,) = re.findall(
        r"<tr>(?:(?!<tr>).)*Agus Salim.*?</tr>", text_of(sign_in(world.citra).get(f"{url}/daftar"))
    )
    assert ("terlambat" in line, words in line) == (bool(words), True)


def test_the_way_and_the_tasks_follow_the_report(ani, url, at, world):
    home, tasks = f"/pelatihan/{world.code}", f"/pelatihan/{world.code}/tugas"
    assert "Paling lambat 2 Maret 2024" in text_of(ani.get(home))
    ani.post(url, whole())
    for page in (home, tasks):
        assert "menunggu diperiksa" in text_of(ani.get(page))
    at(factories.wita(factories.DAY_1, "18.00"))
    assert "Laporan kerja" not in text_of(ani.get(tasks))


def test_the_own_data_name_the_report(ani, url):
    ani.post(url, whole())
    data = ani.get("/akun/data.json").get_json()
    [told] = data["laporan_kerja"]
    assert told["isi"]["summary"] == "Sebagian besar terlaksana"
    assert len(told["terkirim"]) == 1


@pytest.mark.faults
def test_two_tabs_sending_at_once_leave_one_submission(sign_in, world, url, rows):
    tabs = [sign_in(world.ani) for _tab in range(4)]
    forms = [whole(summary=f"Tab {number}") for number in range(4)]
    tokens = [tab.csrf_token() for tab in tabs]
    statuses = []

    def press(tab, form, token):
        answer = tab.client.post(url, data={**form, "csrf_token": token})
        statuses.append(answer.status_code)

    threads = [
        threading.Thread(target=press, args=pair) for pair in zip(tabs, forms, tokens, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 409, 409, 409]
    assert len(rows(ReportSubmission)) == 1


def test_the_pages_need_few_statements(app, ani, citra, url, world, hand_in, statements):
    hand_in()
    ani.post(url, typed({"activity": "Kunjungan"}))
    with statements() as seen:
        ani.get(url)
    assert len(seen) <= 8
    with statements() as few:
        citra.get(f"{url}/daftar")
    factories.make_trainees(app, world.training_id, 20)
    with statements() as many:
        citra.get(f"{url}/daftar")
    assert len(few) == len(many) <= 4


@pytest.mark.faults
def test_two_people_answering_at_once_leave_one_answer(ani, sign_in, world, url, rows):
    ani.post(url, whole())
    people = [sign_in(world.budi), sign_in(world.citra)]
    said = [answer_form(1), answer_form(1, "kembalikan", "Tambahkan foto.")]
    tokens = [person.csrf_token() for person in people]
    statuses = []

    def press(person, form, token):
        data = {**form, "csrf_token": token}
        answer = person.client.post(f"{url}/{world.ani_seat}", data=data)
        statuses.append(answer.status_code)

    threads = [
        threading.Thread(target=press, args=pair) for pair in zip(people, said, tokens, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 409]
    [review] = rows(ReportReview)
    assert (rows(WorkReport)[0].state == "accepted") is review.is_accepted


def test_the_rubric_tells_what_is_looked_at(app, ani, citra, url, world):
    levels = [{"level": 4, "title": "Baik", "description": "Semua kegiatan lengkap."}]
    criteria = [{"key": "a", "title": "Kelengkapan", "weight": 100, "levels": levels}]
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.rules = {**training.rules, "work_report_rubric": "laporan-kerja"}
        db.session.add(
            Rubric(
                training_id=training.id,
                key="laporan-kerja",
                version=1,
                title="Rubrik",
                pass_mark=7000,
                content={"criteria": criteria},
                content_hash="x",
                created_at=AT,
            )
        )
    assert "Semua kegiatan lengkap." in text_of(ani.get(url))
    ani.post(url, whole())
    assert "Semua kegiatan lengkap." in text_of(citra.get(f"{url}/{world.ani_seat}"))


def test_who_has_an_address_can_be_reminded_by_mail(app, world, citra, url):
    with app.app_context(), transaction():
        db.session.get_one(Person, world.agus).email = "agus.salim@contoh.go.id"
    page = citra.get(f"{url}/daftar").get_data(as_text=True)
    (link,) = re.findall(r'href="(mailto:[^"]+)"', page)
    address, _sep, rest = unescape(link).partition("?")
    told = parse_qs(rest)
    assert address == "mailto:agus.salim@contoh.go.id"
    assert told["subject"] == ["Laporan kerja Bimbingan Teknis Uji"]
    assert told["body"][0].startswith("Yth. Bapak/Ibu Agus Salim, ")
    assert "2 Maret 2024" in told["body"][0]
