"""Finding payment runs, what is in them, and what waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager

from talent.accounts.models import Person
from talent.applications.models import Application
from talent.awards.models import Award, Instalment
from talent.awards.payments import selection
from talent.awards.payments.errors import NoSuchRun
from talent.awards.payments.keys import read_key
from talent.awards.payments.models import Payment, PaymentRun, PaymentState
from talent.awards.payments.selection import Holdup
from talent.cases.models import Case
from talent.database import db


@dataclass(frozen=True)
class Total:
    """How many, and how much."""

    count: int = 0
    fen: int = 0


def run(number: int) -> PaymentRun:
    """Return a run. Raises NoSuchRun."""
    found = db.session.get(PaymentRun, number)
    if found is None:
        raise NoSuchRun
    return found


def runs() -> Select[Any]:
    """Return the query for all runs, newest first."""
    return select(PaymentRun).order_by(PaymentRun.id.desc())


def totals(run: PaymentRun) -> Mapping[PaymentState, Total]:
    """Return how many payments of a run are in which state, and how much they come to."""
    query = select(Payment.state, func.count(), func.sum(Payment.fen)).where(Payment.run_id == run.id)
    return {state: Total(count, int(fen)) for state, count, fen in db.session.execute(query.group_by(Payment.state))}


def fit(run: PaymentRun) -> Total:
    """Return what of a run would be sent now."""
    query = select(func.count(), func.coalesce(func.sum(Payment.fen), 0)).where(
        Payment.run_id == run.id,
        Payment.state == PaymentState.SELECTED,
        Payment.id.not_in(selection.unfit(run.id)),
    )
    count, fen = db.session.execute(query).one()
    return Total(count, int(fen))


def with_conditions(run: PaymentRun) -> int:
    """Return how many payments of a run are due only under a condition."""
    query = select(func.count()).select_from(Payment).join(Payment.instalment)
    return db.session.scalar(query.where(Payment.run_id == run.id, Instalment.provided_zh.is_not(None))) or 0


def pays(run: PaymentRun, person: Person) -> bool:
    """Return whether a run pays a person."""
    query = selection.joined(select(Payment.id)).join(Payment, Payment.instalment_id == Instalment.id)
    mine = query.where(Payment.run_id == run.id, Application.applicant_id == person.id)
    return db.session.scalar(mine.limit(1)) is not None


def payments_of(run: PaymentRun, *, words: str = "", state: PaymentState | None = None) -> Select[Any]:
    """Return the query for the payments of a run. words: of a name, a reference or a key."""
    query = (
        select(Payment)
        .join(Payment.instalment)
        .join(Instalment.award)
        .join(Award.case)
        .join(Case.application)
        .join(Application.applicant)
        .options(
            contains_eager(Payment.instalment)
            .contains_eager(Instalment.award)
            .contains_eager(Award.case)
            .contains_eager(Case.application)
            .contains_eager(Application.applicant)
        )
        .where(Payment.run_id == run.id)
        .order_by(Payment.id)
    )
    if state is not None:
        query = query.where(Payment.state == state)
    if words:
        named = Person.name.icontains(words, autoescape=True)
        query = query.where(or_(named, Application.reference == words.upper(), _by_key(words)))
    return query


def _by_key(words: str) -> Any:
    found = read_key(words.strip().upper())
    return (Payment.instalment_id == found[0]) & (Payment.attempt == found[1]) if found else Payment.id.is_(None)


def standings(until: date) -> Mapping[str, Total]:
    """Return what is due by a day, by what holds it up; '' is what can be paid."""
    query = selection.joined(select(selection.HOLDUP.label("holdup"), Instalment.fen))
    due = query.where(selection.due(until, None)).subquery()
    rows = db.session.execute(select(due.c.holdup, func.count(), func.sum(due.c.fen)).group_by(due.c.holdup))
    return {holdup: Total(count, int(fen)) for holdup, count, fen in rows}


def held_up(until: date, holdup: Holdup) -> Select[Any]:
    """Return the query for what is due and held up for one reason, the oldest first."""
    query = (
        select(Instalment)
        .join(Instalment.award)
        .join(Award.case)
        .join(Case.application)
        .options(contains_eager(Instalment.award).contains_eager(Award.case).contains_eager(Case.application))
    )
    query = query.where(selection.due(until, None), selection.held_by(holdup))
    return query.order_by(Instalment.due_on, Instalment.id)


def paid_by(instalments: Sequence[int]) -> Mapping[int, Sequence[Payment]]:
    """Return the payments of instalments, by instalment, the first attempt first."""
    found: dict[int, list[Payment]] = {}
    query = select(Payment).where(Payment.instalment_id.in_(instalments)).order_by(Payment.attempt)
    for payment in db.session.scalars(query):
        found.setdefault(payment.instalment_id, []).append(payment)
    return found
