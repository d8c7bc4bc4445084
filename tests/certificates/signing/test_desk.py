"""The signing desk: one passphrase, document by document, resumed where it stopped."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from threading import Thread

import pytest
import sqlalchemy as sa

from certificates.desk import running, services
from certificates.register.chain import lock_of
from certificates.register.models import Certificate, CertificateFile, Series, SigningClaim
from certificates.signing import checking
from lms import audit, files
from lms.audit import AuditEntry
from lms.db import Base, db, transaction
from lms.jobs import Job
from tests.certificates import making
from tests.certificates.signing.conftest import PASSWORD
from tests.certificates.signing.fakes import FakeBsre
from tests.certificates.signing.test_files import pdfsig

AS_JSON = {"Accept": "application/json"}
SENTENCE = "Dokumen ini ditandatangani secara elektronik menggunakan sertifikat elektronik"


@pytest.fixture
def desk(world):
    return f"/pelatihan/{world.code}/tanda-tangan"


@pytest.fixture
def eko(sign_in, world):
    return sign_in(world.eko)


@pytest.fixture
def waiting(on_desk, connect) -> list[int]:
    return on_desk("bsre")


@pytest.fixture
def press(eko, desk):
    """Sign the given certificates as the page without its script does."""

    def send(*ids: int, passphrase: str = FakeBsre.PASSPHRASE, signer: str = "bsre", **options):
        fields = {"signer": signer, "certificate": list(ids), "passphrase": passphrase}
        return eko.post(desk, fields, **options)

    return send


def kept(app) -> dict[int, CertificateFile]:
    with app.app_context():
        rows = db.session.scalars(sa.select(CertificateFile))
        return {row.certificate_id: row for row in rows}


def numbers(app) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Certificate.number).order_by(Certificate.id)))


def claims(app) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(SigningClaim))


@pytest.mark.smoke
def test_two_documents_are_signed_with_one_passphrase(app, waiting, press, eko, desk, tmp_path):
    before = numbers(app)
    page = eko.get(desk).get_data(as_text=True)
    for said in ("Tanda tangan elektronik BSrE", "Ani Rahmawati", "Agus Salim", *before):
        assert said in page
    answer = press(*waiting, follow_redirects=True).get_data(as_text=True)
    assert "2 sertifikat ditandatangani." in answer
    assert "Tidak ada sertifikat yang menunggu" in answer
    assert numbers(app) == before
    assert claims(app) == 0
    for row in kept(app).values():
        assert row.signature == "bsre"
        with app.app_context():
            data = files.store().get(row.file_key)
        assert checking.read(data).is_intact
        assert "Signature is Valid." in pdfsig(data, tmp_path)


def test_the_script_gets_json_for_each_document(waiting, press, bsre):
    for certificate_id in waiting:
        answer = press(certificate_id, headers=AS_JSON)
        assert (answer.status_code, answer.json["signed"]) == (200, [certificate_id])
    assert bsre.signed == 2


def test_until_it_is_signed_nobody_gets_it_and_the_check_says_so(
    app, waiting, press, eko, browser, sign_in, world
):
    with app.app_context():
        certificate = db.session.get(Certificate, waiting[0])
    page = browser.get(f"/v/{certificate.code}").get_data(as_text=True)
    assert "MENUNGGU TANDA TANGAN" in page
    assert "SAH" not in page
    assert browser.get(f"/v/{certificate.code}", headers=AS_JSON).json["status"] == (
        "awaiting signature"
    )
    ani, register = sign_in(world.ani), f"/pelatihan/{world.code}/register"
    assert ani.get(f"/pelatihan/{world.code}/sertifikat-saya.pdf").status_code == 409
    assert eko.get(f"{register}/{waiting[0]}.pdf").status_code == 409
    assert eko.get(f"{register}.zip").status_code == 409
    assert "Menunggu tanda tangan" in eko.get(register).get_data(as_text=True)
    way = ani.get(f"/pelatihan/{world.code}/menuju-sertifikat").get_data(as_text=True)
    assert "menunggu tanda tangan pejabat" in way
    press(*waiting)
    page = browser.get(f"/v/{certificate.code}").get_data(as_text=True)
    assert "SAH" in page
    assert "sertifikat elektronik BSrE pada 2 Februari 2024" in page
    assert ani.get(f"/pelatihan/{world.code}/sertifikat-saya.pdf").data.startswith(b"%PDF-")
    assert browser.get(f"/v/{certificate.code}", headers=AS_JSON).json["signature"] == "bsre"


def test_preview_is_the_document_with_a_mark(waiting, eko, desk, tmp_path):
    data = eko.get(f"{desk}/{waiting[0]}.pdf").data
    assert data.count(b"(PRATINJAU - BELUM DITANDATANGANI)") == 2
    assert "Agus Salim" in making.text_of(data, tmp_path)


@pytest.mark.parametrize(
    ("mood", "why"),
    [
        ("wrong passphrase", "menolak passphrase"),
        ("not registered", "belum terdaftar"),
        ("no certificate", "sudah berakhir"),
        ("broken", "HTTP 500"),
        ("cut", "mungkin sudah ditandatangani"),
        ("not json", "tidak dapat dibaca"),
        ("other document", "bukan dokumen yang dikirim"),
    ],
)
def test_failure_says_which_and_why_and_pressing_again_goes_on(
    app, waiting, press, bsre, mood, why
):
    before = numbers(app)
    press(waiting[0])
    bsre.mood = mood
    asked = len(bsre.asked)
    answer = press(*waiting, headers=AS_JSON)
    assert answer.status_code == 409
    assert answer.json["signed"] == []
    assert before[1] in answer.json["message"]
    assert "Ani Rahmawati" in answer.json["message"]
    assert why in answer.json["message"]
    assert len(bsre.asked) == asked + 1, "never tried again by itself"
    assert set(kept(app)) == {waiting[0]}
    assert claims(app) == 0
    bsre.mood = "well"
    assert press(*waiting, headers=AS_JSON).json["signed"] == [waiting[1]]
    assert set(kept(app)) == set(waiting)
    assert numbers(app) == before
    with app.app_context():
        assert db.session.scalar(sa.select(Series.last_serial)) == 2
        assert audit.first_broken() is None
        actions = list(db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions.count("certificate.signed") == 2
    assert actions.count("certificate.signing_failed") == 1


def test_first_that_fails_stops_the_rest(app, waiting, press, bsre):
    bsre.mood = "broken"
    page = press(*waiting, follow_redirects=True).get_data(as_text=True)
    assert "Berhenti di nomor 800.2/0001/Dinsos/UJI/II/2024 (Agus Salim)" in page
    assert len(bsre.asked) == 1
    assert kept(app) == {}


def test_without_the_script_a_press_signs_a_few_and_keeps_the_choice(
    app, waiting, press, monkeypatch
):
    monkeypatch.setattr("certificates.desk.views.AT_ONCE", 1)
    answer = press(*waiting)
    assert answer.location.endswith(f"/tanda-tangan?pilih={waiting[1]}")
    assert set(kept(app)) == {waiting[0]}


def test_pressed_twice_nothing_is_signed_twice(waiting, press, bsre):
    press(*waiting)
    answer = press(*waiting, headers=AS_JSON)
    assert (answer.status_code, answer.json["signed"]) == (200, [])
    assert bsre.signed == 2


def test_two_desks_at_once_never_sign_one_document_twice(app, waiting, press, eko, world, bsre):
    """The second press comes while the first waits for BSrE: it is told so, and asks nothing."""
    bsre.mood = "slow"
    answers: list[int] = []
    first = Thread(target=lambda: answers.append(press(waiting[0], headers=AS_JSON).status_code))
    first.start()
    try:
        assert bsre.is_asked.wait(20)
        refused = press(waiting[0], headers=AS_JSON)
    finally:
        bsre.go_on.set()
        first.join(20)
    assert refused.status_code == 409
    assert "jendela lain" in refused.json["message"]
    assert answers == [200]
    assert (len(bsre.asked), bsre.signed) == (1, 1)


class TestKilled:
    """The process died in the middle: nothing is half, and the claim runs out by itself."""

    @pytest.fixture
    def line(self, app, world, waiting):
        from certificates.desk import queries  # noqa: PLC0415

        with app.app_context():
            return queries.waiting(world.training_id)[0]

    def test_between_claim_and_answer(self, app, world, waiting, press, at, line):
        with app.app_context(), transaction(lock_of(waiting[0])):
            services.claim(waiting[0], actor_id=world.eko, at=making.AT)
        answer = press(waiting[0], headers=AS_JSON)
        assert (answer.status_code, kept(app)) == (409, {})
        at(making.AT + services.CLAIMED_FOR + timedelta(seconds=1))
        assert press(waiting[0], headers=AS_JSON).json["signed"] == [waiting[0]]

    def test_between_signing_and_storing(self, app, world, waiting, press, at, line, monkeypatch):
        """The signed bytes lie in the store, no row names them: it is signed once more."""
        with app.app_context(), monkeypatch.context() as patched:
            patched.setattr(services, "keep_signed", _power_cut)
            with pytest.raises(SystemExit):
                running.sign_one(line, _Signs(), actor_id=world.eko)
        assert (kept(app), claims(app)) == ({}, 1)
        at(making.AT + services.CLAIMED_FOR + timedelta(seconds=1))
        assert press(*waiting, headers=AS_JSON).json["signed"] == waiting
        assert (len(kept(app)), claims(app)) == (2, 0)

    def test_who_comes_back_late_stores_nothing_over_another(self, app, world, waiting, at, line):
        with app.app_context():
            lock = lock_of(waiting[0])
            with transaction(lock):
                late = services.claim(waiting[0], actor_id=world.eko, at=making.AT)
            with transaction(lock):
                services.claim(waiting[0], actor_id=world.eko, at=making.AT + timedelta(minutes=2))
            with pytest.raises(services.BusyError), transaction(lock):
                services.keep_signed(
                    line.certificate, b"x", "x", signature="bsre", token=late,
                    actor_id=world.eko, at=making.AT,
                )  # fmt: skip
        assert kept(app) == {}


def _power_cut(*_args, **_options):
    raise SystemExit


class _Signs:
    kind = "bsre"

    def sign(self, pdf, facts, *, at):
        return pdf + b"%"


@pytest.mark.parametrize("mood", ["well", "wrong passphrase", "broken", "cut", "not json"])
def test_passphrase_is_nowhere_afterwards(app, waiting, press, bsre, mood, caplog, capfd):
    """Not in the log, not in any table (jobs and audit included), not in the page or the files."""
    bsre.mood = mood
    caplog.set_level(logging.DEBUG)
    answer = press(*waiting, follow_redirects=True).get_data(as_text=True)
    said = capfd.readouterr()
    with app.app_context():
        dump = json.dumps(
            [
                [list(row) for row in db.session.execute(sa.select(table))]
                for table in Base.metadata.sorted_tables
            ],
            default=str,
        )
        stored = b"".join(files.store().get(key) for key in files.store().all_keys())
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Job)) == 2, "renderings"
    for secret in (FakeBsre.PASSPHRASE, FakeBsre.NIK, FakeBsre.PASSWORD):
        for text in (answer, dump, caplog.text, said.out, said.err):
            assert secret not in text
        assert secret.encode() not in stored


@pytest.mark.parametrize("token", [None, "basi"])
def test_form_that_came_too_late_never_shows_the_passphrase(waiting, eko, desk, token):
    fields = {"signer": "bsre", "certificate": waiting, "passphrase": FakeBsre.PASSPHRASE}
    if token:
        fields["csrf_token"] = token
    answer = eko.client.post(desk, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 400
    assert FakeBsre.PASSPHRASE not in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("who", "looks", "signs"),
    [("eko", 200, 303), ("citra", 200, 403), ("budi", 403, 403), ("ani", 403, 403),
     ("dewi", 404, 404)],
)  # fmt: skip
def test_only_the_signatory_signs(sign_in, world, waiting, desk, who, looks, signs):
    person = sign_in(getattr(world, who))
    assert person.get(desk).status_code == looks
    assert person.get(f"{desk}/{waiting[0]}.pdf").status_code == looks
    fields = {"signer": "bsre", "certificate": waiting, "passphrase": FakeBsre.PASSPHRASE}
    assert person.post(desk, fields).status_code == signs


def test_bad_input_asks_nobody(app, waiting, press, bsre):
    assert press(*waiting, passphrase="").status_code == 422
    assert press(*waiting, passphrase="", headers=AS_JSON).json["message"] == (
        "Ketik passphrase Anda."
    )
    assert press(*waiting, signer="kantor").status_code == 422
    assert press("abc").status_code == 422
    assert press(99999).status_code == 303
    assert press(*waiting, passphrase="x" * 201).status_code == 422
    assert bsre.asked == []


def test_revoked_before_it_was_signed_it_is_never_signed(waiting, press, sign_in, world, bsre):
    url = f"/pelatihan/{world.code}/register/{waiting[0]}/cabut"
    sign_in(world.citra).post(url, {"reason": "Data peserta keliru."})
    assert press(*waiting, headers=AS_JSON).json["signed"] == [waiting[1]]
    assert bsre.signed == 1


def test_sentence_of_bsre_is_printed_only_where_bsre_signs(app, waiting, press, tmp_path):
    press(*waiting)
    for row in kept(app).values():
        with app.app_context():
            text = making.text_of(files.store().get(row.file_key), tmp_path)
        assert SENTENCE in " ".join(text.split())


def test_without_a_connection_to_bsre_certificates_are_specimens(app, on_desk, browser, tmp_path):
    on_desk("bsre")
    for row in kept(app).values():
        assert row.signature == "none"
        with app.app_context():
            text = making.text_of(files.store().get(row.file_key), tmp_path)
        assert "SPECIMEN" in text
        assert "BSrE" not in text
        assert "elektronik menggunakan" not in text


class TestKeyOfThisServer:
    """A key that only the signatory's passphrase opens."""

    @pytest.fixture
    def locked(self, install, key_file, on_desk):
        install(key_file, "")
        return on_desk("kunci")

    def test_is_opened_by_the_passphrase_for_this_moment(self, app, locked, press, browser):
        assert press(*locked, signer="kunci", passphrase=PASSWORD).status_code == 303
        assert {row.signature for row in kept(app).values()} == {"pades"}
        with app.app_context():
            code = db.session.get(Certificate, locked[0]).code
        page = browser.get(f"/v/{code}").get_data(as_text=True)
        assert "sertifikat kantor (bukan BSrE)" in page

    def test_is_not_opened_by_another(self, app, locked, press):
        answer = press(*locked, signer="kunci", passphrase="salah", headers=AS_JSON)
        assert answer.status_code == 409
        assert "Kata sandi kunci salah" in answer.json["message"]
        assert kept(app) == {}

    def test_does_not_sign_what_waits_for_another_signer(self, app, waiting, press, install,
                                                         key_file):  # fmt: skip
        install(key_file, "")
        assert press(*waiting, signer="kunci", passphrase=PASSWORD, headers=AS_JSON).json == {
            "signed": [],
            "message": "",
        }
        assert kept(app) == {}


class TestConsole:
    def test_asks_whether_the_signatory_may_sign(self, app, connect, bsre):
        run = app.test_cli_runner().invoke
        answer = run(args=["certificates", "bsre"])
        assert (answer.exit_code, "berlaku" in answer.output) == (0, True)
        bsre.mood = "no certificate"
        answer = run(args=["certificates", "bsre"])
        assert (answer.exit_code, "sudah berakhir" in answer.output) == (1, True)
        assert FakeBsre.NIK not in answer.output

    def test_says_that_nothing_is_set(self, app):
        answer = app.test_cli_runner().invoke(args=["certificates", "bsre"])
        assert "belum dipasang" in answer.output
