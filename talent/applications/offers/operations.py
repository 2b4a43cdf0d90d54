"""Offer, lapse, accept, decline."""

from datetime import datetime
from pathlib import Path

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import Select, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from rules.policy import Text
from talent.accounts.consent.models import Consent
from talent.accounts.consent.purposes import Purpose
from talent.accounts.consent.queries import has_agreed
from talent.accounts.models import Person
from talent.applications import operations as applications
from talent.applications.again.operations import fill
from talent.applications.again.queries import Carried, certain, handed_in_by
from talent.applications.models import Application
from talent.applications.offers.errors import OfferOver
from talent.applications.offers.models import Offer, OfferLook, OfferState
from talent.applications.offers.queries import Due, due_under, grounds, has_agreed_to_offers, is_in_force, versions_of
from talent.applications.offers.words import OFFERED
from talent.audit.operations import record
from talent.database import UTCDateTime, db
from talent.notices.operations import tell
from talent.policies.library import library, policies_in_force
from talent.policies.operations import keep
from talent.web.days import policy_day
from talent.web.filters import money
from talent.web.language import LANGUAGES


def look_at(person: Person, *, at: datetime) -> list[Offer]:
    """Offer a person what they qualify for and is not offered yet; what they no longer qualify for lapses."""
    policies = policies_in_force()
    _note_look(person.id, versions_of(policies), at=at)
    agreed = person.active and has_agreed(person, Purpose.INCENTIVES)
    on = policy_day(at)
    found = [due for policy in policies if agreed and (due := due_under(person, policy, on=on))]
    open_now = db.session.scalars(
        select(Offer).where(Offer.person_id == person.id, Offer.state == OfferState.OPEN).with_for_update(of=Offer)
    ).all()
    stands = {each.policy_id for each in open_now if any(_says_the_same(each, due) for due in found)}
    for each in open_now:
        if each.policy_id not in stands:
            _end(each, OfferState.LAPSED, by=None, at=at)
    new = [due for due in found if due.policy.id not in stands and not _was_declined(person, due)]
    return [_offer(person, due, at=at) for due in new]


def look_again(person_id: int, *, at: datetime) -> None:
    """Note that what is known of a person has changed, so that they are looked at anew, if they agreed to it."""
    agreed = select(Consent.person_id, literal(""), literal(at, UTCDateTime())).join(Consent.person)
    agreed = agreed.where(Consent.person_id == person_id, has_agreed_to_offers())
    _note(agreed.with_for_update(read=True, key_share=True, of=Person), {"versions": "", "looked_at": at})


def _note_look(person_id: int, versions: str, *, at: datetime) -> None:
    """Note the look before anything is read: whoever changes facts meanwhile waits, and has them looked at again."""
    person = select(Person.id, literal(versions), literal(at, UTCDateTime())).where(Person.id == person_id)
    _note(person.with_for_update(read=True, key_share=True, of=Person), {"versions": versions, "looked_at": at})


def _note(rows: Select[int, str, datetime], said: dict[str, object]) -> None:
    """Write looks, the person held first as when an application is handed in: two never wait for one another."""
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(OfferLook).from_select(["person_id", "versions", "looked_at"], rows)
    db.session.execute(statement.on_conflict_do_update(index_elements=["person_id"], set_=said))


def _says_the_same(offer: Offer, due: Due) -> bool:
    return offer.policy_digest == due.policy.digest and offer.incentives == due.incentives


def _was_declined(person: Person, due: Due) -> bool:
    """Return whether the person has said not now to the same before."""
    said_no = select(Offer).filter_by(person_id=person.id, policy_digest=due.policy.digest, state=OfferState.DECLINED)
    return any(_says_the_same(each, due) for each in db.session.scalars(said_no))


def _offer(person: Person, due: Due, *, at: datetime) -> Offer:
    keep(due.policy, at=at)
    offer = Offer(
        person=person,
        pilot=handed_in_by(person.id)[0].pilot,
        policy_id=due.policy.id,
        policy_digest=due.policy.digest,
        facts=grounds(due.known),
        facts_on=min(each.on for each in due.known),
        incentives=dict(due.incentives),
        fen=sum(due.incentives.values()),
        made_at=at,
    )
    db.session.add(offer)
    db.session.flush()
    details: dict[str, object] = {"policy": offer.policy_digest, "incentives": offer.incentives}
    record("offer made", by=None, about=offer.about, at=at, details=details)
    link = current_app.url_map.bind("localhost").build("offers.show", {"number": offer.id})
    address = f"{current_app.config['PUBLIC_URL']}{link}"
    mail = OFFERED.filled({"title": due.policy.title, "sum": _in_both(offer.fen), "link": address})
    tell(offer.about, person, mail, at, link=link)
    return offer


def accept(offer: Offer, folder: Path, *, at: datetime) -> Application:
    """Begin an application with all that is known; accepted again it gives the same one. folder: of documents.

    Raises OfferOver, and what `talent.applications.operations.begin` refuses with.
    """
    _hold(offer)
    if offer.state is OfferState.ACCEPTED and offer.application_id is not None:
        return db.session.get_one(Application, offer.application_id)
    policy = library().in_force(offer.policy_id, policy_day(at))
    if offer.state is not OfferState.OPEN or policy is None or not is_in_force(offer, on=policy_day(at)):
        raise OfferOver
    draft = applications.begin(offer.person, pilot=offer.pilot, policy=policy, at=at)
    fill(draft, _unanswered(draft, certain(offer.person_id, policy, on=policy_day(at))), at=at)
    offer.application_id = draft.id
    _end(offer, OfferState.ACCEPTED, by=offer.person_id, at=at)
    return draft


def decline(offer: Offer, *, at: datetime) -> None:
    """Say not now; a second time changes nothing. Raises OfferOver."""
    _hold(offer)
    if offer.state is OfferState.DECLINED:
        return
    if offer.state is not OfferState.OPEN:
        raise OfferOver
    _end(offer, OfferState.DECLINED, by=offer.person_id, at=at)


def _unanswered(draft: Application, known: list[Carried]) -> list[Carried]:
    there = {answer.fact for answer in draft.answers}
    return [each for each in known if each.fact not in there]


def _hold(offer: Offer) -> None:
    db.session.refresh(offer, with_for_update={"of": Offer})


def _end(offer: Offer, state: OfferState, *, by: int | None, at: datetime) -> None:
    offer.state, offer.ended_at = state, at
    db.session.flush()
    record(f"offer {state}", by=by, about=offer.about, at=at, details={"policy": offer.policy_digest})


def _in_both(fen: int) -> Text:
    said = {}
    for language, locale in LANGUAGES.items():
        with force_locale(locale):
            said[language] = money(fen)
    return Text(said["zh"], said["en"])
