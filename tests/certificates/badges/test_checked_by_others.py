"""Software of others, with a canonicaliser of its own, agrees with us about each kind of fraud."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from certificates.badges import proof, status
from tests.certificates.badges.checking import asked_of_others, is_signed, needs_node
from tests.certificates.badges.conftest import BIT, ISSUER
from tests.certificates.document.conftest import FACTS

pytestmark = needs_node


def copy_of(document):
    return json.loads(json.dumps(document))


def one(office, credential, *bits, **kwargs):
    (found,) = asked_of_others(
        credential, did=office.did, status_list=office.status_list(*bits), **kwargs
    )
    return found


def test_good(office):
    credential = office.credential()
    assert one(office, credential) == {"verified": True, "status": [False], "reasons": []}
    assert is_signed(credential, office.did)


def test_revoked_is_still_verified_and_its_status_says_so(office):
    found = one(office, office.credential(), BIT)
    assert (found["verified"], found["status"]) == (True, [True])


@pytest.mark.parametrize("bit", [0, BIT - 1, BIT + 1, status.SIZE - 1])
def test_the_bit_of_another_is_not_ours(office, bit):
    assert one(office, office.credential(), bit)["status"] == [False]


def test_changed_score(office):
    credential = copy_of(office.credential())
    credential["credentialSubject"]["result"][0]["value"] = "99.00"
    found = one(office, credential)
    assert not found["verified"]
    assert "Invalid signature." in found["reasons"]
    assert not is_signed(credential, office.did)


def test_added_term(office):
    credential = {**office.credential(), "nilaiTambahan": "99"}
    found = one(office, credential)
    assert not found["verified"]
    assert "Safe mode validation error." in found["reasons"]
    with pytest.raises(proof.UnknownTermError):
        is_signed(credential, office.did)


def test_moved_status_index(office):
    credential = copy_of(office.credential())
    credential["credentialStatus"]["statusListIndex"] = str(BIT + 1)
    found = one(office, credential, BIT)
    assert not found["verified"]
    assert "Invalid signature." in found["reasons"]
    assert not is_signed(credential, office.did)


def test_forged_empty_list_under_the_old_proof(office):
    forged = copy_of(office.status_list(BIT))
    forged["credentialSubject"]["encodedList"] = status.encoded([])
    (found,) = asked_of_others(office.credential(), did=office.did, status_list=forged)
    assert not found["verified"]
    assert found["status"] == []
    assert not is_signed(forged, office.did)


def test_key_of_somebody_else(office, tmp_path):
    other = type(office)(tmp_path / "other.pem")
    found = one(other, office.credential())
    assert not found["verified"]
    assert any("no such key" in reason for reason in found["reasons"])


def test_expired(office):
    credential = office.credential(replace(FACTS, valid_until=date(2027, 2, 1)))
    assert one(office, credential, now="2027-02-01T15:59:58Z")["verified"]
    late = one(office, credential, now="2027-02-01T16:00:00Z")
    assert not late["verified"]
    assert any('is after "validUntil"' in reason for reason in late["reasons"])


def test_old_credentials_outlive_their_key(office, tmp_path):
    later = type(office)(tmp_path / "later.pem")
    both = ISSUER.document([office.key.multibase, later.key.multibase])
    found = asked_of_others(
        office.credential(), later.credential(), did=both, status_list=later.status_list(BIT)
    )
    assert [(each["verified"], each["status"]) for each in found] == [(True, [True])] * 2
