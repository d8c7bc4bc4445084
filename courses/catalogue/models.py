"""Curriculum, modules, the versions of their texts, and their drawings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class Curriculum(Base):
    __tablename__ = "curriculum"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(60), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    edition: Mapped[str] = mapped_column(sa.String(40))  # a key of editions
    base_edition: Mapped[str | None] = mapped_column(sa.String(40))  # what a folder last said
    editions: Mapped[dict[str, Any]]  # key -> what it is called, in their order


class Module(Base):
    """`base_hash` is what the content folder last said of it, None if it came otherwise."""

    __tablename__ = "module"
    __table_args__ = (
        sa.UniqueConstraint("curriculum_id", "code"),
        sa.UniqueConstraint("curriculum_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    curriculum_id: Mapped[int] = mapped_column(sa.ForeignKey("curriculum.id"))
    code: Mapped[str] = mapped_column(sa.String(20))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(sa.String(200))
    lesson_hours: Mapped[int]
    is_self_study: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)  # the ModuleVersion shown now
    base_hash: Mapped[str | None] = mapped_column(sa.String(64))  # of title and text


class Figure(Base):
    """A picture that texts of a curriculum show; its bytes lie in the file store.

    A picture of the same name with other bytes is a new row, and the old one stays: a paper that
    was handed out goes on showing it.
    """

    __tablename__ = "figure"
    __table_args__ = (sa.UniqueConstraint("curriculum_id", "name", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    curriculum_id: Mapped[int] = mapped_column(sa.ForeignKey("curriculum.id"))
    name: Mapped[str] = mapped_column(sa.String(100))
    digest: Mapped[str] = mapped_column(sa.String(64))
    is_current: Mapped[bool] = mapped_column(default=True)
    file_key: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    media_type: Mapped[str] = mapped_column(sa.String(40))


class ModuleVersion(Base):
    """A module's text as it once was; a changed text is a new row.

    `html` shows the curriculum's edition and no other.
    """

    __tablename__ = "module_version"
    __table_args__ = (sa.UniqueConstraint("module_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(sa.ForeignKey("module.id"))
    number: Mapped[int]
    markdown: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    reading_minutes: Mapped[int]
    size: Mapped[int]  # bytes that a phone fetches to read it, with its pictures
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("person.id"))  # None: a folder
    note: Mapped[str] = mapped_column(sa.String(200), default="")
    created_at: Mapped[datetime]
