from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from itsdangerous.timed import TimestampSigner

from courses.fieldwork import services as fieldwork
from courses.fieldwork.models import PlanSubmission
from courses.fieldwork.rules import Activity, Plan, PlanState
from courses.trainings.models import Enrolment, Role, Training
from lms import clock
from lms.audit import AuditEntry
from lms.db import db, transaction
from quizzes.rubrics.loader import keep_rubric
from quizzes.rubrics.models import Assessment, AssessmentState
from quizzes.rubrics.queries import PlanResult, plan_result_of
from quizzes.rubrics.schema import RubricFile
from tests import factories

AT = factories.wita(factories.DAY_2, "15.10")
CRITERIA = ("sasaran", "indikator", "peran", "etika")
GOOD = dict.fromkeys(CRITERIA, 3)  # 75,00
WEAK = dict.fromkeys(CRITERIA, 2)  # 50,00
LEVELS = [
    {"level": number, "title": title, "description": f"Uraian {number}."}
    for number, title in enumerate(("Kurang", "Cukup", "Baik", "Sangat baik"), start=1)
]
FILE = {
    "key": "rencana-kerja",
    "title": "Rubrik rencana kerja",
    "pass_mark": 70,
    "criteria": [
        {"key": key, "title": key.title(), "weight": 25, "levels": LEVELS} for key in CRITERIA
    ],
}
WHOLE = Activity("Verifikasi calon", "rs-rtlh", "20 KPM", "20 berita acara", "Desa", "Maret")


@pytest.fixture
def world(app, at):
    at(AT)
    world = factories.make_world(app)
    rubric_in(app, world)
    return world


def rubric_in(app, world) -> None:
    with app.app_context(), transaction():
        rubric = RubricFile.model_validate(FILE)
        keep_rubric(rubric, training_id=world.training_id, actor_id=None, at=AT)


@pytest.fixture
def url(world):
    return f"/pelatihan/{world.code}/penilaian"


@pytest.fixture
def budi(world, sign_in):
    return sign_in(world.budi)


def hand_in(app, world, seat, goal="Tujuan") -> int:
    """Hand in a plan for a seat; returns the submission's id."""
    with app.app_context(), transaction():
        training = db.session.get_one(Training, world.training_id)
        plan = fieldwork.plan_of(seat)
        person = db.session.get_one(Enrolment, seat).person_id
        sent = fieldwork.send(
            training,
            seat,
            Plan(goal, "", (WHOLE,)),
            revision=plan.revision if plan else 0,
            actor_id=person,
            at=clock.now(),
        )
        db.session.flush()
        return sent.id


def filled(submission, levels, *, comment="", revision=0, action="save", **more):
    fields = {f"level-{key}": str(level) for key, level in levels.items()}
    return fields | {
        "submission": submission, "rubric": 1, "revision": revision,
        "comment": comment, "action": action, **more,
    }  # fmt: skip


def stored(app, submission) -> Assessment | None:
    with app.app_context():
        return db.session.scalar(
            sa.select(Assessment).where(Assessment.submission_id == submission)
        )


def plan_state(app, seat) -> PlanState:
    with app.app_context():
        return fieldwork.plan_of(seat).state


def test_a_queue_to_which_nobody_sent_says_so(budi, url):
    page = budi.get(url).get_data(as_text=True)
    assert "Belum ada rencana kerja yang dikirim peserta." in page
    assert page.count("Belum mengirim") >= 2  # Ani and Agus


def test_a_queue_that_is_done_says_thank_you(app, budi, url, world):
    submission = hand_in(app, world, world.ani_seat)
    levels = dict.fromkeys(CRITERIA, 4)
    budi.post(f"{url}/{submission}", filled(submission, levels, action="release"))
    assert "Semua rencana kerja yang terkirim sudah dinilai." in budi.get(url).get_data(
        as_text=True
    )


def test_the_queue_counts_what_waits(app, world, budi, url):
    first, second = hand_in(app, world, world.ani_seat), hand_in(app, world, world.agus_seat)
    assert "Terima kasih" not in budi.get(url).get_data(as_text=True)
    budi.post(f"{url}/{first}", filled(first, GOOD))
    waiting = budi.get(f"{url}?status=menunggu").get_data(as_text=True)
    assert f"{url}/{second}" in waiting
    assert f'href="{url}/{first}"' not in waiting
    assert "belum dinilai" in waiting
    assert "0,00" not in waiting
    graded = budi.get(f"{url}?status=dinilai").get_data(as_text=True)
    assert "75,00" in graded
    assert f'href="{url}/{second}"' not in graded


def test_a_trainee_can_read_what_counts_before_writing(world, sign_in):
    ani = sign_in(world.ani)
    page = ani.get(f"/pelatihan/{world.code}/rencana-kerja").get_data(as_text=True)
    assert "Cara menilai rencana kerja" in page
    assert "paling sedikit 70,00" in page
    assert "Uraian 4." in page


def test_trainers_see_on_their_home_what_waits(app, world, budi, sign_in):
    hand_in(app, world, world.ani_seat)
    home = f"/pelatihan/{world.code}"
    assert "1 menunggu penilaian, 0 dinilai, belum dirilis" in budi.get(home).get_data(as_text=True)
    assert "menunggu penilaian" not in sign_in(world.citra).get(home).get_data(as_text=True)


def test_a_draft_is_kept_and_not_shown_to_the_trainee(app, world, budi, sign_in, url):
    submission = hand_in(app, world, world.ani_seat)
    part = {"sasaran": 4}
    answer = budi.post(f"{url}/{submission}", filled(submission, part, comment="Sedang dibaca."))
    assert (answer.status_code, answer.location) == (303, f"{url}/{submission}")
    page = budi.get(f"{url}/{submission}").get_data(as_text=True)
    assert 'value="4" checked' in page
    assert "Sedang dibaca." in page
    assert "Belum lengkap: 1 dari 4 kriteria." in page
    row = stored(app, submission)
    assert (row.levels, row.score, row.state) == (part, None, AssessmentState.DRAFT)
    own = sign_in(world.ani).get(f"/pelatihan/{world.code}/rencana-kerja").get_data(as_text=True)
    assert "Sedang dibaca." not in own
    with app.app_context():
        assert plan_result_of(world.ani_seat) == PlanResult(is_accepted=False, score=None)


def test_a_passing_grade_accepts_the_plan(app, world, budi, sign_in, url):
    submission = hand_in(app, world, world.ani_seat)
    answer = budi.post(
        f"{url}/{submission}", filled(submission, GOOD, action="release"), follow_redirects=True
    )
    assert "Nilai Ani Rahmawati dirilis: 75,00." in answer.get_data(as_text=True)
    assert plan_state(app, world.ani_seat) is PlanState.ACCEPTED
    with app.app_context():
        assert plan_result_of(world.ani_seat) == PlanResult(is_accepted=True, score=75_00)
        actions = db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)).all()
        assert actions[-3:] == ["assessment.saved", "work_plan.accepted", "assessment.released"]
    own = sign_in(world.ani).get(f"/pelatihan/{world.code}/rencana-kerja").get_data(as_text=True)
    for text in ("75,00", "Diterima", "Uraian 3.", "Budi Santoso"):
        assert text in own


def test_a_grade_below_the_mark_returns_the_plan_with_its_comment(app, world, budi, sign_in, url):
    submission = hand_in(app, world, world.ani_seat)
    form = filled(submission, WEAK, comment="Tambahkan jumlah KPM.", action="release")
    assert budi.post(f"{url}/{submission}", form).status_code == 303
    assert plan_state(app, world.ani_seat) is PlanState.RETURNED
    own = sign_in(world.ani).get(f"/pelatihan/{world.code}/rencana-kerja").get_data(as_text=True)
    assert own.count("Tambahkan jumlah KPM.") == 1
    assert "50,00" in own
    assert "Perlu perbaikan" in own


@pytest.mark.parametrize(
    ("typed", "action", "message"),
    [
        (({"sasaran": 3}, ""), "release", "Pilih tingkat untuk Etika."),
        ((WEAK, ""), "release", "Tulis komentar"),
        ((WEAK, "  "), "return", "Tulis komentar"),
        (({**GOOD, "etika": 9}, ""), "save", "Pilih salah satu tingkat."),
        (({**GOOD, "etika": "x"}, ""), "release", "Pilih salah satu tingkat."),
        ((GOOD, "x" * 3001), "save", "Paling banyak 3000 huruf."),
    ],
)
def test_a_grade_that_cannot_be_kept_is_explained_with_the_form(
    app, world, budi, url, typed, action, message
):
    levels, comment = typed
    submission = hand_in(app, world, world.ani_seat)
    form = filled(submission, levels, comment=comment, action=action)
    answer = budi.post(f"{url}/{submission}", form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in page
    assert page.count(" checked") == sum(level in (1, 2, 3, 4) for level in levels.values())
    assert stored(app, submission) is None
    assert plan_state(app, world.ani_seat) is PlanState.SENT


def test_asking_for_revision_gives_no_score(app, world, budi, url):
    submission = hand_in(app, world, world.ani_seat)
    form = filled(submission, GOOD, comment="Lengkapi risikonya.", action="return")
    for _time in range(2):
        assert budi.post(f"{url}/{submission}", form).status_code == 303
    assert plan_state(app, world.ani_seat) is PlanState.RETURNED
    with app.app_context():
        assert plan_result_of(world.ani_seat) == PlanResult(is_accepted=False, score=None)


def test_a_plan_sent_again_gets_a_new_assessment(app, world, budi, url):
    first = hand_in(app, world, world.ani_seat)
    form = filled(first, WEAK, comment="Perbaiki.", action="release")
    budi.post(f"{url}/{first}", form)
    second = hand_in(app, world, world.ani_seat, goal="Lebih baik")
    page = budi.get(f"{url}/{second}").get_data(as_text=True)
    assert "Lebih baik" in page
    assert " checked" not in page
    budi.post(f"{url}/{second}", filled(second, GOOD, action="release"))
    assert (stored(app, first).score, stored(app, second).score) == (50_00, 75_00)
    with app.app_context():
        assert plan_result_of(world.ani_seat) == PlanResult(is_accepted=True, score=75_00)


def test_a_released_grade_is_not_changed(app, world, budi, url):
    submission = hand_in(app, world, world.ani_seat)
    budi.post(f"{url}/{submission}", filled(submission, GOOD, action="release"))
    page = budi.get(f"{url}/{submission}").get_data(as_text=True)
    assert 'type="radio"' not in page
    for action in ("save", "release", "return"):
        form = filled(submission, WEAK, comment="Lain.", revision=1, action=action)
        answer = budi.post(f"{url}/{submission}", form)
        assert answer.status_code == 409
        assert "Lain." in answer.get_data(as_text=True)
    assert stored(app, submission).levels == GOOD


@pytest.mark.parametrize("action", ["save", "next", "release"])
def test_pressing_twice_is_harmless(app, world, budi, url, action):
    submission = hand_in(app, world, world.ani_seat)
    form = filled(submission, GOOD, action=action)
    assert [budi.post(f"{url}/{submission}", form).status_code for _time in range(2)] == [303, 303]
    assert stored(app, submission).revision == 1


def test_c134_a_second_grader_is_shown_both_grades(app, world, budi, sign_in, url):
    gita = factories.make_person(app, "Gita Pertiwi")
    factories.enrol(app, world.training_id, gita, Role.TRAINER)
    submission = hand_in(app, world, world.ani_seat)
    budi.post(f"{url}/{submission}", filled(submission, GOOD, comment="Dari Budi."))
    form = filled(submission, WEAK, comment="Dari Gita.")
    answer = sign_in(gita).post(f"{url}/{submission}", form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    for text in ("Dari Budi.", "Dari Gita.", "3 Baik", "2 Cukup", "Diubah oleh Budi Santoso"):
        assert text in page
    assert stored(app, submission).levels == GOOD
    assert 'name="revision" value="1"' in page
    assert sign_in(gita).post(f"{url}/{submission}", {**form, "revision": 1}).status_code == 303
    assert stored(app, submission).assessor_id == gita


def test_a_mistake_does_not_hide_that_the_form_is_stale(app, world, budi, url):
    submission = hand_in(app, world, world.ani_seat)
    budi.post(f"{url}/{submission}", filled(submission, GOOD))
    wrong = budi.post(f"{url}/{submission}", filled(submission, {}, action="release"))
    assert wrong.status_code == 422
    assert 'name="revision" value="0"' in wrong.get_data(as_text=True)


def test_a_rubric_that_changed_meanwhile_makes_the_form_stale(app, world, budi, url):
    submission = hand_in(app, world, world.ani_seat)
    with app.app_context(), transaction():
        changed = RubricFile.model_validate({**FILE, "title": "Rubrik baru"})
        keep_rubric(changed, training_id=world.training_id, actor_id=None, at=AT)
    assert budi.post(f"{url}/{submission}", filled(submission, GOOD)).status_code == 409
    assert stored(app, submission) is None


def test_c135_going_on_leaves_the_next_one_empty(app, world, budi, url):
    ani, agus = hand_in(app, world, world.ani_seat), hand_in(app, world, world.agus_seat)
    answer = budi.post(f"{url}/{ani}", filled(ani, GOOD, comment="Untuk Ani.", action="next"))
    assert answer.location == f"{url}/{agus}"
    page = budi.get(answer.location).get_data(as_text=True)
    assert "Draf nilai Ani Rahmawati tersimpan." in page
    assert "Agus Salim" in page
    assert " checked" not in page
    assert "Untuk Ani." not in page
    last = budi.post(f"{url}/{agus}", filled(agus, GOOD, action="next"))
    assert last.location == url


def test_c207_a_long_comment_is_taken_61_minutes_after_the_form_was_opened(
    app, world, budi, url, at, monkeypatch
):
    submission = hand_in(app, world, world.ani_seat)
    form = {**filled(submission, GOOD, comment="k" * 1000), "csrf_token": budi.csrf_token()}
    later = 61 * 60
    now = TimestampSigner.get_timestamp
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: now(self) + later)
    at(AT + timedelta(seconds=later))
    assert budi.client.post(f"{url}/{submission}", data=form).status_code == 303
    assert stored(app, submission).comment == "k" * 1000


def test_a_form_of_one_trainee_is_refused_at_another(app, world, budi, url):
    ani, agus = hand_in(app, world, world.ani_seat), hand_in(app, world, world.agus_seat)
    assert budi.post(f"{url}/{agus}", filled(ani, GOOD)).status_code == 409
    assert stored(app, ani) is None
    assert stored(app, agus) is None


def test_nobody_grades_the_own_plan(app, world, sign_in, url):
    factories.enrol(app, world.training_id, world.ani, Role.TRAINER)
    own, other = hand_in(app, world, world.ani_seat), hand_in(app, world, world.agus_seat)
    ani = sign_in(world.ani)
    assert "Milik Anda sendiri" in ani.get(url).get_data(as_text=True)
    assert ani.get(f"{url}/{own}").status_code == 403
    assert ani.post(f"{url}/{own}", filled(own, GOOD)).status_code == 403
    assert ani.post(f"{url}/{other}", filled(other, GOOD, action="next")).location == url


@pytest.mark.parametrize(
    ("who", "status"), [("dewi", 404), ("ani", 403), ("citra", 403), ("eko", 403)]
)
def test_only_trainers_grade(app, world, sign_in, url, who, status):
    submission = hand_in(app, world, world.agus_seat)
    person = sign_in(getattr(world, who))
    for address in (url, f"{url}/{submission}", f"{url}/rilis"):
        assert person.get(address).status_code == status
    for address in (f"{url}/{submission}", f"{url}/rilis"):
        assert person.post(address, filled(submission, GOOD)).status_code == status


def test_a_submission_of_another_training_does_not_exist_here(app, world, budi, url):
    other = factories.make_training(app, "bimtek-lain")[0]
    seat = factories.enrol(app, other, world.agus, Role.TRAINEE)
    elsewhere = hand_in(app, type(world)(**{**vars(world), "training_id": other}), seat)
    for address in (elsewhere, 999):
        assert budi.get(f"{url}/{address}").status_code == 404
        assert budi.post(f"{url}/{address}", filled(address, GOOD)).status_code == 404


def test_all_complete_grades_are_released_after_a_question(app, world, budi, url):
    seats = [world.ani_seat, world.agus_seat, *factories.make_trainees(app, world.training_id, 2)]
    good, silent, told, part = (hand_in(app, world, seat) for seat in seats)
    budi.post(f"{url}/{good}", filled(good, GOOD))
    budi.post(f"{url}/{silent}", filled(silent, WEAK))
    budi.post(f"{url}/{told}", filled(told, WEAK, comment="Perbaiki."))
    budi.post(f"{url}/{part}", filled(part, {"sasaran": 1}))
    page = budi.get(f"{url}/rilis").get_data(as_text=True)
    assert "Rilis 2 nilai?" in page
    assert f'value="{good}:1 {told}:1"' in page
    assert "tulis dahulu komentar" in page
    shown = {"items": f"{good}:1 {silent}:1 {told}:1 {part}:1 999:1"}
    answer = budi.post(f"{url}/rilis", shown, follow_redirects=True)
    assert "2 nilai dirilis." in answer.get_data(as_text=True)
    assert "3 tidak dirilis karena sudah berubah." in answer.get_data(as_text=True)
    states = [plan_state(app, seat) for seat in seats]
    assert states == [PlanState.ACCEPTED, PlanState.SENT, PlanState.RETURNED, PlanState.SENT]
    budi.post(f"{url}/rilis", shown)
    assert stored(app, good).revision == 2


def test_a_grade_changed_after_the_question_is_not_released(app, world, budi, url):
    submission = hand_in(app, world, world.ani_seat)
    budi.post(f"{url}/{submission}", filled(submission, GOOD))
    budi.post(f"{url}/{submission}", filled(submission, {**GOOD, "etika": 4}, revision=1))
    budi.post(f"{url}/rilis", {"items": f"{submission}:1"})
    assert stored(app, submission).state is AssessmentState.DRAFT


def test_the_queue_costs_the_same_for_five_and_for_two_hundred(app, world, budi, url, statements):
    found = []
    for count in (5, 195):
        seats = factories.make_trainees(app, world.training_id, count)
        for seat in seats[:5]:
            last = hand_in(app, world, seat)
        pages = []
        for address in (url, f"{url}/{last}", f"/pelatihan/{world.code}"):
            with statements() as seen:
                assert budi.get(address).status_code == 200
            pages.append(len(seen))
        found.append(pages)
    assert found[0] == found[1]
    assert found[0][0] <= 3
    assert found[0][1] <= 6


@pytest.mark.faults
def test_two_graders_saving_at_once_leave_one_grade(app, world, sign_in, url):
    gita = factories.make_person(app, "Gita Pertiwi")
    factories.enrol(app, world.training_id, gita, Role.TRAINER)
    submission = hand_in(app, world, world.ani_seat)
    graders = [sign_in(world.budi), sign_in(gita)]
    forms = [filled(submission, GOOD, comment="A"), filled(submission, WEAK, comment="B")]
    tokens = [grader.csrf_token() for grader in graders]
    statuses = []
    start = threading.Barrier(2)

    def press(grader, form, token):
        start.wait()
        answer = grader.client.post(f"{url}/{submission}", data={**form, "csrf_token": token})
        statuses.append(answer.status_code)

    threads = [
        threading.Thread(target=press, args=three)
        for three in zip(graders, forms, tokens, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [303, 409]
    assert stored(app, submission).revision == 1
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(PlanSubmission)) == 1
