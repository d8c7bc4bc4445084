"""Comments to be used again: keeping them, and putting them into a comment."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from courses.trainings.models import Role
from lms.audit import AuditEntry
from lms.db import db, transaction
from quizzes.rubrics.loader import keep_rubric
from quizzes.rubrics.schema import RubricFile
from quizzes.snippets.models import CommentSnippet
from quizzes.snippets.rules import with_snippet
from tests import factories
from tests.quizzes.practice.test_views import AT, GOOD, SHEET, filled, text

TEXT = "Tulis jumlah KPM."


@pytest.mark.parametrize(
    ("comment", "wanted"),
    [
        ("", TEXT),
        ("  \n", TEXT),
        ("Baik.", f"Baik.\n{TEXT}"),
        ("Baik.\n\n", f"Baik.\n{TEXT}"),
        (TEXT, f"{TEXT}\n{TEXT}"),
    ],
)
def test_a_snippet_stands_on_a_line_of_its_own(comment, wanted):
    assert with_snippet(comment, TEXT) == wanted


@pytest.fixture
def world(app):
    return factories.make_world(app)


@pytest.fixture
def url(world):
    return f"/pelatihan/{world.code}/cuplikan"


@pytest.fixture
def budi(world, sign_in):
    return sign_in(world.budi)


@pytest.fixture
def gusti(app, world, sign_in):
    person = factories.make_person(app, "Gusti Rahman")
    factories.enrol(app, world.training_id, person, Role.TRAINER)
    return sign_in(person)


def kept(app):
    with app.app_context():
        rows = db.session.scalars(sa.select(CommentSnippet).order_by(CommentSnippet.id))
        return [(row.text, row.is_shared) for row in rows]


def actions(app):
    with app.app_context():
        return [
            action
            for action in db.session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.id))
            if action.startswith("snippet.")
        ]


def test_a_trainer_adds_changes_and_removes(app, budi, url):
    assert "Belum ada cuplikan" in text(budi.get(url))
    assert budi.post(url, {"text": TEXT}).status_code == 303
    assert budi.post(url, {"text": TEXT}).status_code == 303  # twice is once
    assert kept(app) == [(TEXT, False)]
    assert TEXT in text(budi.get(f"{url}/1"))
    assert budi.post(f"{url}/1", {"text": "Lain.", "is_shared": "y"}).status_code == 303
    assert kept(app) == [("Lain.", True)]
    assert budi.post(f"{url}/1/hapus", {}).status_code == 303
    assert budi.post(f"{url}/1/hapus", {}).status_code == 404
    assert kept(app) == []
    assert actions(app) == ["snippet.added", "snippet.changed", "snippet.removed"]


@pytest.mark.parametrize("typed", ["", "  \n ", "x" * 501])
def test_bad_text_is_refused(app, budi, url, typed):
    assert budi.post(url, {"text": typed}).status_code == 422
    budi.post(url, {"text": TEXT})
    assert budi.post(f"{url}/1", {"text": typed}).status_code == 422
    assert kept(app) == [(TEXT, False)]


def test_two_snippets_do_not_become_the_same(app, budi, url):
    budi.post(url, {"text": TEXT})
    budi.post(url, {"text": "Lain."})
    response = budi.post(f"{url}/2", {"text": TEXT})
    assert response.status_code == 409
    assert "sudah ada" in text(response)
    assert kept(app) == [(TEXT, False), ("Lain.", False)]


def test_others_use_what_is_shared_and_change_nothing(app, budi, gusti, url):
    budi.post(url, {"text": TEXT, "is_shared": "y"})
    budi.post(url, {"text": "Hanya saya."})
    page = text(gusti.get(url))
    assert TEXT in page
    assert "Dibagikan oleh Budi Santoso" in page
    assert "Hanya saya." not in page
    for snippet, status in ((1, 403), (2, 404), (99, 404)):
        assert gusti.get(f"{url}/{snippet}").status_code == status
        assert gusti.post(f"{url}/{snippet}", {"text": "Ubah"}).status_code == status
        assert gusti.post(f"{url}/{snippet}/hapus", {}).status_code == status
    assert kept(app) == [(TEXT, True), ("Hanya saya.", False)]


@pytest.mark.parametrize(("who", "status"), [("citra", 403), ("ani", 403), ("dewi", 404)])
def test_only_trainers_keep_snippets(world, sign_in, url, who, status):
    person = sign_in(getattr(world, who))
    assert person.get(url).status_code == status
    assert person.post(url, {"text": TEXT}).status_code == status


def test_a_snippet_of_another_training_is_not_found(app, budi, url):
    budi.post(url, {"text": TEXT})
    factories.make_training(app, "lain")
    with app.app_context():
        budi_id = db.session.scalar(sa.select(CommentSnippet.owner_id))
        other = db.session.scalar(sa.text("SELECT id FROM training WHERE code = 'lain'"))
    factories.enrol(app, other, budi_id, Role.TRAINER)
    assert budi.get("/pelatihan/lain/cuplikan/1").status_code == 404


def test_without_a_script_the_server_puts_it_into_the_comment(app, world, budi, url):
    with app.app_context(), transaction():
        sheet = RubricFile.model_validate(SHEET)
        keep_rubric(sheet, training_id=world.training_id, actor_id=None, at=AT)
    budi.post(url, {"text": TEXT})
    path = f"/pelatihan/{world.code}/praktik/{world.ani_seat}/amati"
    form = filled(GOOD, action="insert", comment="Baik.") | {"snippet": "1"}
    page = text(budi.post(path, form))
    assert f"Baik.\n{TEXT}</textarea>" in page
    assert "4 dari 4" in page  # the levels are still there, nothing is saved
    assert "Draf tersimpan pukul 1" not in page
    assert "Baik.</textarea>" in text(budi.post(path, form | {"snippet": "99"}))
