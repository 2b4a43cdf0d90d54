"""Days that have to follow one another: birth, what was answered, the documents, and the day of the application."""

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _

from rules.facts import Value
from rules.policy import Fact, FactType, Policy, Registry
from talent.applications.queries import applied_on, facts_of, policy_of, shown
from talent.cases.checks.check import Check, Result
from talent.cases.checks.identity import born_on
from talent.cases.models import Case
from talent.web.days import policy_day
from talent.web.filters import day, said


def answered(case: Case) -> Iterator[Check]:
    """Compare every day that was answered with the day of birth and the day of the application."""
    title, facts, on = _("Days that were answered"), facts_of(case.application), applied_on(case.application)
    days = [fact for fact in _dated(policy_of(case.application)) if isinstance(facts.get(fact.name), date)]
    compared = _(
        "Each with the day of birth in the identity number and the day of the application, %(day)s.", day=day(on)
    )
    if not days:
        yield Check(title, compared, Result.UNKNOWN, _("No day was asked for."))
        return
    wrong = [fact for fact in days if _out_of_order(fact, facts[fact.name], born_on(case), on)]
    if not wrong:
        yield Check(title, compared, Result.AGREES, _("They follow one another."))
    for fact in wrong:
        says = _("Out of order: %(question)s %(answer)s", question=said(fact.ask), answer=shown(fact, facts[fact.name]))
        yield Check(title, compared, Result.LOOK, says)


def _dated(policy: Policy) -> list[Fact]:
    return [each for each in policy.facts.values() if each.type is FactType.DATE and each.in_number is None]


def _out_of_order(fact: Fact, value: Value, born: date | None, on: date) -> bool:
    assert isinstance(value, date)  # noqa: S101 - of a fact whose type is date
    return (born is not None and value <= born) or (value > on and not fact.allows_future)


def insured(case: Case) -> Iterator[Check]:
    """Compare months of social insurance with the months since the days asked beside them."""
    policy, facts, on = policy_of(case.application), facts_of(case.application), applied_on(case.application)
    for fact in policy.facts.values():
        months = facts.get(fact.name)
        if fact.unit != "month" or not isinstance(months, int) or not _of_insurance(policy, fact):
            continue
        for beside in _dated(policy):
            since = facts.get(beside.name)
            if beside.section == fact.section and isinstance(since, date):
                yield _insured(fact, months, beside, since, on)


def _of_insurance(policy: Policy, fact: Fact) -> bool:
    return any(policy.evidence[kind].registry is Registry.SOCIAL_INSURANCE for kind in fact.evidence)


def _insured(fact: Fact, months: int, beside: Fact, since: date, on: date) -> Check:
    passed = (on.year - since.year) * 12 + on.month - since.month + 1
    compared = _(
        "%(months)s with the time since %(day)s: %(question)s",
        months=shown(fact, months),
        day=day(since),
        question=said(beside.ask),
    )
    if months <= passed:
        return Check(_("Months of insurance"), compared, Result.AGREES, _("They fit into the time since."))
    says = _("More months than the %(number)d since then: insured before, or a mistake.", number=passed)
    return Check(_("Months of insurance"), compared, Result.LOOK, says)


def documents(case: Case) -> Iterator[Check]:
    """Compare the dates on the documents with the days they were handed in and the case arrived."""
    title, evidence = _("Dates on the documents"), policy_of(case.application).evidence
    compared = _("The date on each with the day it was handed in and the day the case arrived.")
    dated = [each for each in case.application.evidence if each.issued_on is not None and each.kind in evidence]
    if not dated:
        yield Check(title, compared, Result.UNKNOWN, _("No document here has to bear a date."))
        return
    arrived, found = policy_day(case.arrived_at), False
    for each in dated:
        name, says = said(evidence[each.kind].label), ""
        if each.issued_on is not None and each.issued_on > policy_day(each.uploaded_at):
            says = _("%(name)s bears a later date than the day it was handed in.", name=name)
        elif each.is_over(arrived):
            says = _("%(name)s was no longer valid when the case arrived.", name=name)
        if says:
            found = True
            yield Check(title, compared, Result.LOOK, says)
    if not found:
        yield Check(title, compared, Result.AGREES, _("All were issued before and valid then."))
