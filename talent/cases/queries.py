"""Finding cases, and what is known of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from rules.decision import Verdict
from rules.facts import Value
from rules.policy import EvidenceKind, Fact
from talent.accounts.models import Person
from talent.applications import queries as applications
from talent.applications.models import Application, Evidence
from talent.cases.errors import NoSuchCase
from talent.cases.models import Case, CaseOutcome, CaseStage, Verification, VerificationState
from talent.database import db
from talent.web.access import Role
from talent.web.days import policy_day

#: Who may look at cases.
READERS = frozenset({Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR})


class Order(StrEnum):
    """How the list of cases is sorted. OVERDUE: by the day the next step is due, closed cases last."""

    OVERDUE = "overdue"
    NEWEST = "newest"
    OLDEST = "oldest"


def case_of(reference: str, *, seen_by: Person) -> Case:
    """Return the case with a reference. Raises NoSuchCase, also when it is not the person's to see."""
    query = select(Case).join(Case.application).where(Application.reference == reference.upper())
    found = db.session.scalar(query.options(contains_eager(Case.application)))
    if found is None or not seen_by.has_any(READERS):
        raise NoSuchCase
    return found


def case_of_application(application: Application) -> Case | None:
    """Return the case that an application became, None before it has arrived."""
    return db.session.scalar(select(Case).where(Case.application_id == application.id))


def standing_cases(person: Person, policy_id: str) -> Sequence[Case]:
    """Return the person's cases under a policy that are still open or were neither refused nor withdrawn."""
    query = select(Case).join(Case.application).where(Application.applicant_id == person.id)
    stands = or_(Case.outcome.is_(None), Case.outcome != CaseOutcome.REFUSED)
    query = query.where(Application.policy_id == policy_id, Case.stage != CaseStage.WITHDRAWN, stands)
    return db.session.scalars(query.order_by(Case.id)).all()


def standing_case(person: Person, policy_id: str) -> Case | None:
    """Return one of them."""
    return next(iter(standing_cases(person, policy_id)), None)


@dataclass(frozen=True)
class Finding:
    """An answer that a document must prove, and what the clerk found of it."""

    fact: Fact
    value: Value
    verification: Verification | None

    @property
    def state(self) -> VerificationState | None:
        """What was found, None while nobody has looked."""
        return self.verification.state if self.verification else None


@dataclass(frozen=True)
class Proof:
    """A kind of document, the documents of it that are there, and the answers it proves."""

    kind: EvidenceKind
    documents: Sequence[Evidence]
    findings: Sequence[Finding]

    @property
    def open(self) -> list[Finding]:
        """The answers nobody has looked at."""
        return [finding for finding in self.findings if finding.verification is None]


def findings(case: Case) -> dict[str, Finding]:
    """Return, by name, the answers that must be proved, in the order of the policy."""
    policy, facts = applications.policy_of(case.application), applications.facts_of(case.application)
    found = {each.fact: each for each in case.verifications}
    return {
        name: Finding(policy.facts[name], value, found.get(name))
        for name, value in facts.items()
        if applications.needs_proof(policy.facts[name], value)
    }


def proofs(case: Case) -> list[Proof]:
    """Return the answers that must be proved, each once, beside the documents that prove them."""
    policy = applications.policy_of(case.application)
    asked = findings(case).values()
    kinds = [kind for kind in policy.evidence.values() if any(kind.id in each.fact.evidence for each in asked)]
    return [
        Proof(
            kind,
            [document for document in case.application.evidence if document.kind == kind.id],
            [finding for finding in asked if finding.fact.evidence[0] == kind.id],
        )
        for kind in kinds
    ]


def verified_days(application: Application) -> dict[str, date]:
    """Return the answers of an application that a clerk found proved, with the day."""
    case = case_of_application(application)
    found = case.verifications if case else []
    return {each.fact: policy_day(each.at) for each in found if each.state is VerificationState.VERIFIED}


def unverified(case: Case) -> tuple[str, ...]:
    """Return the names of the answers that must be proved and are not."""
    return tuple(name for name, finding in findings(case).items() if finding.state is not VerificationState.VERIFIED)


@dataclass(frozen=True)
class Engine:
    """What the rules say of a whole case. fen: of all that is granted."""

    granted: int
    refused: int
    unknown: int
    fen: int


def engine_of(case: Case) -> Engine:
    """Return what the rules say of a case, in figures."""
    verdicts = [each.verdict for each in case.incentives]
    return Engine(
        granted=verdicts.count(Verdict.GRANTED),
        refused=verdicts.count(Verdict.REFUSED),
        unknown=verdicts.count(Verdict.UNKNOWN),
        fen=sum(each.fen or 0 for each in case.incentives if each.verdict is Verdict.GRANTED),
    )
