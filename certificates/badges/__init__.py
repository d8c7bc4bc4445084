"""The same certificate for machines: an Open Badges 3.0 credential."""

from __future__ import annotations

from flask import Flask

from certificates.badges import models

__all__ = ["init_app", "models"]


def init_app(app: Flask) -> None:
    pass
