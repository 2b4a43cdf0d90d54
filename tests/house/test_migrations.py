"""Migrations have one head, are numbered, and make what the models say."""

import re

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from talent.database import db
from talent.settings import ROOT


def test_there_is_one_head():
    assert len(ScriptDirectory(str(ROOT / "migrations")).get_heads()) == 1


def test_versions_are_numbered_in_order():
    names = sorted(path.stem for path in (ROOT / "migrations" / "versions").glob("*.py"))
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    assert all(re.fullmatch(r"\d{4}_[a-z_]+", name) for name in names)


def test_the_migrated_database_is_what_the_models_say(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, db.metadata) == []


def test_migrations_run_down_and_up_again(app):
    from flask_migrate import downgrade, upgrade

    db.session.remove()
    downgrade(revision="base")
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, db.metadata) == []
