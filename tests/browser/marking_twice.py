"""Second markers in the browser world: one plan waits for its second, of another the two differ."""

from __future__ import annotations

import sqlalchemy as sa

from courses.fieldwork.models import PlanSubmission, WorkPlan
from courses.trainings.models import Role, Training
from lms import clock
from lms.db import db, transaction
from lms.people import services as people
from lms.people.queries import notice_in_force
from quizzes.moderation import services
from quizzes.moderation.queries import piece_of
from quizzes.moderation.services import Mark
from quizzes.rubrics import services as rubrics
from quizzes.rubrics.services import Grade
from quizzes.rubrics.work import work_of
from tests import factories
from tests.browser.doings import GRADED, NOW, Live


def mark_twice(live: Live, training: Training) -> None:
    another = factories.make_person(live.app, "Hairani Penilai Contoh, M.Si.")
    factories.enrol(live.app, training.id, another, Role.TRAINER)
    live.people["penilai"] = another
    notice = notice_in_force()
    assert notice is not None
    with transaction():
        people.give_consent(another, notice, at=clock.now())
    with transaction():
        training = db.session.get_one(Training, training.id)
        training.rules = training.rules | {"second_marker": {"percent": 0, "margin": 1}}
    for name, seat in zip(("blind", "disputed"), live.seats[GRADED.start :], strict=False):
        with transaction():
            live.places[name] = str(_at_the_edge(live, training, seat))
    submission = int(live.places["disputed"])
    with transaction():
        work, piece = work_of(training, submission), piece_of(training, submission)
        assert work is not None
        assert piece is not None
        levels = dict.fromkeys((criterion.key for criterion in work.criteria), 2)
        mark = Mark(levels, "Sasarannya belum menyebut desa.")
        services.finish(training, work, piece, mark, assessor_id=another, at=NOW)


def _at_the_edge(live: Live, training: Training, seat: int) -> int:
    """Four levels of 3 and the last of 2 are just the pass mark."""
    submission = db.session.scalars(
        sa.select(PlanSubmission.id)
        .join(WorkPlan, WorkPlan.id == PlanSubmission.plan_id)
        .where(WorkPlan.enrolment_id == seat)
        .order_by(PlanSubmission.number.desc())
    ).first()
    assert submission is not None
    work = work_of(training, submission)
    assert work is not None
    levels = dict.fromkeys((criterion.key for criterion in work.criteria), 3)
    levels[work.criteria[-1].key] = 2
    grade = Grade(levels, "Perjelas pihak yang dihubungi.", work.rubric.id, work.revision)
    rubrics.save(work, grade, assessor_id=live.people["trainer"], at=NOW)
    return submission
