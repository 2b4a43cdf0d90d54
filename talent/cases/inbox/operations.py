"""Claim a case, give it to a clerk, release it; send it by the green channel."""

from datetime import datetime

from rules.decision import Decision
from talent.accounts.models import Person
from talent.audit.operations import record
from talent.cases.inbox.errors import AssignedMeanwhile, FastReasonMissing, NotAClerk, NotTheirs, TakenBy
from talent.cases.inbox.models import InboxEntry
from talent.cases.inbox.queries import entry_of
from talent.cases.models import Case
from talent.cases.operations import hold, refuse_closed, refuse_own
from talent.database import db
from talent.web.access import Role

#: Who gives cases to any clerk.
LEADS = frozenset({Role.APPROVER, Role.OFFICER})


def claim(case: Case, *, clerk: Person, at: datetime) -> InboxEntry:
    """Have the clerk work on a case that nobody has. Raises TakenBy; a clerk who has it already keeps it."""
    entry = _held(case)
    if entry.assignee_id == clerk.id:
        return entry
    if entry.assignee is not None:
        raise TakenBy(_name(entry.assignee))
    refuse_own(case, clerk)
    return _give(entry, clerk, by=clerk, at=at, action="case claimed")


def take_up(case: Case, *, clerk: Person, at: datetime) -> None:
    """Have the clerk who does something with a case that nobody has work on it."""
    entry = _held(case)
    if entry.assignee_id is None:
        _give(entry, clerk, by=clerk, at=at, action="case claimed")


def note_category(case: Case, *, decision: Decision) -> None:
    """Keep beside a case what the policy's table of categories gives now."""
    table = decision.tables.get("category")
    entry_of(case).category = str(table.output)[:40] if table is not None and isinstance(table.output, str) else None


def assign(case: Case, *, to: Person, by: Person, at: datetime, seen: int | None) -> InboxEntry:
    """Give a case to a clerk. seen: who had it on the page that was acted on.

    Approvers and officers give any case, a clerk their own and those that nobody has.
    Raises AssignedMeanwhile, NotTheirs, NotAClerk; OwnCase and SpousesCase of whom it is given to.
    """
    entry = _held(case)
    _refuse_stale(entry, seen)
    if entry.assignee_id not in {None, by.id} and not by.has_any(LEADS):
        raise NotTheirs
    if not (to.active and to.has(Role.CLERK)):
        raise NotAClerk
    refuse_own(case, to)
    if entry.assignee_id == to.id:
        return entry
    return _give(entry, to, by=by, at=at, action="case assigned")


def release(case: Case, *, by: Person, at: datetime, seen: int | None) -> InboxEntry:
    """Have nobody work on a case. seen: who had it on the page that was acted on."""
    entry = _held(case)
    _refuse_stale(entry, seen)
    if entry.assignee is None:
        return entry
    if entry.assignee_id != by.id and not by.has_any(LEADS):
        raise NotTheirs
    name = _name(entry.assignee)
    entry.assignee = entry.assigned_at = None
    db.session.flush()
    record("case released", by=by.id, about=case.about, at=at, details={"note": name})
    return entry


def hasten(case: Case, *, by: Person, reason: str, at: datetime) -> InboxEntry:
    """Send a case by the green channel; no reason takes it out again."""
    entry, reason = _held(case), reason.strip()
    refuse_own(case, by)
    if reason and not 5 <= len(reason) <= 500:
        raise FastReasonMissing
    if (reason or None) == entry.fast_reason:
        return entry
    entry.fast_reason = reason or None
    db.session.flush()
    action = "green channel opened" if reason else "green channel closed"
    record(action, by=by.id, about=case.about, at=at, details={"reason": reason} if reason else {})
    return entry


def _held(case: Case) -> InboxEntry:
    """Return the entry of an open case as it is now; with the case held, nobody else gives it away meanwhile."""
    hold(case)
    entry = entry_of(case)
    db.session.refresh(entry)
    refuse_closed(case)
    return entry


def _give(entry: InboxEntry, to: Person, *, by: Person, at: datetime, action: str) -> InboxEntry:
    entry.assignee, entry.assigned_at = to, at
    db.session.flush()
    details: dict[str, object] = {} if to is by else {"note": _name(to)}
    record(action, by=by.id, about=entry.case.about, at=at, details=details)
    return entry


def _refuse_stale(entry: InboxEntry, seen: int | None) -> None:
    if entry.assignee_id != seen:
        raise AssignedMeanwhile(_name(entry.assignee) if entry.assignee else "")


def _name(person: Person) -> str:
    return person.name or person.email
