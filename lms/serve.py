"""The web server with its job worker beside it, for one machine."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from gunicorn.app.base import BaseApplication

from lms import pdf
from lms.config import Settings
from lms.db import db

PAUSE_SECONDS = 2


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
    """The process that does the jobs; it starts and ends with the server, and is kept alive."""

    command = (sys.executable, "-m", "flask", "--app", "wsgi", "jobs", "work")

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, _server: object) -> None:
        threading.Thread(target=self._keep_alive, daemon=True).start()

    def _keep_alive(self) -> None:
        while not self.stopping.is_set():
            self.process = subprocess.Popen(self.command)  # noqa: S603 - nothing from outside
            self.process.wait()
            self.stopping.wait(PAUSE_SECONDS)  # one that cannot start must not spin

    def stop(self, _server: object) -> None:
        self.stopping.set()
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)


def forget_connections(app: Flask) -> None:
    """A connection opened before the fork would be shared by all web processes."""
    with app.app_context():
        db.engine.dispose(close=False)


@click.command("serve")
@click.option("--bind", default="127.0.0.1:5000")
@click.option("--workers", default=2)
@with_appcontext
def serve(bind: str, workers: int) -> None:
    """Serve the application; with an embedded queue, do its jobs too."""
    settings: Settings = current_app.config["SETTINGS"]
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    options: dict[str, Any] = {
        "post_fork": lambda _server, _worker: forget_connections(app),
        "bind": bind,
        "workers": workers,
        "worker_class": "gthread",
        # Most wait: for a password's hash, for the disk. A room that signs in at once fills
        # them all, and whoever reads must still get one.
        "threads": 20,
        "timeout": 60,
        "graceful_timeout": 30,
        "control_socket_disable": True,  # it would be made in the home folder
    }
    if settings.queue_url.startswith("sqlite:"):
        worker = Worker()
        options |= {"when_ready": worker.start, "on_exit": worker.stop}
    pdf.tell_what_is_missing()
    click.echo(f"Buka {settings.public_url} - hentikan dengan Ctrl+C")
    Server(app, options).run()
