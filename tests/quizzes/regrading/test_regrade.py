"""A key is corrected after people answered: a preview, one action, a record."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import sqlalchemy as sa

from lms.db import db, transaction
from quizzes.attempts import papers, services
from quizzes.attempts.keeping import save_answer
from quizzes.bank.models import Question, QuestionStatus, Quiz
from quizzes.marking.services import Judgement, mark_answer
from quizzes.regrading.models import Regrade, RegradeChange
from tests import factories, quiz_factories
from tests.quiz_factories import NINE
from tests.quizzes.regrading.making import TEXTS, third

BANK = "/pelatihan/bimtek-uji/soal/butir/S-3"
PAGE = f"{BANK}/koreksi"
KEY, VOID = f"{PAGE}/kunci", f"{PAGE}/batal"


def text_of(response, status=200):
    text = response.get_data(as_text=True)
    assert response.status_code == status, text
    return " ".join(text.split())


def shown_on(text):
    return re.search(r'name="shown" value="([0-9a-f]{64})"', text)[1]


def apply(browser, address, reason="Kunci lama keliru.", shown=None):
    shown = shown or shown_on(text_of(browser.get(address)))
    return browser.post(address, {"shown": shown, "reason": reason})


def rows(app, model):
    with app.app_context():
        return list(db.session.scalars(sa.select(model).order_by(model.id)))


def test_c117_twenty_gain_ten_lose_four_stay(app, budi, load, seats, scores, audited):
    before = scores()
    assert Counter(before) == {6000: 24, 7000: 10}
    load(third("Pilihan B"))
    assert scores() == before  # an edit alone changes nobody's score
    text = text_of(budi.get(KEY))
    assert "20 nilai naik, 10 turun, 4 tetap." in text
    assert "20 menjadi lulus, 10 tidak lagi lulus." in text
    assert apply(budi, KEY).status_code == 303
    after = scores()
    changes = Counter(now - then for then, now in zip(before, after, strict=True))
    assert changes == {1000: 20, -1000: 10, 0: 4}
    entries = audited("attempt.regraded")
    assert len(entries) == 30
    assert {(each.details["score_before"], each.details["score"]) for each in entries} == {
        (6000, 7000),
        (7000, 6000),
    }
    (whole,) = audited("question.regraded")
    assert [whole.details[name] for name in ("risen", "fallen", "same")] == [20, 10, 4]
    assert whole.reason == "Kunci lama keliru."


def test_c118_preview_names_everybody_and_changes_nothing(app, budi, load, seats, scores):
    load(third("Pilihan B"))
    before = scores()
    text = text_of(budi.get(KEY))
    assert text.count("<tr>") == 35
    assert "Peserta Contoh 000" in text
    assert "60,00" in text
    assert "70,00" in text
    assert "menjadi lulus" in text
    assert "tidak lagi lulus" in text
    assert "Jangan ubah apa pun" in text
    assert scores() == before
    assert rows(app, Regrade) == []


def test_c120_cancelled_question_gives_everybody_its_points(app, budi, seats, scores):
    text = text_of(budi.get(VOID))
    assert "24 nilai naik, 0 turun, 10 tetap." in text
    assert "62,94 → 70,00" in text  # means
    assert "214,00 → 238,00" in text  # points of all
    assert apply(budi, VOID, "Dua pilihan sama benarnya.").status_code == 303
    assert scores() == [7000] * 34
    attempt = quiz_factories.attempts(app)[0]
    assert (attempt.points, attempt.out_of) == (700, 1000)
    assert sum(each.is_void for each in papers.thaw(attempt.paper).questions) == 1
    assert attempt.paper["is_corrected"]
    (regrade,) = rows(app, Regrade)
    assert regrade.to_version is None


def test_c121_wording_stays_as_it_was_answered(app, budi, load, seats):
    def shown(attempt):
        return [
            (each["stem"], [(o["key"], o["text"]) for o in each["options"]])
            for each in attempt.paper["questions"]
        ]

    before = [shown(each) for each in quiz_factories.attempts(app)]
    load(third("Pilihan B", texts=tuple(reversed(TEXTS))))
    apply(budi, KEY)
    attempts = quiz_factories.attempts(app)
    assert [shown(each) for each in attempts] == before
    asked = next(each for each in papers.thaw(attempts[0].paper).questions if "S-3" in each.stem)
    (right,) = [option.text for option in asked.options if option.key in asked.correct]
    assert "Pilihan B" in right
    assert asked.version == 2


def test_record_keeps_the_question_as_it_was(app, budi, load, seats):
    before = quiz_factories.attempts(app)[0].paper["questions"]
    load(third("Pilihan B"))
    apply(budi, KEY)
    (regrade,) = rows(app, Regrade)
    changes = rows(app, RegradeChange)
    assert (regrade.to_version, regrade.reason) == (2, "Kunci lama keliru.")
    assert len(changes) == 34
    assert changes[0].before == before[changes[0].question_number - 1]
    assert {(each.score_before, each.score_after) for each in changes} == {
        (6000, 7000),
        (7000, 6000),
        (6000, 6000),
    }
    text = text_of(budi.get(f"{PAGE}/riwayat/{regrade.id}"))
    assert "Kunci dikoreksi ke versi 2" in text
    assert "Kunci lama keliru." in text
    assert text.count("<tr>") == 35
    assert "Kunci dikoreksi ke versi 2" in text_of(budi.get(PAGE))


def test_second_press_gets_the_first_correction(app, budi, load, seats, scores):
    load(third("Pilihan B"))
    shown = shown_on(text_of(budi.get(KEY)))
    first, second = (apply(budi, KEY, shown=shown) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert len(rows(app, Regrade)) == 1
    assert "semua pengerjaan sudah dinilai begini" in text_of(budi.get(KEY))


def test_stale_preview_is_shown_anew_with_what_was_typed(
    app, world, budi, load, seats, sit, scores
):
    load(third("Pilihan B"))
    shown = shown_on(text_of(budi.get(KEY)))
    load(third("Pilihan C"))
    before = scores()
    text = text_of(apply(budi, KEY, "Alasan saya", shown=shown), 409)
    assert "Keadaannya berubah sejak halaman ini dibuka" in text
    assert "Alasan saya" in text
    assert "4 nilai naik, 10 turun, 20 tetap." in text
    assert shown_on(text) != shown
    assert scores() == before
    assert apply(budi, KEY, shown=shown_on(text)).status_code == 303


def test_reason_is_needed(budi, load, seats, scores):
    load(third("Pilihan B"))
    before = scores()
    text = text_of(apply(budi, KEY, "  "), 422)
    assert "Tulis alasannya." in text
    assert scores() == before
    assert budi.post(KEY, {"reason": "x", "shown": "zz"}).status_code == 422


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (third("Pilihan B", stem="Pertanyaan lain?"), "bunyi soalnya sudah lain"),
        (third("Pilihan B", texts=(*TEXTS[:3], "Pilihan E")), "bunyi pilihannya sudah lain"),
        (third("Pilihan B", texts=TEXTS[:3]), "bunyi pilihannya sudah lain"),
    ],
)
def test_other_wording_is_refused_with_the_reason(app, budi, load, seats, scores, changed, why):
    load(changed)
    before = scores()
    text = text_of(budi.get(KEY))
    assert f"34 pengerjaan dengan versi 1 tidak diubah: {why}" in text
    assert 'name="reason"' not in text
    answer = budi.post(KEY, {"reason": "Tetap", "shown": "0" * 64})
    assert answer.status_code == 409
    assert scores() == before
    assert apply(budi, VOID).status_code == 303  # cancelling needs no wording


def test_only_papers_of_the_same_wording_are_corrected(app, world, budi, load, sit, scores):
    old, new = factories.make_trainees(app, world.training_id, 2)
    sit(old, "Pilihan B")
    load(third("Pilihan A", stem="Pertanyaan yang diperbaiki?"))
    sit(new, "Pilihan B")
    load(third("Pilihan B", stem="Pertanyaan yang diperbaiki?"))
    text = text_of(budi.get(KEY))
    assert "1 pengerjaan dengan versi 1 tidak diubah" in text
    assert "1 nilai naik, 0 turun, 0 tetap." in text
    apply(budi, KEY)
    assert scores() == [6000, 7000]


def test_running_attempt_is_scored_with_the_new_key(app, world, budi, load, sit, scores):
    (seat,) = factories.make_trainees(app, world.training_id, 1)
    attempt_id = sit(seat, "Pilihan B", is_submitted=False)
    load(third("Pilihan B"))
    assert "1 pengerjaan masih berjalan" in text_of(budi.get(KEY))
    assert apply(budi, KEY).status_code == 303
    with app.app_context(), transaction():
        services.submit_attempt(attempt_id, actor_id=1, at=NINE)
    assert scores() == [7000]


def test_cancelled_question_can_be_taken_back(app, budi, load, seats, scores):
    before = scores()
    apply(budi, VOID)
    assert scores() == [7000] * 34
    apply(budi, KEY, "Ternyata soalnya baik.")
    assert scores() == before


def test_marks_by_persons_stay(app, world, budi, scores):
    questions = [third(), quiz_factories.of_kind("essay", model="Model")]
    quiz_id = quiz_factories.make_quiz(app, world.training_id, questions=questions)
    with app.app_context():
        with transaction():
            quiz = db.session.get_one(Quiz, quiz_id)
            attempt = services.start_attempt(quiz, world.ani_seat, seed=1, actor_id=1, at=NINE)
            asked = papers.thaw(attempt.paper).questions
            for number, each in enumerate(asked, start=1):
                wrong = sorted(each.keys - each.correct)[:1]
                save_answer(attempt.id, number, wrong or ["Uraian"], sequence=1, at=NINE)
            services.submit_attempt(attempt.id, actor_id=1, at=NINE)
        essay = [each.kind for each in asked].index("essay") + 1
        with transaction():
            judgement = Judgement(50, "Cukup")
            mark_answer(attempt.id, essay, judgement, marker_id=world.budi, at=NINE)
    assert scores() == [2500]
    assert apply(budi, VOID).status_code == 303
    assert scores() == [7500]


def test_trainee_is_told_but_not_why(app, sign_in, world, budi, load, sit):
    sit(world.ani_seat, "Pilihan B")
    address = "/pelatihan/bimtek-uji/tes/tes-akhir/hasil/1"
    assert "dikoreksi" not in text_of(sign_in(world.ani).get(address))
    load(third("Pilihan B"))
    apply(budi, KEY, "Seharusnya B.")
    text = text_of(sign_in(world.ani).get(address))
    assert re.search(r"Kunci soal \d+ dikoreksi pada \d+ \w+ \d{4}", text)
    assert "Seharusnya B." not in text
    apply(budi, VOID, "Batal saja.")
    assert "dibatalkan pada" in text_of(sign_in(world.ani).get(address))


def test_each_training_is_corrected_by_itself(app, world, budi, load, seats):
    text = text_of(budi.get(PAGE))
    assert "34 pengerjaan dalam pelatihan ini menanyakan soal ini." in text
    other = f"{BANK.replace('S-3', 'S-4')}/koreksi/riwayat/1"
    load(third("Pilihan B"))
    apply(budi, KEY)
    assert budi.get(other).status_code == 404


def test_unapproved_version_is_refused(app, budi, load, seats, scores):
    load(third("Pilihan B"))
    with app.app_context(), transaction():
        question = db.session.scalars(sa.select(Question).where(Question.key == "S-3")).one()
        question.status = QuestionStatus.UNCONFIRMED
    before = scores()
    assert "belum disetujui" in text_of(budi.get(KEY))
    assert budi.post(KEY, {"reason": "x", "shown": "0" * 64}).status_code == 409
    assert scores() == before


def test_closed_training_is_refused(app, world, budi, load, seats, scores):
    load(third("Pilihan B"))
    shown = shown_on(text_of(budi.get(KEY)))
    with app.app_context(), transaction():
        db.session.get_one(factories.Training, world.training_id).closed_at = NINE
    before = scores()
    assert "sudah ditutup" in text_of(apply(budi, KEY, shown=shown), 409)
    assert scores() == before


def test_question_nobody_was_asked_has_nothing_to_correct(budi, load):
    assert "belum pernah ditanyakan" in text_of(budi.get(PAGE))
    assert "belum pernah ditanyakan" in text_of(budi.get(KEY))


@pytest.mark.parametrize("address", [PAGE, KEY, VOID])
def test_only_staff_correct(sign_in, world, seats, address):
    assert sign_in(world.ani).get(address).status_code == 403
    assert sign_in(world.dewi).get(address).status_code == 404
    if address != PAGE:
        assert sign_in(world.ani).post(address).status_code == 403


def test_what_is_not_there_is_not_found(budi, seats):
    assert budi.get(f"{PAGE}/apa").status_code == 404
    assert budi.get(f"{PAGE}/riwayat/99").status_code == 404
    assert budi.get(PAGE.replace("S-3", "S-99")).status_code == 404


def test_statements_do_not_grow_with_the_people(app, world, budi, load, sit, statements):
    first, *rest = factories.make_trainees(app, world.training_id, 15)
    sit(first, "Pilihan B")
    load(third("Pilihan B"))
    with statements() as few:
        budi.get(KEY)
    for seat in rest:
        sit(seat, "Pilihan A")
    load(third("Pilihan C"))
    with statements() as many:
        budi.get(KEY)
    assert len(many) == len(few)
