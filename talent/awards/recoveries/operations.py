"""Claim back, confirm, waive, plan, record what came back: never more than is owed, whoever records at once."""

from datetime import date, datetime

from sqlalchemy import select, update

from rules.calendar import add_months
from talent.accounts.models import Person
from talent.audit.operations import record
from talent.awards.models import Award, Instalment, InstalmentState
from talent.awards.payments.models import Payment
from talent.awards.recoveries import messages, queries
from talent.awards.recoveries.errors import (
    AlreadyClaimed,
    AlreadyRecorded,
    CannotOffset,
    DayUnfit,
    MoreThanOwed,
    NoSuchRecovery,
    NothingOwed,
    NotOpen,
    SameOfficer,
)
from talent.awards.recoveries.models import Recovery, RecoveryPart, RecoveryState, Repayment, RepaymentKind
from talent.awards.reviews.advice import AwardAdvice
from talent.awards.reviews.errors import OnItsWay
from talent.awards.reviews.models import Review
from talent.awards.reviews.queries import found, on_its_way
from talent.awards.reviews.wording import formula
from talent.cases.errors import OwnCase
from talent.cases.messages import in_both
from talent.database import db
from talent.web.days import policy_day

#: The longest plan, in months.
MOST_PARTS = 60


def open_recovery(review: Review, award_id: int, *, clerk: Person, at: datetime) -> Recovery:
    """Claim back what the rules find owed of an award, to be confirmed by another officer.

    Raises NothingOwed, AlreadyClaimed, OnItsWay, OwnCase.
    """
    if review.case.application.applicant_id == clerk.id:
        raise OwnCase
    award = db.session.get(Award, award_id)
    if award is None or award.case_id != review.case_id:
        raise NoSuchRecovery
    db.session.refresh(award, with_for_update={"of": Award})
    standing = select(Recovery.id).where(Recovery.award_id == award.id, Recovery.state != RecoveryState.WAIVED)
    if db.session.scalar(standing) is not None:
        raise AlreadyClaimed
    if on_its_way([part.id for part in award.instalments]):
        raise OnItsWay
    advice = next(each for each in found(review, policy_day(at)).awards if each.award is award)
    recovery = _recovery(review, advice, clerk=clerk, at=at)
    db.session.add(recovery)
    db.session.flush()
    _note("recovery opened", recovery, clerk, at, owed=recovery.fen, of=recovery.of_fen, formula=recovery.formula_zh)
    return recovery


def _recovery(review: Review, advice: AwardAdvice, *, clerk: Person, at: datetime) -> Recovery:
    owed = advice.owed
    if review.decided_at is None or not owed.fen or advice.broken_on is None:
        raise NothingOwed
    says = in_both(lambda: formula(owed))
    return Recovery(
        review=review, award=advice.award, kind=owed.kind, fen=owed.fen, of_fen=owed.paid, unserved=owed.unserved,
        promised=owed.promised, broken_on=advice.broken_on, formula_zh=says.zh, formula_en=says.en,
        clause=advice.clause, opened_at=at, clerk=clerk, repaid_fen=0,
    )  # fmt: skip


def confirm(recovery: Recovery, *, approver: Person, at: datetime) -> None:
    """Confirm a claim with a second pair of eyes, and tell the person. Raises NotOpen, SameOfficer."""
    _hold(recovery, RecoveryState.PROPOSED)
    _refuse_same(recovery, approver)
    recovery.approver, recovery.confirmed_at, recovery.state = approver, at, RecoveryState.OPEN
    db.session.flush()
    _note("recovery confirmed", recovery, approver, at, owed=recovery.fen)
    messages.tell_confirmed(recovery, at=at)


def waive(recovery: Recovery, *, approver: Person, reason: str, at: datetime) -> None:
    """Give up what is not back yet, or a claim that was not confirmed. Raises NotOpen, SameOfficer."""
    _hold(recovery, RecoveryState.PROPOSED, RecoveryState.OPEN)
    _refuse_same(recovery, approver)
    told = recovery.confirmed_at is not None
    if not told:
        recovery.approver, recovery.confirmed_at = approver, at
    recovery.state, recovery.closed_at, recovery.waived_reason = RecoveryState.WAIVED, at, reason.strip()
    db.session.flush()
    _note(
        "recovery waived",
        recovery,
        approver,
        at,
        reason=recovery.waived_reason,
        left=recovery.fen - recovery.repaid_fen,
    )
    if told:
        messages.tell_waived(recovery, at=at)


def plan(recovery: Recovery, *, parts: int, first: date, clerk: Person, at: datetime) -> list[RecoveryPart]:
    """Divide what is still owed into monthly parts that add up to it; the odd fen come first. A new plan replaces it.

    parts: 1 to `MOST_PARTS`. first: the day of the first. Raises NotOpen, DayUnfit.
    """
    _hold(recovery, RecoveryState.OPEN)
    if first < policy_day(at):
        raise DayUnfit
    each, odd = divmod(recovery.rest_fen, parts)
    recovery.parts.clear()
    db.session.flush()
    amounts = [each + (1 if number < odd else 0) for number in range(parts)]
    recovery.parts.extend(
        RecoveryPart(number=number, due_on=add_months(first, number - 1), fen=fen)
        for number, fen in enumerate(amounts, start=1)
        if fen
    )
    recovery.planned_after_fen = recovery.repaid_fen
    db.session.flush()
    _note("recovery planned", recovery, clerk, at, parts=parts, first=first.isoformat(), owed=recovery.rest_fen)
    messages.tell_planned(recovery, at=at)
    return recovery.parts


def repay(recovery: Recovery, *, fen: int, reference: str, received_on: date, clerk: Person, at: datetime) -> Repayment:
    """Record money that came back. reference: of the transfer, which is recorded once.

    Raises AlreadyRecorded, MoreThanOwed, DayUnfit, NotOpen, SameOfficer for one's own.
    """
    _refuse_own(recovery, clerk)
    reference = reference.strip()
    _hold_row(recovery)
    known = select(Repayment.id).where(Repayment.recovery_id == recovery.id, Repayment.reference == reference)
    if db.session.scalar(known) is not None:
        raise AlreadyRecorded
    if recovery.state is not RecoveryState.OPEN or recovery.confirmed_at is None:
        raise NotOpen
    if not policy_day(recovery.confirmed_at) <= received_on <= policy_day(at):
        raise DayUnfit
    made = Repayment(
        recovery=recovery, kind=RepaymentKind.PAID, received_on=received_on, fen=fen, reference=reference,
        recorded_by=clerk, recorded_at=at,
    )  # fmt: skip
    return _take(recovery, made, clerk, at)


def offset(recovery: Recovery, instalment_id: int, *, clerk: Person, at: datetime) -> Repayment:
    """Keep what is owed from an instalment before it is paid: all of it, or as much as is owed; a run pays the rest.

    Raises CannotOffset, NotOpen, SameOfficer for one's own.
    """
    _refuse_own(recovery, clerk)
    part = db.session.get(Instalment, instalment_id)
    if part is None:
        raise CannotOffset
    _hold(recovery, RecoveryState.OPEN)
    db.session.refresh(part, with_for_update={"of": Instalment})
    if part not in queries.offsettable(recovery):
        raise CannotOffset
    kept = part if part.fen <= recovery.rest_fen else _divided(part, recovery.rest_fen)
    kept.state = InstalmentState.OFFSET
    db.session.flush()
    made = Repayment(
        recovery=recovery, kind=RepaymentKind.OFFSET, received_on=policy_day(at), fen=kept.fen,
        reference=f"offset:{kept.id}", instalment=kept, recorded_by=clerk, recorded_at=at,
    )  # fmt: skip
    return _take(recovery, made, clerk, at)


def _divided(part: Instalment, fen: int) -> Instalment:
    """Split `fen` off an instalment, so that what is kept and what is paid are each a whole one. Raises CannotOffset.

    One that was tried to be paid stays whole: the treasury knows its amount.
    """
    if db.session.scalar(select(Payment.id).where(Payment.instalment_id == part.id).limit(1)) is not None:
        raise CannotOffset
    part.fen -= fen
    kept = Instalment(
        award=part.award, number=queries.last_number(part.award) + 1, due_on=part.due_on, fen=fen,
        provided_zh=part.provided_zh, provided_en=part.provided_en, state=InstalmentState.DUE,
    )  # fmt: skip
    db.session.add(kept)
    db.session.flush()
    return kept


def _take(recovery: Recovery, made: Repayment, clerk: Person, at: datetime) -> Repayment:
    """Add what came back in one statement that checks what is owed: nobody comes between."""
    with db.session.no_autoflush:
        back = Recovery.repaid_fen + made.fen
        fits = update(Recovery).where(
            Recovery.id == recovery.id, Recovery.state == RecoveryState.OPEN, back <= Recovery.fen
        )
        settles = made.fen == recovery.rest_fen
        values = {"repaid_fen": back, **({"state": RecoveryState.SETTLED, "closed_at": at} if settles else {})}
        done = db.session.execute(fits.values(values).execution_options(synchronize_session=False))
        if not done.rowcount:  # type: ignore[attr-defined]
            raise MoreThanOwed(recovery.rest_fen)
    db.session.add(made)
    db.session.flush()
    db.session.refresh(recovery)
    _note(
        "repayment recorded", recovery, clerk, at, kind=made.kind.value, fen=made.fen, reference=made.reference,
        left=recovery.rest_fen,
    )  # fmt: skip
    messages.tell_repaid(made, at=at)
    return made


def _hold_row(recovery: Recovery) -> None:
    db.session.refresh(recovery, with_for_update={"of": Recovery})


def _hold(recovery: Recovery, *states: RecoveryState) -> None:
    _hold_row(recovery)
    if recovery.state not in states:
        raise NotOpen


def _refuse_own(recovery: Recovery, officer: Person) -> None:
    if recovery.award.case.application.applicant_id == officer.id:
        raise SameOfficer


def _refuse_same(recovery: Recovery, officer: Person) -> None:
    _refuse_own(recovery, officer)
    if recovery.clerk_id == officer.id:
        raise SameOfficer


def _note(action: str, recovery: Recovery, officer: Person, at: datetime, **details: object) -> None:
    incentive = {"recovery": recovery.id, "incentive": recovery.award.incentive}
    record(action, by=officer.id, about=recovery.about, at=at, details={**incentive, **details})
