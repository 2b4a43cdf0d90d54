"""The reviews of what was granted to a person."""

from flask_babel import gettext as _
from sqlalchemy import select

from talent.accounts.models import Person
from talent.accounts.own_data import wording as words
from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Entry, Part
from talent.applications.models import Application
from talent.awards.reviews import wording
from talent.awards.reviews.models import Review
from talent.cases.models import Case
from talent.database import db
from talent.web.filters import moment


def parts(person: Person) -> list[Part]:
    """Return every review, with what the person confirmed and what was decided."""
    query = select(Review).join(Review.case).join(Case.application).where(Application.applicant_id == person.id)
    found = db.session.scalars(query.order_by(Review.id)).all()
    if not found:
        return []
    return [
        Part(
            "reviews",
            str(_("Reviews of what you were granted")),
            str(_("To see whether what was granted still holds before it is paid.")),
            str(words.FROM_YOU),
            str(words.ON_RECORD),
            str(_("If something has changed since you confirmed it, report the change.")),
            [_plain(review) for review in found],
            [_entry(review) for review in found],
        )
    ]


def _plain(review: Review) -> dict[str, object]:
    return {
        "application": review.case.reference,
        "asked_at": instant(review.asked_at),
        "answer_by": review.answer_by.isoformat(),
        "facts_before": review.facts_before,
        "confirmed": review.facts,
        "confirmed_at": instant(review.confirmed_at),
        "decided_at": instant(review.decided_at),
        "decisions": [
            {
                "incentive": each.instalment.award.incentive,
                "instalment": each.instalment.number,
                "rules_say": each.rules_say.value if each.rules_say else None,
                "outcome": each.outcome.value,
                "reason": each.reason or None,
                "clause": each.clause or None,
            }
            for each in review.decisions
        ],
    }


def _entry(review: Review) -> Entry:
    rows = [(str(_("Asked")), moment(review.asked_at))]
    if review.confirmed_at:
        rows.append((str(_("Confirmed")), moment(review.confirmed_at)))
    for each in review.decisions:
        rows.append((wording.which([each.instalment]), str(wording.SAYS[each.outcome][0])))
    return Entry(f"{review.case.reference} · {wording.standing_for_applicant(review)[0]}", rows)
