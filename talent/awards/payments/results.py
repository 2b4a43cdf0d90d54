"""Reading what the treasury reports: a sheet's rows, with every line that is wrong said by its number."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from talent.awards.payments.errors import NotReadable
from talent.awards.payments.models import PaymentState
from talent.web.sheets import Unreadable, lines_of

#: Names that a column may have, in capitals or not; a title may say it in two languages with a stroke between.
COLUMNS = {
    "key": {"付款编号", "key"},
    "amount": {"金额（元）", "金额(元)", "金额", "amount (yuan)", "amount"},
    "result": {"结果（成功、失败、退回）", "结果", "result (paid, failed, returned)", "result"},
    "day": {"日期", "date"},
    "reason": {"说明", "原因", "reason"},
}
NEEDED = ("key", "amount", "result")
RESULTS = {
    **dict.fromkeys(("成功", "已付", "paid", "success"), PaymentState.PAID),
    **dict.fromkeys(("失败", "failed"), PaymentState.FAILED),
    **dict.fromkeys(("退回", "退汇", "returned"), PaymentState.RETURNED),
}


@dataclass(frozen=True)
class Row:
    """One line of a file, as it was written. line: counts from 1, the titles included.

    fen: None where the amount is none. result: None where the word is none of ours. day: None where none is given.
    """

    line: int
    key: str
    fen: int | None
    result: PaymentState | None
    day: date | None
    day_is_wrong: bool
    reason: str


@dataclass(frozen=True)
class Results:
    """What a file says. blank: how many lines report nothing yet."""

    rows: Sequence[Row]
    blank: int
    sha256: str


def read(content: bytes) -> Results:
    """Read a file of results, .xlsx or .csv. Raises NotReadable."""
    try:
        lines = lines_of(content)
    except Unreadable as error:
        raise NotReadable from error
    places = _places(lines[0] if lines else [])
    rows, blank = [], 0
    for number, cells in enumerate(lines[1:], start=2):
        given = {name: cells[place] if place < len(cells) else "" for name, place in places.items()}
        if not str(given["key"]).strip() and not str(given["result"]).strip():
            continue
        if str(given["key"]).strip() and not str(given["result"]).strip():
            blank += 1
            continue
        rows.append(_row(number, given))
    return Results(rows, blank, hashlib.sha256(content).hexdigest())


def _row(line: int, given: dict[str, object]) -> Row:
    day, wrong = _day(given.get("day", ""))
    return Row(
        line,
        str(given["key"]).strip().upper()[:40],
        _fen(given["amount"]),
        RESULTS.get(str(given["result"]).strip().lower()),
        day,
        wrong,
        " ".join(str(given.get("reason", "")).split())[:200],
    )


def _places(titles: Iterable[object]) -> dict[str, int]:
    """Return which column is which. Raises NotReadable when one that is needed is missing."""
    found: dict[str, int] = {}
    for place, title in enumerate(titles):
        words = {word.strip().lower() for word in str(title).split(" / ")}
        for name, called in COLUMNS.items():
            if words & called:
                found.setdefault(name, place)
    if not set(NEEDED) <= set(found):
        raise NotReadable
    return found


def _fen(value: object) -> int | None:
    """Return an amount in yuan as whole fen, or None when it is no such amount."""
    try:
        fen = Decimal(str(value).replace(",", "").replace("，", "").strip()) * 100
        return int(fen) if fen == fen.to_integral_value() and 0 < fen < 10**15 else None
    except InvalidOperation:
        return None


def _day(value: object) -> tuple[date | None, bool]:
    """Return the day that is given, and whether something is given that is no day."""
    if isinstance(value, datetime):
        return value.date(), False
    if isinstance(value, date):
        return value, False
    text = str(value).strip().replace("/", "-").replace(".", "-")
    if not text:
        return None, False
    for shape in ("%Y-%m-%d", "%Y%m%d"):
        try:
            return datetime.strptime(text, shape).date(), False  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None, True
