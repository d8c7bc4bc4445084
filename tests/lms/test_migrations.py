"""The migrations make exactly the tables of the models, with what protects them."""

from __future__ import annotations

import flask_migrate
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from lms import audit
from lms.db import APPEND_ONLY, Base, db, transaction
from lms.people.services import add_person
from tests.factories import BEFORE


def test_an_empty_database_becomes_what_the_models_say(other_app, empty_database):
    app = other_app(database_url=empty_database("migrated"))
    with app.app_context():
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            options = {"compare_type": True}
            context = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(context, Base.metadata) == []


def test_a_second_upgrade_keeps_the_data(other_app, empty_database):
    app = other_app(database_url=empty_database("again"))
    with app.app_context():
        flask_migrate.upgrade()
        with transaction():
            person = add_person("Ani Rahmawati", "ani rahmawati", at=BEFORE)
            audit.record("person.added", person, actor_id=None)
        flask_migrate.upgrade()
        assert audit.head()[0] == 1


def test_append_only_tables_are_protected_in_a_migrated_database(other_app, empty_database):
    def guards(engine):
        query = (
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
            if engine.dialect.name == "sqlite"
            else "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) "
            "FROM pg_trigger WHERE NOT tgisinternal"
        )
        with engine.connect() as connection:
            return {tuple(row) for row in connection.execute(sa.text(query))}

    migrated = other_app(database_url=empty_database("migrated"))
    created = other_app(database_url=empty_database("created"))
    with migrated.app_context():
        flask_migrate.upgrade()
        from_migration = guards(db.engine)
    with created.app_context():
        db.create_all()
        from_models = guards(db.engine)
    assert from_migration == from_models
    assert {table for _name, table, _sql in from_migration} >= set(APPEND_ONLY)
