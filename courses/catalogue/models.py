"""Curriculum, modules, the versions of their texts, and their drawings."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from lms.db import Base


class Curriculum(Base):
    __tablename__ = "curriculum"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(60), unique=True)
    title: Mapped[str] = mapped_column(sa.String(200))
    edition: Mapped[str] = mapped_column(sa.String(40))


class Module(Base):
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


class Figure(Base):
    """A drawing the modules of a curriculum show; its bytes lie in the file store."""

    __tablename__ = "figure"
    __table_args__ = (sa.UniqueConstraint("curriculum_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    curriculum_id: Mapped[int] = mapped_column(sa.ForeignKey("curriculum.id"))
    name: Mapped[str] = mapped_column(sa.String(100))
    file_key: Mapped[str] = mapped_column(sa.String(100))
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(sa.String(40))


class ModuleVersion(Base):
    """A module's text as it once was; a changed text is a new row."""

    __tablename__ = "module_version"
    __table_args__ = (sa.UniqueConstraint("module_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(sa.ForeignKey("module.id"))
    number: Mapped[int]
    markdown: Mapped[str] = mapped_column(sa.Text)
    html: Mapped[str] = mapped_column(sa.Text)
    reading_minutes: Mapped[int]
    content_hash: Mapped[str] = mapped_column(sa.String(64))
    created_at: Mapped[datetime]
