"""Somebody with the file of the demo's database in their hands changes one byte, or takes a row out."""

import sqlite3

import pytest

from talent.database import db
from talent.demo.commands import load

ONE_BYTE = "UPDATE {} SET {} = substr({}, 1, 3) || char(unicode(substr({}, 4, 1)) + 1) || substr({}, 5) WHERE id = ?"


@pytest.fixture
def demo(app, database_url):
    """The demo, loaded, and its file without what guards it."""
    app.config["DEMO"] = True
    load(2)
    db.session.remove()
    db.engine.dispose()
    connection = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    connection.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_verify_passes_on_the_demo_and_names_what_one_byte_or_one_row_was_changed(app, demo):
    def verified():
        answer = app.test_cli_runner().invoke(args=["audit", "verify"])
        db.session.remove()
        return answer.exit_code, answer.output.split()[:2]

    assert verified()[0] == 0
    (count,) = demo.execute("SELECT count(*) FROM audit_record").fetchone()
    columns = ("action", "about", "details", "hash", "previous_hash")
    for number, name in zip((1, 7, count // 2, count - 1, count), columns, strict=True):
        (kept,) = demo.execute(f"SELECT {name} FROM audit_record WHERE id = ?", (number,)).fetchone()
        demo.execute(ONE_BYTE.format("audit_record", name, name, name, name), (number,))
        assert verified() == (1, ["Entry", str(number)]), name
        demo.execute(f"UPDATE audit_record SET {name} = ? WHERE id = ?", (kept, number))
    assert verified()[0] == 0
    demo.execute("DELETE FROM audit_record WHERE id = ?", (count,))
    assert verified() == (1, ["Entry", str(count)])
    demo.execute("DELETE FROM audit_record WHERE id = 5")
    assert verified() == (1, ["Entry", "6"])
