"""What becomes of awards when the decision they rest on is taken back: they go, with all that hangs on them."""

from datetime import datetime

from sqlalchemy import select

from rules.facts import yuan
from talent.accounts.models import Person
from talent.audit.operations import record
from talent.awards.budgets.operations import release
from talent.awards.models import Award, Instalment
from talent.awards.payments.models import Payment, PaymentRun, RunState
from talent.awards.payments.operations import hold as hold_run
from talent.awards.public_notices.operations import hold as hold_notice
from talent.awards.public_notices.queries import notice_of
from talent.awards.queries import awards_of
from talent.awards.reviews.queries import reviews_of
from talent.cases.models import Case
from talent.cases.undoings.errors import ObjectedAlready, PaidAlready, ReviewedAlready
from talent.database import db


def take_back(case: Case, *, by: Person, at: datetime) -> dict[str, object]:
    """Take away what was granted, give its budget back, and withdraw the public notice.

    Returns what was granted, in yuan by incentive. Raises PaidAlready, ObjectedAlready, ReviewedAlready.
    Runs are held before instalments, as who freezes or sends one does; and recorded is before a budget is changed.
    """
    if reviews_of(case.application):
        raise ReviewedAlready
    _withdraw_payments(case)
    _withdraw_notice(case, by, at)
    awards = awards_of(case)
    granted: dict[str, object] = {award.incentive: yuan(award.fen) for award in awards}
    if not awards:
        return {}
    record("incentives taken back", by=by.id, about=case.about, at=at, details=granted)
    for award in awards:
        release(award, award.instalments)
        for part in award.instalments:
            db.session.delete(part)
        db.session.flush()
        db.session.delete(award)
    db.session.flush()
    return {"granted": granted}


def _withdraw_payments(case: Case) -> None:
    """Take what was granted out of runs that are being selected; a run that was frozen keeps it."""
    runs = select(PaymentRun).join(Payment, Payment.run_id == PaymentRun.id)
    runs = runs.join(Instalment, Instalment.id == Payment.instalment_id).join(Award).where(Award.case_id == case.id)
    for run in db.session.scalars(runs.distinct().order_by(PaymentRun.id)).all():
        hold_run(run)
    parts = select(Instalment.id).join(Award).where(Award.case_id == case.id).order_by(Instalment.id)
    ids = db.session.scalars(parts.with_for_update(of=Instalment)).all()
    payments = select(Payment).where(Payment.instalment_id.in_(ids)).execution_options(populate_existing=True)
    for payment in db.session.scalars(payments).all():
        if payment.run.state is not RunState.SELECTING:
            raise PaidAlready
        db.session.delete(payment)
    db.session.flush()


def _withdraw_notice(case: Case, by: Person, at: datetime) -> None:
    notice = notice_of(case)
    if notice is None:
        return
    hold_notice(notice)
    if notice.objections:
        raise ObjectedAlready
    record("public notice withdrawn", by=by.id, about=case.about, at=at, details={"notice": notice.id})
    db.session.delete(notice)
    db.session.flush()
