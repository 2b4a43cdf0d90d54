"""What officers see on the page of a case whose policy changed since it was handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import structlog

from rules.adjudication import Disagreement, adjudicate
from rules.decision import Outcome, Verdict
from rules.hits import Conflict
from rules.policy import Policy, Text
from talent.accounts.models import Person
from talent.applications.queries import applied_on, decide, facts_under, policy_of
from talent.cases.models import Case, CaseStage
from talent.cases.wording import VERDICTS
from talent.policies.library import library
from talent.web.days import policy_day, today

log = structlog.get_logger()


@dataclass(frozen=True)
class Line:
    """What two versions say of an incentive, None where a version does not have it."""

    title: Text
    before: Outcome | None
    after: Outcome | None

    @property
    def differs(self) -> bool:
        """Whether they come to another verdict or amount."""
        return _said(self.before) != _said(self.after)


@dataclass(frozen=True)
class Panel:
    """A part of the page of a case. lines: by incentive; empty where the newer version comes to no decision."""

    before: Policy
    newer: Policy
    lines: list[Line]
    verdicts: Mapping[Verdict, object]
    template: str = field(default="newer_policy/_beside_case.html")


def panels(case: Case, *, seen_by: Person) -> list[Panel]:
    """Return what both versions say, where a newer one came into force before the case was decided."""
    newer = newer_version(case)
    if newer is None or case.stage is CaseStage.WITHDRAWN:
        return []
    return [Panel(policy_of(case.application), newer, _lines(case, newer), VERDICTS)]


def newer_version(case: Case) -> Policy | None:
    """Return the version that came into force since the application was handed in and before it was decided."""
    until: date = policy_day(case.decided_at) if case.decided_at else today()
    found = library().in_force(case.application.policy_id, until)
    if found is None or found.digest == case.application.policy_digest:
        return None
    return found if found.in_force_from > applied_on(case.application) else None


def _lines(case: Case, newer: Policy) -> list[Line]:
    """Compute both: the newer one as if the application had been handed in on its first day."""
    on, own = newer.in_force_from, policy_of(case.application)
    try:
        after = adjudicate(newer, facts_under(newer, case.application, on=on), on=on).incentives
    except (Disagreement, Conflict) as error:
        log.error("newer version comes to no decision", application=case.reference, why=str(error))
        return []
    before = decide(case.application).incentives
    titles = {name: each.title for policy in (newer, own) for name, each in policy.incentives.items()}
    names = dict.fromkeys([*own.incentives, *newer.incentives])
    return [Line(titles[name], before.get(name), after.get(name)) for name in names]


def _said(outcome: Outcome | None) -> tuple[object, object] | None:
    return (outcome.verdict, outcome.fen) if outcome else None
