"""`flask audit verify` and `flask audit head`."""

import sys
from typing import TextIO

import click
from flask.cli import AppGroup, with_appcontext

from talent.audit.models import Record
from talent.audit.verification import Anchor, first_broken, head
from talent.database import db

audit = AppGroup("audit", help="The audit record.")


@audit.command("verify")
@click.option("--heads", type=click.File(), help="Lines that `flask audit head` once wrote, kept elsewhere.")
@with_appcontext
def verify(heads: TextIO | None) -> None:
    """Prove that no entry was altered or taken out; exit 1 and name the first that was.

    Somebody with the whole database in their hands can write a whole new record that fits. What they cannot do is to
    make it fit what was kept elsewhere: give it with --heads.
    """
    anchors = _read(heads) if heads else {}
    count, broken, last = first_broken(anchors)
    if broken is not None:
        click.echo(f"Entry {broken} {_fault(broken)}", err=True)
        sys.exit(1)
    click.echo(f"{count} entries, all whole; {len(anchors)} heads kept elsewhere fit. The last: {last}")


@audit.command("head")
@with_appcontext
def head_command() -> None:
    """Write where the record ends, in a line to keep elsewhere: nothing before it can change unnoticed."""
    if (end := head()) is not None:
        click.echo(str(end))


def _fault(broken: int) -> str:
    entry = db.session.get(Record, broken)
    if entry is None:
        return "is gone: it, and perhaps others after it, were removed."
    return f"({entry.action}, {entry.about}) does not fit: it, or one before it, was altered or removed."


def _read(lines: TextIO) -> dict[int, str]:
    try:
        anchors = [Anchor.read(line) for line in lines if line.strip()]
    except ValueError as error:
        raise click.BadParameter("a line is not one of `flask audit head`", param_hint="--heads") from error
    return {anchor.id: anchor.hash for anchor in anchors}
