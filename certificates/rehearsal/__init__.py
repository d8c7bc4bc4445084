"""Plays a whole training through the real pages, for practice and as proof."""

from __future__ import annotations

from flask import Flask

from certificates.rehearsal import cli


def init_app(app: Flask) -> None:
    app.cli.add_command(cli.rehearsal)
