"""Answers sent by a plain form, one question at a time."""

from __future__ import annotations

import pytest

from tests import quiz_factories
from tests.quiz_factories import POST_TEST, page


@pytest.mark.parametrize(
    ("number", "choices", "fields"),
    [
        (1, ["z"], {}),
        (1, ["a", "b"], {}),
        (9, ["a"], {}),
        (0, ["a"], {}),
        (1, ["a"], {"urutan": "satu"}),
        (1, ["a"], {"urutan": 0}),
        (1, ["a"], {"pengerjaan": ""}),
    ],
)
def test_what_is_not_in_the_paper_is_refused_with_the_page_kept(
    ani, quiz, number, choices, fields, choose, stored
):
    ani.post(f"{POST_TEST}/mulai")
    choose(2, ["b"])
    refused = choose(number, choices, **fields)
    assert refused.status_code == 422
    text = refused.get_data(as_text=True)
    assert "Pilih jawaban dari pilihan yang tersedia." in text
    assert "Tersimpan di server 09.00" in text
    assert stored() == {2: ["b"]}


def test_a_stale_tab_changes_nothing_and_is_told(ani, quiz, choose, stored):
    ani.post(f"{POST_TEST}/mulai")
    choose(1, ["b"], sequence=1)
    told = choose(1, ["c"], sequence=1)
    assert told.location.endswith("soal=1")
    assert "sudah dijawab di tab lain" in page(ani.get(told.location))
    assert stored() == {1: ["b"]}


def test_c079_a_stale_tab_without_an_answer_clears_nothing(ani, quiz, choose, stored):
    ani.post(f"{POST_TEST}/mulai")
    choose(1, ["b"], sequence=1)
    told = choose(1, [], sequence=1)
    assert told.location.endswith("soal=1")
    assert "sudah dijawab di tab lain" in page(ani.get(told.location))
    assert stored() == {1: ["b"]}


def test_going_on_without_an_answer_keeps_none(ani, quiz, choose, stored):
    ani.post(f"{POST_TEST}/mulai")
    assert choose(1, [], sequence=1).location.endswith("soal=2")
    assert stored() == {}


def test_an_answer_can_be_changed_and_taken_back(app, ani, world, choose, stored):
    asked = [
        quiz_factories.question(
            "S-1",
            kind="multiple",
            options=[
                {"text": "Satu", "correct": True},
                {"text": "Dua", "correct": True},
                {"text": "Tiga"},
            ],
        )
    ]
    quiz_factories.make_quiz(app, world.training_id, questions=asked)
    ani.post(f"{POST_TEST}/mulai")
    choose(1, ["a", "b"], sequence=1)
    assert stored() == {1: ["a", "b"]}
    choose(1, [], sequence=2)
    assert stored() == {1: []}
    assert "1 soal belum dijawab" in page(ani.get(f"{POST_TEST}/periksa"))


def test_going_back_saves_too(ani, quiz, choose, stored):
    ani.post(f"{POST_TEST}/mulai")
    assert choose(2, ["b"], tujuan="kembali").location.endswith("soal=1")
    assert stored() == {2: ["b"]}


def test_c081_a_second_tab_is_told_that_the_attempt_is_over(ani, quiz, choose, stored):
    ani.post(f"{POST_TEST}/mulai")
    ani.post(f"{POST_TEST}/kumpulkan", {"pengerjaan": 1})
    late = choose(1, ["b"])
    assert late.location == f"{POST_TEST}/hasil/1"
    assert "sudah dikumpulkan pukul 09.00 WITA" in page(ani.get(late.location))
    assert stored() == {}


def test_answers_are_still_there_after_signing_in_again(ani, sign_in, world, quiz, choose):
    ani.post(f"{POST_TEST}/mulai")
    choose(1, ["b"])
    ani.post("/keluar")
    refused = ani.client.post(f"{POST_TEST}/kerjakan", data={"soal": 2})
    assert refused.status_code in (400, 401)
    text = page(sign_in(world.ani).get(f"{POST_TEST}/kerjakan"))
    assert "Tersimpan di server 09.00" in text
