"""How long pages take in process with the demo data, and how much memory the served process holds."""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import psutil
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from talent.applications.models import Application, Stage
from talent.database import db
from talent.demo.commands import load
from talent.demo.people import PASSWORD
from talent.notices.models import Letter
from talent.settings import ROOT

VISITS = 20


def figures() -> dict[str, float]:
    """Return the median milliseconds of each page, of the slowest, and the megabytes of the served process."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/talent.sqlite"
        app = create_app(
            {
                "INSTANCE": folder,
                "DEMO": True,
                "SQLALCHEMY_DATABASE_URI": url,
                "RATELIMIT_ENABLED": False,
                "WTF_CSRF_ENABLED": False,
            }
        )
        with app.app_context():
            upgrade()
            load(60)
            db.session.remove()
        measured = {f"page {path}": milliseconds for path, milliseconds in _visits(app).items()}
        measured["page, the slowest (median)"] = max(measured.values())
        measured["served process, resident"] = _served(folder, url)
    return measured


def _visits(app: Flask) -> dict[str, float]:
    with app.app_context():
        submitted = db.session.query(Application).filter_by(stage=Stage.SUBMITTED).first()
        letter = db.session.query(Letter).first()
        reference, number = submitted.reference, letter.number
        db.session.remove()
    clerk = app.test_client()
    clerk.post("/login", data={"email": "clerk@demo.example", "password": PASSWORD})
    applicant = app.test_client()
    applicant.post("/login", data={"email": "applicant@demo.example", "password": PASSWORD})
    public = ["/", "/communities/", "/policies/", "/policies/jinhua-future-community-talent", "/login"]
    pages = [(app.test_client(), path) for path in public]
    pages += [
        (clerk, "/cases/"),
        (clerk, f"/cases/{reference}"),
        (clerk, f"/letters/{number}"),
        (applicant, "/applications/"),
    ]
    return {
        path.replace(reference, "<reference>").replace(number, "<number>"): _median(client, path)
        for client, path in pages
    }


def _median(client: object, path: str) -> float:
    times = []
    for _visit in range(VISITS):
        began = time.perf_counter()
        answer = client.get(path)  # type: ignore[attr-defined]
        times.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, (path, answer.status_code)
    return statistics.median(times)


def _served(folder: str, url: str) -> float:
    """Return the resident megabytes of the served process and its children after some visits."""
    env = {**os.environ, "DEMO": "1", "PORT": "5099", "DATABASE_URL": url}
    command = [str(Path(sys.executable).with_name("flask")), "--app", "app", "demo", "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _attempt in range(100):
            try:
                urllib.request.urlopen("http://127.0.0.1:5099/policies/jinhua-future-community-talent", timeout=5)
                break
            except OSError:
                time.sleep(0.1)
        for _visit in range(50):
            urllib.request.urlopen("http://127.0.0.1:5099/policies/jinhua-future-community-talent", timeout=5)
        served = psutil.Process(process.pid)
        return sum(part.memory_info().rss for part in [served, *served.children(recursive=True)]) / 2**20
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)
