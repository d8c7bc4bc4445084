"""Passages that only one edition shows."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from courses.catalogue.editions import for_edition, problems_of
from courses.catalogue.models import Curriculum, Module, ModuleVersion
from courses.catalogue.queries import pictures_of
from courses.catalogue.services import render_modules, save_text
from lms.db import db, transaction
from tests import factories

TEXT = """\
## Data
Sama.

::: edisi 2024
DTKS
:::
::: edisi 2025
DTSEN
:::
Akhir.
"""


@pytest.mark.parametrize(
    ("edition", "expected"),
    [
        ("2024", "## Data\nSama.\n\nDTKS\nAkhir.\n"),
        ("2025", "## Data\nSama.\n\nDTSEN\nAkhir.\n"),
        ("2030", "## Data\nSama.\n\nAkhir.\n"),
    ],
)
def test_an_edition_shows_its_own_and_what_all_share(edition, expected):
    assert for_edition(TEXT, edition) == expected


def test_marks_in_code_are_text():
    text = "```\n::: edisi 2024\n:::\n```\n"
    assert for_edition(text, "2025") == text
    assert problems_of(text, ["2025"]) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (TEXT, []),
        ("::: edisi 2030\n:::\n", [(1, 'edisi "2030" tidak ada')]),
        ("a\n::: edisi 2024\n", [(2, "edisi ini tidak ditutup dengan :::")]),
        (":::\n", [(1, "penutup ::: tanpa pembuka")]),
        (
            "::: edisi 2024\n::: edisi 2025\n:::\n",
            [(2, "edisi di baris 1 belum ditutup dengan :::")],
        ),
        ("::: catatan\n:::\n", [(1, 'pembuka harus "::: edisi" dan nama edisinya')]),
    ],
)
def test_a_mark_that_is_wrong_names_its_line(text, found):
    assert [(each.line, each.message) for each in problems_of(text, ["2024", "2025"])] == found


def test_another_edition_is_a_new_version_only_where_the_text_differs(app):
    factories.make_training(app, "bimtek-uji")
    with app.app_context(), transaction():
        curriculum = db.session.scalars(sa.select(Curriculum)).one()
        module = db.session.scalars(sa.select(Module).where(Module.code == "PS-01")).one()
        values = {"pictures": pictures_of(curriculum.id), "author_id": None, "at": factories.BEFORE}
        save_text(module, TEXT, edition="2024", **values)
        render_modules(curriculum, author_id=None, at=factories.BEFORE)
        before = module.version
        assert render_modules(curriculum, author_id=None, at=factories.BEFORE) == []
        curriculum.edition = "2025"
        assert render_modules(curriculum, author_id=None, at=factories.BEFORE) == ["PS-01"]
        versions = db.session.scalars(
            sa.select(ModuleVersion.html)
            .where(ModuleVersion.module_id == module.id)
            .order_by(ModuleVersion.number)
        ).all()
    assert module.version == before + 1
    assert "DTKS" in versions[-2]
    assert "DTSEN" in versions[-1]
    assert "DTKS" not in versions[-1]
