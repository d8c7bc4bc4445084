"""Two who apply the same correction at once, and one who hands in meanwhile."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from lms.audit import first_broken
from lms.db import db
from quizzes.regrading.models import Regrade, RegradeChange
from tests import factories, quiz_factories
from tests.quizzes.regrading.making import third
from tests.quizzes.regrading.test_regrade import KEY, shown_on, text_of

pytestmark = pytest.mark.faults
PRESSES = 4


def test_pressed_by_several_at_once_corrects_once(app, world, budi, sign_in, load, sit, scores):
    hurried, *seats = factories.make_trainees(app, world.training_id, 9)
    for seat in seats:
        sit(seat, "Pilihan B")
    sit(hurried, "Pilihan B", is_submitted=False)
    with app.app_context():
        person_id = db.session.get_one(factories.Enrolment, hurried).person_id
    load(third("Pilihan B"))
    shown = shown_on(text_of(budi.get(KEY)))
    staff = [sign_in(world.budi) for _ in range(PRESSES)]
    tabs = [(each.client, each.csrf_token()) for each in staff]
    own = sign_in(person_id)
    hand_in = (own.client, own.csrf_token())
    gate = Barrier(PRESSES + 1)

    def press(tab):
        client, token = tab
        gate.wait(timeout=30)
        data = {"csrf_token": token, "shown": shown, "reason": "Kunci keliru"}
        return client.post(KEY, data=data).status_code

    def submit(tab):
        client, token = tab
        gate.wait(timeout=30)
        address = "/pelatihan/bimtek-uji/tes/tes-akhir/kumpulkan"
        return client.post(address, data={"csrf_token": token, "pengerjaan": 1}).status_code

    with ThreadPoolExecutor(PRESSES + 1) as pool:
        handed = pool.submit(submit, hand_in)
        pressed = list(pool.map(press, tabs))
        assert handed.result() == 303
    with app.app_context():
        count = db.session.scalar(sa.select(sa.func.count()).select_from(Regrade))
        changes = db.session.scalar(sa.select(sa.func.count()).select_from(RegradeChange))
        assert first_broken() is None
    # Who handed in first made the page stale for all; then nobody's press did anything.
    assert set(pressed) in ({303}, {409})
    assert (count, changes) == ((1, 9) if set(pressed) == {303} else (0, 0))
    if pressed[0] == 303:
        assert set(scores()) == {7000}
    else:
        assert set(scores()) == {6000}
    assert all(attempt.submitted_at for attempt in quiz_factories.attempts(app))
