"""BSrE's way of signing, against a server that signs for real and fails in each known way."""

from __future__ import annotations

import logging

import pytest

from certificates.document import renderer
from certificates.signing import checking
from certificates.signing.bsre import Account, BsreSigner, check_status
from certificates.signing.faults import (
    NotAvailableError,
    RefusedError,
    SigningError,
    UnknownOutcomeError,
    WrongPassphraseError,
)
from tests.certificates import making
from tests.certificates.document.conftest import FACTS
from tests.certificates.signing.fakes import FakeBsre
from tests.certificates.signing.test_files import pdfsig


@pytest.fixture(scope="module")
def plain() -> bytes:
    return renderer.render(FACTS)


@pytest.fixture
def sign(account, plain):
    def send(passphrase: str = FakeBsre.PASSPHRASE, *, seconds: float = 20) -> bytes:
        return BsreSigner(account, passphrase, seconds=seconds).sign(plain, FACTS, at=making.AT)

    return send


def test_signed_document_is_ours_whole_and_valid_to_two_readers(bsre, sign, plain, tmp_path):
    signed = sign()
    assert signed.startswith(plain)
    assert checking.read(signed).is_intact
    said = pdfsig(signed, tmp_path)
    assert "Signature is Valid." in said
    assert "Total document signed" in said


def test_request_is_that_of_version_2(bsre, sign):
    sign()
    ((path, request),) = bsre.asked
    assert path == "/api/v2/sign/pdf"
    assert (request["nik"], request["passphrase"]) == (FakeBsre.NIK, FakeBsre.PASSPHRASE)
    (properties,) = request["signatureProperties"]
    assert properties["tampilan"] == "INVISIBLE"
    assert properties["reason"] == f"SERTIFIKAT KOMPETENSI nomor {FACTS.number}"
    assert len(request["file"]) == 1, "one document a request"


FAILURES = [
    ("wrong passphrase", WrongPassphraseError, "menolak passphrase"),
    ("wrong passphrase in words", WrongPassphraseError, "menolak passphrase"),
    ("not registered", RefusedError, "belum terdaftar"),
    ("no certificate", RefusedError, "tidak ada atau sudah berakhir"),
    ("refused application", NotAvailableError, "akun aplikasi"),
    ("broken", NotAvailableError, "HTTP 500"),
    ("too many", NotAvailableError, "HTTP 429"),
    ("gateway", UnknownOutcomeError, "mungkin sudah ditandatangani"),
    ("redirects", RefusedError, "HTTP 302"),
    ("bad request", RefusedError, "HTTP 400"),
    ("cut", UnknownOutcomeError, "mungkin sudah ditandatangani"),
    ("not json", UnknownOutcomeError, "tidak dapat dibaca"),
    ("no file", UnknownOutcomeError, "tidak dapat dibaca"),
    ("not base64", UnknownOutcomeError, "tidak dapat dibaca"),
    ("a list", UnknownOutcomeError, "tidak dapat dibaca"),
    ("unsigned", RefusedError, "bukan dokumen yang dikirim"),
    ("other document", RefusedError, "bukan dokumen yang dikirim"),
    ("flipped inside", RefusedError, "bukan dokumen yang dikirim"),
    ("flipped byte", RefusedError, "tidak bertanda tangan utuh"),
    ("appended", RefusedError, "tidak bertanda tangan utuh"),
    ("redrawn", RefusedError, "mengubah isi"),
]


@pytest.mark.parametrize(("mood", "error", "words"), FAILURES)
def test_each_failure_is_told_apart_and_never_tried_again(bsre, sign, mood, error, words):
    bsre.mood = mood
    with pytest.raises(error, match=words) as caught:
        sign()
    assert type(caught.value) is error
    assert len(bsre.asked) == 1


def test_silence_ends_after_a_while_with_an_unknown_outcome(bsre, sign):
    bsre.mood = "slow"
    with pytest.raises(UnknownOutcomeError, match="mungkin sudah ditandatangani"):
        sign(seconds=0.3)
    assert len(bsre.asked) == 1


def test_answer_that_promises_more_than_it_brings_is_not_taken(bsre, sign):
    bsre.promised_more = 1000
    with pytest.raises(UnknownOutcomeError):
        sign(seconds=0.5)


def test_passphrase_follows_no_redirect(bsre, sign):
    bsre.mood, bsre.headers = "redirects", {"Location": f"{bsre.url}/lain"}
    with pytest.raises(RefusedError):
        sign()
    assert [path for path, _request in bsre.asked] == ["/api/v2/sign/pdf"]


def test_server_that_is_not_there_has_got_nothing(plain):
    nobody = Account("http://127.0.0.1:9", "a", "b", FakeBsre.NIK)
    with pytest.raises(NotAvailableError, match="Belum ada yang terkirim"):
        BsreSigner(nobody, FakeBsre.PASSPHRASE).sign(plain, FACTS, at=making.AT)


def test_wrong_application_password_is_not_the_signatory_s_fault(bsre, plain):
    wrong = Account(bsre.url, FakeBsre.USER, "salah", FakeBsre.NIK)
    with pytest.raises(NotAvailableError, match="akun aplikasi"):
        BsreSigner(wrong, FakeBsre.PASSPHRASE).sign(plain, FACTS, at=making.AT)


@pytest.mark.parametrize("mood", ["well", "wrong passphrase", "broken", "cut", "not json"])
def test_neither_passphrase_nor_nik_is_written_or_said(bsre, account, sign, mood, caplog, capfd):
    bsre.mood = mood
    caplog.set_level(logging.DEBUG)
    said = repr(account) + repr(BsreSigner(account, FakeBsre.PASSPHRASE))
    try:
        sign()
    except SigningError as error:
        chain: BaseException | None = error
        while chain is not None:
            said += repr(chain) + str(chain)
            chain = chain.__cause__
    written = capfd.readouterr()
    said += caplog.text + written.out + written.err
    for secret in (FakeBsre.PASSPHRASE, FakeBsre.NIK, FakeBsre.PASSWORD):
        assert secret not in said


def test_status_of_the_signatory_can_be_asked_without_signing(bsre, account):
    check_status(account)
    assert bsre.asked == [("/api/v2/user/check/status", {"nik": FakeBsre.NIK})]
    for mood in ("not registered", "no certificate", "status no certificate"):
        bsre.mood = mood
        with pytest.raises(RefusedError):
            check_status(account)
