"""Trainers and organisers write the modules; what the office confirms, the organisers note."""

from __future__ import annotations

from courses.trainings.permissions import ORGANISER, STAFF

ACCESS = {
    "authoring.index": STAFF,
    "authoring.choose_edition": STAFF,
    "authoring.edit": STAFF,
    "authoring.work": STAFF,
    "authoring.preview": STAFF,
    "versions.history": STAFF,
    "versions.version": STAFF,
    "versions.restore": STAFF,
    "confirmations.index": STAFF,
    "confirmations.workbook": STAFF,
    "confirmations.flag": STAFF,
    "confirmations.settle": STAFF,
    "confirmations.item": STAFF,
    "confirmations.confirm": ORGANISER,
    "confirmations.reopen": ORGANISER,
}
