"""Opens one file from outside. Run by `sandbox` as a process of its own, with bounded memory and time; never imported.

Arguments: `check` or `draw`, then as JSON the settings of that task. The file comes by standard input. The answer: one
line of JSON, then the bytes it tells the lengths of. `unfit` in it names what is wrong with the file.
"""

import io
import json
import resource
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pypdfium2
from PIL import Image, ImageOps

MEMORY = 1 << 30
SECONDS = 15

#: A JPEG is decoded at a fraction of its size; what else is a picture has to be decoded whole.
MOST_PIXELS = {"JPEG": 250_000_000, "PNG": 40_000_000}
#: The longer side of a picture that is kept: an A4 sheet at 250 dots an inch.
KEPT = 3000
#: PDFium's number for a document that asks for a password.
LOCKED = 4

Answer = tuple[dict[str, Any], list[bytes]]


class Unfit(Exception):  # noqa: N818 - it is what the file is
    """The file cannot be taken: 'damaged', 'locked', 'pages' or 'pixels'."""


def bound() -> None:
    """Let the system end this process rather than let a file take all memory or time."""
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):
            resource.setrlimit(what, (most, most))


def check(content: bytes, *, kind: str, most_bytes: int, most_pages: int, small: int) -> Answer:
    """Open every page, or make the picture anew: upright, of a sane size, with nothing in it but the picture."""
    if kind == "application/pdf":
        with _document(content) as document:
            pages = len(document)
            if not 1 <= pages <= most_pages:
                raise Unfit("pages")
            for number in range(pages):
                document[number].close()
            return {"pages": pages, "type": kind}, [b"", _written(_page(document, 1, small), "WEBP")]
    image = _picture(content, KEPT)
    kept, made = _remade(image, kind, most_bytes)
    return {"pages": 1, "type": made}, [kept, _written(_within(image, small), "WEBP")]


def draw(content: bytes, *, kind: str, page: int, width: int) -> Answer:
    """Draw a page, counted from 1, at most `width` wide and twice as high."""
    if kind != "application/pdf":
        if page != 1:
            raise Unfit("pages")
        return {}, [_written(_within(_picture(content, 2 * width), width), "WEBP")]
    with _document(content) as document:
        if not 1 <= page <= len(document):
            raise Unfit("pages")
        return {}, [_written(_page(document, page, width), "WEBP")]


def count(content: bytes) -> Answer:
    """Count the pages of a PDF."""
    with _document(content) as document:
        return {"pages": len(document)}, []


def _document(content: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Unfit("locked" if error.err_code == LOCKED else "damaged") from error


def _page(document: Any, number: int, width: int) -> Image.Image:
    page = document[number - 1]
    wide, high = page.get_size()
    scale = min(width / max(wide, 1), 2 * width / max(high, 1))
    drawn: Image.Image = page.render(scale=scale).to_pil()
    return _within(drawn.convert("RGB"), width)


def _picture(content: bytes, side: int) -> Image.Image:
    """Return the picture upright in plain red, green and blue, its longer side at most `side`."""
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(io.BytesIO(content), formats=tuple(MOST_PIXELS)) as image:
        width, height = image.size
        if width * height > MOST_PIXELS["JPEG" if image.format in {"JPEG", "MPO"} else "PNG"]:
            raise Unfit("pixels")
        image.draft("RGB", (side, side))
        fitted = _in_plain_colours(image)
        fitted.thumbnail((side, side))
    return _on_white(ImageOps.exif_transpose(fitted))


def _in_plain_colours(image: Image.Image) -> Image.Image:
    """Return the picture in colours that can be mixed when it is made smaller."""
    if image.mode.startswith("I"):
        return image.point(lambda value: value / 256).convert("L")
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    return image.convert("RGB")


def _within(image: Image.Image, width: int) -> Image.Image:
    fitted = image.copy()
    fitted.thumbnail((width, 2 * width))
    return fitted


def _remade(image: Image.Image, kind: str, most_bytes: int) -> tuple[bytes, str]:
    """Write the picture as what it was; as a JPEG where that would be too large."""
    if kind == "image/png":
        kept = _written(image, "PNG")
        if len(kept) <= most_bytes:
            return kept, kind
    return _written(image, "JPEG"), "image/jpeg"


def _written(image: Image.Image, format_name: str) -> bytes:
    settings: dict[str, dict[str, int]] = {"WEBP": {"quality": 82}, "JPEG": {"quality": 88}, "PNG": {}}
    out = io.BytesIO()
    plain = Image.frombytes("RGB", image.size, image.tobytes())
    plain.save(out, format_name, **settings[format_name])
    return out.getvalue()


TASKS: dict[str, Callable[..., Answer]] = {"check": check, "draw": draw, "count": count}


def main(task: str, settings: str) -> None:
    """Do one task on the file that comes in."""
    bound()
    try:
        told, parts = TASKS[task](sys.stdin.buffer.read(), **json.loads(settings))
    except Unfit as unfit:
        told, parts = {"unfit": str(unfit)}, []
    except (OSError, SyntaxError, ValueError, pypdfium2.PdfiumError):
        told, parts = {"unfit": "damaged"}, []
    line = json.dumps({**told, "lengths": [len(part) for part in parts]})
    sys.stdout.buffer.write(b"".join((line.encode(), b"\n", *parts)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
