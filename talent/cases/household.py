"""What a linked spouse's case says: to the other's application, and to who deals with either."""

from dataclasses import dataclass, field

from rules.decision import Verdict
from talent.accounts.models import Person
from talent.applications.households.queries import Difference, Household, Said, agreements, differences, household_of
from talent.applications.models import Application
from talent.applications.signals import Help, Outcome
from talent.cases.models import Case, CaseIncentive, CaseStage
from talent.cases.queries import case_of_application
from talent.web.days import policy_day


def outcome_of(application: Application) -> Outcome | None:
    """Return what an application comes to: by the bureau's decision, or until then by what the rules say."""
    case = case_of_application(application)
    if case is None or case.stage is CaseStage.WITHDRAWN:
        return None
    on = policy_day(case.decided_at or case.arrived_at)
    helps = {each.incentive: _help(case, each) for each in case.incentives}
    return Outcome(on, case.outcome is not None, helps)


def _help(case: Case, each: CaseIncentive) -> Help:
    if case.outcome is None:
        return Help(stands=each.verdict is not Verdict.REFUSED)
    return Help(stands=each.recommended, fen=each.fen if each.recommended else None)


@dataclass(frozen=True)
class Panel:
    """A part of the page of a case. theirs: the spouse's case, where there is one that is not withdrawn."""

    household: Household
    theirs: Case | None
    differences: list[Difference]
    agreements: list[Said]
    template: str = field(default="cases/_household.html")


def panels(case: Case, *, seen_by: Person) -> list[Panel]:
    """Return how the applicant is linked with a spouse, and where the two applications do not agree."""
    household = household_of(case.application)
    if household is None:
        return []
    theirs = case_of_application(household.theirs) if household.theirs is not None else None
    unlike, alike = differences(case.application, household), agreements(case.application, household)
    return [Panel(household, theirs, unlike, alike)]
