"""Which kabupaten or kota a spelling means."""

import pytest

from lms.people.regions import ALL, BY_CODE, REGIONS, find_region, suggest_region


def test_there_are_eleven_kabupaten_and_two_kota() -> None:
    kinds = [region.kind for region in REGIONS]
    assert (kinds.count("kabupaten"), kinds.count("kota")) == (11, 2)
    assert len(BY_CODE) == 14


@pytest.mark.parametrize("region", ALL, ids=lambda region: region.code)
def test_every_region_is_found_by_its_code_and_names(region) -> None:
    for text in (region.code, region.code.replace(".", ""), region.name, region.name.upper()):
        assert find_region(text) == region
    for alias in (region.short_name, *region.aliases):
        assert find_region(f"  {alias.lower()} ") == region


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kab. Balangan", "63.11"),
        ("KAB.BALANGAN", "63.11"),
        ("Kotabaru", "63.02"),
        ("KOTA BARU", "63.02"),
        ("KABUPATEN KOTA BARU", "63.02"),
        ("Kab. Kotabaru", "63.02"),
        ("Banjar", "63.03"),
        ("Kab. Banjar", "63.03"),
        ("Banjarmasin", "63.71"),
        ("KOTA BANJAR BARU", "63.72"),
        ("Banjarbaru", "63.72"),
        ("HSS", "63.06"),
        ("Kab. HSU", "63.08"),
        ("63,10", "63.10"),
        (" 6310 ", "63.10"),
        ("63", "63"),
        ("Prov. Kalsel", "63"),
        ("Provinsi Kalimantan Selatan", "63"),
    ],
)
def test_usual_spellings_are_understood(text: str, code: str) -> None:
    region = find_region(text)
    assert region is not None
    assert region.code == code


@pytest.mark.parametrize(
    "text",
    [
        "63.1",  # 63.01 with a forgotten zero, or 63.10 after a spreadsheet
        "63.99",
        "64.01",
        "63.01.02",
        "Kota Banjar",  # a town in West Java; here only Kabupaten Banjar exists
        "Kab. Banjarmasin",
        "Banjarmas",
        "Kalimantan Tengah",
        "",
        "-",
    ],
)
def test_what_could_mean_two_things_is_not_guessed(text: str) -> None:
    assert find_region(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("Kab. Banjarmasin", "63.71"), ("Balangn", "63.11"), ("Hulu Sungai Selatn", "63.06")],
)
def test_a_near_miss_is_offered(text: str, code: str) -> None:
    region = suggest_region(text)
    assert region is not None
    assert region.code == code


def test_nothing_is_offered_for_another_province() -> None:
    assert suggest_region("Palangka Raya") is None
