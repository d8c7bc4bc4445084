"""The least that Flask can do: what a page is measured against."""

from __future__ import annotations

from flask import Flask

app = Flask("hello")


@app.get("/")
def hello() -> str:
    return "hello"
