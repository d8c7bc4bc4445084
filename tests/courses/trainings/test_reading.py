"""The sample training is right, and a broken copy of it names each mistake."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from courses.trainings.reading import read_training
from lms.content import Fault

SHIPPED = Path(__file__).parents[3] / "courses" / "content" / "bimtek-pendamping-sosial"

Change = Callable[[str, str], Path]


@pytest.fixture
def change(tmp_path: Path) -> Change:
    """Copy the sample and replace one piece of training.yaml."""

    def changed(old: str, new: str) -> Path:
        folder = tmp_path / "pelatihan"
        shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)
        file = folder / "training.yaml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return changed


def faults_of(folder: Path) -> list[str]:
    faults: list[Fault] = []
    content = read_training(folder, faults)
    assert (content is None) == bool(faults)
    return [re.sub(r" \(baris \d+\)", "", str(fault)) for fault in faults]


def test_the_sample_is_right() -> None:
    faults: list[Fault] = []
    content = read_training(SHIPPED, faults)
    assert faults == []
    assert content is not None
    training = content.training
    assert sum(module.lesson_hours for module in training.modules) == 18
    assert sum(item.lesson_hours or 0 for item in training.schedule) == 16
    assert len(training.regions) == 13
    assert training.quota.seats(len(training.regions)) == 34
    assert [module.code for module in content.modules] == [f"PS-0{n}" for n in range(9)]
    assert training.certificate["title"] == "SERTIFIKAT KOMPETENSI"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("code: bimtek-ps-2024", "kode: x", ["code: wajib diisi", "kode: kunci tidak dikenal"]),
        ("2024-01-31, 2024-02-01", "2024-02-01, 2024-01-31", ["days: tanggal harus berurutan"]),
        ("2024-01-31, 2024-02-01", "2024-01-31, 2024-01-31", ["days: tanggal harus berurutan"]),
        ('"63.02"', '"63.01"', ['regions[2]: "63.01" ditulis dua kali']),
        ("{total: 8}", "{total: 8, per_region: 1}", ["quota.dinsos_provinsi: isi salah satu"]),
        ("{total: 8}", "{}", ["quota.dinsos_provinsi: isi salah satu"]),
        (
            "- code: PS-02",
            "- code: PS-01",
            [
                'modules[3].code: "PS-01" ditulis dua kali',
                'schedule[6].module: modul "PS-02" tidak ada di modules',
            ],
        ),
        ("modules/ps-02.md", "modules/ps-01.md", ['modules[3].file: "modules/ps-01.md" ditulis']),
        ("modules/ps-02.md", "../ps-02.md", ["../ps-02.md: seluruh berkas: berkas berada di luar"]),
        ("modules/ps-02.md", "modules/x.md", ["modules/x.md: seluruh berkas: berkas tidak"]),
        ("file: commitment.md", "file: x.md", ["x.md: seluruh berkas: berkas tidak ditemukan"]),
        ('starts: "07.45"', "starts: 07.45", ["meetings[1].starts: harus berupa jam dalam tanda"]),
        (
            'ends: "08.15"',
            'ends: "07.45"',
            ["schedule[1]: jam selesai (ends) harus sesudah jam mulai (starts)"],
        ),
        (
            "meeting: h1-pagi\n    quiz",
            "meeting: h1-sore\n    quiz",
            ['schedule[2].meeting: pertemuan "h1-sore" tidak ada di meetings'],
        ),
        (
            "kind: ceremony",
            "kind: pesta",
            ["schedule[3].kind: harus salah satu dari registration,"],
        ),
        ("    quiz: tes-awal\n", "", ["schedule[2]: kind test memerlukan quiz"]),
        (
            "    module: PS-01\n",
            "",
            ["schedule[5]: kind lesson memerlukan meeting, module, dan lesson_hours"],
        ),
        (
            "kind: ceremony",
            "kind: ceremony\n    quiz: tes-awal",
            ["schedule[3]: quiz hanya untuk kind test"],
        ),
        ("module_quizzes: 20", "module_quizzes: 21", ["rules.weights: jumlah bobot harus 100"]),
        ('at_least: "80,01"', "at_least: 95", ["rules: predicates harus menurun tanpa kembar"]),
        ("at_least: 0}", "at_least: 10}", ["rules: predicates harus menurun tanpa kembar"]),
        ("post_test_pass: 70", "post_test_pass: 70.5", ["rules.post_test_pass: harus nilai 0"]),
    ],
)
def test_a_broken_training_names_every_mistake(
    change: Change, old: str, new: str, expected: list[str]
) -> None:
    found = faults_of(change(old, new))
    assert len(found) == len(expected)
    for fault, text in zip(found, expected, strict=True):
        assert fault.removeprefix("training.yaml: ").startswith(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("self_study: true", "self_study: false"),
        ('ends: "08.15"', 'ends: "08.16"'),
        ('ends: "11.10"', 'ends: "11.09"'),
        ("minutes_per_lesson_hour: 45", "minutes_per_lesson_hour: 60"),
        ("meeting: h1-pagi\n    quiz", "meeting: h2-pagi\n    quiz"),
        ('starts: "12.40"\n    ends: "13.40"', 'starts: "17.40"\n    ends: "18.40"'),
    ],
)
def test_what_is_only_odd_about_a_timetable_is_no_fault(change: Change, old: str, new: str) -> None:
    assert faults_of(change(old, new)) == []


def test_a_day_that_does_not_exist_is_named(change: Change) -> None:
    found = faults_of(change("2024-01-31, 2024-02-01", "2024-01-31"))
    assert "training.yaml: meetings[3].day: hari ke-2 tidak ada di days" in found
    assert "training.yaml: schedule[14].day: hari ke-2 tidak ada di days" in found


def test_faults_of_several_files_come_together(change: Change) -> None:
    folder = change("meeting: h1-pagi\n    quiz", "meeting: h1-sore\n    quiz")
    (folder / "modules" / "ps-01.md").write_text("# Judul\n\n## A\n\n```\n# kode\n```\n\n## A\n")
    (folder / "modules" / "ps-03.md").write_text("Tanpa judul.\n")
    (folder / "data-notice.md").unlink()
    assert faults_of(folder) == [
        'training.yaml: schedule[2].meeting: pertemuan "h1-sore" tidak ada di meetings',
        "modules/ps-01.md: Judul: judul tingkat 1 (#) ada di training.yaml",
        "modules/ps-01.md: A: judul bagian ditulis dua kali",
        "modules/ps-03.md: seluruh berkas: tidak ada judul bagian (##)",
        "data-notice.md: seluruh berkas: berkas tidak ditemukan",
    ]
