"""What was granted and paid to a person, and what they reported afterwards."""

from flask_babel import gettext as _
from sqlalchemy import select

from rules.facts import yuan
from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import both, instant
from talent.accounts.signals import Entry, Part
from talent.applications.models import Application
from talent.applications.queries import policy_of
from talent.awards.models import Award, Instalment, InstalmentState
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
    return {
        "application": award.case.reference,
        "incentive": award.incentive,
        "title": both(policy_of(award.case.application).incentives[award.incentive].title),
        "yuan": yuan(award.fen),
        "granted_at": instant(award.granted_at),
        "instalments": [_plain_instalment(part) for part in award.instalments],
    }


def _plain_instalment(part: Instalment) -> dict[str, object]:
    provided = {"zh": part.provided_zh, "en": part.provided_en} if part.provided_zh else None
    return {
        "number": part.number,
        "due_on": part.due_on.isoformat(),
        "yuan": yuan(part.fen),
        "provided": provided,
        "state": part.state.value,
        "review_since": instant(part.review_since),
    }


def _entry(award: Award) -> Entry:
    title = said(policy_of(award.case.application).incentives[award.incentive].title)
    rows = [(day(part.due_on), f"{money(part.fen)} · {_state(part)}") for part in award.instalments]
    return Entry(f"{title} · {money(award.fen)}", rows)


def _state(part: Instalment) -> str:
    if part.state is InstalmentState.PAID:
        return str(_("Paid"))
    return str(_("To be reviewed before it is paid")) if part.review_since else str(_("To be paid"))
