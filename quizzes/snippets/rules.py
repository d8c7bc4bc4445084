"""How a snippet comes into a comment."""

from __future__ import annotations


def with_snippet(comment: str, snippet: str) -> str:
    """On a line of its own, after what is written already."""
    return f"{comment.rstrip()}\n{snippet}" if comment.strip() else snippet
