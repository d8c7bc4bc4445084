"""The one stored form of names, identity numbers, phones and addresses."""

from datetime import date

import pytest

from lms.people import identity
from lms.words import InputError


@pytest.mark.parametrize(
    "text",
    [
        "6371010101909001",
        " 6371010101909001 ",
        "'6371010101909001",
        "’6371010101909001",
        "637101 010190 9001",
        "6371.0101.0190.9001",
        "6371\u00a00101\u00a00190\u00a09001",
        "\ufeff6371010101909001",
    ],
)
def test_nik_is_sixteen_digits_however_it_was_typed(text: str) -> None:
    assert identity.read_nik(text) == "6371010101909001"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("637101010190900", "NIK harus 16 angka, tertulis 15 angka"),
        ("63710101019090011", "NIK harus 16 angka, tertulis 17 angka"),
        ("637101010190900A", "NIK hanya boleh berisi angka"),
        ("٦٣٧١٠١٠١٠١٩٠٩٠٠١", "NIK hanya boleh berisi angka"),
        ("6.37101E+15", "NIK tersimpan sebagai bilangan"),
        ("6,37101010190900E+15", "NIK tersimpan sebagai bilangan"),
    ],
)
def test_other_nik_are_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        identity.read_nik(text)


@pytest.mark.parametrize(
    "text", ["198703152010011002", "19870315 201001 1 002", "NIP. 19870315 201001 1 002"]
)
def test_nip_is_eighteen_digits_also_when_printed_in_groups(text: str) -> None:
    assert identity.read_nip(text) == "198703152010011002"


def test_nip_turned_into_a_rounded_number_is_refused() -> None:
    with pytest.raises(InputError, match="angka terakhirnya mungkin hilang"):
        identity.read_nip("1.98703E+17")


def test_nik_that_disagrees_with_the_birth_date_is_doubted_not_refused() -> None:
    assert identity.doubt_nik("6371010101909001", date(1990, 1, 1)) is None
    woman = "6371014101909001"
    assert identity.doubt_nik(woman, date(1990, 1, 1)) is None
    assert identity.doubt_nik("6371010101909001", date(1991, 1, 1)) is not None
    assert identity.doubt_nik("6371013901909001", None) is not None
    assert identity.doubt_nik("6371010101909001", None) is None


def test_nip_that_disagrees_with_the_birth_date_is_doubted_not_refused() -> None:
    assert identity.doubt_nip("198703152010011002", date(1987, 3, 15)) is None
    assert identity.doubt_nip("198703152010011002", date(1987, 3, 16)) is not None
    assert identity.doubt_nip("198703152010011000", None) is not None


@pytest.mark.parametrize(
    "text",
    [
        "081250001009",
        "0812-5000-1009",
        "0812 5000 1009",
        "+62 812-5000-1009",
        "6281250001009",
        "+62 (0)812 5000 1009",
        "81250001009",
        "'081250001009",
    ],
)
def test_phone_has_one_stored_form(text: str) -> None:
    assert identity.read_phone(text) == "081250001009"


@pytest.mark.parametrize(
    "text",
    [
        "0511-3304000",
        "0812500",
        "08125000100912345",
        "0812 5000 1009 / 0813 5000 1010",
        "8.125E+10",
    ],
)
def test_what_is_not_one_mobile_number_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        identity.read_phone(text)


def test_whatsapp_link_has_the_country_code() -> None:
    assert identity.whatsapp_link("081250001009") == "https://wa.me/6281250001009"


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        (" Siti  Rahmah ", "Siti Rahmah"),
        ("Rahmad\u00a0Hidayat,\tS.Sos., M.AP", "Rahmad Hidayat, S.Sos., M.AP"),
        ("Ma'rufah, S.Pd.I", "Ma'rufah, S.Pd.I"),
        ("Noor’aini", "Noor’aini"),
        ("Sugianto", "Sugianto"),
        ("\ufeffAhmad\u200b Fauzan\u202e", "Ahmad Fauzan"),
        ("Jose\u0301 Ne\u0301ri", "José Néri"),
    ],
)
def test_name_keeps_titles_and_apostrophes_as_written(text: str, stored: str) -> None:
    assert identity.clean_name(text) == stored


@pytest.mark.parametrize("text", ["", "  ", "34", "(2)", "--", "x" * 151])
def test_what_cannot_be_a_name_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        identity.clean_name(text)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Dr. H. Muhammad Ilmi, M.Si", "muhammad ilmi"),
        ("Hj. Mariatul Kiptiah, S.Sos., M.AP", "mariatul kiptiah"),
        ("H Abdul Gafur SE MM", "abdul gafur"),
        ("Rahmad Hidayat S.Sos. M.AP", "rahmad hidayat"),
        ("Ali Husein, ST.M.Eng.", "ali husein"),
        ("Siti Rahmah A.Md.Sos", "siti rahmah"),
        ("MA'RUFAH", "marufah"),
        ("Ma’rufah, S.Pd.I", "marufah"),
        ("A.S. Fitriannur Azim, S.Sos.", "a s fitriannur azim"),
        ("Al-Banjari", "al banjari"),
        ("José Néri", "jose neri"),
        ("Hj.", "hj"),
        ("Gusti Yanuar R.", "gusti yanuar r"),
    ],
)
def test_name_key_is_the_name_without_titles_marks_and_case(name: str, key: str) -> None:
    assert identity.name_key(name) == key


def test_email_is_trimmed_and_in_one_case() -> None:
    assert identity.read_email(" PESERTA01@Contoh.Example ") == "peserta01@contoh.example"


@pytest.mark.parametrize(
    "text", ["peserta01", "a@b", "a b@contoh.example", "a@contoh.example,", "@"]
)
def test_incomplete_addresses_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        identity.read_email(text)


def test_masked_number_shows_only_its_end() -> None:
    assert identity.mask_number("6371010101909001") == "••••••••••••9001"
    assert identity.mask_number("") == ""
