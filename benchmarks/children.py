"""Benchmarks in processes of their own: what one holds in memory, or leaves behind, does not meet the next."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from talent.settings import ROOT


def in_child(module: str, *arguments: object) -> Any:
    """Run a module of this package as a program and return what it says by `say`."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    finished = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return json.loads(finished.stdout.splitlines()[-1])


def say(told: object) -> None:
    """Tell the parent, last of all that is printed."""
    print(json.dumps(told))


def resident_megabytes(*, peak: bool = False) -> float:
    """Return what this process holds in memory, or the most it ever held."""
    word = "VmHWM:" if peak else "VmRSS:"
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(word)).split()[1]) / 1024
