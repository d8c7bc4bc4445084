"""Reads a folder's quizzes and questions, and checks that they fit together and the training."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from courses.trainings.reading import TrainingContent
from lms import markdown
from lms.content import Document, Fault, read_yaml, yaml_files
from quizzes.bank.bodies import AnyBody, texts_of
from quizzes.bank.entries import QuestionEntry
from quizzes.bank.schema import BankFile, QuizFile, Quizzes

BANK_FILE = "bank.yaml"

AnyDocument = Document[QuizFile] | Document[BankFile]


def read_quizzes(
    folder: Path, training: TrainingContent | None, faults: list[Fault]
) -> Quizzes | None:
    """Read all quizzes of the folder; checks against the training need a training that is right."""
    before = len(faults)
    read = [read_yaml(folder, name, QuizFile, faults) for name in yaml_files(folder, "quizzes")]
    files = tuple(document for document in read if document is not None)
    has_bank = (folder / BANK_FILE).is_file()
    bank = read_yaml(folder, BANK_FILE, BankFile, faults) if has_bank else None
    quizzes = Quizzes(files, bank)
    faults.extend(_doubled_keys(quizzes))
    faults.extend(_unpaired(quizzes.files))
    faults.extend(_borrowed_and_drawn(quizzes, training.training.edition if training else ""))
    if training is not None:
        for document in quizzes.documents:
            faults.extend(_unknown_names(document, training))
        if len(files) == len(read):
            faults.extend(_named_quizzes(files, training))
    return quizzes if len(faults) == before else None


def _doubled_keys(quizzes: Quizzes) -> list[Fault]:
    """Keys are unique in the whole folder: results and versions are found by them."""
    faults: list[Fault] = []
    names: dict[str, str] = {}
    for document in quizzes.files:
        first = names.setdefault(document.content.key, document.file)
        if first != document.file:
            faults.append(document.fault(("key",), f"sudah dipakai di {first}"))
    keys: dict[str, str] = {}
    for any_document in quizzes.documents:
        for index, question in enumerate(any_document.content.questions):
            if question.key in keys:
                message = f'"{question.key}" sudah dipakai di {keys[question.key]}'
                faults.append(any_document.fault(("questions", index, "key"), message))
            keys.setdefault(question.key, any_document.file)
    return faults


def _unpaired(files: Sequence[Document[QuizFile]]) -> list[Fault]:
    """Parallel quizzes name each other; their papers take as long."""
    by_key = {document.content.key: document.content for document in files}
    faults: list[Fault] = []
    for document in files:
        quiz = document.content
        twin = by_key.get(quiz.parallel or "")
        if quiz.parallel is None:
            continue
        if twin is None or twin is quiz or twin.parallel != quiz.key:
            message = f'kuis "{quiz.parallel}" harus ada dan menyebut "{quiz.key}" di parallel-nya'
        elif (twin.minutes, twin.draw) != (quiz.minutes, quiz.draw):
            message = f'minutes dan draw harus sama dengan kuis "{twin.key}"'
        else:
            continue
        faults.append(document.fault(("parallel",), message))
    return faults


def _borrowed_and_drawn(quizzes: Quizzes, edition: str) -> list[Fault]:
    """What `also` names must exist, and a paper can draw no more than its quiz may ask."""
    faults: list[Fault] = []
    known: dict[str, QuestionEntry] = {
        question.key: question
        for document in quizzes.documents
        for question in document.content.questions
    }
    for document in quizzes.files:
        quiz = document.content
        own = {question.key for question in quiz.questions}
        for index, key in enumerate(quiz.also):
            if key not in known or key in own or key in quiz.also[:index]:
                message = f'soal "{key}" tidak ada di berkas lain, atau ditulis dua kali'
                faults.append(document.fault(("also", index), message))
        asked = [*quiz.questions, *(known[key] for key in quiz.also if key in known)]
        approved = sum(
            question.status == "approved" and question.edition in ("", edition)
            for question in asked
        )
        if quiz.draw is not None and quiz.draw > approved:
            message = f"diambil {quiz.draw} soal, padahal yang berstatus approved hanya {approved}"
            faults.append(document.fault(("draw",), message))
    return faults


def _unknown_names(document: AnyDocument, training: TrainingContent) -> list[Fault]:
    faults: list[Fault] = []
    headings = {module.code: module.headings for module in training.modules}
    own = document.content.module if isinstance(document.content, QuizFile) else None
    if own is not None and own not in headings:
        faults.append(document.fault(("module",), f'modul "{own}" tidak ada'))
    for index, question in enumerate(document.content.questions):
        place = ("questions", index)
        if question.module and question.module not in headings:
            message = f'modul "{question.module}" tidak ada'
            faults.append(document.fault((*place, "module"), message))
        elif question.section and question.section not in headings.get(question.module, ()):
            message = f'bagian "{question.section}" tidak ada di modul {question.module}'
            faults.append(document.fault((*place, "section"), message))
        if own is not None and question.module != own:
            message = f"soal kuis modul {own} harus tentang modul itu"
            faults.append(document.fault((*place, "module"), message))
        if question.edition and question.edition not in training.training.editions:
            message = f'edisi "{question.edition}" tidak ada di training.yaml'
            faults.append(document.fault((*place, "edition"), message))
        for problem in _picture_faults(question.body, training):
            faults.append(document.fault(place, problem))
    return faults


def _picture_faults(body: AnyBody, training: TrainingContent) -> Iterable[str]:
    for text in texts_of(body) if body.markup == "markdown" else ():
        for image in markdown.images(text):
            if image.source not in training.pictures:
                yield f'gambar "{image.source}" tidak ada di folder figures'
            if not image.alt.strip():
                yield f'gambar "{image.source}" tanpa teks alternatif'


def _named_quizzes(
    documents: Sequence[Document[QuizFile]], training: TrainingContent
) -> list[Fault]:
    """Check the quizzes that training.yaml names, and that both tell the same pass mark."""
    quizzes = {document.content.key: document for document in documents}
    rules, report = training.training.rules, training.document.fault
    faults = [
        report(("schedule", index, "quiz"), f'kuis "{item.quiz}" tidak ada di folder quizzes')
        for index, item in enumerate(training.training.schedule)
        if item.quiz is not None and item.quiz not in quizzes
    ]
    for name, kind in (("pre_test", "pretest"), ("post_test", "posttest")):
        key = getattr(rules, name)
        if key is None:
            continue
        if key not in quizzes:
            faults.append(report(("rules", name), f'kuis "{key}" tidak ada di folder quizzes'))
        elif quizzes[key].content.kind != kind:
            faults.append(report(("rules", name), f'kuis "{key}" bukan kind {kind}'))
    post_test = quizzes.get(rules.post_test)
    if post_test is not None and post_test.content.pass_mark != rules.post_test_pass:
        message = "harus sama dengan rules.post_test_pass di training.yaml"
        faults.append(post_test.fault(("pass_mark",), message))
    return faults
