"""Finding budgets and what was promised of them."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from rules.policy import Text
from talent.awards.budgets.errors import NoSuchBudget
from talent.awards.budgets.models import Budget, Commitment
from talent.awards.models import Award
from talent.database import db
from talent.pilots.models import Pilot
from talent.policies.queries import policy
from talent.web.errors import Refused


def commitments_of(award: Award) -> Sequence[Commitment]:
    """Return what an award takes of which budgets, by year."""
    query = select(Commitment).where(Commitment.award_id == award.id).options(joinedload(Commitment.budget))
    return sorted(db.session.scalars(query), key=lambda each: each.budget.year)


def budgets(year: int, pilot: Pilot | None = None) -> Sequence[Budget]:
    """Return the budgets of a year, those without a limit too, by community. pilot: only its, or None for all."""
    query = select(Budget).where(Budget.year == year).options(joinedload(Budget.pilot))
    if pilot is not None:
        query = query.where(Budget.pilot_id == pilot.id)
    return db.session.scalars(query.order_by(Budget.pilot_id, Budget.policy_id, Budget.incentive)).all()


def budget(number: int) -> Budget:
    """Return a budget. Raises NoSuchBudget."""
    found = db.session.get(Budget, number)
    if found is None:
        raise NoSuchBudget
    return found


def years(today: date) -> list[int]:
    """Return the years that have budgets or promises, this one and the next among them."""
    return sorted({*db.session.scalars(select(Budget.year).distinct()), today.year, today.year + 1})


def title_of(policy_id: str, incentive: str, on: date) -> Text:
    """Return what an incentive is called now, or its id where no policy in force knows it."""
    try:
        return policy(policy_id, on=on).incentives[incentive].title
    except (Refused, KeyError):
        return Text(incentive, incentive)


def find(slug: str, incentive: str, year: int | None) -> Budget | None:
    """Return the budget that an address speaks of. slug: of a community; incentive: 'policy:incentive'."""
    policy_id, _colon, name = incentive.rpartition(":")
    where = (Pilot.slug == slug, Budget.policy_id == policy_id, Budget.incentive == name, Budget.year == year)
    return db.session.scalar(select(Budget).join(Budget.pilot).where(*where))
