"""Lists in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select

from talent.database import db

Item = TypeVar("Item")

PER_PAGE = 20


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list. number counts from 1."""

    items: Sequence[Item]
    number: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // PER_PAGE))


def page_of(query: Select[Any], number: int) -> Page[Any]:
    """Return a page of what the query finds; a number past the end gives the last page."""
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    last = max(1, -(-total // PER_PAGE))
    number = min(max(number, 1), last)
    rows = db.session.scalars(query.limit(PER_PAGE).offset((number - 1) * PER_PAGE)).unique().all()
    return Page(rows, number, total)
