"""Trainers and organisers write the questions and approve them."""

from __future__ import annotations

from courses.trainings.permissions import STAFF

ACCESS = {
    "questions.index": STAFF,
    "questions.approve_many": STAFF,
    "question.show": STAFF,
    "question.approve": STAFF,
    "question.take_back": STAFF,
    "question.version": STAFF,
    "question_use.ask": STAFF,
    "question_use.add": STAFF,
    "question_use.remove": STAFF,
    "question_edit.choose": STAFF,
    "question_edit.new": STAFF,
    "question_edit.create": STAFF,
    "question_edit.edit": STAFF,
    "question_edit.work": STAFF,
    "question_edit.preview": STAFF,
    "question_edit.preview_new": STAFF,
}
