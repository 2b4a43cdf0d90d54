"""What officers see of the automatic checks on the page of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l

from talent.accounts.models import Person
from talent.cases.checks import dates, elsewhere, employer, identity
from talent.cases.checks.check import Check, Checking, Result
from talent.cases.checks.signals import checking
from talent.cases.models import Case

#: Every check that cases make by themselves; features above add theirs by the signal.
CHECKS: tuple[Checking, ...] = (
    identity.number,
    identity.told,
    employer.company_code,
    dates.answered,
    dates.insured,
    dates.documents,
    elsewhere.documents,
    elsewhere.person,
    elsewhere.telephone,
    elsewhere.household,
)
RESULTS = {
    Result.LOOK: (_l("Look at it"), "waiting"),
    Result.UNKNOWN: (_l("Not compared"), "quiet"),
    Result.AGREES: (_l("Agrees"), "good"),
}


@dataclass(frozen=True)
class Panel:
    """A part of the page of a case. look: what somebody should look at; rest: the others."""

    look: Sequence[Check]
    rest: Sequence[Check]
    counts: Mapping[Result, int]
    words: Mapping[Result, tuple[object, str]]
    template: str = field(default="checks/_beside_case.html")


def checks_of(case: Case) -> list[Check]:
    """Return what every check says of a case, what is to be looked at first."""
    found = [check for make in CHECKS for check in make(case)]
    found += [check for _receiver, more in checking.send(case) for check in more]
    return sorted(found, key=lambda check: list(Result).index(check.result))


def panels(case: Case, *, seen_by: Person) -> list[Panel]:
    """Return the automatic checks, for whoever looks at the case."""
    checks = checks_of(case)
    look = [each for each in checks if each.result is Result.LOOK]
    counts = {result: sum(each.result is result for each in checks) for result in Result}
    return [Panel(look, [each for each in checks if each.result is not Result.LOOK], counts, RESULTS)]
