"""Files from outside are opened in a process of its own: one that is made to do harm ends that process, not ours."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

SCRIPT = Path(__file__).with_name("opening.py")
#: Seconds of waiting for an answer; the process itself has less time on the processor.
PATIENCE = 40
#: So many at once: files that ask for too much cannot take the whole machine.
PLACES = BoundedSemaphore(2)


class Unopened(Exception):  # noqa: N818 - it is what became of the file
    """The file was not opened.

    why: 'damaged', 'locked', 'pages', 'pixels'; 'heavy' where it asked for too much; 'busy' where nobody had time.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Opened:
    """A file that was checked. content: to be kept, which is a picture made anew; thumbnail: of its first page."""

    content: bytes
    content_type: str
    pages: int
    thumbnail: bytes


def check(content: bytes, content_type: str, *, most_bytes: int, most_pages: int, small: int) -> Opened:
    """Return the file as it may be kept. small: the width of the thumbnail. Raises Unopened."""
    limits = {"most_bytes": most_bytes, "most_pages": most_pages}
    told, parts = _run("check", content, kind=content_type, small=small, **limits)
    return Opened(parts[0] or content, told["type"], told["pages"], parts[1])


def draw(content: bytes, content_type: str, *, page: int, width: int) -> bytes:
    """Return a page, counted from 1, as a WebP picture. Raises Unopened."""
    return _run("draw", content, kind=content_type, page=page, width=width)[1][0]


def count(content: bytes) -> int:
    """Return how many pages a PDF has. Raises Unopened."""
    return int(_run("count", content)[0]["pages"])


def _run(task: str, content: bytes, **settings: object) -> tuple[dict[str, Any], list[bytes]]:
    command = [sys.executable, "-I", "-B", str(SCRIPT), task, json.dumps(settings)]
    with PLACES:
        try:
            ended = subprocess.run(command, input=content, capture_output=True, timeout=PATIENCE, check=False)  # noqa: S603 - our own script
        except subprocess.TimeoutExpired as error:
            raise Unopened("busy") from error
    if ended.returncode:
        raise Unopened("heavy")
    line, _, rest = ended.stdout.partition(b"\n")
    told: dict[str, Any] = json.loads(line)
    if "unfit" in told:
        raise Unopened(told["unfit"])
    parts = []
    for length in told["lengths"]:
        parts.append(rest[:length])
        rest = rest[length:]
    return told, parts
