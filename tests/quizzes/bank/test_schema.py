"""Quiz files: one table of broken questions, and quizzes that do not fit their training."""

from pathlib import Path

import pytest

from courses.trainings.reading import TrainingContent, read_training
from lms.content import Fault
from quizzes.bank.reading import read_quizzes

SHIPPED = Path(__file__).parents[3] / "courses" / "content" / "bimtek-pendamping-sosial"

QUESTION = """
  - key: A-PS01-1
    module: PS-01
    level: C1
    kind: single
    status: approved
    section: Pokok materi
    stem: Mana yang benar?
    options:
      - {text: Satu, correct: true, why: Tepat.}
      - {text: Dua}
      - {text: Tiga}
    explanation: Karena demikian.
"""
TRUE_FALSE = QUESTION.replace("kind: single", "kind: true_false")
OPTIONS = QUESTION[QUESTION.index("    options") : QUESTION.index("    explanation")]
PRETEST = "key: tes-awal\ntitle: Tes awal\nkind: pretest\nminutes: 30\nattempts: 1\nquestions:"
POSTTEST = (
    PRETEST.replace("awal", "akhir").replace("pretest", "posttest")
    + QUESTION.replace("A-PS01-1", "B-PS01-1")
).replace("attempts: 1", "attempts: 2\npass_mark: 70")


@pytest.fixture(scope="module")
def training() -> TrainingContent:
    content = read_training(SHIPPED, [])
    assert content is not None
    return content


def faults_of(folder: Path, training: TrainingContent | None, **files: str) -> list[str]:
    (folder / "quizzes").mkdir()
    for name, text in files.items():
        (folder / "quizzes" / f"{name}.yaml").write_text(text, encoding="utf-8")
    faults: list[Fault] = []
    quizzes = read_quizzes(folder, training, faults)
    assert (quizzes is None) == bool(faults)
    return [str(fault).removeprefix("quizzes/") for fault in faults]


def test_the_sample_quizzes_are_right(training: TrainingContent) -> None:
    faults: list[Fault] = []
    quizzes = read_quizzes(SHIPPED, training, faults)
    assert faults == []
    assert quizzes is not None
    kinds = [document.content.kind for document in quizzes.files]
    assert (kinds.count("pretest"), kinds.count("posttest")) == (1, 1)


def test_right_quizzes_have_no_faults(tmp_path: Path, training: TrainingContent) -> None:
    multiple = QUESTION.replace("single", "multiple").replace(
        "{text: Dua}", "{text: Dua, correct: true}"
    )
    yes_no = TRUE_FALSE.replace(OPTIONS, "    answer: false\n").replace("A-PS01-1", "A-PS01-2")
    found = faults_of(tmp_path, training, awal=PRETEST + multiple + yes_no, akhir=POSTTEST)
    assert found == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            QUESTION.replace("correct: true", "correct: false"),
            "tepat satu pilihan benar, sekarang 0",
        ),
        (QUESTION.replace("{text: Dua}", "{text: Dua, correct: true}"), "benar, sekarang 2"),
        (QUESTION.replace("single", "multiple"), "multiple memerlukan paling sedikit dua pilihan"),
        (
            QUESTION.replace("single", "multiple")
            .replace("{text: Dua}", "{text: Dua, correct: true}")
            .replace("{text: Tiga}", "{text: Tiga, correct: true}"),
            "multiple memerlukan paling sedikit dua pilihan benar dan satu pilihan salah",
        ),
        (QUESTION.replace("{text: Dua}", "{text: ' satu  '}"), "ada pilihan (options) yang sama"),
        (QUESTION.replace(OPTIONS, ""), "questions[1].options (baris 7): wajib diisi"),
        (
            QUESTION.replace("\n      - {text: Dua}\n      - {text: Tiga}", ""),
            "questions[1].options (baris 14): paling sedikit 2 butir",
        ),
        (QUESTION + "    answer: true\n", "[1].answer (baris 19): kunci tidak dikenal"),
        (TRUE_FALSE, "questions[1].answer (baris 7): wajib diisi"),
        (TRUE_FALSE.replace(OPTIONS, ""), "questions[1].answer (baris 7): wajib diisi"),
        (TRUE_FALSE.replace(OPTIONS, "    answer: Ya\n"), "[1].answer (baris 14): harus true atau"),
        (
            QUESTION.replace("C1", "C4"),
            "questions[1].level (baris 9): harus salah satu dari C1, C2",
        ),
        (
            QUESTION.replace("kind: single", "kind: esai"),
            "questions[1].kind (baris 10): harus salah satu dari single, multiple, true_false,",
        ),
        (QUESTION.replace("approved", "draft"), "questions[1].status (baris 11): harus salah satu"),
        (QUESTION.replace("A-PS01-1", "A PS01"), "questions[1].key (baris 7): hanya huruf, angka"),
        (
            QUESTION.replace("    explanation: Karena demikian.\n", ""),
            "questions[1] (baris 7): soal berstatus approved memerlukan explanation",
        ),
        (QUESTION.replace("{text: Dua}", "{text: Dua, score: 1}"), "options[2].score (baris 16): "),
        (
            QUESTION.replace("PS-01\n", "PS-99\n"),
            'questions[1].module (baris 8): modul "PS-99" tidak',
        ),
        (
            QUESTION.replace("Pokok materi", "Bagian lain"),
            'questions[1].section (baris 12): bagian "Bagian lain" tidak ada di modul PS-01',
        ),
        (
            QUESTION * 2,
            'questions[2].key (baris 20): "A-PS01-1" sudah dipakai di quizzes/awal.yaml',
        ),
    ],
)
def test_a_broken_question_names_its_place(
    tmp_path: Path, training: TrainingContent, question: str, expected: str
) -> None:
    found = faults_of(tmp_path, training, awal=PRETEST + question, akhir=POSTTEST)
    assert found[0].startswith("awal.yaml: questions[")
    assert expected in found[0]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Mana yang benar?", '"![Rumah](figures/rumah.png)"', 'gambar "figures/rumah.png" tidak'),
        ("Mana yang benar?", '"![](figures/ps-04-alur.svg)"', "tanpa teks alternatif"),
        ("status:", 'edition: "2030"\n    status:', '(baris 11): edisi "2030" tidak ada'),
        (
            "kind: single\n    status: approved",
            "kind: case\n    status: approved\n    parts: [{kind: single, stem: A, options: []}]",
            "questions[1].parts[1].options (baris 12): paling sedikit 2 butir",
        ),
    ],
)
def test_what_a_question_names_must_exist(
    tmp_path: Path, training: TrainingContent, old: str, new: str, expected: str
) -> None:
    question = QUESTION.replace(old, new)
    if "case" in new:
        question = question.replace(OPTIONS, "")
    found = faults_of(tmp_path, training, awal=PRETEST + question, akhir=POSTTEST)
    assert expected in found[0]


@pytest.mark.parametrize(
    ("awal", "akhir", "expected"),
    [
        (
            PRETEST.replace("kind: pretest", "kind: module") + QUESTION,
            POSTTEST,
            "awal.yaml: seluruh berkas (baris 1): kind module memerlukan module",
        ),
        (
            PRETEST.replace("pretest", "module\nmodule: PS-02") + QUESTION,
            POSTTEST,
            "awal.yaml: questions[1].module (baris 9): soal kuis modul PS-02 harus",
        ),
        (
            PRETEST + QUESTION.replace("A-PS01-1", "B-PS01-1"),
            POSTTEST,
            'awal.yaml: questions[1].key (baris 7): "B-PS01-1" sudah dipakai di quizzes/akhir.yaml',
        ),
        (
            PRETEST.replace("tes-awal", "tes-akhir") + QUESTION,
            POSTTEST,
            "awal.yaml: key (baris 1): sudah dipakai di quizzes/akhir.yaml",
        ),
        (
            PRETEST.replace("tes-awal", "tes-lain") + QUESTION,
            POSTTEST,
            'kuis "tes-awal" tidak ada di folder quizzes',
        ),
        (
            PRETEST + QUESTION,
            POSTTEST.replace("posttest", "pretest"),
            'kuis "tes-akhir" bukan kind posttest',
        ),
        (
            PRETEST + QUESTION,
            POSTTEST.replace("pass_mark: 70", "pass_mark: 65"),
            "akhir.yaml: pass_mark (baris 6): harus sama dengan rules.post_test_pass",
        ),
        (
            PRETEST.replace("attempts: 1", "attempts: 1\ndraw: 2")
            + QUESTION
            + QUESTION.replace("A-PS01-1", "A-PS01-2").replace("approved", "perlu_konfirmasi"),
            POSTTEST,
            "awal.yaml: draw (baris 6): diambil 2 soal, padahal yang berstatus approved hanya 1",
        ),
        (
            PRETEST.replace("attempts: 1", "attempts: 1\ndraw: 0") + QUESTION,
            POSTTEST,
            "awal.yaml: draw (baris 6): ",
        ),
        ("key: [", POSTTEST, "awal.yaml: seluruh berkas (baris 1): YAML tidak dapat dibaca"),
    ],
)
def test_quizzes_that_do_not_fit_are_named(
    tmp_path: Path, training: TrainingContent, awal: str, akhir: str, expected: str
) -> None:
    assert expected in "\n".join(faults_of(tmp_path, training, awal=awal, akhir=akhir))


def test_all_files_report_even_without_a_right_training(tmp_path: Path) -> None:
    found = faults_of(
        tmp_path, None, awal=PRETEST, akhir=POSTTEST.replace("minutes: 30", "menit: 30")
    )
    assert found == [
        "akhir.yaml: minutes (baris 1): wajib diisi",
        "akhir.yaml: menit (baris 4): kunci tidak dikenal",
        "awal.yaml: questions (baris 6): harus berupa daftar",
    ]
