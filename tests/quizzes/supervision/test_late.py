"""Answers that arrive after the end: evidence, until somebody accepts them with a reason."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from courses.trainings.models import Training
from lms.db import db, transaction
from lms.panels import Context
from quizzes.attempts import papers, queries, scoring
from quizzes.attempts.keeping import save_answer
from quizzes.attempts.locks import lock_of
from quizzes.attempts.models import AnswerEvent
from quizzes.attempts.services import submit_attempt
from quizzes.marking.services import Judgement, mark_answer
from quizzes.supervision import closing
from tests import quiz_factories
from tests.quiz_factories import NINE, TESTS, page
from tests.quizzes.supervision.conftest import LIVE, POST_TEST, REASON, seen

LATE = f"{POST_TEST}/terlambat"
HOME = "/pelatihan/bimtek-uji"


@pytest.fixture
def send(ani):
    """`send(2, ["b"], sequence=2)` as Ani's phone sends it."""

    def put(number, choices, *, sequence=2, attempt=1, made_at=None):
        headers = {"X-CSRFToken": ani.csrf_token(), "Accept": "application/json"}
        body = {"attempt": attempt, "key": str(uuid4()), "page": str(uuid4())}
        body |= {"sequence": sequence, "choices": choices}
        if made_at is not None:
            body["made_at"] = int(made_at.timestamp())
        address = f"{TESTS}/tes-akhir/jawaban/{number}"
        return ani.client.put(address, json=body, headers=headers).status_code

    return put


@pytest.fixture
def ended(app, world, quiz_id, at):
    """Ani had one of three right; the phone had no signal from then on. It is 09.30."""
    attempt_id = quiz_factories.sit(app, quiz_id, world.ani_seat, right=1, is_submitted=False)
    with app.app_context(), transaction(lock_of(attempt_id)):
        submit_attempt(attempt_id, actor_id=None, at=NINE + timedelta(minutes=20))
    at(NINE + timedelta(minutes=30))
    return attempt_id


@pytest.fixture
def decide(budi, ended):
    """`decide("terima")` fills in the form that the page shows and sends it."""

    def post(verdict, *, who=None, carried=None, reason=REASON):
        browser, address = who or budi, f"{LATE}/{ended}"
        carried = carried or seen(browser.get(address).get_data(as_text=True))
        return browser.post(address, {"seen": carried, "verdict": verdict, "reason": reason})

    return post


def score(app, attempt_id):
    return quiz_factories.attempt(app, attempt_id).score


def given(app, attempt_id):
    with app.app_context():
        return {n: each.choices for n, each in queries.answers(attempt_id).items()}


def test_what_comes_late_changes_nothing_and_staff_are_told(app, ended, send, budi):
    assert send(2, ["b"], made_at=NINE + timedelta(minutes=19)) == 409
    assert send(3, ["c"]) == 409
    assert score(app, ended) == 3333
    assert "2 jawaban tiba sesudah tes berakhir" in page(budi.get(LIVE))
    assert "2 jawaban terlambat menunggu keputusan" in page(budi.get(HOME))
    text = page(budi.get(LATE))
    for words in ("Ani Rahmawati", "Soal 2", "Keliru satu", "Benar sekali", "Keliru dua",
                  "31 Januari 2024 pukul 09.19 WITA", "(tidak terbukti)",
                  "31 Januari 2024 pukul 09.30 WITA"):  # fmt: skip
        assert words in text


def test_accepted_once_is_scored_once(app, ended, send, decide, budi, made, audited):
    send(2, ["b"])
    form = seen(page(budi.get(f"{LATE}/{ended}")))
    receipt = quiz_factories.attempt(app, ended).receipt
    for _press in range(2):
        assert decide("terima", carried=form).status_code == 303
    attempt = quiz_factories.attempt(app, ended)
    assert (attempt.score, attempt.receipt) == (6667, receipt)
    assert attempt.submitted_at == NINE + timedelta(minutes=20)
    assert given(app, ended)[2] == ["b"]
    assert made() == [("late_accepted", None)]
    (entry,) = audited("intervention.made")
    assert (entry["score_before"], entry["score"], entry["questions"]) == (3333, 6667, [2])
    assert "menunggu keputusan" not in page(budi.get(LIVE))
    text = page(budi.get(LATE))
    assert "jawaban yang terlambat diterima" in text
    assert REASON in text
    again = scoring.score(papers.thaw(attempt.paper), given(app, ended))
    assert again.score == attempt.score


def test_what_is_not_accepted_stays_evidence(app, ended, send, decide, budi, made):
    send(2, ["b"])
    assert decide("tolak").status_code == 303
    assert score(app, ended) == 3333
    assert made() == [("late_refused", None)]
    assert "menunggu keputusan" not in page(budi.get(LIVE))
    assert "Tidak ada lagi yang menunggu keputusan." in page(budi.get(f"{LATE}/{ended}"))
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).where(AnswerEvent.received_at > NINE))
    # Something newer waits for a decision of its own.
    send(3, ["b"])
    assert "1 jawaban tiba sesudah tes berakhir" in page(budi.get(LIVE))
    decide("terima")
    assert given(app, ended) == {1: ["b"], 2: ["a"], 3: ["b"]}


def test_of_several_late_answers_the_newest_counts(app, ended, send, decide, budi):
    send(2, ["c"], sequence=4)
    send(2, ["b"], sequence=5)
    send(2, ["d"], sequence=3)
    assert "1 jawaban tiba sesudah tes berakhir" in page(budi.get(LIVE))
    decide("terima")
    assert given(app, ended)[2] == ["b"]


@pytest.mark.parametrize(("choices", "sequence"), [(["a"], 2), (["b"], 1)])
def test_what_says_the_same_or_is_older_asks_nobody(app, ended, send, budi, choices, sequence):
    send(2, choices, sequence=sequence)
    assert "menunggu keputusan" not in page(budi.get(LIVE))


def test_a_form_that_did_not_show_the_newest_is_stale(app, ended, send, decide, budi, made):
    send(2, ["b"])
    form = seen(page(budi.get(f"{LATE}/{ended}")))
    send(3, ["c"])
    refused = decide("terima", carried=form)
    assert refused.status_code == 409
    text = refused.get_data(as_text=True)
    assert "Keadaannya sudah berubah" in text
    assert "Soal 3" in text
    assert made() == []
    assert decide("terima", carried=seen(text)).status_code == 303


def test_two_trainers_decide_once(app, ended, send, decide, budi, citra, made):
    send(2, ["b"])
    form = seen(page(budi.get(f"{LATE}/{ended}")))
    decide("tolak", carried=form)
    assert decide("terima", who=citra, carried=form).status_code == 409
    assert made() == [("late_refused", None)]
    assert score(app, ended) == 3333


@pytest.mark.parametrize(
    ("verdict", "reason", "words"),
    [("", REASON, "Pilih keputusannya."), ("terima", " ", "Tulis alasannya")],
)
def test_bad_input_is_told(ended, send, decide, made, verdict, reason, words):
    send(2, ["b"])
    refused = decide(verdict, reason=reason)
    assert refused.status_code == 422
    assert words in refused.get_data(as_text=True)
    assert made() == []


def test_what_came_for_an_older_attempt_counts_for_that_one(app, ended, send, decide, ani, budi):
    ani.post(f"{TESTS}/tes-akhir/mulai")
    send(2, ["b"], attempt=1)
    assert "1 jawaban tiba sesudah tes berakhir" in page(budi.get(LIVE))
    decide("terima")
    assert score(app, ended) == 6667
    assert quiz_factories.attempts(app)[1].submitted_at is None


def test_while_the_attempt_goes_on_again_there_is_nothing_to_decide(
    app, world, ended, send, decide, budi, act
):
    send(2, ["b"])
    form = seen(page(budi.get(f"{LATE}/{ended}")))
    act(world.ani_seat, "buka-kembali", minutes=10)
    assert "menunggu keputusan" not in page(budi.get(LIVE))
    # Nothing of it is open, so there is no page that decides.
    assert decide("terima", carried=form).status_code == 404
    assert send(2, ["c"], sequence=3) == 200
    assert given(app, ended)[2] == ["c"]


def test_an_essay_that_comes_late_waits_for_its_mark_and_keeps_the_old_one_on_record(
    app, world, at, budi
):
    essay = quiz_factories.of_kind("essay", words={"least": 2, "most": 20}, model="Model.")
    quiz_id = quiz_factories.make_quiz(app, world.training_id, "esai", questions=[essay])
    attempt_id = quiz_factories.sit(app, quiz_id, world.ani_seat, is_submitted=False)
    with app.app_context(), transaction(lock_of(attempt_id)):
        save_answer(attempt_id, 1, ["Tulisan <b>lama</b>"], sequence=1, at=NINE)
        submit_attempt(attempt_id, actor_id=world.ani, at=NINE)
        mark_answer(attempt_id, 1, Judgement(100, "Baik."), marker_id=world.budi, at=NINE)
        save_answer(attempt_id, 1, ["Tulisan <i>baru</i>"], sequence=2, at=NINE)
    assert score(app, attempt_id) == 10000
    at(NINE + timedelta(minutes=30))
    address = f"{LATE.replace('tes-akhir', 'esai')}/{attempt_id}"
    text = page(budi.get(address))
    assert "Tulisan &lt;i&gt;baru&lt;/i&gt;" in text
    sent = {"seen": seen(text), "verdict": "terima", "reason": REASON}
    assert budi.post(address, sent).status_code == 303
    assert score(app, attempt_id) is None
    assert "1 pengerjaan menunggu penilaian" in page(budi.get(HOME))


def test_only_staff_decide_and_only_about_what_is_there(sign_in, world, ended, send, budi):
    send(2, ["b"])
    for who, status in {world.dewi: 404, world.ani: 403, world.eko: 403}.items():
        for method in ("get", "post"):
            assert getattr(sign_in(who), method)(f"{LATE}/{ended}").status_code == status
    assert budi.get(f"{LATE}/999").status_code == 404
    other = POST_TEST.replace("tes-akhir", "tidak-ada")
    assert budi.get(f"{other}/terlambat/{ended}").status_code == 404
    assert "Ani Rahmawati" in page(budi.get(LATE))


def test_a_training_is_not_closed_over_what_nobody_has_decided(app, world, ended, send, decide):
    def waiting():
        with app.test_request_context():
            training = db.session.get_one(Training, world.training_id)
            found = closing.blockers(Context(training, frozenset(), None, NINE))
            return [(blocker.title, blocker.names) for blocker in found]

    assert waiting() == []
    send(2, ["b"])
    assert waiting() == [("Jawaban yang tiba terlambat belum diputuskan", ("Ani Rahmawati",))]
    decide("tolak")
    assert waiting() == []


def test_without_late_answers_the_page_says_so(quiz_id, budi):
    assert "Tidak ada jawaban yang tiba sesudah tes berakhir." in page(budi.get(LATE))
