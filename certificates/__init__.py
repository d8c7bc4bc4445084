"""What is concluded and proved: decisions, certificates and their verification."""

from __future__ import annotations

from flask import Flask

from certificates import (
    badges,
    decisions,
    desk,
    pack,
    register,
    rehearsal,
    signing,
    template,
    verification,
)

FEATURES = (
    decisions,
    signing,
    template,
    register,
    badges,
    desk,
    verification,
    pack,
    rehearsal,
)


def init_app(app: Flask) -> None:
    for feature in FEATURES:
        feature.init_app(app)
