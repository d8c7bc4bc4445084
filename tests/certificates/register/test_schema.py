"""Certificate settings: the sample's are right, and a wrong one is named in training.yaml."""

import shutil
from pathlib import Path

import pytest

from certificates.register.schema import CertificateSettings, read_settings
from courses.trainings.reading import TrainingContent, read_training
from lms.content import Fault, validate

SHIPPED = Path(__file__).parents[3] / "courses" / "content" / "bimtek-pendamping-sosial"


@pytest.fixture(scope="module")
def training() -> TrainingContent:
    content = read_training(SHIPPED, [])
    assert content is not None
    return content


def test_the_sample_settings_are_right(training: TrainingContent) -> None:
    faults: list[Fault] = []
    settings = read_settings(training, faults)
    assert faults == []
    assert settings is not None
    assert settings.signatory.acting
    assert settings.signatory.nip == ""


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("{urut}/{tahun}", None),
        ("{klasifikasi}/{urut:05}/{bulan_romawi}/{tahun}", None),
        ("{tahun}", "harus memuat {urut:04} satu kali dan {tahun}"),
        ("{urut:04}/{urut}/{tahun}", "harus memuat {urut:04} satu kali dan {tahun}"),
        ("{urut:04}", "harus memuat {urut:04} satu kali dan {tahun}"),
        ("{nomor}/{tahun}", "{nomor} tidak dikenal"),
        ("{}/{urut}/{tahun}", "{} tidak dikenal"),
        ("{urut.__class__}/{tahun}", "{urut.__class__} tidak dikenal"),
        ("{urut!r}/{tahun}", "{urut}: hanya urut yang boleh berlebar"),
        ("{urut:9999999}/{tahun}", "{urut}: hanya urut yang boleh berlebar"),
        ("{urut}/{tahun:04}", "{tahun}: hanya urut yang boleh berlebar"),
        ("{urut/{tahun}", "kurung kurawal tidak berpasangan"),
    ],
)
def test_a_number_pattern_uses_known_parts_only(
    training: TrainingContent, pattern: str, message: str | None
) -> None:
    alone = {"number_pattern": pattern, "attendance": None}
    written = {**training.training.certificate, **alone}
    faults: list[Fault] = []
    validate("training.yaml", written, CertificateSettings, faults, lines={})
    assert [fault.place for fault in faults] == ([] if message is None else ["number_pattern"])
    assert message is None or message in faults[0].message


def test_a_wrong_setting_is_named_where_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "pelatihan"
    shutil.copytree(SHIPPED, folder)
    file = folder / "training.yaml"
    text = file.read_text(encoding="utf-8").replace('nip: ""', "nip: '123'")
    file.write_text(text.replace("institution: Dinsos", "instansi: Dinsos"), encoding="utf-8")
    line = text[: text.index("nip: '123'")].count("\n") + 1
    content = read_training(folder, [])
    assert content is not None
    faults: list[Fault] = []
    assert read_settings(content, faults) is None
    places = [fault.place.split(" ")[0] for fault in faults]
    assert places == [
        "certificate.institution",
        "certificate.signatory.nip",
        "certificate.instansi",
    ]
    assert faults[1].place == f"certificate.signatory.nip (baris {line})"


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        ({}, None, ""),
        ({"title": "SURAT TANDA KOMPETEN"}, "attendance.title", "tanpa kata 'KOMPETEN'"),
        ({"title": "SURAT KETERANGAN LULUS"}, "attendance.title", "tanpa kata 'LULUS'"),
        (
            {"statement": "telah hadir dan belum kompeten"},
            "attendance.statement",
            "tanpa kata 'kompeten'",
        ),
        ({"series": "bimtek-ps"}, "seluruh berkas", "attendance.series: harus berbeda"),
        ({"event_code": "BIMTEK-PS"}, "seluruh berkas", "attendance.event_code: harus berbeda"),
    ],
)
def test_attendance_paper_judges_nobody_and_has_its_own_numbers(
    training: TrainingContent, change: dict[str, str], place: str | None, message: str
) -> None:
    written = training.training.certificate
    written = {**written, "attendance": {**written["attendance"], **change}}
    faults: list[Fault] = []
    validate("training.yaml", written, CertificateSettings, faults, lines={})
    assert [fault.place for fault in faults] == ([] if place is None else [place])
    assert place is None or message in faults[0].message
