"""What the bureau keeps of dealing with a person's applications, as far as the person may see it."""

from flask_babel import gettext as _
from sqlalchemy import select

from rules.facts import yuan
from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Entry, Part
from talent.applications.models import Application
from talent.cases.models import Case
from talent.cases.overrides.wording import override_plain, override_rows
from talent.cases.wording import OUTCOMES
from talent.database import db
from talent.web.filters import day, moment


def parts(person: Person) -> list[Part]:
    """Return how the person's applications were dealt with."""
    query = select(Case).join(Case.application).where(Application.applicant_id == person.id).order_by(Case.id)
    cases = db.session.scalars(query).all()
    if not cases:
        return []
    return [
        Part(
            "cases",
            str(_("How your applications were dealt with")),
            str(_("To decide what you applied for, in the time that was promised.")),
            str(wording.FROM_BUREAU),
            str(wording.ON_RECORD),
            str(_("If you think a decision is wrong, appeal: the letter says how.")),
            [_plain(case) for case in cases],
            [_entry(case) for case in cases],
        )
    ]


def _plain(case: Case) -> dict[str, object]:
    """Return a case as plain data; reasons and verdicts are the person's to read once they were approved."""
    decided = case.outcome is not None
    return {
        "application": case.reference,
        "arrived_at": instant(case.arrived_at),
        "due_on": case.due_on.isoformat(),
        "stage": case.stage.value,
        "outcome": case.outcome.value if case.outcome else None,
        "decided_at": instant(case.decided_at),
        "reason": case.recommended_reason if decided else None,
        "incentives": [
            {
                "incentive": each.incentive,
                "verdict": each.verdict.value,
                "yuan": None if each.fen is None else yuan(each.fen),
                "granted": each.recommended,
                "otherwise_than_the_rules": override_plain(case, each),
            }
            for each in case.incentives
            if decided
        ],
    }


def _entry(case: Case) -> Entry:
    rows = [(str(_("Arrived")), moment(case.arrived_at)), (str(_("Decision due")), day(case.due_on))]
    if case.outcome is not None:
        outcome, _tone = OUTCOMES[case.outcome]
        rows += [(str(_("Decided")), moment(case.decided_at)), (str(_("Outcome")), str(outcome))]
        rows += [(str(_("Reason")), case.recommended_reason or "")]
        rows += override_rows(case)
    return Entry(case.reference, rows)
