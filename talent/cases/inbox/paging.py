"""Pages of the list by where they begin or end: as fast on the last page as on the first, and stable while it grows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, tuple_

from talent.cases.inbox.models import InboxEntry
from talent.cases.queries import Order
from talent.database import db
from talent.web.numbers import LARGEST

PER_PAGE = 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TOKEN = re.compile(r"([0-9]{1,17})\.([0-9]{1,10})", re.ASCII)


@dataclass(frozen=True)
class Page:
    """Some cases of the list in their order. before, after: where the pages beside it end and begin; None without."""

    ids: Sequence[int]
    before: str | None
    after: str | None


def page_of(query: Select[Any], order: Order, args: Mapping[str, str]) -> Page:
    """Return the page the address asks for, the first where it cannot be read or nothing is there any more.

    query: of entries, without an order.
    """
    for name in ("after", "before"):
        if place := _place(order, args.get(name, "")):
            rows = _rows(query, order, place, backwards=name == "before")
            if rows:
                return _page(rows, order, came_by=name)
    return _page(_rows(query, order, None, backwards=False), order, came_by="")


def _rows(query: Select[Any], order: Order, place: tuple[Any, int] | None, *, backwards: bool) -> list[tuple[Any, int]]:
    """Return sort value and id of one page and one more, in the direction asked for."""
    column, falls = _sorted(order)
    falls = falls != backwards
    query = query.with_only_columns(column, InboxEntry.case_id)
    if place is not None:
        here, there = tuple_(column, InboxEntry.case_id), tuple_(*place)
        query = query.where(here < there if falls else here > there)
    columns: list[Any] = [column, InboxEntry.case_id]
    query = query.order_by(*(each.desc() if falls else each.asc() for each in columns)).limit(PER_PAGE + 1)
    return [(value, number) for value, number in db.session.execute(query)]


def _page(rows: list[tuple[Any, int]], order: Order, *, came_by: str) -> Page:
    more, shown = len(rows) > PER_PAGE, rows[:PER_PAGE]
    if came_by == "before":
        shown.reverse()
    has_before = more if came_by == "before" else came_by == "after"
    has_after = came_by == "before" or more
    return Page(
        [number for _value, number in shown],
        _token(order, shown[0]) if has_before else None,
        _token(order, shown[-1]) if has_after else None,
    )


def _sorted(order: Order) -> tuple[ColumnElement[Any], bool]:
    """Return what an order goes by, and whether it falls."""
    if order is Order.OVERDUE:
        return InboxEntry.due_by.expression, False
    return InboxEntry.arrived_at.expression, order is Order.NEWEST


def _token(order: Order, row: tuple[Any, int]) -> str:
    value, number = row
    if order is Order.OVERDUE:
        return f"{value:%Y%m%d}.{number}"
    return f"{(value - _EPOCH) // timedelta(microseconds=1)}.{number}"


def _place(order: Order, token: str) -> tuple[Any, int] | None:
    """Read a token; None where it is none of this order."""
    found = _TOKEN.fullmatch(token)
    if found is None or int(found[2]) > LARGEST:
        return None
    try:
        if order is Order.OVERDUE:
            return date(int(found[1][:-4] or 0), int(found[1][-4:-2] or 0), int(found[1][-2:])), int(found[2])
        return _EPOCH + timedelta(microseconds=int(found[1])), int(found[2])
    except (ValueError, OverflowError):
        return None


def whole(query: Select[Any], order: Order, most: int) -> Sequence[int]:
    """Return the ids of all pages, up to as many."""
    column, falls = _sorted(order)
    columns: list[Any] = [column, InboxEntry.case_id]
    query = query.with_only_columns(InboxEntry.case_id)
    query = query.order_by(*(each.desc() if falls else each.asc() for each in columns)).limit(most)
    return db.session.scalars(query).all()
