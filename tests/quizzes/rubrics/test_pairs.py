"""One work plan for a pair of a kabupaten/kota: written together, graded once for both."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from courses.fieldwork.models import PlanSubmission
from courses.fieldwork.rules import PlanState
from courses.fieldwork.services import plan_of
from courses.trainings.models import Enrolment, Role, Training
from courses.trainings.quota import Element
from lms.db import db, transaction
from quizzes.rubrics.queries import PlanResult, plan_results
from tests import factories
from tests.courses.fieldwork.test_work_plan import typed
from tests.quizzes.rubrics.test_grading import AT, GOOD, WEAK, filled, rubric_in


@pytest.fixture
def world(app, at):
    at(AT)
    world = factories.make_world(app)
    rubric_in(app, world)
    per(app, world, "pasangan")
    return world


def per(app, world, whom: str) -> None:
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        training.rules = training.rules | {"work_plan_per": whom}


@pytest.fixture
def url(world):
    return f"/pelatihan/{world.code}/rencana-kerja"


@pytest.fixture
def both(world, sign_in):
    return sign_in(world.ani), sign_in(world.agus)


def submissions(app) -> list[PlanSubmission]:
    with app.app_context():
        return list(db.session.scalars(sa.select(PlanSubmission).order_by(PlanSubmission.id)))


def states(app, world) -> list[PlanState | None]:
    with app.app_context():
        rows = [plan_of(seat) for seat in (world.ani_seat, world.agus_seat)]
        return [row.state if row else None for row in rows]


def results(app, world) -> dict[int, PlanResult]:
    with app.app_context():
        return plan_results(world.training_id)


def test_what_one_writes_the_other_sees_and_goes_on_with(app, world, both, url):
    ani, agus = both
    assert "bersama Agus Salim" in ani.get(url).get_data(as_text=True)
    ani.post(url, typed(goal="Ditulis Ani"))
    page = agus.get(url).get_data(as_text=True)
    assert "bersama Ani Rahmawati" in page
    assert "Ditulis Ani" in page
    assert agus.post(url, typed(goal="Dilanjutkan Agus", revision=1)).status_code == 303
    assert "Dilanjutkan Agus" in ani.get(url).get_data(as_text=True)


def test_both_at_once_show_both_versions(app, world, both, url):
    ani, agus = both
    ani.post(url, typed(goal="Ditulis Ani"))
    answer = agus.post(url, typed(goal="Ditulis Agus"))  # from a page before Ani's draft
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Ditulis Ani" in page
    assert "Ditulis Agus" in page
    assert "Mungkin disimpan Ani Rahmawati" in page


def test_handed_in_once_graded_once_and_each_has_the_score(app, world, both, url, sign_in):
    ani, agus = both
    ani.post(url, typed())
    assert agus.post(url, typed(action="send", revision=1)).status_code == 303
    first, copy = submissions(app)
    assert (copy.of_id, first.of_id, copy.content) == (first.id, None, first.content)
    assert states(app, world) == [PlanState.SENT, PlanState.SENT]
    budi, queue = sign_in(world.budi), f"/pelatihan/{world.code}/penilaian"
    page = budi.get(queue).get_data(as_text=True)
    assert "Agus Salim, Ani Rahmawati" in page
    assert page.count("badge--warn") == 1
    assert budi.get(f"{queue}/{copy.id}").status_code == 404
    graded = budi.post(f"{queue}/{first.id}", filled(first.id, GOOD, action="release"))
    assert graded.status_code == 303
    assert states(app, world) == [PlanState.ACCEPTED, PlanState.ACCEPTED]
    passed = PlanResult(is_accepted=True, score=75_00)
    assert results(app, world) == {world.ani_seat: passed, world.agus_seat: passed}
    for browser in both:
        assert "75,00" in browser.get(url).get_data(as_text=True)


def test_returned_and_handed_in_again_by_the_other(app, world, both, url, sign_in):
    ani, agus = both
    ani.post(url, typed(action="send"))
    first = submissions(app)[0]
    budi, queue = sign_in(world.budi), f"/pelatihan/{world.code}/penilaian"
    form = filled(first.id, WEAK, comment="Tambahkan jumlah KPM.", action="release")
    assert budi.post(f"{queue}/{first.id}", form).status_code == 303
    assert states(app, world) == [PlanState.RETURNED, PlanState.RETURNED]
    assert "Tambahkan jumlah KPM." in agus.get(url).get_data(as_text=True)
    with app.app_context():
        revision = plan_of(world.agus_seat).revision
    again = agus.post(url, typed(goal="Lengkap", action="send", revision=revision))
    assert again.status_code == 303
    third = submissions(app)[2]
    budi.post(f"{queue}/{third.id}", filled(third.id, GOOD, action="release"))
    passed = PlanResult(is_accepted=True, score=75_00)
    assert results(app, world) == {world.ani_seat: passed, world.agus_seat: passed}


def test_sent_by_both_is_one_submission(app, world, both, url):
    ani, _agus = both
    ani.post(url, typed())
    for browser in both:
        assert browser.post(url, typed(action="send", revision=1)).status_code == 303
    assert len(submissions(app)) == 2


def test_one_paper_names_both(app, world, both, url, sign_in):
    ani, agus = both
    ani.post(url, typed(action="send"))
    for browser, seat in ((ani, world.ani_seat), (agus, world.agus_seat)):
        assert both_named(browser.get(f"{url}/{seat}.pdf"), pages=1)
    office = sign_in(world.citra)
    assert both_named(office.get(f"{url}/{world.agus_seat}.pdf"), pages=1)
    assert both_named(office.post(f"{url}/daftar.pdf"), pages=1)


def both_named(answer, *, pages: int) -> bool:
    assert answer.status_code == 200
    found = PdfReader(io.BytesIO(answer.data)).pages
    text = found[0].extract_text()
    return len(found) == pages and "Ani Rahmawati" in text and "Agus Salim" in text


def test_neither_may_grade_the_plan_of_both(app, world, both, url, sign_in):
    ani, _agus = both
    factories.enrol(app, world.training_id, world.agus, Role.TRAINER)
    ani.post(url, typed(action="send"))
    first = submissions(app)[0]
    trainer = sign_in(world.agus)
    assert trainer.get(f"/pelatihan/{world.code}/penilaian/{first.id}").status_code == 403


def test_a_plan_from_before_the_setting_stays_its_own(app, world, both, url):
    ani, agus = both
    per(app, world, "orang")
    ani.post(url, typed(goal="Milik Ani"))
    agus.post(url, typed(goal="Milik Agus"))
    per(app, world, "pasangan")
    ani.post(url, typed(goal="Milik Ani, lanjutan", revision=1))
    assert "Milik Agus" in agus.get(url).get_data(as_text=True)
    with app.app_context():
        assert plan_of(world.agus_seat).content["goal"] == "Milik Agus"


def test_who_comes_later_joins_an_open_plan_and_not_one_that_is_handed_in(
    app, world, both, url, sign_in
):
    ani, _agus = both
    ani.post(url, typed(goal="Masih ditulis"))
    late = factories.make_person(app, "Tini Contoh")
    factories.enrol(
        app, world.training_id, late, Role.TRAINEE, element=Element.ASSISTANT, region="63.03"
    )
    tini = sign_in(late)
    assert "Masih ditulis" in tini.get(url).get_data(as_text=True)
    ani.post(url, typed(goal="Masih ditulis", action="send", revision=1))
    assert len(submissions(app)) == 3
    later = factories.make_person(app, "Umar Contoh")
    factories.enrol(
        app, world.training_id, later, Role.TRAINEE, element=Element.ASSISTANT, region="63.03"
    )
    assert "Masih ditulis" not in sign_in(later).get(url).get_data(as_text=True)


def test_other_districts_the_province_and_who_left_share_nothing(app, world, both, url):
    ani, agus = both
    with app.app_context(), transaction():
        db.session.get_one(Enrolment, world.agus_seat).region_code = "63.01"
    ani.post(url, typed(goal="Ditulis Ani"))
    assert "Ditulis Ani" not in agus.get(url).get_data(as_text=True)
    with app.app_context(), transaction():
        for seat in (world.ani_seat, world.agus_seat):
            row = db.session.get_one(Enrolment, seat)
            row.region_code, row.element = "63", Element.PROVINCIAL_OFFICER
    assert "Ditulis Ani" not in agus.get(url).get_data(as_text=True)


def test_each_for_oneself_is_what_a_training_has_without_the_setting(app, world, both, url):
    per(app, world, "orang")
    ani, agus = both
    ani.post(url, typed(goal="Ditulis Ani", action="send"))
    assert "Ditulis Ani" not in agus.get(url).get_data(as_text=True)
    assert len(submissions(app)) == 1
