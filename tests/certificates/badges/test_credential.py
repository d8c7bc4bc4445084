"""What a credential says of a certificate, and what it never says."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.badges.credential import Holder, compose
from certificates.badges.shape import NotABadgeError, refuse_unless_badge
from certificates.document.facts import CertificateKind, Marks, ModuleLine
from tests.certificates.badges.conftest import HOLDER, ISSUER
from tests.certificates.document.conftest import FACTS


def made(holder=HOLDER, **changes):
    return compose(replace(FACTS, **changes), ISSUER, holder, status_index=131_072 + 7)


def test_it_says_what_the_paper_says():
    document = made()
    subject = document["credentialSubject"]
    achievement = subject["achievement"]
    assert document["id"] == f"{FACTS.verification_url}/kredensial.json"
    assert document["issuer"]["id"] == "did:web:bimtek.example"
    assert document["issuer"]["name"] == "PEMERINTAH PROVINSI KALIMANTAN SELATAN, DINAS SOSIAL"
    assert document["validFrom"] == "2024-02-01T00:00:00+08:00"
    assert subject["licenseNumber"] == FACTS.number
    assert subject["activityStartDate"] == "2024-01-31T00:00:00+08:00"
    assert "kompeten sebagai Pendamping Sosial" in achievement["criteria"]["narrative"]
    assert "18 jam pelajaran (JP)" in achievement["criteria"]["narrative"]
    assert "- PS-04 RS-RTLH: dari usulan" in achievement["criteria"]["narrative"]
    assert document["evidence"][0]["id"] == FACTS.verification_url


def test_printed_marks_become_results_in_points():
    subject = made()["credentialSubject"]
    names = {each["id"]: each["name"] for each in subject["achievement"]["resultDescription"]}
    marks = {names[each["resultDescription"]]: each["value"] for each in subject["result"]}
    assert marks["Tes akhir"] == "86.67"
    assert marks["Nilai akhir"] == "85.25"
    assert marks["PS-03 Data sasaran: DTKS ke DTSEN, SIKS-NG, verifikasi dan validasi"] == "77.50"
    assert marks["Predikat"] == "Sangat Baik"
    assert len(marks) == 11


def test_attendance_says_how_much_was_attended():
    lines = tuple(
        replace(line, score_hundredths=None, attended_hundredths=150) for line in FACTS.modules
    )
    subject = made(
        kind=CertificateKind.ATTENDANCE, modules=lines, attended_hundredths=1350, marks=Marks(),
        predicate=None,
    )["credentialSubject"]  # fmt: skip
    described = {each["id"]: each for each in subject["achievement"]["resultDescription"]}
    *modules, whole = [
        (described[each["resultDescription"]], each["value"]) for each in subject["result"]
    ]
    assert (whole[0]["name"], whole[0]["valueMax"], whole[1]) == ("JP yang diikuti", "18", "13.50")
    assert [(each["valueMax"], value) for each, value in modules] == [("2", "1.50")] * 9


def test_without_marks_there_are_no_results():
    subject = made(
        marks=Marks(), predicate=None, modules=(ModuleLine(code="A", title="B", lesson_hours=2),)
    )["credentialSubject"]
    assert "result" not in subject
    assert "resultDescription" not in subject["achievement"]


@pytest.mark.parametrize(
    ("kind", "kind_of_achievement"),
    [
        (CertificateKind.COMPETENCE, "Certificate"),
        (CertificateKind.ATTENDANCE, "CertificateOfCompletion"),
    ],
)
def test_attendance_is_another_achievement_than_competence(kind, kind_of_achievement):
    achievement = made(kind=kind)["credentialSubject"]["achievement"]
    assert achievement["achievementType"] == kind_of_achievement


def test_all_who_achieved_the_same_achieved_one_thing():
    def name(**changes):
        return made(**changes)["credentialSubject"]["achievement"]["id"]

    assert name() == name(
        recipient_name="Orang Lain", marks=Marks(post_test=7000, work_plan=7000, final=7000)
    )
    assert name() != name(kind=CertificateKind.ATTENDANCE)
    assert name() != name(event_title="Pelatihan Lain")


def test_what_runs_out_says_so_to_the_end_of_its_last_day():
    assert "validUntil" not in made()
    assert made(valid_until=date(2027, 2, 1))["validUntil"] == "2027-02-01T23:59:59+08:00"


def test_second_list_begins_where_the_first_is_full():
    entry = made()["credentialStatus"]
    assert entry["statusListCredential"] == "https://bimtek.example/v/status/2.json"
    assert entry["statusListIndex"] == "7"


@pytest.mark.parametrize("email", ["ani@contoh.example", " Ani@Contoh.Example "])
def test_who_has_an_email_is_named_by_its_salted_hash(email):
    (identity,) = made(Holder("Ani", email, "garam"))["credentialSubject"]["identifier"]
    expected = hashlib.sha256(b"ani@contoh.examplegaram").hexdigest()
    assert identity == {
        "type": "IdentityObject", "hashed": True, "identityType": "emailAddress",
        "identityHash": f"sha256${expected}", "salt": "garam",
    }  # fmt: skip


@pytest.mark.parametrize("email", [None, ""])
def test_who_has_none_is_named_as_on_the_paper(email):
    (identity,) = made(Holder("Ani R.", email, "garam"))["credentialSubject"]["identifier"]
    assert identity == {
        "type": "IdentityObject", "hashed": False, "identityType": "name", "identityHash": "Ani R.",
    }  # fmt: skip


digits = st.text("0123456789", min_size=16, max_size=18)


@given(nip=digits, signatory=digits, email=st.sampled_from([None, "a@b.example"]))
def test_no_personal_number_gets_in_not_even_hashed(nip, signatory, email):
    facts = {"recipient_nip": nip, "signatory": replace(FACTS.signatory, nip=signatory)}
    holder = Holder("Ani", email, "garam")
    with_numbers = made(holder, **facts)
    without = made(holder, recipient_nip=None, signatory=replace(FACTS.signatory, nip=None))
    assert with_numbers == without


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"kind": CertificateKind.ATTENDANCE, "marks": Marks(), "predicate": None},
        {"valid_until": date(2027, 2, 1), "edition": 2},
        {"venue": "", "position": None, "modules": FACTS.modules[:1]},
    ],
)
@pytest.mark.parametrize("email", [None, "ani@contoh.example"])
def test_the_official_schema_finds_nothing(changes, email):
    refuse_unless_badge(made(Holder("Ani", email, "garam"), **changes))


def lacking(*path):
    document = json.loads(json.dumps(made()))
    *above, last = path
    part = document
    for step in above:
        part = part[step]
    del part[last]
    return document


@pytest.mark.parametrize(
    "path",
    [
        ("credentialSubject", "achievement", "criteria"),
        ("credentialSubject", "achievement", "name"),
        ("credentialSubject", "achievement"),
        ("issuer",),
        ("validFrom",),
    ],
)
def test_the_official_schema_catches_what_is_missing(path):
    with pytest.raises(NotABadgeError, match=path[-1]):
        refuse_unless_badge(lacking(*path))
