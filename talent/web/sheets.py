"""Reading what people send as a sheet: the first sheet of an .xlsx file, or a .csv file."""

import csv
import io
import unicodedata
import zipfile
from datetime import date, datetime

from python_calamine import CalamineError, CalamineWorkbook

#: A file that unpacks to more, or has more rows, is none of ours.
MOST_BYTES, MOST_ROWS = 200 * 1024 * 1024, 200_000


class Unreadable(Exception):  # noqa: N818 - it is what the file is
    """The file is no sheet, or too large a one."""


def lines_of(content: bytes) -> list[list[object]]:
    """Return the rows of a file, each a list of its cells, empty ones included. Raises Unreadable."""
    return _lines_of_book(content) if content.startswith(b"PK") else _lines_of_text(content)


def _lines_of_book(content: bytes) -> list[list[object]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(each.file_size for each in archive.infolist()) > MOST_BYTES:
                raise Unreadable
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        if sheet.total_height > MOST_ROWS:
            raise Unreadable
        return [list(row) for row in sheet.to_python(skip_empty_area=False)]
    except (CalamineError, zipfile.BadZipFile, IndexError) as error:
        raise Unreadable from error


def _lines_of_text(content: bytes) -> list[list[object]]:
    """Read CSV in UTF-8, or in the encoding that Chinese spreadsheets save."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
            lines: list[list[object]] = [list(row) for row in csv.reader(io.StringIO(text, newline=""), strict=True)]
        except UnicodeDecodeError:
            continue
        except csv.Error as error:
            raise Unreadable from error
        if len(lines) > MOST_ROWS:
            raise Unreadable
        return lines
    raise Unreadable


def plain_cell(value: object) -> str:
    """Return a cell as text: days as 2026-03-02, whole numbers without a point, in letters of one width."""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(unicodedata.normalize("NFKC", str(value)).split())
