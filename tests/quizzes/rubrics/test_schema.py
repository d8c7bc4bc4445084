"""Rubric files: the sample's are right, and a broken copy names each mistake."""

import shutil
from pathlib import Path

import pytest

from courses.trainings.reading import read_training
from lms.content import Fault
from quizzes.rubrics.schema import read_rubrics

SHIPPED = Path(__file__).parents[3] / "courses" / "content" / "bimtek-pendamping-sosial"


def faults_of(folder: Path) -> list[str]:
    faults: list[Fault] = []
    rubrics = read_rubrics(folder, read_training(SHIPPED, []), faults)
    assert (rubrics is None) == bool(faults)
    return [str(fault) for fault in faults]


def test_the_sample_rubrics_are_right() -> None:
    faults: list[Fault] = []
    rubrics = read_rubrics(SHIPPED, read_training(SHIPPED, faults), faults)
    assert faults == []
    assert rubrics is not None
    work_plan = {document.content.key: document.content for document in rubrics}["rencana-kerja"]
    assert [criterion.weight for criterion in work_plan.criteria] == [20_00] * 5
    assert work_plan.pass_mark == 7000


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("weight: 20", "weight: 25", "seluruh berkas (baris 1): jumlah bobot kriteria harus 100"),
        ("weight: 20", "weight: 0", "criteria[1].weight (baris 7): harus bobot 0,01 sampai"),
        ("key: indikator", "key: sasaran", "seluruh berkas (baris 1): ada kriteria dengan key"),
        ("level: 4", "level: 3", "criteria[1] (baris 5): levels harus 1, 2, 3, dan 4"),
        ("level: 4", "level: 5", "criteria[1].levels[4].level (baris 18): paling besar 4"),
        (
            "pass_mark: 70",
            "pass_mark: 60",
            "pass_mark (baris 3): harus sama dengan rules.work_plan",
        ),
        ("pass_mark: 70\n", "", "pass_mark (baris 1): wajib diisi"),
        ("title: Cukup", "judul: Cukup", "criteria[1].levels[2].title (baris 12): wajib diisi"),
        ("key: rencana-kerja", "key: laporan-kerja", "key (baris 1): sudah dipakai di rubrics/lap"),
    ],
)
def test_a_broken_rubric_names_its_place(tmp_path: Path, old: str, new: str, expected: str) -> None:
    shutil.copytree(SHIPPED / "rubrics", tmp_path / "rubrics")
    file = tmp_path / "rubrics" / "rencana-kerja.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert faults_of(tmp_path)[0].startswith(f"rubrics/rencana-kerja.yaml: {expected}")


def test_a_rubric_the_training_names_must_exist(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED / "rubrics", tmp_path / "rubrics")
    (tmp_path / "rubrics" / "laporan-kerja.yaml").unlink()
    (only,) = faults_of(tmp_path)
    assert only.startswith("training.yaml: rules.work_report_rubric (baris ")
    assert only.endswith('rubrik "laporan-kerja" tidak ada di folder rubrics')
