"""Doing something in a process of its own that dies by SIGKILL where it says so."""

import signal
import subprocess
import sys
from textwrap import dedent

from talent.database import db
from talent.settings import ROOT

#: `die` stands for the moment at which the process is gone.
BEFORE = """
import os, signal
from app import create_app
from tests.conftest import FAST

def die(*arguments, **named):
    os.kill(os.getpid(), signal.SIGKILL)

app = create_app({{**FAST, "INSTANCE": {instance!r}, "SQLALCHEMY_DATABASE_URI": {url!r}}})
app.app_context().push()
"""


def killed(url: str, instance: str, code: str) -> None:
    """Run code in another process, on the same database, that has to come to `die()`."""
    db.session.remove()
    script = BEFORE.format(instance=instance, url=url) + dedent(code)
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False, capture_output=True, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
