"""What can be offered to whom, and what was."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from rules import closures
from rules.decision import Decision, Verdict
from rules.facts import FactErrors, Value, contradictions, parse_facts
from rules.hits import Conflict
from rules.policy import Policy
from talent.accounts.consent.models import Consent
from talent.accounts.consent.purposes import TERMS, Purpose
from talent.accounts.models import Person
from talent.applications.again.queries import Carried, certain
from talent.applications.models import Application, Stage
from talent.applications.offers.errors import NoSuchOffer
from talent.applications.offers.models import Ground, Offer, OfferLook, OfferState
from talent.applications.signals import applying
from talent.database import db
from talent.policies.library import library, policy_by_digest
from talent.web.days import policy_day
from talent.web.errors import Refused


@dataclass(frozen=True)
class Due:
    """What a policy grants a person with certainty, in fen by incentive, and the facts it stands on."""

    policy: Policy
    known: Sequence[Carried]
    incentives: Mapping[str, int]


def due_under(person: Person, policy: Policy, *, on: date) -> Due | None:
    """Return what a policy grants a person who has not applied under it; None where nothing is certain."""
    if _has_applied(person, policy):
        return None
    known = certain(person.id, policy, on=on)
    decision = _decided(policy, {each.fact: each.value for each in known}, on=on)
    granted = granted_by(decision) if decision else {}
    return Due(policy, known, granted) if granted else None


def granted_by(decision: Decision) -> dict[str, int]:
    """Return what is granted, in fen by incentive."""
    outcomes = decision.incentives.items()
    return {name: outcome.fen or 0 for name, outcome in outcomes if outcome.verdict is Verdict.GRANTED}


def _decided(policy: Policy, values: Mapping[str, object], *, on: date) -> Decision | None:
    """Decide on facts as they are kept; None where they cannot all be right, or the rules contradict one another."""
    try:
        facts = parse_facts(policy, values, on=on)
        return None if contradictions(policy, facts, on=on) else closures.decide(policy, facts, on=on)
    except (FactErrors, Conflict):
        return None


def _has_applied(person: Person, policy: Policy) -> bool:
    """Return whether a draft, an application that stands, or one of any outcome under this very text is there."""
    own = (Application.applicant_id == person.id) & (Application.policy_id == policy.id)
    there = or_(Application.stage == Stage.DRAFT, Application.policy_digest == policy.digest)
    if db.session.scalar(select(Application.id).where(own, there).limit(1)) is not None:
        return True
    try:
        applying.send(person, policy_id=policy.id)
    except Refused:
        return True
    return False


def people_to_look_at(versions: str, *, after: int, limit: int) -> Sequence[int]:
    """Return who agreed to be offered what they qualify for and was not looked at since facts or policies changed."""
    query = select(Consent.person_id).outerjoin(OfferLook, OfferLook.person_id == Consent.person_id)
    query = query.where(has_agreed_to_offers(), Consent.person_id > after)
    before = or_(OfferLook.versions != versions, OfferLook.looked_at < Consent.given_at)
    query = query.where(or_(OfferLook.person_id.is_(None), before))
    return db.session.scalars(query.order_by(Consent.person_id).limit(limit)).all()


def people_who_withdrew() -> Sequence[int]:
    """Return who has an offer and does not agree to offers any more."""
    agreed = select(Consent.id).where(Consent.person_id == Offer.person_id, has_agreed_to_offers()).exists()
    query = select(Offer.person_id).where(Offer.state == OfferState.OPEN, ~agreed)
    return db.session.scalars(query.distinct().order_by(Offer.person_id)).all()


def has_agreed_to_offers() -> ColumnElement[bool]:
    """Select consents that stand, to being offered what one qualifies for, in the words that count now."""
    version = TERMS[Purpose.INCENTIVES].version
    return and_(Consent.purpose == Purpose.INCENTIVES, Consent.version == version, Consent.withdrawn_at.is_(None))


def versions_of(policies: Sequence[Policy]) -> str:
    """Return what tells the policies in force from those of another day."""
    return hashlib.sha256("\n".join(sorted(policy.digest for policy in policies)).encode()).hexdigest()


def offer(number: int, *, seen_by: Person) -> Offer:
    """Return a person's own offer. Raises NoSuchOffer."""
    found = db.session.get(Offer, number)
    if found is None or found.person_id != seen_by.id:
        raise NoSuchOffer
    return found


def offers_of(person: Person) -> Sequence[Offer]:
    """Return everything that was ever offered to a person, oldest first."""
    return db.session.scalars(select(Offer).where(Offer.person_id == person.id).order_by(Offer.id)).all()


def open_offers(person: Person, *, on: date) -> list[Offer]:
    """Return what waits for a person, under policies as they are in force on a day."""
    query = select(Offer).where(Offer.person_id == person.id, Offer.state == OfferState.OPEN).order_by(Offer.id)
    return [each for each in db.session.scalars(query) if is_in_force(each, on=on)]


def is_in_force(found: Offer, *, on: date) -> bool:
    """Return whether the text an offer stands on is the one in force on a day."""
    policy = library().in_force(found.policy_id, on)
    return policy is not None and policy.digest == found.policy_digest


def facts_of(found: Offer) -> dict[str, Value]:
    """Return the typed facts of an offer, as of the day it was made."""
    values = {each["fact"]: each["value"] for each in found.facts}
    return parse_facts(policy_by_digest(found.policy_digest), values, on=policy_day(found.made_at))


def decision_of(found: Offer) -> Decision:
    """Return the decision that an offer stands on, made again of what was kept of it."""
    return closures.decide(policy_by_digest(found.policy_digest), facts_of(found), on=policy_day(found.made_at))


def grounds(known: Sequence[Carried]) -> list[Ground]:
    """Return known facts as they are kept with an offer."""
    return [
        {"fact": each.fact, "value": each.value, "reference": each.reference, "kind": each.kind, "on": f"{each.on}"}
        for each in known
    ]


@dataclass(frozen=True)
class Count:
    """How many offers a policy has led to, by state. waiting: the fen of those that wait for an answer."""

    policy_id: str
    by_state: Mapping[OfferState, int]
    waiting: int


def counted() -> list[Count]:
    """Count all offers by policy and state."""
    query = select(Offer.policy_id, Offer.state, func.count(), func.sum(Offer.fen)).group_by(
        Offer.policy_id, Offer.state
    )
    numbers: dict[str, dict[OfferState, int]] = {}
    waiting: dict[str, int] = {}
    for policy_id, state, number, fen in db.session.execute(query.order_by(Offer.policy_id)):
        numbers.setdefault(policy_id, {})[state] = number
        if state is OfferState.OPEN:
            waiting[policy_id] = int(fen)
    return [Count(policy_id, by_state, waiting.get(policy_id, 0)) for policy_id, by_state in numbers.items()]
