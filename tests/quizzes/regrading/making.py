"""Questions whose third has a key that turns out to be wrong."""

from __future__ import annotations

from tests import quiz_factories

TEXTS = ("Pilihan A", "Pilihan B", "Pilihan C", "Pilihan D")


def third(right="Pilihan A", *, texts=TEXTS, **changes):
    options = [{"text": text, "correct": text == right, "why": f"Sebab {text}"} for text in texts]
    return quiz_factories.question("S-3", options=options, **changes)


def ten(changed=None):
    return [
        (changed or third()) if n == 3 else quiz_factories.question(f"S-{n}") for n in range(1, 11)
    ]
