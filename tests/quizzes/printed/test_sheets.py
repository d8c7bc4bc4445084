"""Keying sheets twice, solving what differs, and the one attempt that comes of it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from courses.trainings.models import Enrolment, Role, Training
from lms.audit import AuditEntry, first_broken
from lms.db import db, transaction
from lms.panels import Context
from quizzes.attempts import papers, queries, scoring
from quizzes.attempts.models import (
    AnswerEvent,
    ClosedBy,
    Intervention,
    InterventionKind,
)
from quizzes.printed import keyed
from quizzes.printed.closing import blockers
from quizzes.printed.models import Keying, PrintedPaper
from tests import factories, quiz_factories
from tests.factories import DAY_1, wita
from tests.quiz_factories import NINE, TESTS, page
from tests.quizzes.printed.conftest import KERTAS, TIMES, fields_of


def place_of(printed, kind: str) -> int:
    questions = printed.paper["questions"]
    return next(n for n, each in enumerate(questions, start=1) if each["kind"] == kind)


def keyings(app) -> list[Keying]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Keying).order_by(Keying.id)))


@pytest.mark.smoke
def test_two_readings_that_agree_make_one_attempt(app, budi, sign_in, world, printed, sheet, key):
    assert key(budi, 0).location == f"{KERTAS}/{printed.code}#p{world.ani_seat}"
    assert "Disalin sekali" in page(budi.get(f"{KERTAS}/{printed.code}"))
    assert quiz_factories.attempts(app) == []
    assert key(sign_in(world.citra), 1).status_code == 303
    (attempt,) = quiz_factories.attempts(app)
    assert attempt.paper == {"questions": printed.paper["questions"]}
    assert (attempt.closed_by, attempt.number) == (ClosedBy.PAPER, 1)
    assert attempt.form_id == printed.form_id
    assert attempt.started_at == wita(DAY_1, "09.05")
    assert attempt.submitted_at == wita(DAY_1, "09.25")
    assert attempt.receipt
    assert attempt.score is None, "the essay waits for a mark"
    text = page(budi.get(f"{KERTAS}/{printed.code}"))
    assert "Selesai" in text
    assert "Budi Santoso" in text
    assert "Citra Lestari" in text
    assert "menjadi satu pengerjaan" in page(budi.get(sheet))


def test_the_log_and_the_score_can_be_recomputed(app, budi, printed, key):
    key(budi, 0)
    key(budi, 1)
    (attempt,) = quiz_factories.attempts(app)
    paper = papers.thaw(attempt.paper)
    with app.app_context():
        given = {n: each.choices for n, each in queries.answers(attempt.id).items()}
        events = db.session.scalars(sa.select(AnswerEvent).filter_by(attempt_id=attempt.id)).all()
        assert first_broken() is None
    assert {event.question_number: event.choices for event in events} == given
    assert not any(event.is_stale for event in events)
    expected = quiz_factories.answers_of_each(paper)
    assert given == {n: sorted(choices) for n, choices in expected.items() if choices}
    essay = place_of(printed, "essay")
    full = scoring.score(paper, given, {essay: 100})
    assert full.score == 10_000


def test_its_essay_is_marked_as_ever(app, budi, world, printed, key):
    key(budi, 0)
    key(budi, 1)
    (attempt,) = quiz_factories.attempts(app)
    n = place_of(printed, "essay")
    address = f"{TESTS}/penilaian/jawaban/{attempt.id}/{n}"
    assert "Saya catat dulu" in page(budi.get(address))
    assert budi.post(address, {"revision": 0, "button": "full", "comment": ""}).status_code == 303
    assert quiz_factories.attempt(app, attempt.id).score == 10_000


def test_what_differs_is_shown_side_by_side_and_keyed_until_two_agree(
    app, budi, sign_in, world, printed, sheet, key
):
    n = place_of(printed, "single")
    question = papers.thaw(printed.paper).questions[n - 1]
    good, bad = (keyed.write(question, [each]) for each in ("b", "a"))
    key(budi, 0, **{f"soal-{n}": bad})
    citra = sign_in(world.citra)
    assert key(citra, 1).location == sheet
    text = page(citra.get(sheet))
    assert fields_of(text) == [str(n)]
    assert f'<dd data-read class="marking-answer">{bad}</dd>' in text
    assert f'<dd data-read class="marking-answer">{good}</dd>' in text
    assert "Salinan 1, Budi Santoso" in text
    assert "Salinan berbeda" in page(budi.get(f"{KERTAS}/{printed.code}"))
    again = {"salinan": 2, f"soal-{n}": bad, **TIMES}
    assert citra.post(sheet, again).location == sheet, "the last two do not agree yet"
    assert quiz_factories.attempts(app) == []
    citra.post(sheet, {**again, "salinan": 3})
    (attempt,) = quiz_factories.attempts(app)
    with app.app_context():
        assert queries.answers(attempt.id)[n].choices == ["a"]
    assert [sorted(row.answers) for row in keyings(app)[2:]] == [[str(n)], [str(n)]]


def test_a_long_text_is_corrected_rather_than_written_anew(app, budi, sheet, printed, key):
    n = place_of(printed, "essay")
    key(budi, 0, **{f"soal-{n}": "Saya catat, lalu lapor"})
    key(budi, 1, **{f"soal-{n}": "Saya catat lalu laport"})
    assert "Saya catat lalu laport</textarea>" in page(budi.get(sheet))
    fixed = {f"soal-{n}": "Saya catat lalu lapor", **TIMES}
    assert budi.post(sheet, {**fixed, "salinan": 2}).location == sheet
    assert "Saya catat lalu lapor</textarea>" in page(budi.get(sheet))
    budi.post(sheet, {**fixed, "salinan": 3})
    (attempt,) = quiz_factories.attempts(app)
    with app.app_context():
        assert queries.answers(attempt.id)[n].choices == ["Saya catat lalu lapor"]


def test_the_second_reading_does_not_see_the_first(budi, sheet, key, right, printed):
    n = place_of(printed, "short_answer")
    key(budi, 0, **{f"soal-{n}": "jawaban unik"})
    text = page(budi.get(sheet))
    assert "jawaban unik" not in text
    assert len(fields_of(text)) == len(right)
    assert "Salinan pertama oleh Budi Santoso tidak diperlihatkan." in text


@pytest.mark.parametrize(
    "case",
    [
        ("single", "E", "tulis A–D"),
        ("matching", "AB C", "isian"),
        ("true_false", "X", "tulis B atau S"),
        ("short_answer", "x" * 201, "paling panjang 200 huruf"),
    ],
)
def test_what_cannot_be_an_answer_is_named_and_nothing_typed_is_lost(
    app, budi, printed, key, right, case
):
    kind, text, message = case
    n = place_of(printed, kind)
    answer = key(budi, 0, **{f"soal-{n}": text})
    body = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert f"Soal {n}: " in body
    assert message in body
    assert f'value="{text}"' in body
    other = place_of(printed, "numeric")
    assert f'value="{right[f"soal-{other}"]}"' in body
    assert keyings(app) == []


@pytest.mark.parametrize(
    ("times", "message"),
    [
        ({"mulai": "pagi"}, "contoh 15-02-2024 16.00"),
        ({"selesai": ""}, "contoh 15-02-2024 16.00"),
        ({"mulai": "31-01-2024 08.59"}, "Naskah ini baru dicetak"),
        ({"selesai": "31-01-2024 10.01"}, "Jam ini belum tiba."),
        ({"selesai": "31-01-2024 09.05"}, "Jam selesai harus sesudah jam mulai."),
    ],
)
def test_times_that_cannot_be_are_refused(app, budi, key, times, message):
    key(budi, 0)
    answer = key(budi, 1, **times)
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)
    assert len(keyings(app)) == 1


def test_the_times_have_sensible_defaults(budi, sheet, key):
    key(budi, 0)
    text = page(budi.get(sheet))
    assert 'value="31-01-2024 09.00"' in text
    assert 'value="31-01-2024 09.20"' in text


def test_all_attempts_used(app, budi, world, quiz_id, sheet, key):
    for _ in range(2):
        quiz_factories.sit(app, quiz_id, world.ani_seat)
    answer = key(budi, 0)
    assert answer.status_code == 409
    assert "sudah terpakai" in answer.get_data(as_text=True)
    assert "sudah terpakai" in page(budi.get(sheet))
    assert keyings(app) == []
    with app.app_context(), transaction():
        db.session.add(
            Intervention(
                quiz_id=quiz_id, enrolment_id=world.ani_seat, kind=InterventionKind.EXTRA_ATTEMPT,
                facts={}, reason="Listrik padam.", actor_id=world.budi, made_at=NINE,
            )
        )  # fmt: skip
    assert key(budi, 0).status_code == 303
    assert key(budi, 1).status_code == 303
    assert quiz_factories.attempts(app)[-1].number == 3


def test_sitting_one_now(app, budi, world, quiz_id, key):
    quiz_factories.sit(app, quiz_id, world.ani_seat, is_submitted=False)
    answer = key(budi, 0)
    assert answer.status_code == 409
    assert "sedang mengerjakan" in answer.get_data(as_text=True)


def test_who_left_the_list(app, budi, world, key, printed):
    key(budi, 0)
    with app.app_context(), transaction():
        db.session.get_one(Enrolment, world.ani_seat).withdrawn_at = NINE
    answer = key(budi, 1)
    assert answer.status_code == 409
    assert "sudah keluar dari daftar" in answer.get_data(as_text=True)
    assert quiz_factories.attempts(app) == []
    assert "Keluar dari daftar" in page(budi.get(f"{KERTAS}/{printed.code}"))


def test_the_same_form_twice_is_one_reading(app, budi, key):
    assert [key(budi, 0).status_code for _ in range(2)] == [303, 303]
    assert len(keyings(app)) == 1
    assert [key(budi, 1).status_code for _ in range(3)] == [303, 303, 303]
    assert len(keyings(app)) == 2
    assert len(quiz_factories.attempts(app)) == 1


def test_somebody_else_was_faster_and_nothing_typed_is_lost(
    app, budi, sign_in, world, printed, key
):
    key(sign_in(world.citra), 0)
    n = place_of(printed, "short_answer")
    answer = key(budi, 0, **{f"soal-{n}": "punya Budi"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "sudah disalin sejak Anda membuka" in text
    assert 'value="punya Budi"' in text
    assert '<input type="hidden" name="salinan" value="1">' in text, "it can be the second one"
    assert len(keyings(app)) == 1


@pytest.mark.parametrize("seen", ["", "x", "-1", "99", "1" * 30])
def test_a_count_that_cannot_be(app, budi, key, seen):
    assert key(budi, seen).status_code in (409, 422)
    assert keyings(app) == []


def test_a_form_without_all_questions_is_refused(app, budi, sheet):
    assert budi.post(sheet, {"salinan": 0, "soal-1": ""}).status_code == 409
    assert keyings(app) == []


def test_who_may(app, sign_in, world, printed, sheet, key):
    for path in (KERTAS, f"{KERTAS}/{printed.code}", sheet, f"{KERTAS}/{printed.code}/soal.pdf"):
        assert sign_in(world.ani).get(path).status_code == 403
        assert sign_in(world.dewi).get(path).status_code == 404
    assert key(sign_in(world.ani), 0).status_code == 403
    assert sign_in(world.budi).get(f"{KERTAS}/AAAAAAAA").status_code == 404
    assert sign_in(world.budi).get(f"{KERTAS}/{printed.code}/999999").status_code == 404
    own = factories.enrol(app, world.training_id, world.budi, Role.TRAINEE)
    assert key(sign_in(world.budi), 0, f"{KERTAS}/{printed.code}/{own}").status_code == 403


def test_a_sheet_of_another_training_is_not_found(app, sign_in, world, printed):
    other = factories.make_training(app, "lain")[0]
    seat = factories.enrol(app, other, world.dewi, Role.TRAINEE)
    assert sign_in(world.budi).get(f"{KERTAS}/{printed.code}/{seat}").status_code == 404


def test_the_list_costs_the_same_for_many(app, budi, world, printed, statements):
    address = f"{KERTAS}/{printed.code}"
    with statements() as few:
        page(budi.get(address))
    factories.make_trainees(app, world.training_id, 40)
    with statements() as many:
        page(budi.get(address))
    assert len(many) == len(few)


def test_each_step_is_in_the_log(app, budi, key):
    key(budi, 0)
    key(budi, 1)
    with app.app_context():
        actions = list(db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions[-4:] == ["paper.printed", "paper.keyed", "paper.keyed", "attempt.submitted"]


def test_the_result_says_that_it_was_on_paper(budi, sign_in, world, key):
    key(budi, 0)
    key(budi, 1)
    assert "di kertas" in page(sign_in(world.ani).get(f"{TESTS}/tes-akhir/hasil/1"))


def test_printing_pressed_twice_freezes_one_paper(app, budi, quiz_id):
    for _ in range(2):
        assert budi.post(KERTAS, {"form": quiz_id, "known": 0}).status_code == 303
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(PrintedPaper.id))) == 1
    assert budi.post(KERTAS, {"form": 999, "known": 1}).status_code == 422


def test_a_sheet_that_is_not_finished_keeps_the_training_open(app, budi, world, key):
    def waiting():
        with app.test_request_context():
            training = db.session.get_one(Training, world.training_id)
            found = blockers(Context(training, frozenset(), None, NINE))
            return [(each.title, each.names) for each in found]

    assert waiting() == []
    key(budi, 0)
    assert waiting() == [("Lembar tes belum selesai disalin", ("Ani Rahmawati",))]
    key(budi, 1)
    assert waiting() == []


def test_a_closed_training_takes_no_sheet(app, budi, world, key, sheet):
    with app.app_context(), transaction():
        db.session.get_one(Training, world.training_id).closed_at = NINE
    assert key(budi, 0).status_code == 409
    assert keyings(app) == []
    assert budi.post(KERTAS, {"form": 1, "known": 1}).status_code == 409
