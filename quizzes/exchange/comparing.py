"""What questions of the bank say, so that equal ones are known as equal."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from quizzes.exchange.items import WHOLE, Kind
from quizzes.exchange.weights import equal_share, shares_are_usual

BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr"}
SPACE = re.compile(r"[ \t\r\n\f]+")  # a space that does not break is a letter
_AROUND_BLOCK = re.compile(rf" ?(</?(?:{'|'.join(sorted(BLOCKS))})\b[^>]*>) ?")
_HEADING_ID = re.compile(r'(<h[23]) id="[^"]*"')
_PLACED = re.compile(
    r' width="\d+" height="\d+" loading="lazy"|(?<=\.png|\.jpg|\.svg)\?v=[0-9a-f]+(?=")'
)
_BREAK = re.compile(r" ?<br> ?")


def plainly(html: str) -> str:
    """Without what shows nothing: space between blocks, and what a page adds of its own."""
    text = SPACE.sub(" ", _PLACED.sub("", _HEADING_ID.sub(r"\1", html)))
    return _AROUND_BLOCK.sub(r"\1", _BREAK.sub("<br>", text)).strip()


def weights_of(kind: str, options: Sequence[Mapping[str, Any]]) -> list[int]:
    """What each option is worth, as the bank will count it."""
    usual = usual_weights(kind, [option["correct"] for option in options])
    return [option.get("fraction", share) for option, share in zip(options, usual, strict=True)]


def usual_weights(kind: str, correct: Sequence[bool]) -> list[int]:
    """The usual rule: right minus wrong, or all or nothing."""
    if kind != Kind.MULTIPLE:
        return [WHOLE if is_right else 0 for is_right in correct]
    share = equal_share(sum(correct))
    return [share if is_right else -share for is_right in correct]


def fingerprint(kind: str, content: Mapping[str, Any]) -> str:
    """Equal for questions that say the same; space around and between texts says nothing."""
    said = _plain([str(kind), _said(kind, content)])
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """All that was said, plainly."""
    if isinstance(value, str):
        return plainly(value)
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, Sequence) else value


def _said(kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """The content with the weights that count in place of how they are written."""
    said = dict(content)
    if options := content.get("options"):
        weights = weights_of(kind, options)
        if kind == Kind.MULTIPLE and shares_are_usual(weights):
            weights = usual_weights(kind, [weight > 0 for weight in weights])
        said["options"] = [
            {name: option[name] for name in ("key", "text", "why")}
            | {"fraction": weight, "fixed": option.get("fixed", False)}
            for option, weight in zip(options, weights, strict=True)
        ]
    return said
