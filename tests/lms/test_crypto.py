"""What is sealed can be read in its own place only, and what is indexed cannot be read at all."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag

from lms import crypto
from lms.db import db, transaction
from lms.people.models import Person
from tests import factories

NIK = "6303010101010001"


@pytest.fixture(autouse=True)
def _context(app):
    with app.app_context():
        yield


def test_a_field_comes_back_in_its_own_place():
    assert crypto.decrypt(crypto.encrypt(NIK, place="person.nik:1"), place="person.nik:1") == NIK


def test_a_field_moved_to_another_row_cannot_be_read():
    with pytest.raises(InvalidTag):
        crypto.decrypt(crypto.encrypt(NIK, place="person.nik:1"), place="person.nik:2")


def test_no_altered_byte_passes():
    sealed = crypto.encrypt(NIK, place="a")
    for place in range(len(sealed)):
        altered = bytearray(sealed)
        altered[place] ^= 1
        with pytest.raises(InvalidTag):
            crypto.decrypt(bytes(altered), place="a")


@pytest.mark.parametrize("cut", [0, 1, 12, 20])
def test_cut_off_bytes_do_not_pass(cut):
    with pytest.raises((InvalidTag, ValueError)):
        crypto.decrypt(crypto.encrypt(NIK, place="a")[:cut], place="a")


def test_the_same_text_is_sealed_differently_each_time_but_found_again():
    assert crypto.encrypt(NIK, place="a") != crypto.encrypt(NIK, place="a")
    assert crypto.blind_index(NIK, purpose="nik") == crypto.blind_index(NIK, purpose="nik")
    assert crypto.blind_index(NIK, purpose="nik") != crypto.blind_index(NIK, purpose="nip")
    assert len(crypto.blind_index(NIK, purpose="nik")) == 16


def test_another_secret_reads_nothing(app, monkeypatch):
    sealed = crypto.encrypt(NIK, place="a")
    monkeypatch.setitem(app.config, "SECRET_KEY", "quite another secret of enough length")
    with pytest.raises(InvalidTag):
        crypto.decrypt(sealed, place="a")


def test_codes_for_people_have_no_marks_that_look_alike():
    codes = [crypto.random_code(12) for _ in range(200)]
    codes += [crypto.derived_code(str(n), purpose="uji", length=12) for n in range(200)]
    marks = set("".join(codes))
    assert marks == set(crypto.ALPHABET)
    assert not marks & set("01ILOU")
    assert len(set(codes)) == 400


def test_a_hundred_thousand_codes_are_all_different():
    assert len({crypto.random_code(12) for _ in range(100_000)}) == 100_000


def test_a_derived_code_is_always_the_same():
    first = crypto.derived_code("Ani", purpose="uji", length=8)
    assert first == crypto.derived_code("Ani", purpose="uji", length=8)
    assert first != crypto.derived_code("Ani", purpose="lain", length=8)


@pytest.mark.parametrize("typed", ["ABCD-2345", "abcd 2345", " AbCd2345\n", "abcd–2345"])
def test_a_code_may_be_typed_as_people_type(typed):
    assert crypto.typed_code(typed) == "ABCD2345"


def test_tokens_are_long_and_stored_as_hashes_only():
    tokens = {crypto.token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 43 for token in tokens)
    assert len(crypto.token_hash("x")) == 64


def test_a_dump_of_the_database_holds_no_nik(app):
    ani = factories.make_person(app, "Ani Rahmawati")
    with transaction():
        db.session.get_one(Person, ani).set_nik(NIK)
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("SELECT * FROM person")
        dump = repr(cursor.fetchall())
    finally:
        connection.close()
    assert "Ani Rahmawati" in dump
    assert NIK not in dump
