"""The certificate section of a content folder and its logo: the first version, or the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from certificates.register.schema import CertificateSettings, read_settings
from certificates.template import logos, queries, services
from certificates.template.models import CertificateTemplate
from courses.trainings.models import Training
from courses.trainings.reading import read_training
from lms import content, files
from lms.content import CHANGED_HERE, WHOLE_FILE, Fault, Writing, hash_of
from lms.db import db
from lms.words import InputError


@dataclass(frozen=True)
class Read:
    settings: CertificateSettings
    logo: bytes | None
    conflict: Fault = field(compare=False)  # what to say where it was changed here, too


class CertificatePart:
    name = "certificates"

    def read(self, folder: Path, faults: list[Fault]) -> object | None:
        training = read_training(folder, [])  # its own faults are named by its own floor
        settings = None if training is None else read_settings(training, faults)
        logo = _read_logo(folder, faults)
        if training is None or settings is None:
            return None
        return Read(settings, logo, training.document.fault(("certificate",), CHANGED_HERE))

    def write(self, parsed: object, training_id: int, writing: Writing) -> None:
        """What was changed on screen and not in the folder stays, also in the training's row."""
        read = cast("Read", parsed)
        training = db.session.get_one(Training, training_id)
        loaded, newest = queries.newest_loaded(training_id), queries.newest(training_id)
        logo = files.key_of(read.logo, logos.SUFFIX) if read.logo else None
        theirs = hash_of([services.written(read.settings), logo])
        if writing.takes(_hash(loaded), _hash(newest), theirs, read.conflict):
            if read.logo:
                files.store().put(read.logo, logos.SUFFIX)
            services.append(training, read.settings, logo, newest, actor_id=None, at=writing.at)
        elif newest is not None:
            training.certificate = newest.settings

    def export(self, training_id: int) -> Mapping[str, bytes]:
        """The settings stand in training.yaml, which the training's own floor writes."""
        newest = queries.newest(training_id)
        if newest is None or newest.logo is None:
            return {}
        return {logos.FILE: files.store().get(newest.logo)}


PART = CertificatePart()


def register_part() -> None:
    content.register(PART)


def _hash(row: CertificateTemplate | None) -> str | None:
    return None if row is None else hash_of([row.settings, row.logo])


def _read_logo(folder: Path, faults: list[Fault]) -> bytes | None:
    path = folder / logos.FILE
    if not path.is_file():
        return None
    try:
        return logos.prepared(path.read_bytes())
    except InputError as error:
        faults.append(Fault(logos.FILE, WHOLE_FILE, str(error)))
        return None
