"""Looking for people to offer something to."""

from datetime import datetime

from talent.accounts.models import Person
from talent.applications.offers.operations import look_at
from talent.applications.offers.queries import people_to_look_at, people_who_withdrew, versions_of
from talent.database import db
from talent.policies.library import policies_in_force
from talent.web.filters import SHANGHAI

#: Nobody is told before this hour.
FIRST_HOUR = 8
#: So many people at most each time messages are delivered, so that these never wait long.
AT_A_TIME = 500


def find(at: datetime, *, most: int | None = None) -> tuple[int, int]:
    """Look at everybody who is due, each in a transaction of their own. Returns how many people and new offers."""
    versions = versions_of(policies_in_force())
    for withdrew in people_who_withdrew():
        look_at(db.session.get_one(Person, withdrew), at=at)
        db.session.commit()
    people = offers = after = 0
    while ids := people_to_look_at(versions, after=after, limit=AT_A_TIME):
        for after in ids:
            offers += len(look_at(db.session.get_one(Person, after), at=at))
            db.session.commit()
        people += len(ids)
        if most is not None and people >= most:
            break
    return people, offers


def find_some(sender: object, *, at: datetime) -> None:
    """Look at some, by day."""
    if at.astimezone(SHANGHAI).hour >= FIRST_HOUR:
        find(at, most=AT_A_TIME)
