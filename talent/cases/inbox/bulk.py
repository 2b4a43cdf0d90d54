"""The same for many cases: each by itself, what cannot be done is named and left."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from rules.decision import Verdict
from talent.accounts.models import Person
from talent.applications import queries as applications
from talent.cases import operations, queries
from talent.cases.appeals.queries import granted_before
from talent.cases.errors import CaseChanged, NotVerified
from talent.cases.holds.queries import refuse_held
from talent.cases.inbox.errors import NotCertain, NothingGranted, TakenBy
from talent.cases.inbox.queries import entry_of
from talent.cases.models import Case, CaseStage
from talent.cases.requests import operations as requests
from talent.cases.requests.errors import AlreadyAsked
from talent.cases.requests.models import ItemKind
from talent.cases.requests.operations import Wanted
from talent.database import db
from talent.web.errors import Refused

#: How many cases are dealt with at a time.
MOST = 100


@dataclass(frozen=True)
class Left:
    """A case for which it was not done, and why not."""

    case: Case
    why: str


@dataclass(frozen=True)
class Result:
    """For which cases something was done, or can be, and for which not."""

    done: Sequence[Case]
    left: Sequence[Left]


def each(cases: Sequence[Case], act: Callable[[Case], object]) -> Result:
    """Do something for every case; where it is refused, nothing of it is kept for that case.

    All are held first, in one order: whoever writes to the record makes others wait, so that to hold the next case
    only then would have two wait for each other.
    """
    held = select(Case.id).where(Case.id.in_([case.id for case in cases])).order_by(Case.id).with_for_update()
    db.session.execute(held)
    return possible(cases, act)


def possible(cases: Sequence[Case], act: Callable[[Case], object]) -> Result:
    """Sort cases by whether something is refused for them."""
    done, left = [], []
    for case in cases:
        try:
            with db.session.begin_nested():
                act(case)
        except Refused as refused:
            left.append(Left(case, refused.says()))
        else:
            done.append(case)
    return Result(done, left)


def certain(case: Case, clerk: Person) -> list[str]:
    """Return the incentives that can be recommended without a further look: all that the rules grant.

    Raises what `recommend` raises, TakenBy, NotCertain, NothingGranted, NotVerified.
    """
    _refuse_unless_theirs(case, clerk)
    refuse_held(case)
    verdicts = {name: each.verdict for name, each in applications.decide(case.application).incentives.items()}
    if Verdict.UNKNOWN in verdicts.values():
        raise NotCertain
    granted = {name for name, verdict in verdicts.items() if verdict is Verdict.GRANTED} - granted_before(case)
    if not granted:
        raise NothingGranted
    if open_facts := queries.unverified(case):
        raise NotVerified(open_facts)
    return sorted(granted)


def _refuse_unless_theirs(case: Case, clerk: Person) -> None:
    """Refuse when the case is not with a clerk, or with another one."""
    operations.refuse_unless_with_clerk(case, clerk)
    assignee = entry_of(case).assignee
    if assignee is not None and assignee.id != clerk.id:
        raise TakenBy(assignee.name or assignee.email)


def recommend(case: Case, *, clerk: Person, reason: str, seen: int | None, at: datetime) -> None:
    """Recommend all that the rules grant, where that is certain. seen: the version that was shown."""
    if seen is None:
        raise CaseChanged
    chosen = certain(case, clerk)
    operations.recommend(case, clerk=clerk, incentives=chosen, reason=reason, seen=seen, at=at)


def askable(case: Case, clerk: Person) -> None:
    """Refuse what cannot be asked for more: raises AlreadyAsked, what `recommend` raises of its stage, TakenBy."""
    if case.stage is CaseStage.WAITING:
        raise AlreadyAsked
    _refuse_unless_theirs(case, clerk)


def ask(case: Case, *, clerk: Person, question: str, days: int, key: str, seen: int | None, at: datetime) -> None:
    """Ask the applicant a question. days: working days to answer in; key: of the form; seen: the version shown.

    A second time with the same form, the applicant is being waited for already, and AlreadyAsked says so.
    """
    if seen is None:
        raise CaseChanged
    askable(case, clerk)
    wanted = [Wanted(ItemKind.QUESTION, None, question)]
    requests.ask(case, wanted=wanted, days=days, key=key, clerk=clerk, at=at, seen=seen)
