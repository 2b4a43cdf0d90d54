"""The record only grows, and shows when somebody tampered with it."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import DDL, select, text
from sqlalchemy.exc import DBAPIError

from talent.audit.models import Record
from talent.audit.operations import record
from talent.audit.queries import records
from talent.audit.verification import first_broken
from talent.database import db, now
from talent.web.access import Role


@pytest.fixture
def three(app):
    """Three entries, committed."""
    for number in range(3):
        record(
            "thing done", by=None, about=f"thing:{number}", at=now(), details={"number": number, "甲": ["a", 1.5, None]}
        )
    db.session.commit()


def unguarded(statement, **values):
    """Do to the record what only somebody with the database's own keys can do."""
    if db.engine.dialect.name == "postgresql":
        for table in ("audit_record", "audit_head"):
            db.session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    else:
        for name in db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            db.session.execute(DDL(f"DROP TRIGGER {name}"))
    db.session.execute(text(statement), values)
    db.session.commit()


def test_each_entry_is_bound_to_the_one_before(three):
    first, second, third = db.session.scalars(select(Record).order_by(Record.id))
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    assert first_broken() == (3, None, third.hash)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_record SET action = 'x'",
        "DELETE FROM audit_record WHERE id = 3",
        "UPDATE audit_head SET entry_id = 2",
        "DELETE FROM audit_head",
    ],
)
def test_the_database_refuses_to_change_or_remove_an_entry(three, statement):
    with pytest.raises(DBAPIError, match="append-only"):
        db.session.execute(text(statement))
    db.session.rollback()
    assert first_broken()[:2] == (3, None)


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_record SET action = 'nothing' WHERE id = 2", 2),
        ("UPDATE audit_record SET details = :details WHERE id = 1", 1),
        ("UPDATE audit_record SET hash = 'x' WHERE id = 3", 3),
        ("DELETE FROM audit_record WHERE id = 1", 2),
        ("DELETE FROM audit_record WHERE id = 2", 3),
        ("DELETE FROM audit_record WHERE id = 3", 3),
        ("DELETE FROM audit_record WHERE id >= 2", 2),
        ("DELETE FROM audit_record", 1),
        ("DELETE FROM audit_head", 3),
        ("UPDATE audit_head SET entry_id = 2", 3),
    ],
)
def test_tampering_is_found_and_named(app, three, statement, broken):
    values = {"details": json.dumps({"number": 9})} if ":details" in statement else {}
    unguarded(statement, **values)
    assert first_broken()[1] == broken
    answer = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert answer.exit_code == 1
    assert f"Entry {broken} " in answer.output


def test_only_what_was_kept_elsewhere_shows_that_a_whole_record_was_written_anew(app, three, tmp_path):
    run = app.test_cli_runner().invoke
    kept = tmp_path / "heads"
    kept.write_text(run(args=["audit", "head"]).output)
    record("thing done", by=None, about="thing:4", at=now())
    db.session.commit()
    assert run(args=["audit", "verify", "--heads", str(kept)]).exit_code == 0
    unguarded("DELETE FROM audit_record")
    db.session.execute(text("DELETE FROM audit_head"))
    for number in range(4):
        record("thing invented", by=None, about=f"thing:{number}", at=now())
    last = db.session.scalars(select(Record).order_by(Record.id.desc())).first()
    db.session.execute(text("DELETE FROM audit_head"))
    db.session.execute(text("INSERT INTO audit_head VALUES (1, 4, :hash)"), {"hash": last.hash})
    db.session.commit()
    assert run(args=["audit", "verify"]).exit_code == 0
    answer = run(args=["audit", "verify", "--heads", str(kept)])
    assert (answer.exit_code, answer.output.split()[:2]) == (1, ["Entry", "3"])


def test_heads_that_are_none_are_refused(app, tmp_path):
    (tmp_path / "heads").write_text("3 soon abc")
    assert app.test_cli_runner().invoke(args=["audit", "verify", "--heads", str(tmp_path / "heads")]).exit_code == 2


def test_the_command_counts_the_entries(app, three):
    answer = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert (answer.exit_code, answer.output.split()[0]) == (0, "3")


def test_an_empty_record_is_whole(app):
    assert first_broken()[:2] == (0, None)


def test_what_was_refused_leaves_no_entry(app, three):
    record("thing done", by=None, about="thing:9", at=now())
    db.session.rollback()
    record("thing done", by=None, about="thing:3", at=now())
    db.session.commit()
    assert first_broken()[:2] == (4, None)


def test_entries_about_a_thing_are_found(three):
    assert [entry.details["number"] for entry in records(about="thing:1")] == [1]


def test_many_may_write_at_once_and_the_chain_stays_whole(app):
    def write(number):
        with app.app_context():
            for _ in range(5):
                record("thing done", by=None, about=f"thing:{number}", at=now())
                db.session.commit()

    db.session.commit()
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(write, range(4)))
    assert first_broken()[:2] == (20, None)


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.CLERK, Role.APPROVER, Role.OFFICER])
def test_the_record_is_not_open_to_others(client, people, role):
    people("other@example.org", role)
    client.sign_in("other@example.org")
    assert client.get("/audit/").status_code == 403
