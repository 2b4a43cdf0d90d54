"""People who can be paid, and the officers who pay them."""

from datetime import datetime, timedelta

from sqlalchemy import select

from talent.accounts.models import Person
from talent.awards.bank_details import operations as bank_details
from talent.awards.bank_details.models import AccountKind
from talent.awards.models import Instalment, InstalmentState
from talent.awards.payments import operations, queries, settling
from talent.awards.payments.keys import key_of
from talent.awards.payments.models import Payment, PaymentRun, PaymentState
from talent.awards.payments.results import Results, Row
from talent.awards.payments.settling import Settled
from talent.awards.public_notices.queries import notice_of
from talent.cases.models import Case
from talent.database import db
from tests.conftest import NOON

LATER = NOON + timedelta(days=1)
#: A number with a right check digit.
CARD = "6222021001116245702"
FAR = NOON.date() + timedelta(days=4000)


def give_account(case: Case, number: str = CARD, *, at: datetime = LATER) -> Person:
    """Have the applicant of a case say where to be paid."""
    person = case.application.applicant
    bank_details.save(
        person, kind=AccountKind.CARD, holder=person.name, bank="金华银行八一南街支行", number=number, at=at
    )
    db.session.commit()
    return person


def run_of(clerk: Person, *, until=FAR, at: datetime = LATER) -> PaymentRun:
    """Select everything that can be paid."""
    run = operations.begin(clerk=clerk, due_until=until, pilot=None, at=at)
    db.session.commit()
    return run


def frozen(clerk: Person, *, until=FAR, at: datetime = LATER) -> PaymentRun:
    run = run_of(clerk, until=until, at=at)
    operations.freeze(run, clerk=clerk, conditions_checked=True, at=at)
    db.session.commit()
    return run


def exported(clerk: Person, approver: Person, *, until=FAR, at: datetime = LATER) -> PaymentRun:
    run = frozen(clerk, until=until, at=at)
    operations.export(run, approver=approver, seen=queries.fit(run), at=at)
    db.session.commit()
    return run


def payments_of(run: PaymentRun) -> list[Payment]:
    return list(db.session.scalars(select(Payment).where(Payment.run_id == run.id).order_by(Payment.id)))


def reported(payments: list[Payment], *states: PaymentState, name: str = "a") -> Results:
    """Return a file that reports on payments in turn. name: files of different names are different files."""
    rows = [
        Row(line, key_of(payment.instalment_id, payment.attempt), payment.fen, state, None, False, "")
        for line, (payment, state) in enumerate(zip(payments, states, strict=False), start=2)
    ]
    return Results(rows, 0, name)


def settle(run: PaymentRun, results: Results, approver: Person, *, at: datetime = LATER) -> Settled:
    settled = settling.settle(run, results, filename="results.xlsx", approver=approver, at=at)
    db.session.commit()
    return settled


def mark_paid(part: Instalment) -> None:
    """Have one instalment paid, past every operation but not past the database."""
    if (notice := notice_of(part.award.case)) and notice.ended_at is None:
        notice.ended_at = LATER
        db.session.flush()
    run = PaymentRun(due_until=part.due_on, clerk_id=part.award.case.recommender_id, begun_at=LATER)
    db.session.add(run)
    db.session.flush()
    payment = Payment(run_id=run.id, instalment_id=part.id, attempt=1, fen=part.fen, number=CARD, holder="x", bank="y")
    for state in (PaymentState.SELECTED, PaymentState.SENT, PaymentState.PAID):
        payment.state, payment.settled_at = state, LATER if state is PaymentState.PAID else None
        db.session.add(payment)
        db.session.flush()
    part.state = InstalmentState.PAID
    db.session.commit()
