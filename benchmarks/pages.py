"""How long pages take in process with the demo data, and how much memory the served process holds."""

import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

import psutil
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from benchmarks.figures import Figure, print_figures
from talent.applications.models import Application, Stage
from talent.database import db
from talent.demo.commands import load
from talent.demo.people import PASSWORD
from talent.notices.models import Letter
from talent.settings import ROOT

VISITS = 20


def figures() -> list[Figure]:
    """Return the median milliseconds of each page, and the megabytes that the served process holds."""
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
        measured = [Figure(f"page {path}", median, "ms", under=30) for path, median in _visits(app).items()]
        return [*measured, Figure("served process with its worker, resident", _served(folder, url), "MB", under=300)]


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
    """Return the megabytes that the served process and its worker hold after visits and a letter as PDF."""
    env = {**os.environ, "DEMO": "1", "PORT": "5099", "DATABASE_URL": url, "INSTANCE": folder, "RATELIMIT": "off"}
    command = [str(Path(sys.executable).with_name("flask")), "--app", "app", "demo", "serve"]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _browse("http://127.0.0.1:5099")
        parts = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        return sum(part.memory_full_info().pss for part in parts) / 2**20
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)


def _browse(address: str) -> None:
    """Visit as a clerk: pages fifty times, and a letter as PDF."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    for _attempt in range(200):
        try:
            page = browser.open(f"{address}/login", timeout=5).read().decode()
            break
        except OSError:
            time.sleep(0.1)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page).group(1)  # type: ignore[union-attr]
    form = {"email": "clerk@demo.example", "password": PASSWORD, "csrf_token": token}
    browser.open(f"{address}/login", urllib.parse.urlencode(form).encode(), timeout=10)
    cases = browser.open(f"{address}/cases/?show=decided", timeout=10).read().decode()
    case = re.search(r"/cases/\w{4}-\w{4}", cases).group(0)  # type: ignore[union-attr]
    for _visit in range(50):
        page = browser.open(f"{address}{case}", timeout=10).read().decode()
    letter = re.search(r"/letters/L-[\w-]+", page).group(0)  # type: ignore[union-attr]
    browser.open(f"{address}{letter}/pdf", timeout=30).read()


def main() -> None:
    """Print the figures."""
    print_figures(figures())


if __name__ == "__main__":
    main()
