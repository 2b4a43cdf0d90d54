"""What is promised never exceeds what was appropriated: one of two approvals gets the last of it, the other is told."""

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from talent.accounts.models import Person
from talent.awards.budgets import operations
from talent.awards.budgets.errors import BelowCommitted, OverBudget
from talent.awards.budgets.forecast import forecast
from talent.awards.budgets.models import Budget, Commitment
from talent.awards.models import Award, Instalment
from talent.cases import operations as cases
from talent.cases.models import Case, CaseStage
from talent.database import db
from talent.pilots.models import Pilot
from talent.web.access import Role
from tests.awards.paying import LATER, mark_paid
from tests.cases.conftest import REASON, against, verify_everything
from tests.cases.test_races import at_once
from tests.conftest import NOON

POLICY = "jinhua-future-community-talent"


@pytest.fixture(autouse=True)
def _clean(app):
    yield
    db.session.rollback()


@pytest.fixture
def officer(people):
    return people("officer@example.org", Role.OFFICER)


@pytest.fixture
def two_cases(submit, clerk):
    """Two cases alike, recommended for the rent reduction alone."""
    found = []
    for email in ("first@example.org", "second@example.org"):
        application = submit(email)
        case = db.session.scalars(select(Case).where(Case.application_id == application.id)).one()
        verify_everything(case, clerk)
        cases.recommend(
            case,
            clerk=clerk,
            incentives=["rent_reduction"],
            reason=REASON,
            at=NOON,
            against=against(case, "rent_reduction"),
        )
        found.append(case)
    db.session.commit()
    return found


def limit(case: Case, officer: Person, year: int, fen: int | None, incentive: str = "rent_reduction") -> Budget:
    pilot = case.application.pilot
    budget = operations.set_budget(
        pilot, policy_id=POLICY, incentive=incentive, year=year, fen=fen, officer=officer, at=NOON
    )
    db.session.commit()
    return budget


def takes(case: Case, approver: Person) -> dict[int, int]:
    """Return what one of the cases takes of each year, undone again."""
    cases.approve(case, approver=approver, at=LATER, read=True)
    found = {each.budget.year: each.fen for each in db.session.scalars(select(Commitment))}
    db.session.rollback()
    return found


def sums_agree() -> bool:
    """Return whether every budget's sum is that of its promises."""
    query = select(Budget.id, Budget.committed_fen, func.coalesce(func.sum(Commitment.fen), 0)).outerjoin(Commitment)
    return all(kept == summed for _id, kept, summed in db.session.execute(query.group_by(Budget.id)))


def test_an_award_is_charged_to_the_years_its_instalments_fall_due(decided_case):
    for award in db.session.scalars(select(Award)):
        promised = select(Commitment).where(Commitment.award_id == award.id)
        by_year = {each.budget.year: each.fen for each in db.session.scalars(promised)}
        assert by_year == operations.shares(award) and sum(by_year.values()) == award.fen
    assert sums_agree()


def test_without_a_budget_nothing_is_limited(decided_case):
    assert {budget.appropriated_fen for budget in db.session.scalars(select(Budget))} == {None}


def test_what_was_promised_before_counts_when_a_budget_is_set(decided_case, officer):
    budget = db.session.scalars(select(Budget)).first()
    promised, incentive, year = budget.committed_fen, budget.incentive, budget.year
    with pytest.raises(BelowCommitted):
        limit(decided_case, officer, year, promised - 1, incentive)
    db.session.rollback()
    assert limit(decided_case, officer, year, promised, incentive).left_fen == 0


def test_an_approval_beyond_the_budget_changes_nothing(two_cases, approver, officer):
    first, second = two_cases
    year, fen = next(iter(takes(first, approver).items()))
    limit(first, officer, year, fen + 1)
    cases.approve(first, approver=approver, at=LATER, read=True)
    db.session.commit()
    with pytest.raises(OverBudget) as refused:
        cases.approve(second, approver=approver, at=LATER, read=True)
    db.session.rollback()
    assert (refused.value.fen, refused.value.left) == (fen, 1)
    assert second.stage is CaseStage.RECOMMENDED
    assert db.session.scalar(select(func.count()).select_from(Award)) == 1 and sums_agree()
    limit(first, officer, year, 2 * fen)
    cases.approve(second, approver=approver, at=LATER, read=True)
    assert sums_agree()


def test_a_budget_of_one_claimed_by_two_approvals_at_once(app, two_cases, approver, officer):
    year, fen = next(iter(takes(two_cases[0], approver).items()))
    limit(two_cases[0], officer, year, fen)
    ids, approver_id = [case.id for case in two_cases], approver.id
    db.session.remove()

    def approve(case_id: int):
        return lambda: cases.approve(
            db.session.get(Case, case_id), approver=db.session.get(Person, approver_id), at=LATER, read=True
        )

    refusals = at_once(app, [approve(case_id) for case_id in ids])
    assert [type(refused) for refused in refusals] == [OverBudget]
    budget = db.session.scalars(select(Budget).where(Budget.year == year)).one()
    assert budget.committed_fen == budget.appropriated_fen and sums_agree()
    stages = {case.stage for case in db.session.scalars(select(Case))}
    assert stages == {CaseStage.DECIDED, CaseStage.RECOMMENDED}


def together(app: Flask, acts: list) -> list[type[Exception]]:
    """Do several things at once, each in its own transaction. Returns what was raised."""
    raised: list[type[Exception]] = []

    def run(act) -> None:
        with app.app_context():
            try:
                act()
                db.session.commit()
            except (DBAPIError, OverBudget) as error:
                db.session.rollback()
                raised.append(type(error))
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return raised


@pytest.fixture
def budget_of_one(app, two_cases, approver, officer):
    """A budget that holds one fen. Gives its id."""
    number = limit(two_cases[0], officer, 2026, 1).id
    db.session.remove()
    return number


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_reading_first_and_adding_then_would_promise_it_twice(app, budget_of_one, monkeypatch):
    """The negative control: without the guard in the statement both find it free, and what both promised is lost."""
    both_read = threading.Barrier(2)

    def careless(budget: Budget, fen: int) -> None:
        before = budget.committed_fen
        both_read.wait(10)
        db.session.execute(update(Budget).where(Budget.id == budget.id).values(committed_fen=before + fen))

    done: list[int] = []

    def act() -> None:
        careless(db.session.get(Budget, budget_of_one), 1)
        done.append(1)

    assert together(app, [act, act]) == [] and len(done) == 2
    assert db.session.get(Budget, budget_of_one).committed_fen == 1


def test_the_guard_gives_the_last_of_it_to_one(app, budget_of_one):
    def act() -> None:
        operations._take(db.session.get(Budget, budget_of_one), 1)

    assert together(app, [act, act, act]) == [OverBudget, OverBudget]


def test_without_the_guard_the_database_still_refuses(app, budget_of_one):
    def act() -> None:
        more = update(Budget).where(Budget.id == budget_of_one).values(committed_fen=Budget.committed_fen + 1)
        db.session.execute(more)

    assert together(app, [act, act, act]) == [IntegrityError, IntegrityError]


def test_promising_and_setting_at_once_agree_in_the_end(app, two_cases, approver, officer):
    year, fen = next(iter(takes(two_cases[0], approver).items()))
    case_id, ids = two_cases[0].id, (approver.id, officer.id)
    db.session.remove()

    def approve() -> None:
        cases.approve(db.session.get(Case, case_id), approver=db.session.get(Person, ids[0]), at=LATER, read=True)

    def set_it() -> None:
        pilot = db.session.get(Case, case_id).application.pilot
        person = db.session.get(Person, ids[1])
        operations.set_budget(
            pilot, policy_id=POLICY, incentive="rent_reduction", year=year, fen=fen - 1, officer=person, at=NOON
        )

    (refused,) = at_once(app, [approve, set_it])
    assert type(refused) in {OverBudget, BelowCommitted} and sums_agree()


def test_the_forecast_tells_what_is_due_by_month(decided_case):
    parts = db.session.scalars(select(Instalment).order_by(Instalment.due_on, Instalment.id)).all()
    whole = sum(part.fen for part in parts)
    found = forecast(None, parts[0].due_on + timedelta(days=1))
    first = parts[0].due_on
    assert found.fen == whole and found.months[0].first == first.replace(day=1)
    this = [part for part in parts if (part.due_on.year, part.due_on.month) == (first.year, first.month)]
    assert found.months[0].fen == sum(part.fen for part in this) == found.months[0].late
    mark_paid(parts[0])
    assert forecast(None, first).fen == whole - parts[0].fen
    elsewhere = db.session.scalars(select(Pilot).where(Pilot.id != decided_case.application.pilot_id)).first()
    assert forecast(elsewhere, first).fen == 0


def test_an_empty_forecast_draws_nothing_wrong(app):
    found = forecast(None, NOON.date())
    assert found.fen == 0 and {bar.height for bar in found.bars} == {0}
