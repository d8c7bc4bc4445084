"""Evaluation forms: the sample's are right, and a broken copy names each mistake."""

import re
import shutil
from pathlib import Path

import pytest

from courses.evaluation.schema import read_evaluations
from courses.trainings.reading import read_training
from lms.content import Fault

SHIPPED = Path(__file__).parents[3] / "courses" / "content" / "bimtek-pendamping-sosial"
FORM = "evaluations/penyelenggaraan.yaml"


def broken(folder: Path, old: str, new: str) -> Path:
    """Copy the sample and replace one piece of the form about the training."""
    copy = folder / "pelatihan"
    shutil.copytree(SHIPPED, copy)
    text = (copy / FORM).read_text(encoding="utf-8")
    assert old in text
    (copy / FORM).write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


def faults_of(folder: Path) -> list[str]:
    faults: list[Fault] = []
    read_evaluations(folder, faults)
    return [re.sub(r" \(baris \d+\)", "", str(fault)) for fault in faults]


def test_the_sample_asks_about_the_training_and_about_its_speakers() -> None:
    faults: list[Fault] = []
    forms = {form.content.about: form.content for form in read_evaluations(SHIPPED, faults)}
    assert faults == []
    assert {about: len(form.items) for about, form in forms.items()} == {
        "training": 6,
        "speaker": 8,
    }


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("key: soal", "key: bahan", "seluruh berkas: ada butir dengan key yang sama"),
        (
            "      - Tidak disediakan.\n",
            "",
            "items[3].levels: paling sedikit 4 butir",
        ),
        (
            "      - Tidak disediakan.\n",
            "      - Tidak disediakan.\n      - Tidak tahu.\n",
            "items[3].levels: paling banyak 4 butir",
        ),
        (
            "Berfungsi dengan baik.",
            "beberapa kali terganggu.",
            "items[5]: ada dua tingkat dengan uraian yang sama",
        ),
        (
            "about: training",
            "about: committee",
            "about: harus salah satu dari training, speaker",
        ),
        (
            "about: training",
            "about: speaker",
            "about: sudah ditanyakan di evaluations/narasumber.yaml",
        ),
        (
            "key: penyelenggaraan",
            "key: narasumber",
            "key: sudah dipakai di evaluations/narasumber.yaml",
        ),
        ("open_question:", "question:", "open_question: wajib diisi"),
    ],
)
def test_a_broken_form_names_its_place(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert faults_of(broken(tmp_path, old, new))[0] == f"{FORM}: {expected}"


def test_a_training_with_a_broken_form_is_not_loaded(tmp_path: Path) -> None:
    faults: list[Fault] = []
    assert read_training(broken(tmp_path, "key: soal", "key: bahan"), faults) is None
    assert [fault.file for fault in faults] == [FORM]


def test_a_training_may_ask_nothing(tmp_path: Path) -> None:
    assert faults_of(tmp_path) == []
