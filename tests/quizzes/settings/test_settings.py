"""Changing on screen how a quiz is taken."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from courses.trainings.models import Training
from lms import i18n
from lms.audit import AuditEntry
from lms.content import Document, Fault, Writing
from lms.db import db, transaction
from quizzes.bank import settings
from quizzes.bank.exporting import quiz_files
from quizzes.bank.loader import write_quizzes
from quizzes.bank.models import Quiz
from quizzes.bank.schema import QuizFile, Quizzes
from quizzes.bank.shown import Shown
from tests import factories, quiz_factories
from tests.factories import BEFORE, DAY_1, wita
from tests.quiz_factories import NINE, POST_TEST, TESTS, page

ADDRESS = f"{TESTS}/kelola/tes-akhir/atur"
FOURTH = wita(DAY_1.replace(month=2, day=15), "16.00")


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def quiz_id(app, world):
    return quiz_factories.make_quiz(app, world.training_id)


@pytest.fixture
def budi(sign_in, world):
    return sign_in(world.budi)


def revision(browser, address=ADDRESS) -> str:
    return page(browser.get(address)).split('name="revision"')[1].split('value="')[1].split('"')[0]


def typed(**changes):
    return {
        "minutes": "20", "attempts": "2", "pass_mark": "70", "draw": "", "wrong_cost": "100",
        "score_shown": "at_once", "answers_shown": "never", "explanations_shown": "never",
        "shown_from": "", **changes,
    }  # fmt: skip


@pytest.fixture
def save(budi, quiz_id):
    def send(browser=budi, address=ADDRESS, **changes):
        fields = {"revision": revision(browser, address), **typed(**changes)}
        return browser.post(address, fields)

    return send


def held(app, quiz_id):
    with app.app_context():
        return settings.facts(db.session.get_one(Quiz, quiz_id))


def test_everything_is_stored_and_told_to_the_log(app, save, quiz_id):
    answer = save(
        minutes="30", attempts="3", draw="2", wrong_cost="50", needs_presence="y",
        score_shown="from_moment", answers_shown="after_closing", shown_from="15-02-2024 16.00",
    )  # fmt: skip
    assert answer.location == f"{TESTS}/kelola/tes-akhir"
    assert held(app, quiz_id) == {
        "minutes": 30, "attempts": 3, "pass_mark": 7000, "draw": 2, "wrong_cost": 50,
        "needs_presence": True, "score_shown": Shown.FROM_MOMENT,
        "answers_shown": Shown.AFTER_CLOSING, "explanations_shown": Shown.NEVER,
        "shown_from": FOURTH,
    }  # fmt: skip
    with app.app_context():
        entry = db.session.scalars(
            sa.select(AuditEntry).filter_by(action="quiz.settings_changed")
        ).one()
    assert entry.details["before"]["minutes"] == 20
    assert entry.details["after"]["minutes"] == 30
    assert "pass_mark" not in entry.details["after"], "only what changed"


def test_the_mark_of_the_rules_is_shown_and_stays(app, save, budi, quiz_id):
    assert "70,00, ditetapkan aturan pelatihan" in page(budi.get(ADDRESS))
    assert save(pass_mark="10").status_code == 303
    assert held(app, quiz_id)["pass_mark"] == 7000


@pytest.mark.parametrize(
    ("typed_mark", "kept"), [("65", 6500), ("69,5", 6950), ("100", 10000), ("0", 0), ("", None)]
)
def test_other_quizzes_have_a_mark_of_their_own(app, world, save, typed_mark, kept):
    other = quiz_factories.make_quiz(app, world.training_id, "kuis-a", kind="module")
    save(address=f"{TESTS}/kelola/kuis-a/atur", pass_mark=typed_mark)
    assert held(app, other)["pass_mark"] == kept


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"minutes": "0"}, "Tulis bilangan 1 sampai 300."),
        ({"minutes": "301"}, "Tulis bilangan 1 sampai 300."),
        ({"minutes": "x"}, "Tulis bilangan"),
        ({"attempts": "21"}, "Tulis bilangan 1 sampai 20."),
        ({"draw": "4"}, "Tulis bilangan 1 sampai 3, atau kosongkan."),
        ({"draw": "0"}, "Tulis bilangan 1 sampai 3, atau kosongkan."),
        ({"wrong_cost": "101"}, "Tulis bilangan 0 sampai 100."),
        ({"score_shown": "besok"}, "Pilih"),
        ({"score_shown": "from_moment"}, "contoh 15-02-2024 16.00"),
        ({"score_shown": "from_moment", "shown_from": "31-02-2024 16.00"}, "contoh 15-02-2024"),
        ({"score_shown": "from_moment", "shown_from": "15-02-2024 25.00"}, "contoh 15-02-2024"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_lost(app, save, quiz_id, changes, message):
    before = held(app, quiz_id)
    answer = save(**{"attempts": "5", **changes})
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)
    assert held(app, quiz_id) == before


def test_a_mark_out_of_range_is_refused(app, world, save):
    quiz_factories.make_quiz(app, world.training_id, "kuis-a", kind="module")
    answer = save(address=f"{TESTS}/kelola/kuis-a/atur", pass_mark="100,01")
    assert answer.status_code == 422


def test_a_moment_that_nothing_waits_for_is_not_kept(app, save, quiz_id):
    save(shown_from="15-02-2024 16.00")
    assert held(app, quiz_id)["shown_from"] is None


def test_two_editors_see_each_other(app, budi, sign_in, world, quiz_id, save):
    old = revision(budi)
    save(sign_in(world.citra), minutes="45")
    answer = budi.post(ADDRESS, {"revision": old, **typed(minutes="30")})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "sudah diubah orang lain" in text
    assert '<td data-label="Tersimpan sekarang">45</td>' in text
    assert 'value="30"' in text
    assert held(app, quiz_id)["minutes"] == 45
    assert save(minutes="30").status_code == 303
    assert held(app, quiz_id)["minutes"] == 30


def test_the_same_form_twice_is_once(app, budi, quiz_id):
    form = {"revision": revision(budi), **typed(minutes="30")}
    assert [budi.post(ADDRESS, form).status_code for _ in range(2)] == [303, 303]
    with app.app_context():
        entries = db.session.scalars(
            sa.select(AuditEntry).filter_by(action="quiz.settings_changed").order_by(AuditEntry.id)
        ).all()
    assert len(entries) == 1


def test_parallel_quizzes_keep_the_same_time(app, world, save, quiz_id):
    other = quiz_factories.make_quiz(app, world.training_id, "tes-lain", questions=2)
    with app.app_context(), transaction():
        db.session.get_one(Quiz, quiz_id).parallel_id = other
        db.session.get_one(Quiz, other).parallel_id = quiz_id
    assert save(draw="3").status_code == 422, "the other has two questions"
    save(minutes="33", attempts="9", draw="2")
    assert (held(app, other)["minutes"], held(app, other)["draw"]) == (33, 2)
    assert held(app, other)["attempts"] == 2


def test_an_attempt_that_was_begun_keeps_its_time(app, sign_in, world, save):
    sign_in(world.ani).post(f"{POST_TEST}/mulai")
    save(minutes="5")
    (attempt,) = quiz_factories.attempts(app)
    assert attempt.deadline_at == NINE + timedelta(minutes=20)


def test_who_may_not(sign_in, world, quiz_id):
    assert sign_in(world.ani).get(ADDRESS).status_code == 403
    assert sign_in(world.dewi).get(ADDRESS).status_code == 404
    assert sign_in(world.ani).post(ADDRESS, typed()).status_code == 403
    assert sign_in(world.budi).get(f"{TESTS}/kelola/tidak-ada/atur").status_code == 404


def test_a_closed_training_is_not_changed(app, world, save, quiz_id):
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).closed_at = BEFORE
    assert save(minutes="30").status_code == 409
    assert held(app, quiz_id)["minutes"] == 20


def load(app, world, **changes) -> list[Fault]:
    """Load the folder again, as `training load` would."""
    file = {
        "key": "tes-akhir", "title": "Tes akhir", "kind": "posttest", "minutes": 20, "attempts": 2,
        "pass_mark": 70,
        "questions": [quiz_factories.question(f"tes-akhir-{place}") for place in (1, 2, 3)],
    } | changes  # fmt: skip
    with app.app_context(), transaction():
        writing = Writing(None, BEFORE)
        quizzes = Quizzes((Document("uji.yaml", QuizFile.model_validate(file), {}),))
        training = db.session.get_one(Training, world.training_id)
        write_quizzes(quizzes, training=training, writing=writing)
        return writing.conflicts


def test_a_folder_that_did_not_change_leaves_what_was_changed_here(app, world, save, quiz_id):
    save(minutes="30")
    assert load(app, world) == []
    assert held(app, quiz_id)["minutes"] == 30
    assert len(load(app, world, attempts=4)) == 1, "changed here and there"


def test_the_export_says_what_was_changed_here(app, world, save):
    save(minutes="30", score_shown="from_moment", shown_from="15-02-2024 16.00", wrong_cost="0")
    with app.app_context():
        training = db.session.get_one(Training, world.training_id)
        written = quiz_files(training)["quizzes/tes-akhir.yaml"].decode()
    assert "minutes: 30\n" in written
    assert "wrong_cost: 0\n" in written
    assert "score_shown: from_moment\n" in written
    assert "2024-02-15 16.00" in written


@pytest.mark.parametrize(
    "text",
    ["15-02-2024 16.00", "15/2/2024 16:00", "15.02.2024, 16.00", " 15-02-2024 pukul 16.00 WITA "],
)
def test_moments_as_people_type_them(text):
    assert i18n.typed_moment(text) == FOURTH
    assert i18n.typed_moment(i18n.write_moment(FOURTH)) == FOURTH


@pytest.mark.parametrize("text", ["", "16.00", "2024-02-15", "15-13-2024 16.00", "15-02-24 16.00"])
def test_what_is_no_moment(text):
    assert i18n.typed_moment(text) is None
