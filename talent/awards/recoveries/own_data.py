"""What a person owed back, and what came back of it."""

from flask_babel import gettext as _
from sqlalchemy import select

from rules.facts import yuan
from talent.accounts.models import Person
from talent.accounts.own_data import wording as words
from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Entry, Part
from talent.applications.models import Application
from talent.awards.models import Award
from talent.awards.recoveries import wording
from talent.awards.recoveries.models import Recovery
from talent.cases.models import Case
from talent.database import db
from talent.web.filters import day, money
from talent.web.language import language


def parts(person: Person) -> list[Part]:
    """Return every claim the person was told of, with its plan and ledger."""
    query = select(Recovery).join(Recovery.award).join(Award.case).join(Case.application)
    mine = query.where(Application.applicant_id == person.id, Recovery.confirmed_at.is_not(None))
    found = db.session.scalars(mine.order_by(Recovery.id)).all()
    if not found:
        return []
    return [
        Part(
            "recoveries",
            str(_("Money owed back")),
            str(_("To get public money back when a promise was not kept.")),
            str(words.FROM_BUREAU),
            str(words.ON_RECORD),
            str(_("If an amount is wrong, write to the bureau or appeal.")),
            [_plain(recovery) for recovery in found],
            [_entry(recovery) for recovery in found],
        )
    ]


def _plain(recovery: Recovery) -> dict[str, object]:
    return {
        "application": recovery.award.case.reference,
        "incentive": recovery.award.incentive,
        "state": recovery.state.value,
        "yuan": yuan(recovery.fen),
        "of_yuan": yuan(recovery.of_fen),
        "formula": {"zh": recovery.formula_zh, "en": recovery.formula_en},
        "clause": recovery.clause,
        "broken_on": recovery.broken_on.isoformat(),
        "opened_at": instant(recovery.opened_at),
        "confirmed_at": instant(recovery.confirmed_at),
        "closed_at": instant(recovery.closed_at),
        "waived_reason": recovery.waived_reason or None,
        "repaid_yuan": yuan(recovery.repaid_fen),
        "plan": [
            {"number": part.number, "due_on": part.due_on.isoformat(), "yuan": yuan(part.fen)}
            for part in recovery.parts
        ],
        "repayments": [
            {
                "kind": each.kind.value,
                "received_on": each.received_on.isoformat(),
                "yuan": yuan(each.fen),
                "reference": each.reference,
            }
            for each in recovery.repayments
        ],
    }


def _entry(recovery: Recovery) -> Entry:
    formula = recovery.formula_zh if language() == "zh" else recovery.formula_en
    rows = [(str(_("How it is worked out")), formula)]
    rows += [(day(each.received_on), f"{money(each.fen)} · {wording.KINDS[each.kind]}") for each in recovery.repayments]
    return Entry(f"{money(recovery.fen)} · {wording.STATES[recovery.state][0]}", rows)
