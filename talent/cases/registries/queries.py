"""What registries say of the answers of a case, and which extracts there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from rules.facts import Value
from rules.policy import Fact, Policy, Registry
from talent.accounts.models import Person
from talent.applications.models import Application
from talent.applications.queries import policy_of
from talent.cases.models import CLOSED, Case
from talent.cases.queries import Finding, findings
from talent.cases.registries.connectors import Connector, connectors_of
from talent.cases.registries.errors import NoSuchExtract
from talent.cases.registries.models import Extract, ExtractRow
from talent.cases.registries.reading import known
from talent.database import db
from talent.policies.library import policies_in_force

#: How many cases one page of an extract's report compares.
PER_PAGE = 20


class Heard(StrEnum):
    """How what a registry says compares with an answer. ABSENT: it does not know the person or the fact."""

    AGREES = "agrees"
    DIFFERS = "differs"
    ABSENT = "absent"


@dataclass(frozen=True)
class Comparison:
    """An answer beside what a registry says of it. value: what it says, None where it says nothing. on: its date."""

    fact: Fact
    registry: Registry
    heard: Heard
    value: Value | None
    on: date


def compared(case: Case) -> dict[str, Comparison]:
    """Return, by fact, the answers that must be proved and of which a connected registry was asked."""
    return _compared(case, findings(case), connectors_of(case.application.policy_id))


def _compared(
    case: Case, found: Mapping[str, Finding], connectors: Mapping[Registry, Connector]
) -> dict[str, Comparison]:
    policy, result = policy_of(case.application), {}
    for name, finding in found.items():
        for registry in registries_of(policy, finding.fact):
            said = connectors[registry].ask(case.application.applicant, finding.fact)
            if said is not None:
                heard = Heard.AGREES if said.value == finding.value else Heard.DIFFERS
                heard = Heard.ABSENT if said.value is None else heard
                result[name] = Comparison(finding.fact, registry, heard, said.value, said.on)
                break
    return result


def registries_of(policy: Policy, fact: Fact) -> list[Registry]:
    """Return the registries that know a fact, by the kinds of document that prove it."""
    named = [policy.evidence[kind].registry for kind in fact.evidence]
    return list(dict.fromkeys(each for each in named if each is not None))


def unconnected(case: Case) -> list[Registry]:
    """Return the registries that would know answers of the case, and none of which is connected."""
    policy, connectors = policy_of(case.application), connectors_of(case.application.policy_id)
    wanted = {each for finding in findings(case).values() for each in registries_of(policy, finding.fact)}
    return [each for each in Registry if each in wanted and not connectors[each].connected]


@dataclass(frozen=True)
class Place:
    """A registry under a policy, the facts it knows, and its extracts, newest first."""

    registry: Registry
    policy: Policy
    facts: Sequence[Fact]
    extracts: Sequence[Extract]

    @property
    def key(self) -> str:
        """What a form calls it."""
        return f"{self.registry}:{self.policy.id}"


def places() -> list[Place]:
    """Return every registry that a policy in force names, each with the extracts of it."""
    found = db.session.scalars(select(Extract).order_by(Extract.dated_on.desc(), Extract.id.desc())).all()
    return [
        Place(registry, policy, facts, [e for e in found if e.source is registry and e.policy_id == policy.id])
        for policy in policies_in_force()
        for registry in Registry
        if (facts := known(policy, registry))
    ]


def extract(number: int) -> Extract:
    """Return an extract. Raises NoSuchExtract."""
    found = db.session.get(Extract, number)
    if found is None:
        raise NoSuchExtract
    return found


def matched(found: Extract) -> int:
    """Return how many rows of an extract are of people with an account."""
    query = (
        select(func.count()).select_from(ExtractRow).join(Person, Person.identity_lookup == ExtractRow.identity_lookup)
    )
    return db.session.scalar(query.where(ExtractRow.extract_id == found.id)) or 0


def report(found: Extract, *, after: int = 0) -> tuple[list[tuple[Case, list[Comparison]]], int | None]:
    """Compare open cases of people in an extract, in the order they came, with what all extracts say now.

    after: the id of the last case of the page before. Returns a page of them, and the id to go on after or None.
    """
    query = (
        select(Case)
        .join(Case.application)
        .join(Application.applicant)
        .join(ExtractRow, ExtractRow.identity_lookup == Person.identity_lookup)
        .where(ExtractRow.extract_id == found.id, Application.policy_id == found.policy_id)
        .where(Case.stage.not_in(CLOSED), Case.id > after)
        .options(contains_eager(Case.application).contains_eager(Application.applicant).lazyload(Person.roles))
    )
    cases = db.session.scalars(query.order_by(Case.id).limit(PER_PAGE + 1)).all()
    connectors = connectors_of(found.policy_id)
    page = [(case, _of(found, _compared(case, findings(case), connectors))) for case in cases[:PER_PAGE]]
    return page, cases[PER_PAGE - 1].id if len(cases) > PER_PAGE else None


def _of(found: Extract, comparisons: Mapping[str, Comparison]) -> list[Comparison]:
    return [each for each in comparisons.values() if each.registry is found.source]
