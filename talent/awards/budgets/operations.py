"""Promise money of a budget, and set what may be promised: never more than there is, whoever asks at once."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from talent.accounts.models import Person
from talent.audit.operations import record
from talent.awards.budgets.errors import BelowCommitted, OverBudget
from talent.awards.budgets.models import Budget, Commitment
from talent.awards.models import Award, Instalment
from talent.database import db
from talent.pilots.models import Pilot
from talent.web.days import policy_day


def shares(award: Award) -> Counter[int]:
    """Return what an award takes of which year, in fen.

    An instalment is charged to the year of its day; one whose day lay before the decision, to the year of the decision.
    """
    return _by_year(award, award.instalments)


def _by_year(award: Award, parts: Iterable[Instalment]) -> Counter[int]:
    decided = policy_day(award.granted_at)
    found: Counter[int] = Counter()
    for part in parts:
        found[max(part.due_on, decided).year] += part.fen
    return found


def commit(award: Award) -> list[Commitment]:
    """Promise what an award comes to, of every year's budget: all of it or nothing. Raises OverBudget."""
    application = award.case.application
    made = []
    for year, fen in sorted(shares(award).items()):
        budget = _row(application.pilot_id, application.policy_id, award.incentive, year)
        _take(budget, fen)
        made.append(Commitment(award=award, budget=budget, fen=fen))
    db.session.add_all(made)
    db.session.flush()
    return made


def release(award: Award, parts: Iterable[Instalment]) -> None:
    """Give back what instalments that will not be paid take of every year's budget."""
    freed = _by_year(award, parts)
    query = select(Commitment).join(Commitment.budget).where(Commitment.award_id == award.id, Budget.year.in_(freed))
    for commitment in db.session.scalars(query.order_by(Budget.year)).all():
        budget, fen = commitment.budget, freed[commitment.budget.year]
        _touched(update(Budget).where(Budget.id == budget.id).values(committed_fen=Budget.committed_fen - fen))
        db.session.refresh(budget)
        commitment.fen -= fen
        if not commitment.fen:
            db.session.delete(commitment)
    db.session.flush()


def set_budget(
    pilot: Pilot, *, policy_id: str, incentive: str, year: int, fen: int | None, officer: Person, at: datetime
) -> Budget:
    """Set what may be promised; None takes the limit away. Raises BelowCommitted.

    It is recorded before the row is made or locked: approvals hold the record first, too, so that neither waits for the
    other in a circle.
    """
    details: dict[str, object] = {"policy": policy_id, "fen": fen}
    record("budget set", by=officer.id, about=f"budget:{pilot.slug}:{incentive}:{year}", at=at, details=details)
    budget = _row(pilot.id, policy_id, incentive, year)
    allowed = update(Budget).where(Budget.id == budget.id, *([] if fen is None else [Budget.committed_fen <= fen]))
    if not _touched(allowed.values(appropriated_fen=fen)):
        db.session.refresh(budget)
        raise BelowCommitted(budget.committed_fen)
    db.session.refresh(budget)
    return budget


def _row(pilot_id: int, policy_id: str, incentive: str, year: int) -> Budget:
    """Return the row of a budget; of two who make it at the same moment, one does."""
    where = {"pilot_id": pilot_id, "policy_id": policy_id, "incentive": incentive, "year": year}
    found = db.session.scalar(select(Budget).filter_by(**where))
    if found is None:
        dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
        db.session.execute(dialect.insert(Budget).values(**where).on_conflict_do_nothing())
        found = db.session.scalars(select(Budget).filter_by(**where)).one()
    return found


def _take(budget: Budget, fen: int) -> None:
    """Add to what was promised in one statement that checks what is left: nobody comes between."""
    fits = or_(Budget.appropriated_fen.is_(None), Budget.committed_fen + fen <= Budget.appropriated_fen)
    taken = update(Budget).where(Budget.id == budget.id, fits).values(committed_fen=Budget.committed_fen + fen)
    done = _touched(taken)
    db.session.refresh(budget)
    if not done:
        raise OverBudget(budget.incentive, budget.year, fen, budget.left_fen or 0)


def _touched(statement: object) -> bool:
    """Run an update; returns whether it found its row."""
    done = db.session.execute(statement.execution_options(synchronize_session=False))  # type: ignore[attr-defined]
    return bool(done.rowcount)  # type: ignore[attr-defined]
