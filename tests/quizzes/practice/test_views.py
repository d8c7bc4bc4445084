"""Observing on the phone: the list, the sheet, and what the trainee sees."""

from __future__ import annotations

from uuid import uuid4

import pytest
import sqlalchemy as sa

from courses.trainings.models import Role
from lms.audit import AuditEntry
from lms.db import db, transaction
from quizzes.practice import services
from quizzes.practice.models import ObservationDraft
from quizzes.practice.queries import Seat, seat_of
from quizzes.practice.services import Ticks
from quizzes.rubrics.models import Rubric
from tests import factories

AT = factories.wita(factories.DAY_2, "11.40")
CRITERIA = ("izin", "asesmen", "rencana", "sikap")
LEVELS = [
    {"level": number, "title": title, "description": f"Uraian {number}."}
    for number, title in enumerate(("Kurang", "Cukup", "Baik", "Sangat baik"), start=1)
]
SHEET = {
    "key": "kunjungan-rumah",
    "title": "Lembar observasi",
    "pass_mark": 0,
    "criteria": [
        {"key": key, "title": key.title(), "weight": 25, "levels": LEVELS} for key in CRITERIA
    ],
}
GOOD = dict.fromkeys(CRITERIA, 3)  # 75,00
AS_JSON = {"Accept": "application/json"}


def filled(levels, *, action="save", key=None, rubric=1, comment=""):
    return {f"level-{name}": str(level) for name, level in levels.items()} | {
        "key": key or str(uuid4()),
        "rubric": rubric,
        "comment": comment,
        "action": action,
    }


def text(response):
    return response.get_data(as_text=True)


def test_the_list_goes_by_region_and_says_who_is_done(app, world, budi, url):
    office = factories.make_person(app, "Hasan Basri")
    factories.enrol(app, world.training_id, office, Role.TRAINEE, region=None)
    page = text(budi.get(url))
    assert page.index("Kabupaten Banjar") < page.index("Provinsi Kalimantan Selatan")
    assert "0 dari 3 peserta sudah diamati" in page
    budi.post(f"{url}/{world.ani_seat}/amati", filled(GOOD, action="finish"))
    page = text(budi.get(url))
    assert "1 dari 3 peserta sudah diamati" in page
    assert "75,00" in page
    assert "Ani Rahmawati" not in text(budi.get(f"{url}?status=belum"))
    assert "Agus Salim" not in text(budi.get(f"{url}?status=sudah"))


def test_a_training_without_trainees_says_so(app, sign_in, at):
    at(AT)
    training_id, _meetings, _modules = factories.make_training(app, "kosong")
    gusti = factories.make_person(app, "Gusti Rahman")
    factories.enrol(app, training_id, gusti, Role.TRAINER)
    assert "Belum ada peserta" in text(sign_in(gusti).get("/pelatihan/kosong/praktik"))


def test_a_draft_is_kept_and_only_its_observer_sees_it(app, world, budi, url, sign_in, observed):
    sheet = f"{url}/{world.ani_seat}/amati"
    response = budi.post(sheet, filled({"izin": 2}, comment="Sudah minta izin."))
    assert response.status_code == 303
    page = text(budi.get(sheet))
    assert "1 dari 4" in page
    assert "Sudah minta izin." in page
    assert "Draf tersimpan pukul 11.40" in page
    assert "Draf Anda" in text(budi.get(url))
    assert observed(world.ani_seat) == []
    gusti = factories.make_person(app, "Gusti Rahman")
    factories.enrol(app, world.training_id, gusti, Role.TRAINER)
    other = sign_in(gusti)
    assert "0 dari 4" in text(other.get(sheet))
    assert "Draf Anda" not in text(other.get(url))


def test_the_script_is_told_when_a_draft_was_saved(world, budi, url):
    sheet = f"{url}/{world.ani_seat}/amati"
    response = budi.post(sheet, filled({"izin": 2}), headers=AS_JSON)
    assert response.get_json() == {"saved_at": "11.40 WITA"}


def test_the_script_is_told_what_is_wrong(world, budi, url):
    sheet = f"{url}/{world.ani_seat}/amati"
    response = budi.post(sheet, filled(GOOD, comment="x" * 3001), headers=AS_JSON)
    assert response.status_code == 422
    assert response.get_json()["message"]


def test_finishing_needs_every_criterion_and_loses_nothing(world, budi, url, observed):
    sheet = f"{url}/{world.ani_seat}/amati"
    response = budi.post(sheet, filled({"izin": 4}, action="finish", comment="Tenang."))
    assert response.status_code == 422
    page = text(response)
    assert "Pilih tingkat untuk Asesmen." in page
    assert "Tenang." in page
    assert "1 dari 4" in page
    assert observed(world.ani_seat) == []


@pytest.mark.parametrize(
    "changes", [{"key": "bukan"}, {"level-izin": "5"}, {"comment": "x" * 3001}]
)
def test_bad_input_is_refused(world, budi, url, observed, changes):
    form = filled(GOOD, action="finish") | changes
    assert budi.post(f"{url}/{world.ani_seat}/amati", form).status_code == 422
    assert observed(world.ani_seat) == []


def test_finishing_twice_is_once(app, world, budi, url, observed):
    sheet, form = f"{url}/{world.ani_seat}/amati", filled(GOOD, action="finish")
    budi.post(sheet, form | {"action": "save"})
    assert budi.post(sheet, form).status_code == 303
    assert budi.post(sheet, form).status_code == 303
    (row,) = observed(world.ani_seat)
    assert (row.number, row.score, row.levels, row.observer_id) == (1, 7500, GOOD, world.budi)
    with app.app_context():
        assert db.session.scalars(sa.select(ObservationDraft)).all() == []
        actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions.count("practice.observed") == 1


def test_an_old_page_changes_nothing_that_is_finished(world, budi, url, observed):
    sheet, form = f"{url}/{world.ani_seat}/amati", filled(GOOD, action="finish")
    budi.post(sheet, form)
    for action in ("save", "finish"):
        response = budi.post(sheet, form | {"level-izin": "1", "action": action})
        assert response.status_code == 409
        assert "sudah selesai" in text(response)
        assert form["key"] not in text(response)  # sent again, it is another observation
    assert budi.post(sheet, form | {"action": "save"}, headers=AS_JSON).status_code == 409
    assert len(observed(world.ani_seat)) == 1


def test_a_second_observation_stays_beside_the_first_and_counts(world, budi, url, observed):
    sheet = f"{url}/{world.ani_seat}/amati"
    budi.post(sheet, filled(GOOD, action="finish"))
    assert "Sudah ada 1 pengamatan" in text(budi.get(sheet))
    budi.post(sheet, filled(dict.fromkeys(CRITERIA, 2), action="finish"))
    assert [(row.number, row.score) for row in observed(world.ani_seat)] == [(1, 7500), (2, 5000)]
    assert "50,00" in text(budi.get(url))
    page = text(budi.get(f"{url}/{world.ani_seat}"))
    assert page.index("50,00") < page.index("75,00")


def test_the_record_cannot_be_edited(app, world, budi, url):
    budi.post(f"{url}/{world.ani_seat}/amati", filled(GOOD, action="finish"))
    with app.app_context(), pytest.raises(sa.exc.DatabaseError), transaction():
        db.session.execute(sa.text("UPDATE observation SET score = 10000"))


def test_a_changed_sheet_is_a_new_version_and_old_observations_keep_theirs(
    app, world, budi, url, load_sheet, observed
):
    sheet = f"{url}/{world.ani_seat}/amati"
    budi.post(sheet, filled(GOOD, action="finish"))
    other = f"{url}/{world.agus_seat}/amati"
    budi.post(other, filled({"izin": 1}))
    weights = (40, 20, 20, 20)
    criteria = [
        criterion | {"weight": weight}
        for criterion, weight in zip(SHEET["criteria"], weights, strict=True)
    ]
    newer = load_sheet(world, title="Lembar baru", criteria=criteria)
    assert "Lembar observasi" in text(budi.get(f"{url}/{world.ani_seat}"))
    assert "Lembar baru" in text(budi.get(sheet))
    assert "Lembar observasi" in text(budi.get(other))  # a draft goes on with its own version
    levels = GOOD | {"izin": 4}
    budi.post(sheet, filled(levels, action="finish", rubric=newer))
    budi.post(other, filled(levels, action="finish"))
    assert [row.score for row in observed(world.ani_seat)] == [7500, 8500]
    assert [row.score for row in observed(world.agus_seat)] == [8125]
    with app.app_context():
        versions = db.session.scalars(sa.select(Rubric.version).order_by(Rubric.id)).all()
    assert versions == [1, 2]


def test_a_rubric_of_something_else_is_not_taken(world, budi, url, load_sheet, observed):
    wrong = load_sheet(world, key="rencana-kerja")
    budi.post(f"{url}/{world.ani_seat}/amati", filled(GOOD, action="finish", rubric=wrong))
    assert [row.rubric_id for row in observed(world.ani_seat)] == [1]


def test_trainees_see_what_was_finished_and_nothing_before(world, budi, url, sign_in):
    home = f"/pelatihan/{world.code}"
    sheet = f"{url}/{world.ani_seat}/amati"
    budi.post(sheet, filled(GOOD, comment="Rahasia dulu."))
    ani = sign_in(world.ani)
    assert "Hasil praktik" not in text(ani.get(home))
    assert "belum diamati" in text(ani.get(f"{url}/hasil"))
    budi.post(sheet, filled(GOOD, action="finish", comment="Pertahankan."))
    assert "Hasil praktik kunjungan rumah" in text(ani.get(home))
    page = text(ani.get(f"{url}/hasil"))
    assert "75,00" in page
    assert "Pertahankan." in page
    assert "Uraian 3." in page
    agus = sign_in(world.agus)
    assert "75,00" not in text(agus.get(f"{url}/hasil"))


def test_own_data_hold_the_observation(world, budi, url, sign_in):
    budi.post(f"{url}/{world.ani_seat}/amati", filled(GOOD, action="finish"))
    (seen,) = sign_in(world.ani).get("/akun/data.json").get_json()["praktik"]
    assert (seen["nilai"], seen["pengamat"]) == ("75,00", "Budi Santoso")


def test_who_may_open_what(app, world, url, sign_in):
    sheet, record = f"{url}/{world.ani_seat}/amati", f"{url}/{world.ani_seat}"
    wanted = {
        "budi": (200, 200, 200, 303, 403),
        "citra": (200, 200, 403, 403, 403),
        "ani": (403, 403, 403, 403, 200),
        "eko": (403, 403, 403, 403, 403),
        "dewi": (404, 404, 404, 404, 404),
    }
    for name, statuses in wanted.items():
        person = sign_in(getattr(world, name))
        found = [person.get(path).status_code for path in (url, record, sheet)]
        found += [person.post(sheet, filled(GOOD)).status_code]
        found += [person.get(f"{url}/hasil").status_code]
        assert tuple(found) == statuses, name


def test_seats_of_nobody_are_not_found(world, budi, url):
    for path in (f"{url}/999", f"{url}/999/amati"):
        assert budi.get(path).status_code == 404


def test_nobody_observes_themselves(app, world, url, sign_in, observed):
    factories.enrol(app, world.training_id, world.ani, Role.TRAINER)
    ani = sign_in(world.ani)
    sheet = f"{url}/{world.ani_seat}/amati"
    assert ani.get(sheet).status_code == 403
    assert ani.post(sheet, filled(GOOD, action="finish")).status_code == 403
    assert observed(world.ani_seat) == []
    assert sheet not in text(ani.get(url))
    with app.app_context():
        seat = seat_of(world.training_id, world.ani_seat)
        ticks = Ticks(str(uuid4()), db.session.get_one(Rubric, 1), GOOD, "")
        with pytest.raises(services.OwnPracticeError), transaction():
            services.finish(seat, ticks, observer_id=world.ani, at=AT)
    assert isinstance(seat, Seat)


def test_without_a_sheet_the_organiser_is_named(app, sign_in, at):
    at(AT)
    world = factories.make_world(app)
    path = f"/pelatihan/{world.code}/praktik/{world.ani_seat}/amati"
    response = sign_in(world.budi).get(path)
    assert response.status_code == 409
    assert "Hubungi panitia" in text(response)


def test_the_score_is_part_of_the_evidence(world, budi, url, sign_in):
    sheet = f"/pelatihan/{world.code}/keputusan/{world.ani_seat}"
    citra = sign_in(world.citra)
    before = text(citra.get(sheet))
    assert "Belum diamati" in before
    budi.post(f"{url}/{world.ani_seat}/amati", filled(GOOD, action="finish"))
    page = text(citra.get(sheet))
    assert "<dd>75,00</dd>" in page
    shown = 'name="shown" value="'
    assert page.split(shown)[1][:64] != before.split(shown)[1][:64]
