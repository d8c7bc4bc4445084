"""How the certificates of a training are worded and look, version by version."""

from __future__ import annotations

from flask import Flask

from certificates.template import content, models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    content.register_part()
