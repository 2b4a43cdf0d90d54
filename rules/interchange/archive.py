"""Keeps .xlsx files that would exhaust memory from whoever reads them: they are archives, and their cells sparse."""

import re
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from rules.interchange.problems import refusal

#: Longest file, in bytes; unpacked it may be ten times as long.
MAX_BYTES = 8_000_000
#: Most cells between the first and the last, empty ones included, as readers hold them all.
MAX_CELLS = 1_000_000
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Z]*)([0-9]+)["']""")


def refuse_large(data: bytes, file: str) -> None:
    """Refuse what is no .xlsx, is too long packed or unpacked, or holds cells too far apart. Raises TableInvalid."""
    if len(data) > MAX_BYTES:
        raise refusal(file, f"it has more than {MAX_BYTES} bytes", "split it")
    try:
        with ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise refusal(file, "it is no .xlsx file", "save it as .xlsx")
            if sum(member.file_size for member in members) > 10 * MAX_BYTES:
                raise refusal(file, f"it unpacks to more than {10 * MAX_BYTES} bytes", "split it")
            cells = max(_extent(archive.read(member)) for member in members if member.filename.endswith(".xml"))
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise refusal(file, "it is no .xlsx file", "save it as .xlsx") from error
    if cells > MAX_CELLS:
        raise refusal(file, "its cells lie too far apart", "delete the rows and columns after the table")


def _extent(sheet: bytes) -> int:
    """Return how many cells lie between the first place and the last that a part of the archive names."""
    places = [(_column(letters), int(row[:9])) for letters, row in _PLACE.findall(sheet)]
    return max((row for _, row in places), default=0) * max((column for column, _ in places), default=0)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:6]:
        number = number * 26 + letter - 64
    return number or 1
