"""A served application and a real browser. Without Chromium the journeys are skipped, aloud."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from talent.settings import ROOT
from tests.conftest import TOLD, made_by_one

FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
FLASK = [sys.executable, "-m", "flask", "--app", "app"]
#: Milliseconds to wait for what a page is to show, on a machine that has other things to do.
PATIENCE = 30_000
INSTALL = "apt-get update && apt-get install -y --no-install-recommends chromium fonts-noto-cjk"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip(f"no Chromium here; to run the journeys: {INSTALL}")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def demo(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo's data to copy: `talent.sqlite` and what belongs to it under `instance`."""

    def make(folder: Path) -> None:
        shutil.copy(sqlite_template, folder / "talent.sqlite")
        environment = _environment(f"sqlite:///{folder / 'talent.sqlite'}", folder / "instance")
        environment.pop("POLICIES", None)
        _load(environment)

    return made_by_one(tmp_path_factory, "demo", make)


@pytest.fixture
def environment(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> dict[str, str]:
    """The environment of an application with demo data."""
    environment = _environment(database_url, tmp_path / "instance")
    if database_url.startswith("sqlite"):
        shutil.copytree(request.getfixturevalue("demo"), tmp_path, dirs_exist_ok=True)
        shutil.move(tmp_path / "talent.sqlite", database_url.removeprefix("sqlite:///"))
    else:
        _load(environment)
    return environment


@pytest.fixture
def serve(environment: dict[str, str], tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Serve the application as `make run` does, on a port of its own: `serve(days=20)` as if 20 days had gone by, with
    its timed jobs run once. Gives its address."""
    servers: list[subprocess.Popen[bytes]] = []

    def started(days: int = 0) -> str:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "tests.journeys.later", str(days)] if days else [*FLASK, "demo", "serve"]
        with (tmp_path / f"server{len(servers)}.log").open("w") as log:
            servers.append(
                subprocess.Popen(command, cwd=ROOT, env={**environment, "PORT": str(port)}, stdout=log, stderr=log)
            )
        _wait_for(f"http://127.0.0.1:{port}")
        return f"http://127.0.0.1:{port}"

    yield started
    for server in servers:
        server.send_signal(signal.SIGTERM)
    for server in servers:
        server.wait(timeout=60)


@pytest.fixture
def served(serve: Callable[..., str]) -> str:
    """The address of the application with demo data, today."""
    return serve()


def _environment(database_url: str, instance: Path) -> dict[str, str]:
    settings = {
        "DEMO": "1",
        "DATABASE_URL": database_url,
        "INSTANCE": str(instance),
        "RATELIMIT": "off",
        "SPOT_CHECKS": "100",
    }
    return {**os.environ, **settings}


def _load(environment: dict[str, str]) -> None:
    command = [*FLASK, "demo", "load", "--applications", "12"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


def _wait_for(address: str) -> None:
    for _attempt in range(600):
        try:
            urllib.request.urlopen(f"{address}/health", timeout=2)
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not start")


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    """Where mails are written while no mail server is set."""
    return tmp_path / "instance" / "outbox"


@pytest.fixture
def told(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Say something that stands under the results of all tests."""
    return lambda text: record_property(TOLD, text)


class Complaints(list[str]):
    """What the browser's console complained about."""


def open_page(
    browser: Browser, address: str, *, language: str = "en-GB", width: int = 390, signed_in: StorageState | None = None
) -> tuple[Page, Complaints]:
    """Open a page in a profile of its own, with what its console complains about. signed_in: cookies to begin with."""
    context = browser.new_context(
        base_url=address, locale=language, viewport={"width": width, "height": 844}, storage_state=signed_in
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    complaints = Complaints()
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints
