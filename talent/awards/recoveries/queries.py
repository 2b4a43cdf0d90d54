"""Finding what is owed back, how the plan stands, and what it can be offset against."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select

from talent.accounts.models import Person
from talent.applications.models import Application
from talent.awards.models import Award, Instalment, InstalmentState
from talent.awards.payments import selection
from talent.awards.recoveries.errors import NoSuchRecovery
from talent.awards.recoveries.models import Recovery, RecoveryPart, RecoveryState
from talent.cases.models import Case
from talent.database import db

_UNDER_WAY = (RecoveryState.PROPOSED, RecoveryState.OPEN)


@dataclass(frozen=True)
class PlanLine:
    """A part of the plan as it stands. carried: what earlier parts left open and is added; paid: what covers it."""

    part: RecoveryPart
    carried: int
    paid: int

    @property
    def asked(self) -> int:
        """What is asked for on its day."""
        return self.part.fen + self.carried

    @property
    def left(self) -> int:
        """What of it is open."""
        return self.asked - self.paid


def recoveries(*, closed: bool) -> Select[Any]:
    """Return the query for what is owed, the oldest first; or for what is settled or waived, the newest first."""
    if closed:
        return select(Recovery).where(Recovery.state.not_in(_UNDER_WAY)).order_by(Recovery.id.desc())
    return select(Recovery).where(Recovery.state.in_(_UNDER_WAY)).order_by(Recovery.id)


def recoveries_of(application: Application) -> Sequence[Recovery]:
    """Return what is or was owed back of an application, waived ones last."""
    query = select(Recovery).join(Recovery.award).join(Award.case).where(Case.application_id == application.id)
    found = db.session.scalars(query.order_by(Recovery.id)).all()
    return sorted(found, key=lambda each: each.state is not RecoveryState.WAIVED)


def recovery(number: int, *, seen_by: Person) -> Recovery:
    """Return a recovery for an officer. Raises NoSuchRecovery, for one's own too."""
    found = db.session.get(Recovery, number)
    if found is None or found.award.case.application.applicant_id == seen_by.id:
        raise NoSuchRecovery
    return found


def recovery_of(application: Application, number: int) -> Recovery:
    """Return a recovery of an application that its applicant was told of. Raises NoSuchRecovery."""
    found = db.session.get(Recovery, number)
    if found is None or found.award.case.application_id != application.id or found.confirmed_at is None:
        raise NoSuchRecovery
    return found


def plan_of(recovery: Recovery, today: date) -> list[PlanLine]:
    """Return how the plan stands: what came in covers its parts in turn; what a past part lacks is asked for later."""
    came, carried, lines = recovery.repaid_fen - (recovery.planned_after_fen or 0), 0, []
    for part in recovery.parts:
        paid = min(came, part.fen + carried)
        came -= paid
        line = PlanLine(part, carried, paid)
        carried = line.left if part.due_on < today else 0
        lines.append(line)
    return lines


def offsettable(recovery: Recovery) -> Sequence[Instalment]:
    """Return the person's instalments that can be kept instead of being paid, the next one first."""
    applicant = recovery.award.case.application.applicant_id
    query = select(Instalment).join(Instalment.award).join(Award.case).join(Case.application)
    free = query.where(
        Application.applicant_id == applicant,
        Instalment.state == InstalmentState.DUE,
        Instalment.review_since.is_(None),
        ~selection.IN_RUN,
    )
    return db.session.scalars(free.order_by(Instalment.due_on, Instalment.id)).all()


def last_number(award: Award) -> int:
    """Return the highest number among the instalments of an award."""
    return db.session.scalar(select(func.max(Instalment.number)).where(Instalment.award_id == award.id)) or 0
