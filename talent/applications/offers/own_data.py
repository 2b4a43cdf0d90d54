"""What was offered to a person, and what it stood on."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete

from rules.policy import Text
from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import both, instant
from talent.accounts.signals import Entry, Link, Part
from talent.applications.offers.models import Offer, OfferLook
from talent.applications.offers.queries import offers_of
from talent.applications.offers.wording import STATES
from talent.database import db
from talent.policies.library import policy_by_digest
from talent.web.filters import moment, money, said


def parts(person: Person) -> list[Part]:
    """Return every offer made to a person, and when they were looked at."""
    offers, look = offers_of(person), db.session.get(OfferLook, person.id)
    if not offers and look is None:
        return []
    looked = [{"looked_at": instant(look.looked_at)}] if look else []
    return [
        Part(
            "offers",
            str(_("What was offered to you without an application")),
            str(_("To find what you qualify for from what you proved before.")),
            str(_("The rules, on answers of your earlier applications.")),
            str(wording.ON_RECORD),
            str(_("Say not now to an offer, or withdraw the consent: then nothing is looked for any more.")),
            [*(_plain(each) for each in offers), *looked],
            [_entry(each) for each in offers],
            link=Link(str(_("My applications")), "applications.index") if offers else None,
        )
    ]


def _plain(offer: Offer) -> dict[str, object]:
    return {
        "policy": {"id": offer.policy_id, "digest": offer.policy_digest, **both(_title(offer))},
        "facts": offer.facts,
        "fen": offer.incentives,
        "state": offer.state.value,
        "made_at": instant(offer.made_at),
        "ended_at": instant(offer.ended_at),
    }


def _entry(offer: Offer) -> Entry:
    rows = [
        (str(_("What it came to")), money(offer.fen)),
        (str(_("Offered")), moment(offer.made_at)),
        (str(_("State")), str(STATES[offer.state][0])),
    ]
    return Entry(said(_title(offer)), rows)


def _title(offer: Offer) -> Text:
    return policy_by_digest(offer.policy_digest).title


def erase(person: Person, *, at: datetime) -> None:
    """Delete what was offered to a person."""
    db.session.execute(delete(Offer).where(Offer.person_id == person.id))
    db.session.execute(delete(OfferLook).where(OfferLook.person_id == person.id))
