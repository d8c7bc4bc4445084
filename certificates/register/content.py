"""The certificate settings of a content folder: checked here, kept by the training."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from certificates.register.schema import read_settings
from courses.trainings.reading import read_training
from lms import content
from lms.content import Fault, Writing


class CertificatePart:
    name = "certificates"

    def read(self, folder: Path, faults: list[Fault]) -> object | None:
        training = read_training(folder, [])  # its own faults are named by its own floor
        return None if training is None else read_settings(training, faults)

    def write(self, parsed: object, training_id: int, writing: Writing) -> None:
        """Nothing of its own: the training's row holds the settings as they were read."""

    def export(self, training_id: int) -> Mapping[str, bytes]:
        """Nothing of its own: the settings stand in training.yaml."""
        return {}


PART = CertificatePart()


def register_part() -> None:
    content.register(PART)
