"""Finding cases in the inbox: each box and filter is one walk along an index."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true
from sqlalchemy.orm import selectinload

from talent.accounts.identity import lookup, normal
from talent.accounts.models import Person, RoleGrant
from talent.applications.models import REFERENCE_ALPHABET, Application
from talent.cases.inbox.filters import Box, Filter
from talent.cases.inbox.models import InboxEntry, SavedFilter
from talent.cases.models import Case, CaseStage
from talent.database import db
from talent.pilots.models import Pilot
from talent.web.access import Role
from talent.web.filters import SHANGHAI

#: No count goes on beyond this.
COUNTED = 1000
#: After every character that a name can have.
_LAST = "\U0010ffff"


def entry_of(case: Case) -> InboxEntry:
    """Return the entry of a case."""
    return db.session.get_one(InboxEntry, case.id)


def listed(wanted: Filter, *, seen_by: Person, on: date) -> Select[Any]:
    """Return the query for the entries that are asked for. on: today."""
    return select(InboxEntry).where(*_in_box(wanted.show, seen_by, on), *_narrowed(wanted), *_searched(wanted.search))


def _searched(words: str) -> list[ColumnElement[bool]]:
    """Return the condition that name or reference begins with the words, or phone or document is this number."""
    if not words:
        return []
    name, reference = words.lower(), words.upper().replace(" ", "")
    if len(reference) > 4 and "-" not in reference:
        reference = f"{reference[:4]}-{reference[4:]}"
    either: list[ColumnElement[bool]] = [(InboxEntry.name_key >= name) & (InboxEntry.name_key < name + _LAST)]
    if re.fullmatch(f"[{REFERENCE_ALPHABET}-]{{1,9}}", reference):
        either.append((InboxEntry.reference >= reference) & (InboxEntry.reference < reference + _LAST))
    if any(sign.isdigit() for sign in words) and len(words) >= 5:
        either.append(InboxEntry.case_id.in_(_of_number(words)))
    return [or_(*either)]


def _of_number(words: str) -> Sequence[int]:
    """Return the cases of the one whose telephone or identity document it is, whole."""
    number = re.sub(r"[\s-]", "", words)
    phones = (number, f"+86{number}")
    people = select(Person.id).where(or_(Person.phone.in_(phones), Person.identity_lookup == lookup(normal(words))))
    query = select(Case.id).join(Case.application).where(Application.applicant_id.in_(people))
    return db.session.scalars(query.limit(COUNTED)).all()


def _in_box(box: Box, person: Person, on: date) -> list[ColumnElement[bool]]:
    """Return the conditions of a box, as the indexes have them.

    That a case is open is said even where it follows: few of all are, and a plan that does not know walks over all.
    """
    is_open: ColumnElement[bool] = InboxEntry.is_open.expression
    special: dict[Box, list[ColumnElement[bool]]] = {
        Box.ALL: [true()],
        Box.MINE: [InboxEntry.assignee_id == person.id, is_open],
        Box.UNASSIGNED: [InboxEntry.assignee_id.is_(None), is_open],
        Box.GREEN: [InboxEntry.fast_reason.is_not(None), is_open],
        Box.OVERDUE: [InboxEntry.due_by < on, is_open],
        Box.WRITTEN: [InboxEntry.unread.expression],
    }
    return special.get(box) or [InboxEntry.stage == CaseStage(box.value)]


def _narrowed(wanted: Filter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for column, value in (
        (InboxEntry.stage, wanted.stage),
        (InboxEntry.policy_id, wanted.policy or None),
        (InboxEntry.category, wanted.category or None),
        (InboxEntry.assignee_id, wanted.clerk),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.pilot:
        place = db.session.scalar(select(Pilot.id).where(Pilot.slug == wanted.pilot))
        conditions.append(InboxEntry.pilot_id == place if place else false())
    for bound, low in ((wanted.amount_from, True), (wanted.amount_to, False)):
        if bound is not None:
            conditions.append(InboxEntry.fen >= bound * 100 if low else InboxEntry.fen <= bound * 100)
    if wanted.date_from:
        conditions.append(InboxEntry.arrived_at >= _start(wanted.date_from))
    if wanted.date_to and wanted.date_to < date.max:
        conditions.append(InboxEntry.arrived_at < _start(wanted.date_to + timedelta(days=1)))
    return conditions


def _start(day: date) -> datetime:
    """Return when a day begins in Shanghai."""
    return datetime.combine(max(day, date(1970, 1, 2)), time(), SHANGHAI)


def entries(ids: Sequence[int]) -> list[InboxEntry]:
    """Return entries with all that the list shows of them, in the order of the ids.

    No join: a case that was read with one could not be held afterwards.
    """
    about = selectinload(InboxEntry.case)
    query = (
        select(InboxEntry)
        .where(InboxEntry.case_id.in_(ids))
        .options(
            about.selectinload(Case.application).selectinload(Application.applicant).lazyload(Person.roles),
            about.selectinload(Case.application).selectinload(Application.pilot),
            about.selectinload(Case.incentives),
            selectinload(InboxEntry.assignee).lazyload(Person.roles),
        )
        .execution_options(populate_existing=True)
    )
    found = {entry.case_id: entry for entry in db.session.scalars(query)}
    return [found[number] for number in ids if number in found]


def counted(query: Select[Any]) -> int:
    """Return how many there are; COUNTED + 1 stands for any more."""
    some = query.with_only_columns(InboxEntry.case_id).limit(COUNTED + 1).subquery()
    return db.session.scalar(select(func.count()).select_from(some)) or 0


def counts(*, seen_by: Person, on: date) -> dict[Box, int]:
    """Return how many cases each box has; COUNTED + 1 stands for any more."""
    each = []
    for box in Box:
        some = select(InboxEntry.case_id).where(*_in_box(box, seen_by, on)).limit(COUNTED + 1).subquery()
        each.append(select(func.count()).select_from(some).scalar_subquery())
    return dict(zip(Box, db.session.execute(select(*each)).one(), strict=True))


def clerks() -> Sequence[Person]:
    """Return whom cases can be given to, by name."""
    is_clerk = select(RoleGrant.person_id).where(RoleGrant.name == Role.CLERK)
    return db.session.scalars(
        select(Person).where(Person.id.in_(is_clerk), Person.active).order_by(Person.name, Person.id)
    ).all()


def cases_by(references: Sequence[str]) -> Sequence[Case]:
    """Return the cases of references, by the order in which they are locked."""
    query = select(Case).join(Case.application).where(Application.reference.in_(references))
    return db.session.scalars(query.options(selectinload(Case.incentives)).order_by(Case.id)).all()


def saved_filters(person: Person) -> Sequence[SavedFilter]:
    """Return a person's filters, by name."""
    return db.session.scalars(
        select(SavedFilter).where(SavedFilter.person_id == person.id).order_by(SavedFilter.name)
    ).all()
