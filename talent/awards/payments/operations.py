"""Select, take out, freeze, discard, export. Each step holds the run: of two at once, one is done and one is told."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from talent.accounts.models import Person
from talent.applications.models import Application
from talent.audit.operations import record
from talent.awards.bank_details.messages import missing
from talent.awards.bank_details.models import BankAccount
from talent.awards.models import Award, Instalment
from talent.awards.payments import queries, selection
from talent.awards.payments.errors import (
    ConditionsUnchecked,
    NoSuchRun,
    NothingToPay,
    NotPreparer,
    RunChanged,
    SamePreparer,
    WrongState,
)
from talent.awards.payments.models import Payment, PaymentRun, PaymentState, RunState
from talent.awards.payments.queries import Total
from talent.cases.models import Case
from talent.database import db
from talent.notices.operations import tell_all
from talent.pilots.models import Pilot

_COLUMNS = ("run_id", "instalment_id", "attempt", "fen", "state")


def begin(*, clerk: Person, due_until: date, pilot: Pilot | None, at: datetime) -> PaymentRun:
    """Select what is due by a day and can be paid, and tell those who lack an account. Raises NothingToPay."""
    condition = selection.due(due_until, pilot.id if pilot else None) & ~selection.FAILED_THERE
    run = _selected(PaymentRun(clerk=clerk, due_until=due_until, pilot=pilot, begun_at=at), condition)
    tell_waiting(due_until, at=at)
    return run


def retry(run: PaymentRun, *, clerk: Person, at: datetime) -> PaymentRun:
    """Select again what failed in a run, also into the same accounts. Raises NothingToPay."""
    condition = selection.due(run.due_until, None) & selection.failed_in(run.id)
    again = PaymentRun(clerk=clerk, due_until=run.due_until, pilot_id=run.pilot_id, retry_of_id=run.id, begun_at=at)
    return _selected(again, condition)


def _selected(run: PaymentRun, condition: ColumnElement[bool]) -> PaymentRun:
    """Fill a new run. What another run takes at the same moment is left to it: the index lets one of them have it."""
    db.session.add(run)
    db.session.flush()
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    rows = selection.to_insert(run.id, condition, not_of=run.clerk.id)
    db.session.execute(dialect.insert(Payment).from_select(list(_COLUMNS), rows).on_conflict_do_nothing())
    total = queries.totals(run).get(PaymentState.SELECTED, Total())
    if not total.count:
        raise NothingToPay
    _note("payment run begun", run, run.clerk, run.begun_at, due_until=run.due_until.isoformat(), **_plain(total))
    return run


def tell_waiting(due_until: date, *, at: datetime) -> None:
    """Tell everybody who is due something and has no account to be paid into, once of each application."""
    query = selection.joined(select(Person.id, Person.email, Person.name, Person.language, Application.reference)).join(
        Person, Person.id == Application.applicant_id
    )
    held = query.where(selection.due(due_until, None), selection.lacks_account())
    waiting = {row.reference: row for row in db.session.execute(held)}
    tell_all((missing(row, f"case:{reference}:due") for reference, row in waiting.items()), at)


def take_out(run: PaymentRun, payment_id: int, *, clerk: Person, at: datetime) -> None:
    """Leave one payment out of a run: its instalment stays due. Raises NoSuchRun when it is not in the run."""
    _hold(run, RunState.SELECTING)
    _refuse_other(run, clerk)
    payment = db.session.get(Payment, payment_id)
    if payment is None or payment.run_id != run.id:
        raise NoSuchRun
    reference = payment.instalment.award.case.reference
    db.session.delete(payment)
    db.session.flush()
    details: dict[str, object] = {"instalment": payment.instalment_id, "application": reference}
    record("payment taken out", by=clerk.id, about=run.about, at=at, details=details)


def freeze(run: PaymentRun, *, clerk: Person, conditions_checked: bool, at: datetime) -> Total:
    """Fix whom a run pays, how much and into which account; what can no longer be paid is left out.

    Raises WrongState, NotPreparer, ConditionsUnchecked, NothingToPay.
    """
    _hold(run, RunState.SELECTING)
    _refuse_other(run, clerk)
    db.session.execute(delete(Payment).where(Payment.id.in_(selection.unfit(run.id))))
    conditional = queries.with_conditions(run)
    if conditional and not conditions_checked:
        raise ConditionsUnchecked(conditional)
    _keep_accounts(run)
    total = queries.fit(run)
    if not total.count:
        raise NothingToPay
    run.state, run.frozen_at = RunState.FROZEN, at
    db.session.flush()
    _note("payment run frozen", run, clerk, at, conditions=conditional, **_plain(total))
    return total


def _keep_accounts(run: PaymentRun) -> None:
    """Copy the accounts into the payments as they are kept: nothing is decrypted for it."""
    whose = (
        select(BankAccount.id)
        .join(Application, Application.applicant_id == BankAccount.person_id)
        .join(Case, Case.application_id == Application.id)
        .join(Award, Award.case_id == Case.id)
        .join(Instalment, Instalment.award_id == Award.id)
        .where(Instalment.id == Payment.instalment_id)
        .correlate(Payment)
        .scalar_subquery()
    )
    values = {
        name: select(getattr(BankAccount, name)).where(BankAccount.id == whose).scalar_subquery()
        for name in ("holder", "bank", "number")
    }
    statement = update(Payment).where(Payment.run_id == run.id).values(values)
    db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.expire_all()


def discard(run: PaymentRun, *, officer: Person, at: datetime) -> None:
    """Give up a run of which nothing has left: everything in it can be selected again. Raises WrongState."""
    _hold(run, RunState.SELECTING, RunState.FROZEN)
    db.session.execute(delete(Payment).where(Payment.run_id == run.id))
    run.state = RunState.DISCARDED
    db.session.flush()
    _note("payment run discarded", run, officer, at)


def export(run: PaymentRun, *, approver: Person, seen: Total, at: datetime) -> Total:
    """Send a frozen run, once: from now on its file can be fetched, any number of times and always the same.

    What came under review since it was frozen is left out. seen: what the officer was shown.
    Raises WrongState, SamePreparer, RunChanged, NothingToPay.
    """
    _hold(run, RunState.FROZEN)
    refuse_preparer(run, approver)
    held = select(Instalment.id).join(Payment, Payment.instalment_id == Instalment.id).where(Payment.run_id == run.id)
    db.session.execute(held.order_by(Instalment.id).with_for_update(of=Instalment)).all()
    total = queries.fit(run)
    if total != seen:
        raise RunChanged
    if not total.count:
        raise NothingToPay
    db.session.execute(delete(Payment).where(Payment.id.in_(selection.unfit(run.id))))
    sent = update(Payment).where(Payment.run_id == run.id).values(state=PaymentState.SENT)
    db.session.execute(sent.execution_options(synchronize_session=False))
    run.state, run.approver, run.exported_at = RunState.EXPORTED, approver, at
    db.session.flush()
    db.session.expire_all()
    _note("payment run exported", run, approver, at, **_plain(total))
    return total


def refuse_preparer(run: PaymentRun, officer: Person) -> None:
    """Refuse the clerk who prepared a run, and whoever it pays. Raises SamePreparer."""
    if run.clerk_id == officer.id or queries.pays(run, officer):
        raise SamePreparer


def hold(run: PaymentRun) -> None:
    """Read the run anew and keep others from changing it until the transaction ends."""
    db.session.refresh(run, with_for_update={"of": PaymentRun})


def _hold(run: PaymentRun, *states: RunState) -> None:
    hold(run)
    if run.state not in states:
        raise WrongState(run.state)


def _refuse_other(run: PaymentRun, clerk: Person) -> None:
    if run.clerk_id != clerk.id:
        raise NotPreparer


def _plain(total: Total) -> dict[str, object]:
    return {"count": total.count, "fen": total.fen}


def _note(action: str, run: PaymentRun, officer: Person, at: datetime, **details: object) -> None:
    record(action, by=officer.id, about=run.about, at=at, details=details)
