"""The identity number, and what it tells, against what was answered."""

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _

from rules.facts import Value
from rules.policy import Fact, InNumber
from talent.accounts.identity import IdentityKind, birth_date, is_card
from talent.applications.queries import facts_of, policy_of, shown
from talent.cases.checks.check import Check, Result
from talent.cases.models import Case


def card_of(case: Case) -> str | None:
    """Return the number of the applicant's identity card, None where there is none that can exist."""
    applicant = case.application.applicant
    number = applicant.identity_number if applicant.identity_kind is IdentityKind.IDENTITY_CARD else None
    return number if number and is_card(number) else None


def number(case: Case) -> Iterator[Check]:
    """Check the number of an identity card by its check digit."""
    applicant = case.application.applicant
    title, compared = _("Identity number"), _("The number with its own check digit, place and birth day.")
    if applicant.identity_number is None:
        yield Check(title, compared, Result.UNKNOWN, _("No identity number is recorded."))
    elif applicant.identity_kind is not IdentityKind.IDENTITY_CARD:
        yield Check(title, compared, Result.UNKNOWN, _("The document is no identity card: its number has none."))
    elif card_of(case) is None:
        yield Check(title, compared, Result.LOOK, _("The check digit does not fit: such a card cannot exist."))
    else:
        yield Check(title, compared, Result.AGREES, _("The check digit fits."))


def told(case: Case) -> Iterator[Check]:
    """Compare the answers of which the number tells the same, as the policy says."""
    card, facts = card_of(case), facts_of(case.application)
    for fact in policy_of(case.application).facts.values():
        if fact.in_number is not None and not fact.at_review:
            yield _compare(fact, facts.get(fact.name), card)


def _compare(fact: Fact, answer: Value | None, card: str | None) -> Check:
    is_birth = fact.in_number is InNumber.BIRTH_DATE
    title = _("Birth date in the identity number") if is_birth else _("Sex in the identity number")
    compared = _("The answer %(answer)s with the identity number.", answer=shown(fact, answer))
    if card is None:
        return Check(title, compared, Result.UNKNOWN, _("There is no number of an identity card to compare with."))
    if answer is None:
        return Check(title, compared, Result.UNKNOWN, _("The question is not answered."))
    says: Value = birth_date(card) if is_birth else sex(card)
    if says == answer:
        return Check(title, compared, Result.AGREES, _("Both say the same."))
    return Check(title, compared, Result.LOOK, _("The number says %(value)s.", value=shown(fact, says)))


def sex(card: str) -> str:
    """Return the sex that an identity card's number tells: its last digit but one is odd for men."""
    return "male" if int(card[16]) % 2 else "female"


def born_on(case: Case) -> date | None:
    """Return the day of birth that the applicant's number tells."""
    card = card_of(case)
    return birth_date(card) if card else None
