"""What is shared between spouses, and what follows from it, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from rules.policy import Fact, FromSpouse, Policy, Text
from talent.applications import queries
from talent.applications.households.queries import (
    Difference,
    differences,
    household_facts,
    household_of,
    invitations_to,
    link_of,
)
from talent.applications.models import Application
from talent.web.filters import day, said


@dataclass(frozen=True)
class Sharing:
    """What spouses share under a policy. read: what of each application. answers: the questions it fills in."""

    title: Text
    read: Sequence[str]
    answers: Sequence[Fact]


def sharing(policy: Policy) -> Sharing:
    """Return what the policy names as household facts, and what is read for them; nothing else is shared."""
    facts = household_facts(policy)
    read = dict.fromkeys(line for fact in facts if fact.from_spouse for line in _read(fact.from_spouse, policy))
    return Sharing(policy.title, list(read), facts)


def _read(follows: FromSpouse, policy: Policy) -> list[str]:
    applies = _(
        "whether it asks for %(incentives)s, and was not refused it", incentives=_named(follows.applies, policy)
    )
    granted = _("how much of %(incentives)s was granted, once decided", incentives=_named(follows.granted, policy))
    return [str(line) for names, line in ((follows.applies, applies), (follows.granted, granted)) if names]


def _named(incentives: Sequence[str], policy: Policy) -> str:
    return "、".join(said(policy.incentives[name].title) for name in incentives)


def standing_of(application: Application) -> str:
    """Say in a word how the applicant is linked, where the policy has household facts; '' where it has none."""
    if not household_facts(queries.policy_of(application)):
        return ""
    found = link_of(application.applicant)
    if found is None:
        waiting = invitations_to(application.applicant)
        return str(_("An invitation waits for you") if waiting else _("Only if your spouse applies too"))
    return str(_("Linked") if found.stands else _("Your spouse has to answer"))


@dataclass(frozen=True)
class Remark:
    """What is said under a question about the spouse. differs: whether the two applications do not agree on it."""

    says: str
    link: str = ""
    link_text: str = ""
    differs: bool = False


def remarks(application: Application) -> dict[str, Remark]:
    """Return what is to be said of household facts, by fact: that the two do not agree, or how to link."""
    policy = queries.policy_of(application)
    facts = household_facts(policy)
    if not facts:
        return {}
    household = household_of(application)
    if household is None:
        text, page = _("Does your spouse apply too?"), url_for("households.index")
        return {fact.name: Remark(str(text), page, str(_("Link your applications"))) for fact in facts[:1]}
    return {each.fact.name: Remark(_differs(each), differs=True) for each in differences(application, household)}


def _differs(each: Difference) -> str:
    return str(
        _(
            "Your spouse's application %(reference)s says otherwise, as of %(day)s: %(value)s. Change your answer if "
            "it is not right.",
            reference=each.said.reference,
            day=day(each.said.on),
            value=queries.shown(each.fact, each.said.value),
        )
    )
