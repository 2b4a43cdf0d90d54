"""What is known of an application."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import structlog
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from rules import advice
from rules.adjudication import Disagreement, adjudicate
from rules.decision import Decision
from rules.facts import FactErrors, Value, contradictions, is_asked, parse_facts
from rules.hits import Conflict
from rules.policy import Contradiction, EvidenceKind, Fact, FactType, Policy
from talent.accounts.models import Person
from talent.applications.errors import DecisionStopped, NoSuchApplication, NoSuchEvidence
from talent.applications.models import Application, Evidence, Stage
from talent.applications.on_behalf.access import may_fill
from talent.database import db
from talent.policies.library import policy_by_digest
from talent.web.access import Role
from talent.web.days import policy_day, today
from talent.web.filters import day, money, said

log = structlog.get_logger()

#: Who looks at what people hand in.
READERS = frozenset({Role.CLERK, Role.APPROVER, Role.AUDITOR})


def application(reference: str, *, seen_by: Person) -> Application:
    """Return the person's own application. Raises NoSuchApplication, also when it is somebody else's."""
    found = _by_reference(reference)
    if found is None or found.applicant_id != seen_by.id:
        raise NoSuchApplication
    return found


def fillable(reference: str, *, seen_by: Person) -> Application:
    """Return the person's own application, or a draft they fill in for its applicant with their consent.

    Raises NoSuchApplication; and to the HR that began it ConsentEnded, HandedInMeanwhile.
    """
    found = _by_reference(reference)
    if found is None or not (found.applicant_id == seen_by.id or may_fill(found, seen_by)):
        raise NoSuchApplication
    return found


def _by_reference(reference: str) -> Application | None:
    return db.session.scalar(select(Application).where(Application.reference == reference.upper()))


def applications_of(person: Person) -> Sequence[Application]:
    """Return the person's applications, newest first."""
    query = select(Application).where(Application.applicant_id == person.id).order_by(Application.started_at.desc())
    return db.session.scalars(query.options(selectinload(Application.pilot))).all()


def evidence(number: int, *, seen_by: Person) -> Evidence:
    """Return a document its owner, who fills in for them, or once it was handed in an officer may see.

    Raises NoSuchEvidence.
    """
    found = db.session.get(Evidence, number)
    if found is None:
        raise NoSuchEvidence
    own = found.application.applicant_id == seen_by.id
    handed_in = found.application.stage is not Stage.DRAFT and seen_by.has_any(READERS)
    if not (own or handed_in or may_fill(found.application, seen_by)):
        raise NoSuchEvidence
    return found


def policy_of(application: Application) -> Policy:
    """Return the policy text the application is pinned to."""
    return policy_by_digest(application.policy_digest)


def applied_on(application: Application) -> date:
    """Return the day of the application: the day it was submitted, or today."""
    return policy_day(application.submitted_at) if application.submitted_at else today()


def facts_of(application: Application, changed: Mapping[str, object] | None = None) -> dict[str, Value]:
    """Return the typed answers to the questions that are asked; an answer that fits no longer counts as not given.

    changed: answers as `rules.facts.written` gives them that stand in for those that were given.
    """
    return facts_under(policy_of(application), application, changed, on=applied_on(application))


def facts_under(
    policy: Policy, application: Application, changed: Mapping[str, object] | None = None, *, on: date
) -> dict[str, Value]:
    """Return the typed answers of an application that fit a policy on a day, be it another than its own."""
    raw = {answer.fact: answer.value for answer in application.answers if answer.fact in policy.facts}
    raw.update(changed or {})
    try:
        return parse_facts(policy, raw, on=on)
    except FactErrors as errors:
        unfit = {error.name for error in errors.errors}
        return parse_facts(policy, {name: value for name, value in raw.items() if name not in unfit}, on=on)


def decide(application: Application) -> Decision:
    """Return what the rules say of the answers, on the day of the application.

    Raises DecisionStopped, after both answers were logged, when the evaluators differ or the policy contradicts itself.
    """
    try:
        return adjudicate(policy_of(application), facts_of(application), on=applied_on(application))
    except Disagreement as error:
        log.error("decision stopped", application=application.reference, why=str(error), answers=error.answers)
        raise DecisionStopped from error
    except Conflict as error:
        log.error("decision stopped", application=application.reference, why=str(error))
        raise DecisionStopped from error


def advised(application: Application) -> Decision:
    """Return the decision with, for what is refused, the single changes that would have it granted."""
    facts = facts_of(application)
    return advice.advised(policy_of(application), decide(application), facts)


def asked(policy: Policy, facts: Mapping[str, Value], section: str) -> list[Fact]:
    """Return the questions of a section that concern this person, as far as the answers tell."""
    return [fact for fact in policy.facts.values() if fact.section == section and is_asked(fact, facts)]


def needs_proof(fact: Fact, value: Value | None) -> bool:
    """Return whether an answer must be proved: one that claims nothing needs no document."""
    if value is None or not fact.evidence:
        return False
    claims_nothing = value == frozenset() or (value == 0 and not isinstance(value, bool))
    is_lowest = fact.type is FactType.CHOICE and value == next(iter(fact.choices)) == "none"
    return not (claims_nothing or is_lowest)


def evidence_needed(policy: Policy, facts: Mapping[str, Value]) -> list[EvidenceKind]:
    """Return the kinds of document the answers call for, in the order of the policy."""
    needed = {
        kind
        for name, value in facts.items()
        if needs_proof(policy.facts[name], value)
        for kind in policy.facts[name].evidence
    }
    return [kind for kind in policy.evidence.values() if kind.id in needed]


def shown(fact: Fact, value: Value | None) -> str:
    """Write an answer in the words of the question, in the language of the page."""
    if value is None:
        return str(_("Not answered"))
    if isinstance(value, frozenset):
        return "、".join(said(fact.choices[key]) for key in fact.choices if key in value) or str(_("None"))
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if fact.type is FactType.MONEY and isinstance(value, int):
        return money(value) + PER.get(fact.unit or "", lambda: "")()
    if isinstance(value, date):
        return day(value)
    return said(fact.choices[value]) if isinstance(value, str) else with_unit(value, fact.unit)


PER = {"CNY/year": lambda: str(_(" a year")), "CNY/month": lambda: str(_(" a month"))}


def with_unit(number: int, unit: str | None) -> str:
    """Write a whole number with the unit of its question."""
    return str(_("%(number)d months", number=number)) if unit == "month" else str(number)


@dataclass(frozen=True)
class Task:
    """An entry of the task list. state: 'done', 'begun' or 'open'. open_count: what is still to do in it."""

    id: str
    title: str
    state: str
    open_count: int


def tasks(application: Application) -> list[Task]:
    """Return the sections of the policy with how far each is."""
    policy, facts = policy_of(application), facts_of(application)
    listed = []
    for section in policy.sections.values():
        questions = asked(policy, facts, section.id)
        left = sum(fact.name not in facts for fact in questions)
        state = "done" if not left else "open" if left == len(questions) else "begun"
        listed.append(Task(section.id, said(section.title), state, left))
    return listed


def missing_evidence(application: Application, *, on: date | None = None) -> list[EvidenceKind]:
    """Return the kinds of document that are called for and not there, or too old on a day: that of the application."""
    on = on or applied_on(application)
    there = {document.kind for document in application.evidence if not document.is_over(on)}
    return [kind for kind in evidence_needed(policy_of(application), facts_of(application)) if kind.id not in there]


def contradictory(application: Application) -> list[Contradiction]:
    """Return what cannot all be right of the answers."""
    return contradictions(policy_of(application), facts_of(application), on=applied_on(application))


def can_submit(application: Application, *, on: date | None = None) -> bool:
    """Return whether the application may be handed in on a day: who it is, answers that can be right, every proof."""
    answered = bool(facts_of(application)) and not contradictory(application)
    return application.applicant.has_details and answered and not missing_evidence(application, on=on)


def proves(policy: Policy, facts: Mapping[str, Value], kind: str) -> list[Fact]:
    """Return the answered questions a kind of document proves."""
    return [
        policy.facts[name]
        for name, value in facts.items()
        if kind in policy.facts[name].evidence and needs_proof(policy.facts[name], value)
    ]
