"""Uploaded files: checked by content, kept under names of our own, shown as pictures that are drawn once."""

import hashlib
import secrets
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import puremagic
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from talent.applications import sandbox
from talent.applications.errors import UnfitFile

#: What each word of a policy's `accepts` allows.
ACCEPTED = {"pdf": ("application/pdf",), "image": ("image/jpeg", "image/png")}
ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}

MOST_PAGES = 200
#: Widths of a page to read and of a thumbnail, in pixels.
WIDTH, SMALL = 1000, 240
#: How long the name of a file may be.
LONGEST_NAME = 120
#: They join letters and emoji into one sign; nothing else that is not written stays in a name.
JOINERS = "\u200c\u200d"

#: Why a file was not opened, and what to do.
UNFIT = {
    "locked": _l("The PDF is locked with a password. Save it anew without a password, or choose photos of it."),
    "pages": _l("The PDF must have between 1 and %(most)d pages."),
    "pixels": _l("The picture has too many pixels. Choose a smaller one."),
    "heavy": _l("The file takes too much memory or time to open. Save it anew, or take a photo of it."),
    "busy": _l("The file could not be checked just now. It was not kept: send it again in a minute."),
    "damaged application": _l("The PDF cannot be opened: it is damaged. Save it anew, or choose photos of it."),
    "damaged image": _l("The picture cannot be opened: it is damaged. Take it again or choose another one."),
}


@dataclass(frozen=True)
class Document:
    """A file that passed the checks. pages, thumbnail: where they are known already."""

    content: bytes
    content_type: str
    filename: str
    pages: int | None = None
    thumbnail: bytes = b""

    @property
    def sha256(self) -> str:
        """Return the hex digest of the content."""
        return hashlib.sha256(self.content).hexdigest()


def checked(content: bytes, filename: str, accepts: tuple[str, ...], most_bytes: int) -> Document:
    """Return the file as it may be kept: a picture is made anew, upright and with nothing in it but the picture.

    Raises UnfitFile with a sentence for the applicant. Takes up to seconds: no transaction should be held meanwhile.
    """
    if not content:
        raise UnfitFile(str(_("The file is empty. Choose another one.")))
    if len(content) > most_bytes:
        raise UnfitFile(str(_("The file is larger than 10 MB. Choose a smaller one, or a photo of less detail.")))
    kind = _kind(content)
    if kind not in {kind for word in accepts for kind in ACCEPTED[word]}:
        raise UnfitFile(_wrong_kind(kind, accepts))
    try:
        opened = sandbox.check(content, kind, most_bytes=most_bytes, most_pages=MOST_PAGES, small=SMALL)
    except sandbox.Unopened as error:
        why = f"damaged {kind.partition('/')[0]}" if error.why == "damaged" else error.why
        raise UnfitFile(str(UNFIT[why]) % {"most": MOST_PAGES}) from error
    name = plain_name(filename)
    if opened.content_type != kind:
        name = f"{name.rpartition('.')[0] or name}{ENDINGS[opened.content_type]}"
    return Document(opened.content, opened.content_type, name, opened.pages, opened.thumbnail)


def _kind(content: bytes) -> str:
    try:
        return str(puremagic.from_string(content, mime=True))
    except (puremagic.PureError, ValueError):
        return ""


def _wrong_kind(kind: str, accepts: tuple[str, ...]) -> str:
    if kind in {"image/heic", "image/heif"} and "image" in accepts:
        return str(_("HEIC photos cannot be shown here. Take the photo from this page, or save it as JPEG."))
    if "word" in kind or "officedocument" in kind:
        return str(_("This is an office file or an archive. Save what is in it as PDF and choose that."))
    wanted = _("PDF") if accepts == ("pdf",) else _("PDF, JPEG or PNG")
    return str(_("The file is not what is needed here. Choose a file of this kind: %(kinds)s.", kinds=wanted))


def plain_name(filename: str) -> str:
    """Return the last part of a file's name without anything that is not written, at most 120 characters."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    written = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" or sign in JOINERS)
    return shortened(written.strip(f". {JOINERS}"), LONGEST_NAME) or "document"


def shortened(name: str, most: int = 32) -> str:
    """Return a name with its middle left out where it is longer than `most`; no sign is torn apart."""
    if len(name) <= most:
        return name
    head, tail = name[: most - most // 3 - 1], name[-(most // 3) :]
    while tail and (unicodedata.category(tail[0])[0] == "M" or tail[0] in JOINERS):
        tail = tail[1:]
    return f"{head.rstrip(JOINERS)}…{tail}"


def keep(document: Document, folder: Path) -> str:
    """Write the file under a random name and return that name."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = secrets.token_hex(16)
    put(document, folder / name)
    return name


def put(document: Document, path: Path) -> None:
    """Write the file, and beside it what is known of its pages."""
    _write(path, document.content)
    if document.pages is not None and document.content_type == "application/pdf":
        _write(_pictures(path) / "pages", str(document.pages).encode())
    if document.thumbnail:
        _write(_pictures(path) / f"1-{SMALL}.webp", document.thumbnail)


def discard(path: Path) -> None:
    """Remove a kept file and every picture of it."""
    path.unlink(missing_ok=True)
    shutil.rmtree(_pictures(path), ignore_errors=True)


def picture(path: Path, content_type: str, page: int, width: int = WIDTH) -> bytes | None:
    """Return a page, counted from 1, as a WebP picture, or None when it cannot be drawn; it is drawn once."""
    if not 1 <= page <= pages(path, content_type):
        return None
    return _once(
        path,
        f"{page}-{width}.webp",
        lambda content: sandbox.draw(content, content_type, page=page, width=width),
    )


def pages(path: Path, content_type: str) -> int:
    """Return how many pages a kept file has, 0 when it cannot be read any more; a picture has one."""
    if content_type != "application/pdf":
        return int(path.is_file())
    found = _once(path, "pages", lambda content: str(sandbox.count(content)).encode())
    return int(found) if found else 0


def _pictures(path: Path) -> Path:
    """Return the folder beside a kept file that holds what was drawn of it."""
    return path.with_name(f"{path.name}.d")


def _once(path: Path, name: str, make: Callable[[bytes], bytes]) -> bytes | None:
    """Return what is made of a kept file, from beside it where it was made before; what cannot be made stays empty."""
    there = _pictures(path) / name
    try:
        if path.is_file() and there.is_file():
            return there.read_bytes() or None
        made = make(path.read_bytes())
    except OSError:
        return None
    except sandbox.Unopened as error:
        if error.why == "busy":
            return None
        made = b""
    _write(there, made)
    return made or None


def _write(path: Path, content: bytes) -> None:
    """Write a file so that nobody finds half of it."""
    path.parent.mkdir(exist_ok=True, mode=0o700)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    unfinished.write_bytes(content)
    unfinished.rename(path)
