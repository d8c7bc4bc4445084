"""What everything else relies on: one way to write, and a database that says no by itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from lms import audit
from lms.db import (
    APPEND_ONLY,
    UTCDateTime,
    after_commit,
    db,
    sqlite_module,
    transaction,
    wal_is_safe,
)
from lms.people.models import Person
from tests import factories

NOON = datetime(2024, 1, 31, 4, 0, tzinfo=UTC)


@pytest.fixture
def ani(app):
    return factories.make_person(app, "Ani Rahmawati")


def name_of(app, person_id):
    with app.app_context():
        return db.session.get_one(Person, person_id).name


class TestTransaction:
    def test_what_the_block_did_is_stored(self, app, ani):
        with app.app_context(), transaction():
            db.session.get_one(Person, ani).name = "Ani R."
        assert name_of(app, ani) == "Ani R."

    def test_an_error_undoes_all_of_it(self, app, ani):
        with app.app_context(), pytest.raises(LookupError), transaction():
            db.session.get_one(Person, ani).name = "Ani R."
            db.session.flush()
            raise LookupError
        assert name_of(app, ani) == "Ani Rahmawati"

    def test_a_change_made_before_it_is_refused(self, app, ani):
        with app.app_context():
            db.session.get_one(Person, ani).name = "Ani R."
            with pytest.raises(RuntimeError, match="outside"), transaction():
                pass
        assert name_of(app, ani) == "Ani Rahmawati"

    def test_a_query_does_not_hide_a_change_made_before(self, app, ani):
        """A query sends pending changes first; they must not vanish in the next rollback."""
        with app.app_context():
            db.session.get_one(Person, ani).name = "Ani R."
            with pytest.raises(RuntimeError, match="outside"):
                db.session.scalars(sa.select(Person)).all()

    def test_one_inside_another_is_refused_and_undoes_the_outer_one(self, app, ani):
        with app.app_context(), pytest.raises(RuntimeError, match="inside"), transaction():
            db.session.get_one(Person, ani).name = "Ani R."
            with transaction():
                pass
        assert name_of(app, ani) == "Ani Rahmawati"

    def test_what_was_read_before_is_read_again_inside(self, app, ani):
        with app.app_context():
            before = db.session.get_one(Person, ani)
            assert before.name == "Ani Rahmawati"
            with ThreadPoolExecutor(1) as pool:
                pool.submit(self.rename, app, ani, "Diganti").result()
            with transaction():
                assert before.name == "Diganti"

    @staticmethod
    def rename(app, person_id, name):
        with app.app_context(), transaction():
            db.session.get_one(Person, person_id).name = name


class TestAfterCommit:
    def test_is_done_once_all_is_stored(self, app, ani):
        seen = []
        with app.app_context():
            with transaction():
                db.session.get_one(Person, ani).name = "Ani R."
                after_commit(lambda: seen.append(name_of(app, ani)))
                assert seen == []
            with transaction():
                pass
        assert seen == ["Ani R."]

    def test_is_never_done_after_an_undo(self, app):
        seen = []
        with app.app_context():
            with pytest.raises(LookupError), transaction():
                after_commit(lambda: seen.append("done"))
                raise LookupError
            with transaction():
                pass
        assert seen == []

    def test_one_that_fails_neither_undoes_nor_stops_the_others(self, app, ani):
        seen = []
        with app.app_context(), transaction():
            db.session.get_one(Person, ani).name = "Ani R."
            after_commit(lambda: 1 // 0)
            after_commit(lambda: seen.append("second"))
        assert seen == ["second"]
        assert name_of(app, ani) == "Ani R."

    def test_may_write_itself(self, app, ani):
        with app.app_context(), transaction():
            after_commit(lambda: TestTransaction.rename(app, ani, "Sesudahnya"))
        assert name_of(app, ani) == "Sesudahnya"


@pytest.mark.faults
def test_eight_who_read_then_write_one_row_lose_nothing(app, ani):
    times = 15

    def count_up(_worker):
        for _ in range(times):
            with app.app_context(), transaction():
                person = db.session.get_one(Person, ani)
                person.name = str(int(person.name) + 1)

    TestTransaction.rename(app, ani, "0")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(count_up, range(8)))
    assert name_of(app, ani) == str(8 * times)


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 3), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_wal_is_used_where_it_cannot_lose_writes(version, is_safe):
    assert wal_is_safe(version) is is_safe


def test_a_real_connection_waits_syncs_and_checks_keys(app):
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            assert db.session.scalar(sa.text("SHOW transaction_isolation")) == "read committed"
            return
        seen = {
            name: db.session.scalar(sa.text(f"PRAGMA {name}"))
            for name in ("busy_timeout", "journal_mode", "synchronous", "foreign_keys")
        }
    safe = wal_is_safe(sqlite_module().sqlite_version_info)
    journal, sync = ("wal", 2) if safe else ("delete", 3)
    assert seen == {
        "busy_timeout": 10000,
        "journal_mode": journal,
        "synchronous": sync,
        "foreign_keys": 1,
    }


def test_the_text_of_an_error_holds_no_values(app, ani):
    with app.app_context():
        with pytest.raises(sa.exc.DBAPIError) as error, transaction():
            db.session.execute(
                sa.text("INSERT INTO person (name) VALUES (:name)"), {"name": "rahasia sekali"}
            )
        assert "rahasia sekali" not in str(error.value).split("DETAIL")[0]


@pytest.mark.parametrize("verb", ["UPDATE audit_entry SET reason = 'x'", "DELETE FROM audit_entry"])
def test_the_database_itself_refuses_to_change_what_is_only_appended(app, ani, verb):
    with app.app_context():
        with transaction():
            audit.record("person.added", db.session.get_one(Person, ani), actor_id=None)
        with pytest.raises(sa.exc.DBAPIError, match="append-only"), transaction():
            db.session.execute(sa.text(verb))
        assert audit.first_broken() is None


def test_every_append_only_table_has_its_triggers(app):
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            query = (
                "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%ABORT%'"
            )
        else:
            query = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
        protected = set(db.session.scalars(sa.text(query)))
    assert protected >= set(APPEND_ONLY)


class TestMoments:
    def test_a_naive_one_is_refused(self, app):
        with app.app_context(), pytest.raises(ValueError, match="naive"):
            UTCDateTime().process_bind_param(datetime(2024, 1, 31), db.engine.dialect)  # noqa: DTZ001

    def test_an_aware_one_comes_back_as_the_same_moment_in_utc(self, app, ani):
        wita = NOON.astimezone(timezone(timedelta(hours=8)))
        with app.app_context():
            with transaction():
                db.session.get_one(Person, ani).created_at = wita
            db.session.expire_all()
            stored = db.session.get_one(Person, ani).created_at
        assert stored == NOON
        assert stored.utcoffset() == timedelta(0)
