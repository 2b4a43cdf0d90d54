"""What can be paid, and why something that is due cannot: one statement each, however many instalments there are."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, or_, select

from talent.accounts.models import Person
from talent.applications.models import Application
from talent.awards.bank_details.models import BankAccount
from talent.awards.models import Award, Instalment, InstalmentState
from talent.awards.payments.models import STANDING, Payment, PaymentRun, PaymentState
from talent.awards.public_notices.models import PublicNotice
from talent.cases.models import Case


class Holdup(StrEnum):
    """Why an instalment that is due is not paid."""

    NOTICE = "notice"
    REVIEW = "review"
    BANK_DETAILS = "bank_details"
    FAILED = "failed"
    IN_RUN = "in_run"


#: The instalment is in a run that stands, or was paid.
IN_RUN = exists().where(Payment.instalment_id == Instalment.id, Payment.state.in_(STANDING)).correlate(Instalment)
#: What was granted is on public notice still, or an objection to it is open or was upheld: the notice has not ended.
ON_NOTICE = exists().where(PublicNotice.case_id == Award.case_id, PublicNotice.ended_at.is_(None)).correlate(Award)
#: The applicant has an account in their present name.
HAS_ACCOUNT = (
    exists()
    .where(BankAccount.person_id == Application.applicant_id)
    .where(Person.id == BankAccount.person_id, BankAccount.holder == Person.name)
    .correlate(Application)
)
#: It failed before, and the account has not changed since: paying again into it would fail again.
FAILED_THERE = (
    exists()
    .where(Payment.instalment_id == Instalment.id, BankAccount.person_id == Application.applicant_id)
    .where(Payment.state.in_((PaymentState.FAILED, PaymentState.RETURNED)))
    .where(Payment.settled_at >= BankAccount.changed_at)
    .correlate(Instalment, Application)
)
HOLDUP = case(
    (IN_RUN, literal(Holdup.IN_RUN.value)),
    (ON_NOTICE, literal(Holdup.NOTICE.value)),
    (Instalment.review_since.is_not(None), literal(Holdup.REVIEW.value)),
    (~HAS_ACCOUNT, literal(Holdup.BANK_DETAILS.value)),
    (FAILED_THERE, literal(Holdup.FAILED.value)),
    else_=literal(""),
)


def held_by(holdup: Holdup) -> ColumnElement[bool]:
    """Return the condition of being held up for one reason."""
    return HOLDUP.in_((holdup.value,))


def joined(query: Any) -> Select[Any]:
    """Join an instalment with what it belongs to. query: a select."""
    found: Select[Any] = (
        query.select_from(Instalment)
        .join(Award, Award.id == Instalment.award_id)
        .join(Case, Case.id == Award.case_id)
        .join(Application, Application.id == Case.application_id)
    )
    return found


def due(until: date, pilot_id: int | None) -> ColumnElement[bool]:
    """Return the condition of being due and unpaid. pilot_id: of one community, or None for all."""
    unpaid = and_(Instalment.state == InstalmentState.DUE, Instalment.due_on <= until)
    return unpaid if pilot_id is None else and_(unpaid, Application.pilot_id == pilot_id)


def payable() -> ColumnElement[bool]:
    """Return the condition of standing in nobody's way: no notice, no review, and an account to pay into."""
    return and_(~ON_NOTICE, Instalment.review_since.is_(None), HAS_ACCOUNT)


def lacks_account() -> ColumnElement[bool]:
    """Return the condition of waiting for nothing but an account."""
    return and_(Instalment.review_since.is_(None), ~HAS_ACCOUNT, ~IN_RUN)


def failed_in(run_id: int) -> ColumnElement[bool]:
    """Return the condition of having failed in a run."""
    here = exists().where(Payment.instalment_id == Instalment.id, Payment.run_id == run_id)
    return here.where(Payment.state.in_((PaymentState.FAILED, PaymentState.RETURNED))).correlate(Instalment)


def to_insert(run_id: int, condition: ColumnElement[bool], *, not_of: int) -> Select[Any]:
    """Return the rows of a run, in the order of insertion: run, instalment, attempt, fen, state.

    not_of: the clerk, who does not prepare what they are paid themselves.
    """
    #: Whatever was tried before has failed, or the instalment would be in a run: these are few, and read once.
    tried = (
        select(Payment.instalment_id, func.max(Payment.attempt).label("attempt"))
        .where(Payment.state.in_((PaymentState.FAILED, PaymentState.RETURNED)))
        .group_by(Payment.instalment_id)
        .subquery()
    )
    attempt = func.coalesce(tried.c.attempt, 0) + 1
    query = joined(
        select(literal(run_id), Instalment.id, attempt, Instalment.fen, literal(PaymentState.SELECTED.value))
    ).outerjoin(tried, tried.c.instalment_id == Instalment.id)
    return query.where(condition, payable(), ~IN_RUN, Application.applicant_id != not_of).order_by(Instalment.id)


def unfit(run_id: int) -> Select[Any]:
    """Return the ids of payments of a run that must not be sent.

    Their instalment is on notice, came under review or was paid, or there is no account; or the account was changed
    after the run was frozen.
    """
    changed = exists().where(
        BankAccount.person_id == Application.applicant_id,
        PaymentRun.id == Payment.run_id,
        BankAccount.changed_at > PaymentRun.frozen_at,
    )
    bad = or_(
        ON_NOTICE,
        Instalment.review_since.is_not(None),
        Instalment.state != InstalmentState.DUE,
        ~HAS_ACCOUNT,
        changed.correlate(Payment, Application),
    )
    query = joined(select(Payment.id)).join(Payment, Payment.instalment_id == Instalment.id)
    return query.where(Payment.run_id == run_id, Payment.state == PaymentState.SELECTED, bad)
