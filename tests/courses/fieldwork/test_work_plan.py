from __future__ import annotations

import re
import threading

import pytest
import sqlalchemy as sa

from courses.fieldwork.models import PlanSubmission, WorkPlan
from courses.fieldwork.rules import PlanState
from courses.fieldwork.services import accept, plan_of, return_for_revision
from courses.trainings.models import Training
from lms.audit import AuditEntry
from lms.db import db, transaction
from tests import factories

AT = factories.wita(factories.DAY_2, "15.10")
WHOLE = {
    "activity": "Verifikasi calon penerima RS-RTLH",
    "program": "rs-rtlh",
    "target": "20 KPM di dua desa",
    "indicator": "20 berita acara selesai",
    "place": "Desa Contoh, Kecamatan Contoh",
    "period": "Maret",
}


@pytest.fixture
def world(app, at):
    at(AT)
    return factories.make_world(app)


@pytest.fixture
def url(world):
    return f"/pelatihan/{world.code}/rencana-kerja"


@pytest.fixture
def ani(world, sign_in):
    return sign_in(world.ani)


def typed(*rows, goal="Semua calon terverifikasi", revision=0, action="save", **more):
    """The fields of the form with these activities."""
    fields = {"goal": goal, "revision": revision, "action": action, "roles": "", **more}
    for number, row in enumerate(rows or (WHOLE,)):
        fields |= {f"activities-{number}-{name}": value for name, value in row.items()}
        fields.setdefault(f"activities-{number}-program", "")
    return fields


def stored(app, seat) -> WorkPlan | None:
    with app.app_context():
        return plan_of(seat)


def submissions(app) -> list[PlanSubmission]:
    with app.app_context():
        return list(db.session.scalars(sa.select(PlanSubmission).order_by(PlanSubmission.id)))


def judge(app, world, *, comment=None):
    with app.app_context(), transaction():
        plan = plan_of(world.ani_seat)
        who = {"training_id": world.training_id, "actor_id": world.budi}
        if comment is None:
            accept(plan, **who)
        else:
            return_for_revision(plan, comment, **who)


def test_the_first_page_offers_one_empty_activity(ani, url, app, world):
    page = ani.get(url).get_data(as_text=True)
    assert 'name="activities-0-indicator"' in page
    assert 'name="activities-1-indicator"' not in page
    assert "Draf belum disimpan." in page
    assert stored(app, world.ani_seat) is None


def test_a_draft_may_be_incomplete(ani, url, app, world):
    answer = ani.post(url, typed({"risk": "Banjir"}, goal=""))
    assert (answer.status_code, answer.location) == (303, url)
    page = ani.get(url).get_data(as_text=True)
    assert "Draf tersimpan 1 Februari 2024 pukul 15.10 WITA" in page
    assert "Banjir" in page
    assert stored(app, world.ani_seat).state is PlanState.DRAFT


def test_adding_a_row_keeps_everything(ani, url):
    answer = ani.post(url, typed(WHOLE, action="add"))
    assert answer.location == f"{url}#kegiatan-2"
    page = ani.get(url).get_data(as_text=True)
    assert "20 berita acara selesai" in page
    assert 'name="activities-1-indicator"' in page


def test_removing_a_row_keeps_the_others(ani, url, app, world):
    rows = [{**WHOLE, "activity": name} for name in ("Satu", "Dua", "Tiga")]
    ani.post(url, typed(*rows, action="remove-1"))
    content = stored(app, world.ani_seat).content
    assert [row["activity"] for row in content["activities"]] == ["Satu", "Tiga"]


def test_there_are_at_most_ten_activities(ani, url, app, world):
    ani.post(url, typed(*[WHOLE] * 10, action="add"))
    assert len(stored(app, world.ani_seat).content["activities"]) == 10
    assert "Tambah kegiatan" not in ani.get(url).get_data(as_text=True)


def test_handing_in_freezes_the_plan(ani, url, app, world):
    assert ani.post(url, typed(WHOLE, {}, action="send")).status_code == 303
    page = ani.get(url).get_data(as_text=True)
    assert "menunggu penilaian" in page
    assert "<textarea" not in page
    (sent,) = submissions(app)
    assert (sent.number, sent.sent_at) == (1, AT)
    assert [row["activity"] for row in sent.content["activities"]] == [WHOLE["activity"]]
    assert stored(app, world.ani_seat).state is PlanState.SENT
    with app.app_context():
        assert (
            "work_plan.sent"
            in db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
        )
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), transaction():
            db.session.execute(sa.update(PlanSubmission).values(content={}))


def test_c085_sending_twice_leaves_one_submission_and_one_receipt(ani, url, app):
    form = typed(action="send")
    first = ani.post(url, form, follow_redirects=True).get_data(as_text=True)
    second = ani.post(url, form, follow_redirects=True).get_data(as_text=True)
    assert "Tanda terima RK-1.1." in first
    assert "Tanda terima RK-1.1." in second
    assert len(submissions(app)) == 1


def test_an_incomplete_plan_is_not_handed_in_and_nothing_typed_is_lost(ani, url, app, world):
    answer = ani.post(url, typed(WHOLE, {**WHOLE, "indicator": ""}, goal="", action="send"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Kegiatan 2: tulis indikator keberhasilannya." in page
    assert 'href="#activities-1-indicator"' in page
    assert "Tulis tujuan rencana kerja." in page
    assert page.count("20 KPM di dua desa") == 2
    assert stored(app, world.ani_seat) is None


@pytest.mark.parametrize("action", ["save", "send"])
def test_a_text_that_is_too_long_is_named(ani, url, app, world, action):
    answer = ani.post(url, typed({**WHOLE, "place": "x" * 1001}, action=action))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Paling banyak 1000 huruf." in page
    assert "x" * 1001 in page
    assert stored(app, world.ani_seat) is None


def test_invisible_characters_do_not_reach_the_database(ani, url, app, world):
    ani.post(url, typed(goal="Satu\x00 \u200bdua\r\ntiga"))
    assert stored(app, world.ani_seat).content["goal"] == "Satu dua\ntiga"


def test_a_nik_is_warned_about_before_handing_in(ani, url, app):
    form = typed({**WHOLE, "target": "KPM 6303011702800001"}, action="send")
    answer = ani.post(url, form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "angka 16 digit: 6303011702800001" in page
    assert submissions(app) == []
    assert ani.post(url, {**form, "numbers_are_safe": "y"}).status_code == 303
    assert len(submissions(app)) == 1


def test_a_nik_does_not_keep_a_draft_from_being_saved(ani, url):
    assert ani.post(url, typed(goal="6303011702800001")).status_code == 303


@pytest.mark.parametrize("revision", [3, 10**20])
def test_a_form_older_than_any_stored_plan_is_kept(ani, url, app, world, revision):
    """After a restored backup the open page knows of a plan that the database does not."""
    assert ani.post(url, typed(goal="Masih ada", revision=revision)).status_code == 303
    assert stored(app, world.ani_seat).content["goal"] == "Masih ada"


def test_the_second_tab_is_refused_with_both_versions_in_sight(ani, url, app, world):
    ani.post(url, typed(goal="Tujuan di tab satu"))
    answer = ani.post(url, typed(goal="Tujuan di tab dua", revision=0))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Tujuan di tab satu" in page
    assert "Tujuan di tab dua" in page
    assert stored(app, world.ani_seat).content["goal"] == "Tujuan di tab satu"
    assert 'name="revision" value="1"' in page
    assert ani.post(url, typed(goal="Tujuan di tab dua", revision=1)).status_code == 303
    assert stored(app, world.ani_seat).content["goal"] == "Tujuan di tab dua"


def test_a_number_looked_at_before_a_conflict_need_not_be_looked_at_again(ani, url):
    ani.post(url, typed(goal="Tujuan di tab satu"))
    form = typed(goal="Nomor berkas 1234567890123456", action="send", numbers_are_safe="y")
    page = ani.post(url, form).get_data(as_text=True)
    assert re.search(r'name="numbers_are_safe"[^>]*checked', page)


def test_after_handing_in_the_page_begins_at_its_top(ani, url):
    assert ani.post(url, typed(action="send")).location == url


def test_the_same_draft_twice_is_harmless(ani, url, app, world):
    form = typed()
    assert [ani.post(url, form).status_code for _time in range(2)] == [303, 303]
    assert stored(app, world.ani_seat).revision == 1


def test_a_plan_that_was_sent_elsewhere_is_not_overwritten(ani, url, app, world):
    ani.post(url, typed(action="send"))
    for action in ("save", "send"):
        answer = ani.post(url, typed(goal="Lain", action=action))
        assert answer.status_code == 409
        assert "Lain" in answer.get_data(as_text=True)
    assert stored(app, world.ani_seat).state is PlanState.SENT
    assert len(submissions(app)) == 1


def test_a_returned_plan_shows_why_and_is_handed_in_again(ani, url, app, world):
    ani.post(url, typed(action="send"))
    judge(app, world, comment="Tambahkan jumlah KPM.")
    page = ani.get(url).get_data(as_text=True)
    assert "Perlu perbaikan" in page
    assert "Tambahkan jumlah KPM." in page
    revision = stored(app, world.ani_seat).revision
    ani.post(url, typed(goal="Diperbaiki", revision=revision, action="send"))
    assert [sent.number for sent in submissions(app)] == [1, 2]
    assert submissions(app)[0].content["goal"] == "Semua calon terverifikasi"


def test_an_accepted_plan_is_read_only(ani, url, app, world):
    ani.post(url, typed(action="send"))
    judge(app, world)
    page = ani.get(url).get_data(as_text=True)
    assert "Rencana kerja Anda diterima." in page
    assert "<textarea" not in page
    revision = stored(app, world.ani_seat).revision
    assert ani.post(url, typed(goal="Lain", revision=revision)).status_code == 409


def test_a_closed_training_takes_no_plan(ani, url, app, world):
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).closed_at = AT
    assert ani.post(url, typed()).status_code == 409
    assert stored(app, world.ani_seat) is None


@pytest.mark.parametrize(("who", "status"), [("dewi", 404), ("budi", 403), ("citra", 403)])
def test_only_trainees_have_a_plan(world, sign_in, url, who, status):
    person = sign_in(getattr(world, who))
    assert person.get(url).status_code == status
    assert person.post(url, typed()).status_code == status


def test_each_trainee_sees_and_writes_only_the_own_plan(ani, sign_in, url, app, world):
    ani.post(url, typed(goal="Rencana milik Ani"))
    agus = sign_in(world.agus)
    assert "Rencana milik Ani" not in agus.get(url).get_data(as_text=True)
    agus.post(url, typed(goal="Rencana milik Agus"))
    assert stored(app, world.ani_seat).content["goal"] == "Rencana milik Ani"


@pytest.mark.faults
def test_two_tabs_sending_at_once_leave_one_submission(sign_in, world, url, app):
    tabs = [sign_in(world.ani) for _tab in range(4)]
    forms = [typed(goal=f"Tab {number}", action="send") for number in range(4)]
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
    assert len(submissions(app)) == 1


def test_the_way_and_the_tasks_follow_the_plan(ani, url, app, world):
    home, tasks = f"/pelatihan/{world.code}", f"/pelatihan/{world.code}/tugas"
    assert "Belum selesai" in ani.get(tasks).get_data(as_text=True)
    ani.post(url, typed(action="send"))
    assert "menunggu penilaian" in ani.get(tasks).get_data(as_text=True)
    judge(app, world, comment="Kurang lengkap.")
    assert "Perlu perbaikan, lalu kirim lagi" in ani.get(tasks).get_data(as_text=True)
    assert ani.get(home).status_code == 200


def test_the_pages_need_few_statements(ani, url, world, statements):
    ani.post(url, typed(*[WHOLE] * 10))
    with statements() as seen:
        ani.get(url)
    assert len(seen) <= 6
    with statements() as seen:
        ani.get(f"/pelatihan/{world.code}/tugas")
    assert len(seen) <= 4


JSON = {"Accept": "application/json"}


def test_the_script_saves_and_is_told_which_revision_stands(app, world, ani, url):
    answer = ani.post(url, typed(), headers=JSON)
    assert (answer.status_code, answer.get_json()["revision"]) == (200, 1)
    assert answer.get_json()["saved"].startswith("Draf tersimpan")
    again = ani.post(url, typed(), headers=JSON)
    assert again.get_json()["revision"] == 1
    stale = ani.post(url, typed(goal="Lain", revision=0), headers=JSON)
    assert stale.status_code == 409
    assert "sudah berubah" in stale.get_json()["message"]
    long = ani.post(url, typed(goal="x" * 3001, revision=1), headers=JSON)
    assert long.status_code == 422
    assert "terlalu panjang" in long.get_json()["message"]
    assert stored(app, world.ani_seat).content["goal"] == "Semua calon terverifikasi"
