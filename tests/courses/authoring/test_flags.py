"""A flagged sentence that became certain loses its flag, on somebody's word."""

from __future__ import annotations

import pytest

from tests.courses.authoring.conftest import said, written

TWO = "## A\n\nSatu *(perlu konfirmasi Dinsos)*. Dua *(perlu konfirmasi Dinsos)*.\n"
SOURCE = {"source": "Surat 800/123"}


@pytest.fixture
def budi(sign_in, world, materi):
    budi = sign_in(world.budi)
    budi.post(materi("/PS-01"), written(TWO))
    return budi


def test_a_trainer_takes_a_flag_away(budi, materi, newest, world):
    url = materi("/PS-01/tanda/2/2")
    assert url in said(budi.get(materi("/konfirmasi")))
    assert "Dua" in said(budi.get(url))
    assert budi.post(url, SOURCE).status_code == 303
    version = newest(1)[1]
    assert version.markdown == "## A\n\nSatu *(perlu konfirmasi Dinsos)*. Dua.\n"
    assert (version.note, version.author_id) == ("Dipastikan: Surat 800/123", world.budi)
    assert "Tanda dilepas dari PS-01." in said(budi.get(materi("/konfirmasi")))


def test_pressing_twice_takes_one_flag(budi, materi, newest):
    statuses = [budi.post(materi("/PS-01/tanda/2/1"), SOURCE).status_code for _ in range(2)]
    assert statuses == [303, 409]
    assert newest(1)[1].number == 3


def test_nobody_says_so_is_not_enough(budi, materi, newest):
    answer = budi.post(materi("/PS-01/tanda/2/1"), {"source": " "})
    assert (answer.status_code, newest(1)[1].number) == (422, 2)
    assert "Tulis nomor surat atau nama pejabat." in said(answer)


@pytest.mark.parametrize(
    ("rest", "status"),
    [("/PS-01/tanda/2/3", 404), ("/PS-01/tanda/2/0", 404), ("/PS-01/tanda/1/1", 409),
     ("/PS-99/tanda/1/1", 404)],
)  # fmt: skip
def test_a_flag_that_is_not_there(budi, materi, newest, rest, status):
    assert budi.get(materi(rest)).status_code == status
    assert budi.post(materi(rest), SOURCE).status_code == status
    assert newest(1)[1].number == 2


@pytest.mark.parametrize(("who", "status"), [("ani", 403), ("eko", 403), ("dewi", 404)])
def test_nobody_else_takes_flags_away(sign_in, world, budi, materi, newest, who, status):
    other = sign_in(getattr(world, who))
    assert other.get(materi("/PS-01/tanda/2/1")).status_code == status
    assert other.post(materi("/PS-01/tanda/2/1"), SOURCE).status_code == status
    assert newest(1)[1].number == 2


def test_flags_of_a_closed_training_stay(budi, materi, newest, close):
    close()
    assert budi.get(materi("/PS-01/tanda/2/1")).status_code == 409
    assert budi.post(materi("/PS-01/tanda/2/1"), SOURCE).status_code == 409
    assert newest(1)[1].number == 2
