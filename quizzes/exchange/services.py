"""Writes imported questions into the bank, unconfirmed: every one of the file, or none."""

from __future__ import annotations

from datetime import datetime

from courses.catalogue.services import keep_figure
from courses.trainings.models import Training
from lms import audit
from lms.errors import DomainError
from lms.i18n import say
from lms.words import N_
from quizzes.bank.bodies import source_of, texts_of
from quizzes.bank.models import QuestionKind, QuestionStatus
from quizzes.bank.services import NewQuestion, keep_questions
from quizzes.exchange import queries
from quizzes.exchange.candidates import Candidates
from quizzes.exchange.items import Format
from quizzes.exchange.planning import Match, Outcome, Plan, plan_import
from quizzes.exchange.writing import File

CLOSED = N_("Pelatihan ini sudah ditutup; bank soalnya tidak dapat diubah lagi.")


class RefusedQuestionsError(DomainError):
    """Some questions cannot be taken and the others were not asked for alone."""

    status = 422

    def __init__(self, plan: Plan) -> None:
        count, found = len(plan.refusals), plan.reading.found
        super().__init__(
            say(N_("%(count)s dari %(found)s soal tidak dapat diimpor", count=count, found=found))
        )
        self.plan = plan


def check_questions(training: Training, candidates: Candidates, module: str = "") -> Plan:
    """Say what an import would do. Raises InputError if there is no such module."""
    curriculum_id = training.curriculum_id
    codes = [each.code for each in queries.modules_of(curriculum_id)]
    return plan_import(candidates, queries.bank_of(curriculum_id), codes, module)


def import_questions(
    training: Training,
    candidates: Candidates,
    *,
    module: str = "",
    actor_id: int | None,
    at: datetime,
    only_valid: bool = False,
) -> Plan:
    """Keep what is new or changed. Must run inside `transaction()`.

    The pictures it brings are in the store already, see `store_figures`. The same file twice
    changes nothing. Raises RefusedQuestionsError if a question cannot be taken, unless the others
    were asked for alone.
    """
    if training.closed_at is not None:
        raise DomainError(say(CLOSED))
    plan = check_questions(training, candidates, module)
    if plan.refusals and not only_valid:
        raise RefusedQuestionsError(plan)
    ids = {each.code: each.id for each in queries.modules_of(training.curriculum_id)}
    changes = [_new_question(match, ids) for match in plan.of(Outcome.NEW, Outcome.CHANGED)]
    if changes:
        _keep_figures(training, plan)
        keep_questions(training.curriculum_id, changes, at=at, author_id=actor_id)
        audit.record(
            "questions.imported",
            training,
            actor_id=actor_id,
            training_id=training.id,
            format=plan.reading.format.value,
            outcomes=plan.counts(),
            left_out=len(plan.refusals),
            keys=[change.key for change in changes],
        )
    return plan


def _keep_figures(training: Training, plan: Plan) -> None:
    """Those that a question now shows; their bytes are in the store already."""
    shown = "\n".join(
        text
        for match in plan.of(Outcome.NEW, Outcome.CHANGED)
        for text in texts_of(match.candidate.body)
    )
    for path, figure in plan.reading.figures.items():
        if path in shown:
            keep_figure(training.curriculum_id, figure)


def _new_question(match: Match, module_ids: dict[str, int]) -> NewQuestion:
    """A changed question keeps what it had where the file says nothing of it."""
    before = match.before
    return NewQuestion(
        key=match.key,
        module_id=module_ids.get(match.module or (before.module if before else "")),
        kind=QuestionKind(match.candidate.item.kind.value),
        status=QuestionStatus.UNCONFIRMED,
        level=match.candidate.level or (before.level if before else ""),
        section=before.section if before else "",
        edition=before.edition if before else "",
        source=source_of(match.candidate.body),
        content=dict(match.candidate.content),
    )


def record_export(training: Training, file: File, *, form: Format, actor_id: int | None) -> None:
    """The keys of the answers leave the system with a download: keep who took them."""
    audit.record(
        "questions.exported",
        training,
        actor_id=actor_id,
        training_id=training.id,
        format=form.value,
        count=file.count,
        left_out=len(file.left_out),
    )
