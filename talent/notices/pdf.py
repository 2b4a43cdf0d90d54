"""The letter as a document: Chinese first, then English, set by typst with the font embedded."""

import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from threading import Lock

import segno
import typst
from flask import current_app

from talent.notices.models import Letter
from talent.notices.wording import sentences

TEMPLATE = Path(__file__).parent / "letter.typ"
#: The weights the letter is set in; every further one costs time and memory.
WEIGHTS = ("400Regular", "700Bold")

#: The compiler is not made for two threads at once.
_one_at_a_time = Lock()


def letter_pdf(letter: Letter, language_first: str = "zh") -> bytes:
    """Return the letter in both languages as a PDF; the same letter gives the same document."""
    languages = ("zh", "en") if language_first == "zh" else ("en", "zh")
    address = check_address(letter.code)
    data = {
        "number": letter.number,
        "address": address,
        "code": modules(address),
        "parts": [asdict(sentences(letter.content, language, letter.withdrawn_at)) for language in languages],
    }
    fonts = str(current_app.config["FONTS"])
    with _one_at_a_time:
        document = _compiler(fonts).compile(
            format="pdf",
            sys_inputs={"letter": json.dumps(data, ensure_ascii=False)},
            timestamp=int(letter.issued_at.timestamp()),
        )
    if not isinstance(document, bytes):
        raise TypeError("a letter is one document")
    return document


def check_address(code: str) -> str:
    """Return the public address of the page that confirms a letter, whatever address the visitor came by."""
    path = current_app.url_map.bind("localhost").build("letters.check", {"code": code})
    return f"{current_app.config['PUBLIC_URL']}{path}"


def modules(address: str) -> list[str]:
    """Return the QR code of an address as rows of 0 and 1, without the quiet zone."""
    code = segno.make_qr(address, error="m")
    return ["".join("1" if dark else "0" for dark in row) for row in code.matrix]


@cache
def _compiler(fonts: str) -> typst.Compiler:
    """Return the one compiler, which keeps the fonts it has read."""
    return typst.Compiler(
        input=str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(Path(fonts) / weight) for weight in WEIGHTS],
        ignore_system_fonts=True,
    )
