"""The web server with its job worker beside it, for one machine."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from gunicorn.app.base import BaseApplication

from lms.config import Settings


class Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, app: Flask, options: dict[str, Any]) -> None:
        self.app = app
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app


class Worker:
    """The process that does the jobs; it starts and ends with the server."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, _server: object) -> None:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work"]
        self.process = subprocess.Popen(command)  # noqa: S603 - no part comes from outside

    def stop(self, _server: object) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)


@click.command("serve")
@click.option("--bind", default="127.0.0.1:5000")
@click.option("--workers", default=2)
@with_appcontext
def serve(bind: str, workers: int) -> None:
    """Serve the application; with an embedded queue, do its jobs too."""
    settings: Settings = current_app.config["SETTINGS"]
    options: dict[str, Any] = {
        "bind": bind,
        "workers": workers,
        "worker_class": "gthread",
        "threads": 2,
        "timeout": 60,
        "graceful_timeout": 30,
        "control_socket_disable": True,  # it would be made in the home folder
    }
    if settings.queue_url.startswith("sqlite:"):
        worker = Worker()
        options |= {"when_ready": worker.start, "on_exit": worker.stop}
    click.echo(f"Buka {settings.public_url} - hentikan dengan Ctrl+C")
    Server(current_app._get_current_object(), options).run()  # type: ignore[attr-defined]
