"""Invite, agree, end."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import select

from talent.accounts.models import Person
from talent.accounts.queries import person_by_email
from talent.applications.households import messages, queries
from talent.applications.households.errors import (
    AlreadyLinked,
    InvitedAlready,
    NobodyAsks,
    NoSuchLink,
    NotKnown,
    OwnAddress,
    TooManyInvitations,
)
from talent.applications.households.following import take_out
from talent.applications.households.models import SpouseLink
from talent.applications.models import Application, Stage
from talent.audit.operations import record
from talent.database import db
from talent.policies.operations import keep

#: How many invitations one may send within a day.
MOST_A_DAY = 5


def invite(person: Person, *, email: str, at: datetime) -> SpouseLink:
    """Ask a spouse, by the address they sign in with, to be linked; the same invitation twice is one.

    Raises OwnAddress, NotKnown, AlreadyLinked, InvitedAlready, NobodyAsks, TooManyInvitations.
    """
    email = email.strip().lower()
    if email == person.email:
        raise OwnAddress
    if not person.has_details:
        raise NotKnown
    invited = person_by_email(email)
    _hold(person, *([invited] if invited else []))
    if there := queries.link_of(person):
        if there.waits and there.invited_email == email:
            return there
        raise AlreadyLinked
    if crossed := next((each for each in queries.invitations_to(person) if each.inviter == invited), None):
        raise InvitedAlready(crossed.id)
    if queries.invited_since(person, at - timedelta(days=1)) >= MOST_A_DAY:
        raise TooManyInvitations
    policies = queries.asking_policies(person)
    if not policies:
        raise NobodyAsks
    digests = [keep(policy, at=at).digest for policy in policies]
    link = SpouseLink(inviter=person, invited_email=email, invited_at=at, policies=digests)
    db.session.add(link)
    db.session.flush()
    _record("spouse invited", link, person, at)
    messages.tell_invited(link, email, invited, at=at)
    return link


def agree(link: SpouseLink, *, person: Person, at: datetime) -> SpouseLink:
    """Agree to an invitation: from then on the two are linked. A second time changes nothing.

    An invitation of one's own to the very person is taken back by it. Raises NoSuchLink, AlreadyLinked.
    """
    _hold(person, link.inviter)
    _look_again(link)
    if link.ended_at is not None:
        raise NoSuchLink
    if link.spouse_id == person.id:
        return link
    if link.invited_email != person.email or link.inviter_id == person.id:
        raise NoSuchLink
    if own := queries.link_of(person):
        if not (own.waits and own.invited_email == link.inviter.email):
            raise AlreadyLinked
        _close(own, person, at)
    link.spouse, link.agreed_at, link.invited_email = person, at, None
    db.session.flush()
    _record("household linked", link, person, at)
    messages.tell_agreed(link, at=at)
    return link


def end(link: SpouseLink, *, person: Person, at: datetime) -> None:
    """End a link, take an invitation back, or decline one. A second time changes nothing. Raises NoSuchLink.

    What came from the other's application is taken out of what neither has handed in.
    """
    people = _people(person, link)
    drafts = _hold_drafts(people)
    _hold(*people)
    _look_again(link)
    if link.ended_at is not None:
        return
    if person.id not in {link.inviter_id, link.spouse_id} and link.invited_email != person.email:
        raise NoSuchLink
    waited, other = link.waits, link.other(person)
    _close(link, person, at)
    if not waited:
        for draft in drafts:
            take_out(draft)
    if other is not None:
        messages.tell_ended(link, other, person, declined=waited, at=at)


def forget(person: Person, *, at: datetime) -> None:
    """End what links a person whose account is emptied, and decline what waits for them."""
    own = queries.link_of(person)
    links = [*([own] if own else []), *queries.invitations_to(person)]
    people = _people(person, *links)
    _hold_drafts(people)
    _hold(*people)
    for link in links:
        end(link, person=person, at=at)


def _people(person: Person, *links: SpouseLink) -> list[Person]:
    """Return a person and all whom links concern."""
    concerned = [each for link in links for each in (link.inviter, link.spouse) if each is not None]
    return [person, *concerned]


def _close(link: SpouseLink, person: Person, at: datetime) -> None:
    """Note the end; the address of who was invited is needed no longer."""
    link.ended_at, link.ended_by_id, link.invited_email = at, person.id, None
    db.session.flush()
    _record("household ended", link, person, at)


def _look_again(link: SpouseLink) -> None:
    db.session.refresh(link, with_for_update={"of": SpouseLink})


def _hold(*people: Person) -> None:
    """Keep others from linking these people until the transaction ends; always in the same order."""
    ids = sorted({person.id for person in people})
    db.session.execute(select(Person.id).where(Person.id.in_(ids)).order_by(Person.id).with_for_update())


def _hold_drafts(people: Iterable[Person]) -> list[Application]:
    """Keep drafts from being handed in meanwhile: before the people, as handing in does."""
    query = select(Application).where(Application.applicant_id.in_([each.id for each in people]))
    query = query.where(Application.stage == Stage.DRAFT).order_by(Application.id)
    return list(db.session.scalars(query.with_for_update(of=Application)))


def _record(action: str, link: SpouseLink, person: Person, at: datetime) -> None:
    record(action, by=person.id, about=f"household:{link.id}", at=at)
