"""The public addresses of credentials, as a checker that knows nobody asks for them."""

from __future__ import annotations

import json

import pytest
import sqlalchemy as sa

from certificates.badges import services
from certificates.badges.keyring import Keyring
from certificates.badges.models import Badge, BadgeKey
from certificates.register import cancelling, reissuing
from certificates.register import queries as register
from certificates.register.models import Certificate, IssueBatch
from certificates.register.services import revoke
from courses.trainings.models import Training
from lms import jobs
from lms.db import db, transaction
from lms.people.models import Person
from lms.web import limiter
from tests.certificates import making
from tests.certificates.badges.checking import asked_of_others, is_signed, needs_node

DID = "/.well-known/did.json"
LIST = "/v/status/1.json"


def fetched(browser, code):
    """The credential, the keys and the list, each from its own address."""
    addresses = (f"/v/{code}/kredensial.json", DID, LIST)
    return tuple(json.loads(browser.get(url).data) for url in addresses)


def found_by(code):
    return db.session.scalar(sa.select(Certificate).where(Certificate.code == code))


def take_back(app, code, world):
    with app.app_context(), transaction():
        revoke(found_by(code), reason="Data keliru.", actor_id=world.citra, at=making.AT)


def cancel(app, code, world):
    with app.app_context(), transaction():
        batch = db.session.get(IssueBatch, found_by(code).batch_id)
        cancelling.cancel(batch, reason="Keliru.", actor_id=world.citra, at=making.AT)


def copy(app, code, world):
    """Print it anew; gives the code of the copy."""
    with app.app_context():
        with transaction():
            training = db.session.get(Training, world.training_id)
            entry = register.by_code(code)
            facts = reissuing.compose_copy(
                training, entry, code=code, public_url="http://localhost", at=making.AT
            )
            made = reissuing.reissue(
                training, entry, reason="Salah nama.", shown=reissuing.digest(facts),
                public_url="http://localhost", actor_id=world.citra, at=making.AT,
            )  # fmt: skip
            found = made.code
        jobs.run_due()
    return found


@needs_node
def test_others_check_it_by_what_they_can_fetch(app, browser, world, badge_key, issue):
    badge_key()
    code = issue()
    credential, did, status_list = fetched(browser, code)
    assert credential["id"] == f"http://localhost/v/{code}/kredensial.json"
    assert credential["credentialStatus"]["statusListCredential"] == f"http://localhost{LIST}"
    assert (did["id"], status_list["id"]) == ("did:web:localhost", f"http://localhost{LIST}")
    (found,) = asked_of_others(credential, did=did, status_list=status_list)
    assert found == {"verified": True, "status": [False], "reasons": []}


@needs_node
@pytest.mark.parametrize("end", [take_back, cancel, copy])
def test_what_counts_no_more_is_told_over_http(app, browser, world, badge_key, issue, end):
    badge_key()
    ended, good = issue(), issue(world.agus_seat)
    end(app, ended, world)
    credential, did, status_list = fetched(browser, ended)
    other = fetched(browser, good)[0]
    found = asked_of_others(credential, other, did=did, status_list=status_list)
    assert [(each["verified"], each["status"]) for each in found] == [
        (True, [True]), (True, [False]),
    ]  # fmt: skip


@needs_node
def test_a_corrected_copy_has_a_credential_of_its_own(app, browser, world, badge_key, issue):
    badge_key()
    first = issue()
    credential, did, status_list = fetched(browser, copy(app, first, world))
    old = fetched(browser, first)[0]
    assert credential["id"] != old["id"]
    for fact in ("licenseNumber", "achievement"):
        assert credential["credentialSubject"][fact] == old["credentialSubject"][fact]
    found = asked_of_others(credential, old, did=did, status_list=status_list)
    assert [each["status"] for each in found] == [[False], [True]]


def test_it_is_served_byte_for_byte_as_it_was_signed(app, browser, world, badge_key, issue):
    badge_key()
    code = issue()
    answer = browser.get(f"/v/{code}/kredensial.json")
    with app.app_context():
        assert answer.get_data(as_text=True) == db.session.scalar(sa.select(Badge.document))
    assert answer.mimetype == "application/vc"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="kredensial-{code}.json"'
    spelt = f"{code[:4]}-{code[4:8]}-{code[8:]}".lower()
    assert browser.get(f"/v/{spelt}/kredensial.json").data == answer.data


def test_what_is_known_already_is_not_sent_again(app, browser, world, badge_key, issue):
    badge_key()
    code = issue()
    for url in (DID, LIST, f"/v/{code}/kredensial.json"):
        etag = browser.get(url).headers["ETag"]
        again = browser.get(url, headers={"If-None-Match": etag})
        assert (again.status_code, again.data) == (304, b""), url
    etag = browser.get(LIST).headers["ETag"]
    take_back(app, code, world)
    assert browser.get(LIST, headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize(
    "url",
    ["/v/AAAABBBBCCCC/kredensial.json", "/v/x/kredensial.json", LIST, "/v/status/0.json", DID],
)
def test_what_is_not_there_is_not_found(browser, url):
    assert browser.get(url).status_code == 404


@pytest.mark.parametrize("number", [2, 16_384, 2**31 - 1])
def test_list_that_nobody_stands_in_is_not_found(browser, world, badge_key, issue, number):
    badge_key()
    issue()
    assert browser.get(f"/v/status/{number}.json").status_code == 404


def test_no_personal_number_is_in_any_public_document(app, browser, world, badge_key, issue):
    badge_key()
    nip, phone, email = "199001012015012003", "081200000001", "ani@contoh.example"
    with app.app_context(), transaction():
        person = db.session.get(Person, world.ani)
        person.nip, person.email = nip, email
        training = db.session.get(Training, world.training_id)
        signatory = {**making.CERTIFICATE["signatory"], "nip": "197001011995011999"}
        training.certificate = {**making.CERTIFICATE, "signatory": signatory}
    code = issue()
    for url in (DID, LIST, f"/v/{code}/kredensial.json"):
        text = browser.get(url).get_data(as_text=True)
        for secret in (nip, phone, email, "197001011995011999"):
            assert secret not in text, (url, secret)
    credential = fetched(browser, code)[0]
    assert credential["credentialSubject"]["identifier"][0]["identityType"] == "emailAddress"
    assert "Ani Rahmawati" not in json.dumps(credential)


def test_asking_too_often_is_refused(app, browser, world, badge_key, issue):
    badge_key()
    code = issue()
    limiter.enabled = True
    try:
        for url in (f"/v/{code}/kredensial.json", LIST, DID):
            answers = [browser.get(url).status_code for _ in range(61)]
            assert answers == [200] * 60 + [429], url
    finally:
        limiter.reset()
        limiter.enabled = False


def test_verification_names_it_to_people_and_programs(browser, world, badge_key, issue):
    badge_key()
    code = issue()
    page = browser.get(f"/v/{code}").get_data(as_text=True)
    assert f'href="/v/{code}/kredensial.json"' in page
    assert "Kredensial digital (Open Badges 3.0)" in page
    facts = browser.get(f"/v/{code}", headers={"Accept": "application/json"}).json
    assert facts["credential"] == f"http://localhost/v/{code}/kredensial.json"


def test_its_holder_finds_it(browser, sign_in, world, badge_key, issue):
    badge_key()
    code = issue()
    link = f'href="/v/{code}/kredensial.json"'
    for page in ("/akun", f"/pelatihan/{world.code}/menuju-sertifikat"):
        assert link in sign_in(world.ani).get(page).get_data(as_text=True), page
        assert link not in sign_in(world.agus).get(page).get_data(as_text=True), page


def test_it_is_given_out_only_once_the_paper_is_signed(app, browser, world, badge_key, issue):
    badge_key()
    with app.app_context(), transaction():
        training = db.session.get(Training, world.training_id)
        training.certificate = {**making.CERTIFICATE, "signer": "basah"}
    code = issue()
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Badge.id))) == 1  # on the paper already
    assert browser.get(f"/v/{code}/kredensial.json").status_code == 404
    assert "kredensial.json" not in browser.get(f"/v/{code}").get_data(as_text=True)
    facts = browser.get(f"/v/{code}", headers={"Accept": "application/json"}).json
    assert facts["credential"] is None


def test_without_a_key_certificates_go_without(app, browser, sign_in, world, issue):
    making.decide(app, world, world.agus_seat)
    asked = sign_in(world.citra).get(f"/pelatihan/{world.code}/terbitkan").get_data(as_text=True)
    assert "tanpa kredensial Open Badges" in asked
    code = issue()
    page = browser.get(f"/v/{code}")
    assert page.status_code == 200
    assert "SAH" in page.get_data(as_text=True)
    assert "kredensial.json" not in page.get_data(as_text=True)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Badge.id))) == 0


def test_a_specimen_has_none(app, browser, world, badge_key, install):
    badge_key()
    install("")
    making.decide(app, world, world.ani_seat)
    making.issue(app, world, render=True)
    with app.app_context():
        code = db.session.scalar(sa.select(Certificate.code))
        assert db.session.scalar(sa.select(sa.func.count(Badge.id))) == 0
    assert browser.get(f"/v/{code}/kredensial.json").status_code == 404
    assert "dompet digital" not in browser.get(f"/v/{code}").get_data(as_text=True)


def test_old_credentials_outlive_their_key(app, browser, world, badge_key, issue):
    first = badge_key("first.pem")
    old = issue()
    second = badge_key("second.pem")
    did = fetched(browser, old)[1]
    assert [each["publicKeyMultibase"] for each in did["verificationMethod"]] == [first, second]
    new = issue(world.agus_seat)
    for code, key in ((old, first), (new, second)):
        credential, did, status_list = fetched(browser, code)
        assert credential["proof"]["verificationMethod"] == f"did:web:localhost#{key}"
        assert status_list["proof"]["verificationMethod"] == f"did:web:localhost#{second}"
        assert is_signed(credential, did)
        assert is_signed(status_list, did)
    with app.app_context():
        kept = db.session.scalars(sa.select(BadgeKey.multibase).order_by(BadgeKey.id)).all()
    assert kept == [first, second]


def test_a_key_that_was_lost_leaves_credentials_readable(
    app, browser, world, badge_key, issue, monkeypatch
):
    badge_key()
    code = issue()
    monkeypatch.setitem(app.extensions, "badges", Keyring(""))
    credential, did = (
        json.loads(browser.get(url).data) for url in (f"/v/{code}/kredensial.json", DID)
    )
    assert is_signed(credential, did)
    assert browser.get(LIST).status_code == 503


def test_two_that_make_it_at_once_keep_one(app, world, badge_key, issue):
    badge_key()
    issue(render=False)
    with app.app_context():
        kept = []
        for text in ("pertama", "kedua"):
            with transaction():
                kept.append(services.keep(1, text, key="z6MkContoh", status_index=1, at=making.AT))
        assert kept == ["pertama", "pertama"]
