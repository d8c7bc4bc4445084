"""Content files: every fault is named, with its file, place and line."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

import pytest
from pydantic import Field, StrictBool

from lms import content
from lms.content import Fault, Merge, merge, read_folder, read_text, read_yaml, register
from lms.content_fields import (
    ContentModel,
    Label,
    Line,
    Positive,
    RegionCode,
    Score,
    Slug,
    TimeOfDay,
)


class Item(ContentModel):
    key: Slug
    starts: TimeOfDay = time(8)
    score: Score = 0
    hours: Positive = 1
    open: StrictBool = True


class Sheet(ContentModel):
    title: Line
    day: date | None = None
    items: tuple[Item, ...] = ()
    label: Label = "a"
    regions: Annotated[tuple[RegionCode, ...], Field(max_length=2)] = ()


def faults_of(folder: Path, text: str) -> list[str]:
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    assert read_yaml(folder, "a.yaml", Sheet, faults) is None
    return [str(fault) for fault in faults]


def test_a_right_file_is_read_with_its_lines(tmp_path: Path) -> None:
    text = 'title: Daftar\nitems:\n  - {key: satu, starts: "07.45", score: "69,50"}\n'
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8-sig")
    faults: list[Fault] = []
    document = read_yaml(tmp_path, "a.yaml", Sheet, faults)
    assert faults == []
    assert document is not None
    assert document.content.items[0].starts == time(7, 45)
    assert document.content.items[0].score == 6950
    assert str(document.fault(("items", 0, "key"), "x")) == "a.yaml: items[1].key (baris 3): x"


def test_all_faults_come_at_once(tmp_path: Path) -> None:
    text = "titel: Daftar\nitems:\n  - key: Satu\n    starts: 7.30\n  - hours: dua\n    open: ya\n"
    assert faults_of(tmp_path, text) == [
        "a.yaml: title (baris 1): wajib diisi",
        "a.yaml: items[1].key (baris 3): hanya huruf kecil, angka, dan tanda hubung, misalnya "
        "bimtek-ps-2024",
        'a.yaml: items[1].starts (baris 4): harus berupa jam dalam tanda kutip, misalnya "07.45"',
        "a.yaml: items[2].key (baris 5): wajib diisi",
        "a.yaml: items[2].hours (baris 5): harus berupa bilangan bulat",
        "a.yaml: items[2].open (baris 6): harus true atau false",
        "a.yaml: titel (baris 1): kunci tidak dikenal",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "seluruh berkas: harus berupa kunci dan nilai"),
        ("- a", "seluruh berkas (baris 1): harus berupa kunci dan nilai"),
        ("title: [", "seluruh berkas (baris 1): YAML tidak dapat dibaca"),
        ("title: a\ntitle: b", "title (baris 2): kunci ditulis dua kali"),
        ("title: &a x\nitems: *a", "seluruh berkas (baris 2): YAML tidak dapat dibaca: alias"),
        ("title: !!python/name:os.system x", "YAML tidak dapat dibaca"),
        ("title: " + "[" * 5000, "YAML tidak dapat dibaca"),
        ("title: a\nday: 2024-02-31", "day (baris 2): harus berupa tanggal"),
        ("title: 2024", "title (baris 1): harus berupa teks; angka dan tanggal"),
        ("title: '  '", "title (baris 1): tidak boleh kosong"),
        ('title: "a\\tb"', "title (baris 1): harus satu baris tanpa huruf kendali"),
        ("title: " + "a" * 201, "title (baris 1): paling panjang 200 huruf"),
        ("title: a\nlabel: " + "a" * 41, "label (baris 2): paling banyak 40 huruf"),
        (
            "title: a\nregions: ['63.01', '63.02', '63.03']",
            "regions (baris 2): paling banyak 2 butir",
        ),
        ("title: a\nregions: [63.10]", "regions[1] (baris 2): harus berupa teks"),
        ("title: a\nregions: ['6310']", "regions[1] (baris 2): harus kode wilayah"),
        ("title: a\nregions: x", "regions (baris 2): harus berupa daftar"),
        ("title: a\nitems: [{key: a, hours: 0}]", "items[1].hours (baris 2): paling kecil 1"),
        ("title: a\nitems: [{key: a, hours: true}]", "items[1].hours (baris 2): harus berupa"),
        ("title: a\nitems: [{key: a, starts: '24.00'}]", "items[1].starts (baris 2): harus"),
        ("title: a\nitems: [{key: a, starts: '7.45'}]", "items[1].starts (baris 2): harus"),
        ("title: a\nitems: [{key: a, starts: 7:45}]", "items[1].starts (baris 2): harus"),
    ],
)
def test_a_broken_file_names_its_place(tmp_path: Path, text: str, expected: str) -> None:
    (only,) = faults_of(tmp_path, text)
    assert expected in only


@pytest.mark.parametrize(
    ("written", "hundredths"),
    [("0", 0), ("70", 7000), ("100", 10_000), ('"69,99"', 6999), ('"70"', 7000)],
)
def test_a_score_is_held_in_hundredths(tmp_path: Path, written: str, hundredths: int) -> None:
    text = f"title: a\nitems: [{{key: a, score: {written}}}]"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    document = read_yaml(tmp_path, "a.yaml", Sheet, [])
    assert document is not None
    assert document.content.items[0].score == hundredths


@pytest.mark.parametrize("written", ["70.5", "101", "-1", '"100,01"', '"69,5"', "true", "null"])
def test_a_score_that_is_not_one_is_refused(tmp_path: Path, written: str) -> None:
    (only,) = faults_of(tmp_path, f"title: a\nitems: [{{key: a, score: {written}}}]")
    assert only.startswith("a.yaml: items[1].score (baris 2): harus nilai 0 sampai 100")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("tidak-ada.md", "berkas tidak ditemukan"),
        ("modules", "berkas tidak ditemukan"),
        ("../rahasia.md", "berkas berada di luar folder pelatihan"),
        ("/etc/hostname", "berkas berada di luar folder pelatihan"),
        ("modules\\a.md", "berkas berada di luar folder pelatihan"),
        ("tautan.md", "berkas berada di luar folder pelatihan"),
        ("latin1.md", "berkas bukan teks UTF-8"),
        ("besar.md", "berkas lebih besar dari 1000 KB"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, message: str) -> None:
    folder = tmp_path / "pelatihan"
    (folder / "modules").mkdir(parents=True)
    (tmp_path / "rahasia.md").write_text("rahasia")
    (folder / "tautan.md").symlink_to(tmp_path / "rahasia.md")
    (folder / "latin1.md").write_bytes("bébas".encode("latin-1"))
    (folder / "besar.md").write_bytes(b"a" * 1_000_001)
    faults: list[Fault] = []
    assert read_text(folder, name, faults) is None
    assert faults == [Fault(name, "seluruh berkas", message)]


class Titles:
    """A part that reads one file, as a floor would."""

    def __init__(self, name: str) -> None:
        self.name = name

    def read(self, folder: Path, faults: list[Fault]) -> object | None:
        return read_text(folder, f"{self.name}.txt", faults)

    def write(
        self, parsed: object, *, training_id: int, actor_id: int | None, at: datetime
    ) -> None:
        raise AssertionError("reading never writes")


def test_every_registered_part_reads_and_reports(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "_parts", {})
    first, second = Titles("satu"), Titles("dua")
    register(first)
    register(second)
    register(first)
    (tmp_path / "dua.txt").write_text("isi")
    found, faults = read_folder(tmp_path)
    assert found == [(second, "isi")]
    assert faults == [Fault("satu.txt", "seluruh berkas", "berkas tidak ditemukan")]
    with pytest.raises(ValueError, match="registered twice"):
        register(Titles("satu"))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        (None, None, "a", Merge.TAKE),
        ("a", "a", "a", Merge.KEEP),
        ("a", "a", "b", Merge.TAKE),
        ("a", "b", "a", Merge.KEEP),
        ("a", "b", "b", Merge.KEEP),
        ("a", "b", "c", Merge.CONFLICT),
        (None, "b", "a", Merge.CONFLICT),
        (None, "a", "a", Merge.KEEP),
    ],
)
def test_only_what_both_sides_changed_is_a_conflict(base, ours, theirs, expected):
    assert merge(base, ours, theirs) is expected
