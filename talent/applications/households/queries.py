"""Who is linked with whom, and what of the other's application answers a household fact."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from rules.facts import FactError, Value, is_asked, parse_fact, yuan
from rules.policy import Fact, FactType, FromSpouse, Policy
from talent.accounts.models import Person
from talent.applications import queries
from talent.applications.households.errors import NoSuchLink
from talent.applications.households.models import SpouseLink, SpouseMember
from talent.applications.models import Application, Stage
from talent.applications.on_behalf.access import is_shared
from talent.applications.signals import Help, Outcome, outcome
from talent.database import db
from talent.policies.library import policies_in_force, policy_by_digest


def link_of(person: Person) -> SpouseLink | None:
    """Return the invitation a person has sent, or the link they are in, while it stands."""
    member = select(SpouseMember.link_id).where(SpouseMember.person_id == person.id)
    return db.session.scalar(select(SpouseLink).where(SpouseLink.id.in_(member)))


def standing_link(person: Person) -> SpouseLink | None:
    """Return the link of a person to which both have agreed."""
    found = link_of(person)
    return found if found is not None and found.stands else None


def invitations_to(person: Person) -> Sequence[SpouseLink]:
    """Return the invitations that wait for a person's answer, oldest first."""
    waiting = (SpouseLink.invited_email == person.email) & (SpouseLink.inviter_id != person.id)
    return db.session.scalars(select(SpouseLink).where(waiting).order_by(SpouseLink.id)).all()


def link(number: int, *, seen_by: Person) -> SpouseLink:
    """Return a link of the person's that stands, or an invitation from or to them. Raises NoSuchLink."""
    found = db.session.get(SpouseLink, number)
    if found is None or found.ended_at is not None:
        raise NoSuchLink
    if found.invited_email == seen_by.email or seen_by.id in {found.inviter_id, found.spouse_id}:
        return found
    raise NoSuchLink


def links_of(person: Person) -> Sequence[SpouseLink]:
    """Return every link a person was ever in, and the invitations that wait for them, oldest first."""
    theirs = (
        (SpouseLink.inviter_id == person.id)
        | (SpouseLink.spouse_id == person.id)
        | (SpouseLink.ended_by_id == person.id)
        | (SpouseLink.invited_email == person.email)
    )
    return db.session.scalars(select(SpouseLink).where(theirs).order_by(SpouseLink.id)).all()


def invited_since(person: Person, since: datetime) -> int:
    """Return how many invitations a person has sent since an instant."""
    sent = (SpouseLink.inviter_id == person.id) & (SpouseLink.invited_at > since)
    return db.session.scalar(select(func.count()).select_from(SpouseLink).where(sent)) or 0


def household_facts(policy: Policy) -> list[Fact]:
    """Return the facts of a policy that follow from a spouse's application."""
    return [fact for fact in policy.facts.values() if fact.from_spouse is not None]


def asking_policies(person: Person) -> list[Policy]:
    """Return the policies with household facts: those in force, and those the person applies under."""
    applied = [queries.policy_of(application) for application in queries.applications_of(person)]
    policies = {policy.digest: policy for policy in (*policies_in_force(), *applied) if household_facts(policy)}
    return list(policies.values())


def shared(found: SpouseLink) -> list[Policy]:
    """Return the policies of whose household facts a link tells, each once, as both were shown them."""
    return list({policy.id: policy for policy in map(policy_by_digest, found.policies)}.values())


@dataclass(frozen=True)
class Said:
    """What the spouse's application says of a fact. on: the day it was handed in or decided. value: typed."""

    fact: Fact
    value: Value
    reference: str
    on: date


@dataclass(frozen=True)
class Household:
    """A link as an application sees it. said: by fact; theirs: the spouse's application, where there is one."""

    link: SpouseLink
    spouse: Person
    theirs: Application | None
    said: Mapping[str, Said]


def household_of(application: Application) -> Household | None:
    """Return what a linked spouse's application under the same policy says; None where nobody is linked.

    Nothing is said in a draft that an employer sees too: the spouse has agreed to show it to the applicant only.
    """
    policy = queries.policy_of(application)
    if not household_facts(policy) or is_shared(application):
        return None
    found = standing_link(application.applicant)
    spouse = found.other(application.applicant) if found is not None else None
    if found is None or spouse is None:
        return None
    theirs = _application_of(spouse, policy.id)
    came_to = _outcome_of(theirs) if theirs is not None else None
    if theirs is None or came_to is None:
        return Household(found, spouse, theirs, {})
    agreed = _agreed(found, policy)
    said = {each.fact.name: each for each in _said(agreed, theirs, came_to)}
    return Household(found, spouse, theirs, said)


def _application_of(spouse: Person, policy_id: str) -> Application | None:
    """Return what a spouse has handed in under a policy and not withdrawn, the newest of it."""
    query = select(Application).filter_by(applicant_id=spouse.id, policy_id=policy_id, stage=Stage.SUBMITTED)
    return db.session.scalar(query.order_by(Application.submitted_at.desc(), Application.id.desc()).limit(1))


def _outcome_of(application: Application) -> Outcome | None:
    return next((found for _receiver, found in outcome.send(application) if found is not None), None)


def _agreed(found: SpouseLink, policy: Policy) -> list[Fact]:
    """Return the household facts of a policy that both were shown when they agreed, in this very way."""
    shown = {
        (before.id, fact.name, fact.from_spouse)
        for before in map(policy_by_digest, found.policies)
        for fact in household_facts(before)
    }
    return [fact for fact in household_facts(policy) if (policy.id, fact.name, fact.from_spouse) in shown]


def _said(facts: Sequence[Fact], theirs: Application, came_to: Outcome) -> Iterator[Said]:
    for fact in facts:
        raw = _answer(fact, came_to) if fact.from_spouse else None
        try:
            value = parse_fact(fact, raw, on=came_to.on)
        except FactError:
            continue
        if value is not None:
            yield Said(fact, value, theirs.reference, came_to.on)


def _answer(fact: Fact, came_to: Outcome) -> object:
    """Return what follows for one fact, as it would be typed in; None where nothing does."""
    follows, nothing = fact.from_spouse or FromSpouse(), Help(stands=False)
    if follows.granted:
        given = [came_to.incentives.get(name, nothing).fen or 0 for name in follows.granted]
        return yuan(sum(given)) if came_to.decided else None
    applies = any(came_to.incentives.get(name, nothing).stands for name in follows.applies)
    if fact.type is FactType.CHOICE:
        return follows.gives if applies else None
    return applies


@dataclass(frozen=True)
class Difference:
    """A household fact on which two applications do not agree. mine: what was answered, None where nothing was."""

    fact: Fact
    mine: Value | None
    said: Said


@dataclass(frozen=True)
class Standing:
    """One of a person's applications beside that of the spouse it is linked with."""

    application: Application
    household: Household
    differences: list[Difference]
    agreements: list[Said]


def standings_of(person: Person) -> list[Standing]:
    """Return a person's applications that are linked with those of a spouse, and where they do not agree."""
    found = []
    for application in queries.applications_of(person):
        household = household_of(application) if application.stage is not Stage.WITHDRAWN else None
        if household is not None:
            unlike, alike = differences(application, household), agreements(application, household)
            found.append(Standing(application, household, unlike, alike))
    return found


def differences(application: Application, household: Household) -> list[Difference]:
    """Return the household facts answered otherwise than the spouse's application says, or asked and left open."""
    facts = queries.facts_of(application)
    return [
        Difference(each.fact, facts.get(name), each)
        for name, each in household.said.items()
        if facts.get(name) != each.value and (name in facts or is_asked(each.fact, facts))
    ]


def agreements(application: Application, household: Household) -> list[Said]:
    """Return what the spouse's application says and this one says too."""
    facts = queries.facts_of(application)
    return [each for name, each in household.said.items() if facts.get(name) == each.value]
