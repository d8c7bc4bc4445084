"""The official JSON Schema of Open Badges 3.0: nothing is signed that it refuses."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from jsonschema import Draft201909Validator

from certificates.badges.contexts import PINNED


class NotABadgeError(ValueError):
    """The message names the places and what is wrong there."""


@cache
def _validator() -> Draft201909Validator:
    schema = json.loads((PINNED / "achievement-credential.schema.json").read_text("utf-8"))
    return Draft201909Validator(schema)


def refuse_unless_badge(document: dict[str, Any]) -> None:
    faults = [
        f"{'.'.join(str(step) for step in fault.absolute_path) or 'document'}: {fault.message}"
        for fault in _validator().iter_errors(document)
    ]
    if faults:
        raise NotABadgeError("; ".join(faults))
