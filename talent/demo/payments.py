"""Accounts, budgets and payment runs of the demo: made by the same operations that people use."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from stdnum import luhn

from talent.accounts.models import Person
from talent.awards.bank_details.models import AccountKind
from talent.awards.bank_details.operations import save
from talent.awards.budgets.models import Budget
from talent.awards.budgets.operations import set_budget
from talent.awards.payments import operations, queries
from talent.awards.payments.keys import key_of
from talent.awards.payments.models import Payment, PaymentRun, PaymentState
from talent.awards.payments.results import Results, Row
from talent.awards.payments.settling import settle
from talent.awards.public_notices.jobs import end_due
from talent.database import db
from talent.demo.people import account
from talent.notices.models import OutboxMessage
from talent.web.days import policy_day
from talent.web.errors import Refused

#: A round sum to appropriate in steps of, in fen.
STEP = 50_000_000


def give_account(person: Person, number: int, *, at: datetime) -> None:
    """Have a made-up person say where to be paid; every fifth forgets to."""
    if number % 5 == 4:
        return
    plain = f"622202120{number:09}"
    save(
        person,
        kind=AccountKind.CARD,
        holder=person.name,
        bank="金华银行八一南街支行",
        number=plain + str(luhn.calc_check_digit(plain)),
        at=at,
    )


def load_payments(*, at: datetime) -> None:
    """Set this year's budgets, settle one run and leave another with the approver, where there is none yet."""
    if db.session.scalar(select(PaymentRun.id).limit(1)) is not None:
        return
    officer, clerk = account("officer", at=at), account("clerk", at=at)
    set_limits(officer, at=at)
    end_due(at)
    try:
        _settle(_frozen(clerk, at, before=timedelta(days=18)), account("approver", at=at), at)
        _frozen(clerk, at, before=timedelta())
    except Refused:
        pass  # With few applications nothing may be due.
    db.session.execute(update(OutboxMessage).where(OutboxMessage.sent_at.is_(None)).values(sent_at=at, attempts=1))
    db.session.commit()


def set_limits(officer: Person, *, at: datetime) -> None:
    """Appropriate for this year a round sum above what is promised."""
    for budget in _of_this_year(at):
        _appropriate(budget, (budget.committed_fen // STEP + 1) * STEP, officer, at)


def lift_limits(officer: Person, *, at: datetime) -> None:
    """Let this year's budgets take whatever comes, until limits are set again."""
    for budget in _of_this_year(at):
        _appropriate(budget, None, officer, at)


def _of_this_year(at: datetime) -> Sequence[Budget]:
    return db.session.scalars(select(Budget).where(Budget.year == policy_day(at).year).order_by(Budget.id)).all()


def _appropriate(budget: Budget, fen: int | None, officer: Person, at: datetime) -> None:
    set_budget(
        budget.pilot,
        policy_id=budget.policy_id,
        incentive=budget.incentive,
        year=budget.year,
        fen=fen,
        officer=officer,
        at=at,
    )


def _frozen(clerk: Person, at: datetime, *, before: timedelta) -> PaymentRun:
    run = operations.begin(clerk=clerk, due_until=policy_day(at - before), pilot=None, at=at)
    operations.freeze(run, clerk=clerk, conditions_checked=True, at=at)
    return run


def _settle(run: PaymentRun, approver: Person, at: datetime) -> None:
    """Report every payment as paid but the last."""
    operations.export(run, approver=approver, seen=queries.fit(run), at=at)
    payments = db.session.scalars(select(Payment).where(Payment.run_id == run.id).order_by(Payment.id)).all()
    results = [PaymentState.PAID] * (len(payments) - 1) + [PaymentState.FAILED]
    rows = [
        Row(
            line=line,
            key=key_of(payment.instalment_id, payment.attempt),
            fen=payment.fen,
            result=result,
            day=policy_day(at),
            day_is_wrong=False,
            reason="" if result is PaymentState.PAID else "账号与户名不符",
        )
        for line, (payment, result) in enumerate(zip(payments, results, strict=True), start=2)
    ]
    settle(run, Results(rows, 0, "0" * 64), filename=f"{run.name}-结果.xlsx", approver=approver, at=at)
