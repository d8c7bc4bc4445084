"""Trainers mark blindly; staff who did not write the work see both once both are finished."""

from __future__ import annotations

from flask import g
from flask_login import current_user

from courses.trainings.permissions import STAFF, TRAINER
from lms.access import stranger, wrong_role
from quizzes.moderation.queries import Pair, Piece, pair_of, piece_of
from quizzes.moderation.rules import may_mark_second
from quizzes.rubrics.work import Work, authors_of, work_of

ACCESS = {
    "moderation.index": STAFF,
    "moderation.page": TRAINER,
    "moderation.mark": TRAINER,
    "moderation.pair": STAFF,
    "moderation.rule": STAFF,
}


def markable_piece(submission_id: int) -> tuple[Work, Piece]:
    """Work that waits for a second marker, whom the signed-in trainer may be."""
    work, piece = _piece(submission_id)
    who = current_user.person_id
    if not may_mark_second(who, first_id=piece.first_id, authors=authors_of(work)):
        wrong_role()
    if piece.second is not None and piece.second.assessor_id != who:
        wrong_role()
    return work, piece


def open_pair(submission_id: int) -> Pair:
    """Two finished assessments; before that they are not there for anybody."""
    work, piece = _piece(submission_id)
    if current_user.person_id in authors_of(work):
        wrong_role()
    pair = pair_of(work, piece)
    if pair is None:
        stranger()
    return pair


def _piece(submission_id: int) -> tuple[Work, Piece]:
    work, piece = work_of(g.training, submission_id), piece_of(g.training, submission_id)
    if work is None or piece is None:
        stranger()
    return work, piece
