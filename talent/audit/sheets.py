"""What was found in the record as a file, with the hashes that bind each entry to the one before it."""

import csv
import io
import json
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from flask_babel import gettext as _
from xlsxwriter import Workbook

from talent.audit import queries
from talent.audit.chain import written
from talent.audit.models import Record
from talent.audit.searching import Search, shown_details
from talent.audit.wording import ACTIONS
from talent.web.filters import SHANGHAI
from talent.web.spreadsheets import guarded

WIDTHS = (10, 20, 28, 30, 24, 40, 34, 22, 68, 68)


def columns() -> list[str]:
    """Return the headings."""
    return [
        _("Number"),
        _("When"),
        _("By whom"),
        _("What"),
        _("About"),
        _("Details"),
        _("When, as hashed (UTC)"),
        _("What, as hashed"),
        _("Hash of the entry before"),
        _("Hash of the entry"),
    ]


def rows(wanted: Search, *, reads_cases: bool) -> Iterator[list[str]]:
    """Yield the entries, newest first."""
    entries = queries.each(wanted)
    while some := list(islice(entries, 1000)):
        staff = queries.staff(entry.actor_id for entry in some)
        for entry in some:
            yield _row(entry, staff, reads_cases)


def _row(entry: Record, staff: dict[int, str], reads_cases: bool) -> list[str]:
    number = entry.actor_id
    who = "" if number is None else staff.get(number, f"person:{number}")
    details = shown_details(entry, reads_cases=reads_cases)
    told = _("Not shown to your role") if details is None else json.dumps(details, ensure_ascii=False, sort_keys=True)
    return [
        str(entry.id),
        f"{entry.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}",
        guarded(who),
        guarded(ACTIONS.get(entry.action, entry.action)),
        guarded(entry.about),
        guarded(told),
        written(entry.at),
        guarded(entry.action),
        entry.previous_hash,
        entry.hash,
    ]


def write_csv(wanted: Search, file: IO[bytes], *, reads_cases: bool) -> None:
    """Write what was found as CSV, UTF-8 with its mark."""
    out = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    sheet = csv.writer(out)
    sheet.writerow(columns())
    sheet.writerows(rows(wanted, reads_cases=reads_cases))
    out.detach()


def write_xlsx(wanted: Search, file: IO[bytes], *, reads_cases: bool) -> None:
    """Write what was found as a spreadsheet, all of it as text."""
    book: Any = Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    sheet.freeze_panes(1, 1)
    for place, (title, width) in enumerate(zip(columns(), WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(0, place, title, bold)
    for line, row in enumerate(rows(wanted, reads_cases=reads_cases), start=1):
        for place, value in enumerate(row):
            sheet.write_string(line, place, value)
    book.close()


SHEETS = {
    "csv": (write_csv, "text/csv"),
    "xlsx": (write_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
