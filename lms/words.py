"""Sentences for people, made where no request is at hand and translated where one is.

Pure rules and file readers have to say what is wrong. They write the Indonesian sentence inside
`N_()`, where the extractor of translations finds it, and the page turns it into the language
of its reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Words:
    text: str
    values: dict[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        """The sentence in Indonesian, the source language."""
        return self.text % self.values if self.values else self.text


def N_(text: str, **values: object) -> Words:  # noqa: N802 - the name the extractor knows
    return Words(text, values)


class InputError(ValueError):
    """Something from outside cannot be accepted; `words` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words
