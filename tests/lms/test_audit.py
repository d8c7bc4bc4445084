"""The audit log is one chain, and a changed byte in it is named."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
import sqlalchemy as sa

from lms import audit, clock
from lms.clock import WITA
from lms.db import append_only_statements, db, transaction
from lms.people.models import Person
from tests import factories


@pytest.fixture
def ani(app):
    return factories.make_person(app, "Ani Rahmawati")


def note(app, person_id, *reasons):
    """All reasons in one transaction."""
    with app.app_context(), transaction():
        for reason in reasons:
            person = db.session.get_one(Person, person_id)
            audit.record("person.seen", person, actor_id=None, reason=reason, hari="Jumat", ke=1)


def verify(app):
    return app.test_cli_runner().invoke(args=["audit", "verify"])


def tamper(app, statement, **values):
    """What somebody with the database's own console could do, past every trigger."""
    with app.app_context():
        is_sqlite = db.engine.dialect.name == "sqlite"
        table = "audit_entry"
        names = (
            (f"{table}_no_update", f"{table}_no_delete") if is_sqlite else (f"{table}_append_only",)
        )
        with db.engine.begin() as connection:
            for name in names:
                end = "" if is_sqlite else f" ON {table}"
                connection.exec_driver_sql(f"DROP TRIGGER {name}{end}")
            connection.execute(sa.text(statement), values)
            for again in append_only_statements(table, db.engine.dialect.name):
                connection.exec_driver_sql(again.replace("%", "%%"))


def ids(app):
    with app.app_context():
        return list(db.session.scalars(sa.select(audit.AuditEntry.id).order_by("id")))


def test_many_entries_make_one_whole_chain(app, ani):
    for day in range(20):
        note(app, ani, f"pagi {day}", f"siang {day}")
    result = verify(app)
    assert result.exit_code == 0
    assert "utuh: 40 catatan" in result.output


def test_an_empty_log_is_whole(app):
    assert verify(app).exit_code == 0


def test_what_is_undone_leaves_no_gap(app, ani):
    note(app, ani, "pertama")
    with app.app_context(), pytest.raises(LookupError), transaction():
        audit.record("person.seen", db.session.get_one(Person, ani), actor_id=None)
        raise LookupError
    note(app, ani, "kedua")
    assert verify(app).exit_code == 0


def test_a_clock_of_another_zone_keeps_the_chain_whole(app, ani):
    clock.use(lambda: datetime(2024, 1, 31, 9, 41, tzinfo=WITA))
    note(app, ani, "pukul WITA")
    assert verify(app).exit_code == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entry SET reason = 'B' WHERE id = :id",
        "UPDATE audit_entry SET actor_id = 99 WHERE id = :id",
        "UPDATE audit_entry SET subject_id = subject_id + 1 WHERE id = :id",
        """UPDATE audit_entry SET details = '{"hari": "Sabtu", "ke": 1}' WHERE id = :id""",
        "UPDATE audit_entry SET hash = upper(hash) WHERE id = :id",
        "UPDATE audit_entry SET at = '2024-01-31 00:00:00+00:00' WHERE id = :id",
    ],
)
def test_one_altered_entry_is_named(app, ani, statement):
    note(app, ani, "a", "b", "c", "d", "e")
    altered = ids(app)[2]
    tamper(app, statement, id=altered)
    result = verify(app)
    assert result.exit_code == 1
    assert f"nomor {altered} " in result.output


@pytest.mark.parametrize("column", ["details", "at"])
def test_bytes_that_cannot_even_be_read_are_named(app, ani, column):
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            return  # PostgreSQL does not take them in the first place
    note(app, ani, "a", "b", "c")
    altered = ids(app)[1]
    tamper(app, f"UPDATE audit_entry SET {column} = '?' || {column} WHERE id = :id", id=altered)
    result = verify(app)
    assert result.exit_code == 1
    assert f"nomor {altered} " in result.output


def test_a_removed_entry_is_noticed_at_the_one_after_it(app, ani):
    note(app, ani, "a", "b", "c", "d")
    first, second, third, _fourth = ids(app)
    tamper(app, "DELETE FROM audit_entry WHERE id = :id", id=second)
    assert f"nomor {third} " in verify(app).output
    assert first


@pytest.mark.faults
def test_four_writers_at_once_keep_one_chain(app, ani):
    def write(worker):
        for turn in range(10):
            note(app, ani, f"{worker}-{turn}-a", f"{worker}-{turn}-b")

    def work_under_another_lock(worker):
        for turn in range(10):
            with app.app_context(), transaction(f"lock {worker}"):
                person = db.session.get_one(Person, ani)
                audit.record("person.seen", person, actor_id=None, reason=f"{worker}-{turn}")

    with ThreadPoolExecutor(4) as pool:
        tasks = [pool.submit(write, worker) for worker in range(2)]
        tasks += [pool.submit(work_under_another_lock, worker) for worker in range(2, 4)]
        for task in tasks:
            task.result()
    assert "utuh: 60 catatan" in verify(app).output
