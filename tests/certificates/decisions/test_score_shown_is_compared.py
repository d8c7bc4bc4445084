"""The score that is shown is the score that decides, on every page and in every file."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import openpyxl
import pytest

from certificates.decisions.eligibility import Evidence, Need, Rules, requirements
from lms.db import db, transaction
from lms.i18n import format_score
from quizzes.attempts import papers, scoring, services
from quizzes.attempts.keeping import save_answer
from quizzes.attempts.models import Attempt, ClosedBy
from quizzes.attempts.papers import Paper, PaperQuestion
from quizzes.bank.models import Quiz
from quizzes.marking.services import Judgement, mark_answer
from tests import factories, quiz_factories
from tests.quiz_factories import NINE, POST_TEST, page

EACH = 10_000  # hundredths: a question of 100 points, the most there is
TEN_ESSAYS = Paper(tuple(PaperQuestion(n, 1, "essay", "?", points=EACH) for n in range(1, 11)))
ANSWERS = {n: ["Uraian"] for n in range(1, 11)}
BOOK = "/pelatihan/bimtek-uji/nilai.xlsx"
RESULTS = "/pelatihan/bimtek-uji/tes/analisis.xlsx"
EVIDENCE = Evidence(
    attended_minutes=450, lesson_minutes=450, days_present=2, days=2, unmarked_meetings=0,
    pre_test=None, post_test=None, module_scores={}, work_plan=8000, work_plan_accepted=True,
    commitment_signed=True,
)  # fmt: skip
RULES = Rules(
    attendance_percent=75, every_day=False, post_test_pass=7000, work_plan_pass=7000,
    commitment=True, waits_for_report=False,
)  # fmt: skip


def score_of(thousandths: int) -> int:
    """The stored score of somebody whose marks are `thousandths` of a thousandth of 100."""
    full, rest = divmod(thousandths, EACH)
    marks = dict.fromkeys(range(1, 11), 0) | dict.fromkeys(range(1, full + 1), EACH)
    return scoring.score(TEN_ESSAYS, ANSWERS, marks | ({full + 1: rest} if rest else {})).score


RAW = range(69_900, 70_101)  # 69,900 to 70,100 in steps of 0,001


@pytest.fixture
def world(app, at):
    at(NINE)
    return factories.make_world(app)


@pytest.fixture
def ran(app, world):
    """One trainee for each raw score; gives their names and stored scores."""
    quiz_id = quiz_factories.make_quiz(app, world.training_id, questions=1, pass_mark=70)
    seats = factories.make_trainees(app, world.training_id, len(RAW))
    with app.app_context(), transaction():
        for seat, thousandths in zip(seats, RAW, strict=True):
            score = score_of(thousandths)
            db.session.add(
                Attempt(
                    quiz_id=quiz_id, form_id=quiz_id, enrolment_id=seat, number=1,
                    paper={"questions": []}, started_at=NINE, deadline_at=NINE, submitted_at=NINE,
                    closed_by=ClosedBy.TRAINEE, receipt=f"R{seat}", points=score, out_of=EACH,
                    score=score,
                )
            )  # fmt: skip
    return {f"Peserta Contoh {place:03d}": score_of(raw) for place, raw in enumerate(RAW)}


def told(score: int) -> tuple[str, str]:
    return format_score(score), "Lulus" if score >= 7000 else "Belum lulus"


def test_page_of_the_staff_never_shows_a_passing_number_as_failed(world, sign_in, ran):
    assert len(ran) == 201
    text = page(sign_in(world.budi).get("/pelatihan/bimtek-uji/tes/kelola/tes-akhir"))
    rows = {}
    for row in re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL):
        if name := re.search(r'<th scope="row">(Peserta Contoh \d+)', row):
            badge = re.search(r"</svg>([^<]+)</span>", row)
            number = re.search(r'"Nilai">([^<]+)<', row)
            rows[name[1]] = (number[1], badge[1])
    assert rows == {name: told(score) for name, score in ran.items()}
    assert {number for number, word in rows.values() if word == "Belum lulus"} == {
        format_score(hundredths) for hundredths in range(6990, 7000)
    }


def test_workbooks_hold_the_number_and_word_of_the_page(world, sign_in, ran):
    citra = sign_in(world.citra)
    sheet = openpyxl.load_workbook(io.BytesIO(citra.get(BOOK).data)).active
    marks = {row[1]: row[-1] for row in sheet.iter_rows(values_only=True)}
    book = openpyxl.load_workbook(io.BytesIO(citra.post(RESULTS).data))
    states = {row[1]: row[8:10] for row in book["Semua pengerjaan"].iter_rows(values_only=True)}
    for name, score in ran.items():
        assert marks[name] == pytest.approx(score / 100)
        assert states[name] == (pytest.approx(score / 100), told(score)[1].lower())


def test_decision_compares_the_same_number():
    for raw in RAW:
        score = score_of(raw)
        (found,) = [
            each
            for each in requirements(replace(EVIDENCE, post_test=score), RULES)
            if each.need is Need.POST_TEST
        ]
        assert found.is_met == (told(score)[1] == "Lulus") == (raw >= 69_995)
        assert found.have == score


@pytest.mark.parametrize(
    ("last_mark", "shown", "word"), [(9995, "70,00", "Lulus"), (9994, "69,99", "Belum lulus")]
)
def test_trainee_sees_what_was_stored_once(app, world, sign_in, last_mark, shown, word):
    """Six essays with all their points and the seventh not quite: 69,995 and 69,994."""
    essays = [
        quiz_factories.of_kind("essay", points=100, model="Model.") | {"key": f"E-{number}"}
        for number in range(10)
    ]
    quiz_id = quiz_factories.make_quiz(app, world.training_id, questions=essays, attempts=1)
    marks = [EACH] * 6 + [last_mark] + [0] * 3
    with app.app_context():
        with transaction():
            quiz = db.session.get_one(Quiz, quiz_id)
            attempt = services.start_attempt(quiz, world.ani_seat, seed=1, actor_id=1, at=NINE)
            for number in ANSWERS:
                save_answer(attempt.id, number, ["Uraian"], sequence=1, at=NINE)
            services.submit_attempt(attempt.id, actor_id=1, at=NINE)
        for number, points in enumerate(marks, start=1):
            with transaction():
                mark_answer(
                    attempt.id, number, Judgement(points, ""), marker_id=world.budi, at=NINE
                )
    row = quiz_factories.attempts(app)[0]
    assert format_score(row.score) == shown
    assert papers.thaw(row.paper).questions[0].points == EACH
    result = page(sign_in(world.ani).get(f"{POST_TEST}/hasil/1"))
    assert shown in result
    assert f"</svg>{word}<" in page(sign_in(world.ani).get(POST_TEST))
    staff = page(sign_in(world.budi).get("/pelatihan/bimtek-uji/tes/kelola/tes-akhir"))
    assert f"</svg>{word}<" in staff
    assert f'"Nilai">{shown}<' in staff


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (100_000, "100,00"),
        (99_999, "99,99"),
        (99_995, "99,99"),
        (99_994, "99,99"),
        (99_500, "99,50"),
        (5, "0,01"),
        (0, "0,00"),
    ],
)
def test_a_hundred_is_only_for_who_has_everything(raw, shown):
    assert format_score(score_of(raw)) == shown
    marks = dict.fromkeys(range(1, 11), EACH) | {10: raw - 9 * EACH}
    if raw > 9 * EACH:
        found = scoring.score(TEN_ESSAYS, ANSWERS, marks)
        assert (found.points == found.out_of) == (raw == 100_000)
