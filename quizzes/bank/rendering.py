"""Makes of a written question what papers and previews show: clean HTML, rendered once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lms import markdown
from lms.markdown import Picture
from quizzes.bank.bodies import (
    OPTION_KEYS,
    AnyBody,
    Body,
    CaseBody,
    ChoiceBody,
    EssayBody,
    FileBody,
    MatchingBody,
    NumericBody,
    OrderingBody,
    ShortAnswerBody,
    TrueFalseBody,
)
from quizzes.bank.pieces import NumberAnswer, TextAnswer

WORTH = 100  # hundredths: one point, which goes without saying

Pictures = Mapping[str, Picture]


def content_of(body: AnyBody, pictures: Pictures) -> dict[str, Any]:
    """The content of a QuestionVersion. Unknown pictures are left as written."""
    content = {"stem": _block(body, body.stem, pictures), **_own(body, pictures)}
    content["explanation"] = _block(body, body.explanation, pictures)
    if body.points != WORTH:
        content["points"] = body.points
    return content


def _own(body: AnyBody, pictures: Pictures) -> dict[str, Any]:
    """What the kind has beside its text."""
    own: dict[str, Any] = {}
    match body:
        case ChoiceBody():
            own["options"] = _options(body, pictures)
        case TrueFalseBody():
            own["options"] = _truth(body, pictures)
        case ShortAnswerBody():
            own["accepted"] = [_accepted_text(body, each, pictures) for each in body.accepted]
            own["case_sensitive"] = body.case_sensitive
        case NumericBody():
            own["accepted"] = [_accepted_number(body, each, pictures) for each in body.accepted]
            own["unit"] = body.unit
        case MatchingBody():
            pairs = [(_line(body, pair.left, pictures), pair.right) for pair in body.pairs]
            own["pairs"] = [{"left": left, "right": right} for left, right in pairs]
            own["distractors"] = list(body.distractors)
        case OrderingBody():
            own["items"] = [_line(body, item, pictures) for item in body.items]
        case EssayBody() | FileBody():
            own["model"] = _block(body, body.model, pictures)
            if isinstance(body, EssayBody) and body.words:
                own["words"] = [body.words.least, body.words.most]
        case CaseBody():
            own["parts"] = [
                {"kind": each.kind, **content_of(each, pictures)} for each in body.parts
            ]
    return own


def _options(body: ChoiceBody, pictures: Pictures) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "text": _line(body, option.text, pictures),
            "correct": option.correct,
            "why": _line(body, option.why, pictures),
            **({"fixed": True} if option.fixed else {}),
            **({} if option.share is None else {"fraction": option.share}),
        }
        for key, option in zip(OPTION_KEYS, body.options, strict=False)
    ]


def _truth(body: TrueFalseBody, pictures: Pictures) -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "text": text,
            "correct": body.answer is is_true,
            "why": _line(body, why, pictures),
        }
        for key, text, is_true, why in (
            ("benar", "Benar", True, body.why_true),
            ("salah", "Salah", False, body.why_false),
        )
    ]


def _accepted_text(body: Body, answer: TextAnswer, pictures: Pictures) -> dict[str, Any]:
    why = _line(body, answer.why, pictures)
    return {"text": answer.text, "fraction": answer.share, "why": why}


def _accepted_number(body: Body, answer: NumberAnswer, pictures: Pictures) -> dict[str, Any]:
    return {
        "value": answer.value,
        "tolerance": answer.tolerance,
        "fraction": answer.share,
        "why": _line(body, answer.why, pictures),
    }


def _block(body: Body, written: str, pictures: Pictures) -> str:
    if body.markup == "html":
        return markdown.clean_html(written, pictures)
    return markdown.render(written, pictures)


def _line(body: Body, written: str, pictures: Pictures) -> str:
    if body.markup == "html":
        return markdown.clean_inline_html(written, pictures)
    return markdown.render_inline(written, pictures)
