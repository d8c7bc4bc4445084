"""What is concluded and proved: decisions, certificates and their verification."""

from __future__ import annotations

from flask import Flask

from certificates import decisions, desk, pack, register, rehearsal, signing, verification

FEATURES = (decisions, signing, register, desk, verification, pack, rehearsal)


def init_app(app: Flask) -> None:
    for feature in FEATURES:
        feature.init_app(app)
