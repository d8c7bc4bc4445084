"""The chapters of a volume with their texts bound for one kind of book."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from courses.handouts.texts import Binding, Heading, Text, bind
from courses.handouts.volumes import Chapter, Volume
from lms.i18n import format_date


@dataclass(frozen=True)
class Part:
    chapter: Chapter
    text: Text

    @property
    def sections(self) -> list[Heading]:
        return [heading for heading in self.text.headings if heading.level == 2 and heading.id]


def parts_of(
    volume: Volume, *, place: Callable[[Chapter], str], picture: Callable[[str], str]
) -> list[Part]:
    """`place` says where the book has a chapter, `picture` where it has a picture."""
    places = {chapter.code: place(chapter) for chapter in volume.chapters}
    return [
        Part(
            chapter,
            bind(
                chapter.html,
                Binding(
                    prefix=chapter.key,
                    chapters=places,
                    page=f"{volume.address}/modul/{chapter.code}",
                    picture=picture,
                ),
            ),
        )
        for chapter in volume.chapters
    ]


def facts_of(chapter: Chapter) -> str:
    """The line under a module's title."""
    facts = [
        f"{chapter.lesson_hours} JP",
        "belajar mandiri" if chapter.is_self_study else "",
        f"waktu baca {chapter.reading_minutes} menit",
        f"naskah versi {chapter.version}, {format_date(chapter.updated_at)}",
    ]
    return " · ".join(fact for fact in facts if fact)
