"""Keep a filter of the inbox under a name, forget it."""

from datetime import datetime
from urllib.parse import urlencode

from talent.accounts.models import Person
from talent.cases.inbox.errors import FilterNameUnfit, NoSuchFilter, TooManyFilters
from talent.cases.inbox.filters import Filter
from talent.cases.inbox.models import MOST_FILTERS, SavedFilter
from talent.cases.inbox.queries import saved_filters
from talent.database import db


def save(wanted: Filter, *, name: str, person: Person, at: datetime) -> SavedFilter:
    """Keep a filter. Raises FilterNameUnfit, TooManyFilters."""
    db.session.refresh(person, with_for_update=True)
    name, there = " ".join(name.split()), saved_filters(person)
    if not 1 <= len(name) <= 60 or name in {each.name for each in there}:
        raise FilterNameUnfit
    if len(there) >= MOST_FILTERS:
        raise TooManyFilters
    made = SavedFilter(person_id=person.id, name=name, query=urlencode(wanted.args()), saved_at=at)
    db.session.add(made)
    db.session.flush()
    return made


def forget(number: int, *, person: Person) -> None:
    """Delete a filter. Raises NoSuchFilter, also when it is another's."""
    found = db.session.get(SavedFilter, number)
    if found is None or found.person_id != person.id:
        raise NoSuchFilter
    db.session.delete(found)
    db.session.flush()
