"""What was granted and paid to a person, and what they reported afterwards."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from rules.facts import yuan
from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import both, instant
from talent.accounts.signals import Entry, Part
from talent.applications.models import Application
from talent.applications.queries import policy_of
from talent.awards.bank_details.models import masked
from talent.awards.budgets.queries import commitments_of
from talent.awards.models import Award, Instalment, InstalmentState
from talent.awards.payments.keys import key_of
from talent.awards.payments.models import Payment, PaymentState
from talent.awards.payments.queries import paid_by
from talent.cases.models import Case
from talent.database import db
from talent.web.filters import day, money, said


def parts(person: Person) -> list[Part]:
    """Return what the person was granted, with every payment."""
    query = select(Award).join(Award.case).join(Case.application).where(Application.applicant_id == person.id)
    awards = db.session.scalars(query.order_by(Award.id)).all()
    if not awards:
        return []
    return [
        Part(
            "payments",
            str(_("What you were granted, and when it is paid")),
            str(_("To pay it, and to account for public money.")),
            str(wording.FROM_BUREAU),
            str(wording.ON_RECORD),
            str(_("If an amount is wrong, write to the bureau or appeal.")),
            [_plain(award) for award in awards],
            [_entry(award) for award in awards],
        )
    ]


def _plain(award: Award) -> dict[str, object]:
    payments = paid_by([part.id for part in award.instalments])
    return {
        "application": award.case.reference,
        "incentive": award.incentive,
        "title": both(policy_of(award.case.application).incentives[award.incentive].title),
        "yuan": yuan(award.fen),
        "granted_at": instant(award.granted_at),
        "budget_years": {str(each.budget.year): yuan(each.fen) for each in commitments_of(award)},
        "instalments": [_plain_instalment(part, payments) for part in award.instalments],
    }


def _plain_instalment(part: Instalment, payments: Mapping[int, Sequence[Payment]]) -> dict[str, object]:
    provided = {"zh": part.provided_zh, "en": part.provided_en} if part.provided_zh else None
    return {
        "number": part.number,
        "due_on": part.due_on.isoformat(),
        "yuan": yuan(part.fen),
        "provided": provided,
        "state": part.state.value,
        "review_since": instant(part.review_since),
        "payments": [_plain_payment(payment) for payment in payments.get(part.id, ())],
    }


def _plain_payment(payment: Payment) -> dict[str, object]:
    return {
        "key": key_of(payment.instalment_id, payment.attempt),
        "run": payment.run.name,
        "state": payment.state.value,
        "sent_at": instant(payment.run.exported_at),
        "bank": payment.bank,
        "account": masked(payment.number) if payment.number else None,
        "settled_on": payment.settled_on.isoformat() if payment.settled_on else None,
        "reason": payment.reason or None,
    }


def _entry(award: Award) -> Entry:
    payments = paid_by([part.id for part in award.instalments])
    title = said(policy_of(award.case.application).incentives[award.incentive].title)
    rows = [
        (day(part.due_on), f"{money(part.fen)} · {_state(part, payments.get(part.id, ()))}")
        for part in award.instalments
    ]
    return Entry(f"{title} · {money(award.fen)}", rows)


def _state(part: Instalment, payments: Sequence[Payment]) -> str:
    """Say whether an instalment was paid, is on its way, or did not arrive."""
    if part.state is InstalmentState.PAID:
        return str(_("Paid"))
    if part.state is InstalmentState.STOPPED:
        return str(_("Stopped by a review"))
    if part.state is InstalmentState.OFFSET:
        return str(_("Kept against what you owed back"))
    if payments and payments[-1].state is PaymentState.SENT:
        return str(_("Sent to the treasury"))
    if payments and payments[-1].state in {PaymentState.FAILED, PaymentState.RETURNED}:
        return str(_("The payment did not arrive: check your bank details"))
    return str(_("To be reviewed before it is paid")) if part.review_since else str(_("To be paid"))
