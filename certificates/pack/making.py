"""The job that makes a pack: a minute of work, outside of any request and transaction."""

from __future__ import annotations

import hashlib

from certificates.pack import archive, contents, services
from certificates.pack.models import Pack
from courses.trainings.models import Training
from lms import clock, jobs, sealed
from lms.db import db, let_go, transaction


@jobs.handler(services.MAKE)
def make_pack(pack_id: int) -> None:
    """Make the archive and keep it sealed. A second run finds it made and does nothing."""
    row = db.session.get(Pack, pack_id)
    if row is None or row.made_at is not None:
        return
    training = db.session.get_one(Training, row.training_id)
    try:
        files = contents.files_of(training, clock.now())
    except Exception:
        let_go()
        with transaction():
            db.session.get_one(Pack, pack_id).failed_at = clock.now()
        raise
    data = archive.bind(files)
    key = sealed.keep(data, place=services.place_of(pack_id), suffix=".pack")
    with sealed.only_with_its_row(key), transaction():
        made = db.session.get_one(Pack, pack_id)
        made.file_key, made.size, made.sha256 = key, len(data), hashlib.sha256(data).hexdigest()
        made.contents = archive.described(files)
        made.made_at, made.failed_at = clock.now(), None
