"""What was granted before there were budgets counts as promised, and the first budget set says truly what is left."""

from datetime import UTC, datetime

from flask_migrate import downgrade, upgrade
from sqlalchemy import select

from talent.awards.budgets.models import Budget, Commitment
from talent.awards.budgets.operations import shares
from talent.awards.models import Award
from talent.database import db

#: The last evening of a year in UTC is the first morning of the next in Shanghai.
NEW_YEAR = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)


def promised() -> dict[tuple[int, int], int]:
    found = select(Commitment.award_id, Budget.year, Commitment.fen).join(Commitment.budget)
    return {(award, year): fen for award, year, fen in db.session.execute(found)}


def test_awards_of_before_are_charged_as_awards_of_now(app, decided_case):
    before = promised()
    for award in db.session.scalars(select(Award)).all()[:1]:
        award.granted_at = NEW_YEAR
    db.session.commit()
    expected = {
        (award.id, year): fen for award in db.session.scalars(select(Award)) for year, fen in shares(award).items()
    }
    assert expected != before
    db.session.remove()
    downgrade(revision="0014")
    upgrade()
    assert promised() == expected
    sums = {budget.id: budget.committed_fen for budget in db.session.scalars(select(Budget))}
    for commitment in db.session.scalars(select(Commitment)):
        sums[commitment.budget_id] -= commitment.fen
    assert set(sums.values()) == {0}
