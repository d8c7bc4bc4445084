"""Fifty answers through a network that breaks: none lost, none twice.

The seeds decide what is tapped, when the signal goes, and which replies get lost. What the page has
said to be on the phone is what must be on the server in the end. With FAULT_SEEDS, twenty of them.
"""

from __future__ import annotations

from random import Random

import pytest

from tests.browser.sitting import ON_PHONE, SEND, TAP
from tests.faults.phones import IS_WHOLE

QUESTIONS = 50
CHANGES = 15  # answers that are tapped a second time
SEEDS = range(1, 21) if IS_WHOLE else (1, 3, 8)

pytestmark = pytest.mark.browser


@pytest.fixture
def questions():
    return QUESTIONS


def losing(random):
    """Half of the replies get lost after the server has stored the answer, some requests before."""

    def handle(route):
        lot = random.random()
        if lot < 0.1:
            route.abort()
        elif lot < 0.6:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    return handle


@pytest.mark.parametrize("seed", SEEDS)
def test_t2_fifty_answers_through_a_broken_network(context, page, stored, events, seed):
    random = Random(seed)
    page.route("**/jawaban/*", losing(random))
    numbers = [*range(1, QUESTIONS + 1), *random.sample(range(1, QUESTIONS + 1), CHANGES)]
    random.shuffle(numbers)
    taps = {}
    for number in numbers:
        taps[number] = random.choice("abcd".replace(taps.get(number, "-"), ""))
        page.evaluate(TAP, [number, taps[number]])
        if random.random() < 0.15:
            context.set_offline(random.random() < 0.5)
    page.wait_for_function(ON_PHONE, arg=list(taps))
    context.set_offline(False)
    page.evaluate(SEND)
    assert stored() == {number: [key] for number, key in taps.items()}
    log = events()
    assert len({event.key for event in log}) == len(log)
    assert len({(event.question_number, event.sequence) for event in log}) == len(log)
    assert not any(event.is_stale for event in log)
