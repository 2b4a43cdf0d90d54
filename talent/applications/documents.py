"""Uploaded files: checked by content, kept under names of our own, shown as pictures."""

import hashlib
import io
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import puremagic
import pypdfium2
from flask_babel import gettext as _
from PIL import Image

from talent.applications.errors import UnfitFile

#: What each word of a policy's `accepts` allows.
ACCEPTED = {"pdf": ("application/pdf",), "image": ("image/jpeg", "image/png")}
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}
MOST_PIXELS = 40_000_000
MOST_PAGES = 200
WIDTH = 1000

#: PDFium is not made for threads: one at a time, or the process dies.
PDFIUM = Lock()


@dataclass(frozen=True)
class Document:
    """A file that passed the checks."""

    content: bytes
    content_type: str
    filename: str

    @property
    def sha256(self) -> str:
        """Return the hex digest of the content."""
        return hashlib.sha256(self.content).hexdigest()


def checked(content: bytes, filename: str, accepts: tuple[str, ...], most_bytes: int) -> Document:
    """Return the file when it is what it may be. Raises UnfitFile with a sentence for the applicant."""
    if not content:
        raise UnfitFile(str(_("The file is empty. Choose another one.")))
    if len(content) > most_bytes:
        raise UnfitFile(str(_("The file is larger than 10 MB. Choose a smaller one, or a photo of less detail.")))
    kind = _kind(content)
    if kind not in {kind for word in accepts for kind in ACCEPTED[word]}:
        wanted = _("PDF") if accepts == ("pdf",) else _("PDF, JPEG or PNG")
        raise UnfitFile(
            str(_("The file is not what is needed here. Choose a file of this kind: %(kinds)s.", kinds=wanted))
        )
    (_check_pdf if kind == "application/pdf" else _check_image)(content)
    return Document(content, kind, plain_name(filename))


def plain_name(filename: str) -> str:
    """Return the last part of a file's name without anything that is not written, at most 120 characters."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip(". ")
    return shown[-120:] or "document"


def _kind(content: bytes) -> str:
    try:
        return str(puremagic.from_string(content, mime=True))
    except (puremagic.PureError, ValueError):
        return ""


def _check_pdf(content: bytes) -> None:
    """Open every page: a file that was cut off on its way is refused now, not when a clerk looks at it."""
    try:
        with PDFIUM, pypdfium2.PdfDocument(content) as document:
            pages = len(document)
            if 1 <= pages <= MOST_PAGES:
                for number in range(pages):
                    document[number].close()
    except pypdfium2.PdfiumError as error:
        raise UnfitFile(
            str(
                _("The PDF cannot be opened: it is damaged or locked with a password. Save it anew without a password.")
            )
        ) from error
    if not 1 <= pages <= MOST_PAGES:
        raise UnfitFile(str(_("The PDF must have between 1 and %(most)d pages.", most=MOST_PAGES)))


def _check_image(content: bytes) -> None:
    """Decode the whole picture, once it is known to be of a bearable size."""
    try:
        with Image.open(io.BytesIO(content), formats=tuple(FORMATS.values())) as image:
            width, height = image.size
            if width * height <= MOST_PIXELS:
                image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise UnfitFile(
            str(_("The picture cannot be opened: it is damaged. Take it again or choose another one."))
        ) from error
    if width * height > MOST_PIXELS:
        raise UnfitFile(str(_("The picture has too many pixels. Choose a smaller one.")))


def keep(document: Document, folder: Path) -> str:
    """Write the file under a random name and return that name."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = secrets.token_hex(16)
    (folder / name).write_bytes(document.content)
    return name


def picture(path: Path, content_type: str, page: int) -> bytes | None:
    """Return a page, counted from 1, as a PNG of at most 1,000 by 2,000 pixels, or None when it cannot be drawn."""
    try:
        if content_type != "application/pdf":
            return _shrunk(Image.open(path)) if page == 1 else None
        with PDFIUM, pypdfium2.PdfDocument(path) as document:
            if not 1 <= page <= len(document):
                return None
            width, height = document[page - 1].get_size()
            scale = min(WIDTH / max(width, 1), 2 * WIDTH / max(height, 1))
            drawn = document[page - 1].render(scale=scale).to_pil()
    except (OSError, SyntaxError, ValueError, pypdfium2.PdfiumError):
        return None
    return _shrunk(drawn)


def pages(path: Path, content_type: str) -> int:
    """Return how many pages a kept file has; a picture has one."""
    if content_type != "application/pdf":
        return 1
    with PDFIUM, pypdfium2.PdfDocument(path) as document:
        return len(document)


def _shrunk(image: Image.Image) -> bytes:
    image.thumbnail((WIDTH, WIDTH * 2))
    out = io.BytesIO()
    image.convert("RGB").save(out, "PNG")
    return out.getvalue()
