"""A payment run of many instalments, as a program: `python -m benchmarks.scale_run <database> <folder> <count>`."""

import sys
import tempfile
from datetime import date, timedelta
from time import perf_counter

from flask import Flask
from sqlalchemy import func, select, text, update

from app import create_app
from benchmarks.children import resident_megabytes, say
from talent.awards.models import Instalment
from talent.awards.payments import operations, queries
from talent.awards.payments.selection import HOLDUP, joined
from talent.awards.payments.sheets import write_xlsx
from talent.database import db, now
from talent.demo.people import account
from talent.web.days import policy_day


def application(url: str, folder: str) -> Flask:
    """Return the application on a database."""
    quiet = {"RATELIMIT_ENABLED": False, "WTF_CSRF_ENABLED": False}
    return create_app({"INSTANCE": folder, "DEMO": True, "SQLALCHEMY_DATABASE_URI": url, **quiet})


def main(url: str, folder: str, wanted: str) -> None:
    """Pay as many as are wanted, or there are; say how many, how long it took and the most memory held."""
    with application(url, folder).app_context():
        at = now() + timedelta(minutes=1)
        clerk, approver = account("clerk", at=at), account("approver", at=at)
        until = _day_of_enough(int(wanted)) or policy_day(at)
        db.session.commit()
        began = perf_counter()
        run = operations.begin(clerk=clerk, due_until=until, pilot=None, at=at)
        operations.freeze(run, clerk=clerk, conditions_checked=True, at=at)
        db.session.commit()
        seen = queries.fit(run)
        operations.export(run, approver=approver, seen=seen, at=at)
        with tempfile.TemporaryFile() as file:
            write_xlsx(run, file)
        db.session.commit()
        say({"count": seen.count, "seconds": perf_counter() - began, "megabytes": resident_megabytes(peak=True)})


def _day_of_enough(wanted: int) -> date | None:
    """Return the day until which as many can be paid, or the last there is; what else is due by then is put off."""
    payable = joined(select(Instalment.due_on, func.count())).where(HOLDUP == "").group_by(Instalment.due_on)
    total, until = 0, None
    for day, count in db.session.execute(payable.order_by(Instalment.due_on)).all():
        total, until = total + count, day
        if total >= wanted:
            _put_off(day, wanted)
            break
    return until


def _put_off(day: date, wanted: int) -> None:
    """Leave no more than wanted that can be paid until a day: the copies of a case are due on the same days."""
    payable = joined(select(Instalment.id)).where(HOLDUP == "", Instalment.due_on <= day)
    others = payable.order_by(Instalment.due_on, Instalment.id).offset(wanted).subquery()
    later = update(Instalment).where(Instalment.id.in_(select(others.c.id))).values(due_on=day + timedelta(days=1))
    db.session.execute(text("SET LOCAL session_replication_role = replica"))
    db.session.execute(later.execution_options(synchronize_session=False))
    db.session.commit()


if __name__ == "__main__":
    main(*sys.argv[1:])
