"""What the list of cases shows: its box, its filters and its order, to and from the address of the page."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from talent.cases.models import CaseStage
from talent.cases.queries import Order
from talent.web.numbers import LARGEST

#: More yuan than any case can be of.
MOST_YUAN = 10**12


class Box(StrEnum):
    """Which cases the list shows."""

    ALL = "all"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    GREEN = "green"
    OVERDUE = "overdue"
    WRITTEN = "written"
    ARRIVED = "arrived"
    WAITING = "waiting"
    RECOMMENDED = "recommended"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Filter:
    """What is asked of the list. Amounts in whole yuan, days both included; unread: names that could not be read."""

    show: Box = Box.ALL
    order: Order = Order.OVERDUE
    search: str = ""
    stage: CaseStage | None = None
    pilot: str = ""
    policy: str = ""
    category: str = ""
    clerk: int | None = None
    amount_from: int | None = None
    amount_to: int | None = None
    date_from: date | None = None
    date_to: date | None = None
    unread: tuple[str, ...] = ()

    @property
    def narrowed(self) -> int:
        """By how many filters the list is narrowed; box, order and search are none."""
        return sum(getattr(self, name) not in {None, ""} for name in _NARROWING)

    def args(self, **other: object) -> dict[str, Any]:
        """Return the filter as parts of an address, without what is as always. other: what is to be instead."""
        given = {name: other.get(name, getattr(self, name)) for name in _NAMES}
        return {
            name: str(value)
            for name, value in given.items()
            if (value not in (None, "") and value != _PLAIN[name]) or (name in other and value)
        }


_NAMES = tuple(field.name for field in fields(Filter) if field.name != "unread")
_NARROWING = _NAMES[3:]
_PLAIN = {field.name: field.default for field in fields(Filter)}

Chosen = TypeVar("Chosen", bound=StrEnum)


class _Address:
    """Parts of an address as they are read. unread: names of those that could not be."""

    def __init__(self, args: Mapping[str, str]) -> None:
        self.args, self.unread = args, list[str]()

    def text(self, name: str, longest: int = 120) -> str:
        return self.args.get(name, "").strip()[:longest]

    def number(self, name: str, most: int) -> int | None:
        written = self.text(name).replace(",", "").replace("，", "")
        if not written:
            return None
        if written.isascii() and written.isdigit() and int(written) <= most:
            return int(written)
        self.unread.append(name)
        return None

    def day(self, name: str) -> date | None:
        try:
            return date.fromisoformat(self.text(name)) if self.text(name) else None
        except ValueError:
            self.unread.append(name)
            return None


def filter_of(args: Mapping[str, str]) -> Filter:
    """Read a filter from the address; what cannot be read is left out and named.

    What arrived in some days is listed by when it arrived: by urgency, an index would have to be walked for ever.
    """
    read = _Address(args)
    days = {name: read.day(name) for name in ("date_from", "date_to")}
    order = _choice(Order, read.text("order")) or Order.OVERDUE
    return Filter(
        show=_choice(Box, read.text("show")) or Box.ALL,
        order=Order.NEWEST if order is Order.OVERDUE and any(days.values()) else order,
        search=read.text("search", 100),
        stage=_choice(CaseStage, read.text("stage")),
        pilot=read.text("pilot"),
        policy=read.text("policy"),
        category=read.text("category", 40),
        clerk=read.number("clerk", LARGEST),
        amount_from=read.number("amount_from", MOST_YUAN),
        amount_to=read.number("amount_to", MOST_YUAN),
        **days,
        unread=tuple(read.unread),
    )


def _choice(choices: type[Chosen], given: str) -> Chosen | None:
    return next((choice for choice in choices if choice.value == given), None)
