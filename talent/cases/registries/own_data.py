"""What registries said of a person, for the person's own data."""

import json

from flask_babel import gettext as _
from sqlalchemy import select

from rules.facts import FactError, parse_fact
from talent.accounts.models import Person
from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Entry, Part
from talent.applications.queries import shown
from talent.cases.registries.models import ExtractRow
from talent.cases.registries.wording import NAMES
from talent.database import db
from talent.policies.library import library
from talent.web.filters import day, said


def parts(person: Person) -> list[Part]:
    """Return what the extracts that are still kept say of a person."""
    if person.identity_lookup is None:
        return []
    query = select(ExtractRow).where(ExtractRow.identity_lookup == person.identity_lookup).order_by(ExtractRow.id)
    rows = db.session.scalars(query).all()
    if not rows:
        return []
    return [
        Part(
            "registry_extracts",
            str(_("What registries say of you")),
            str(_("To compare your answers with what the registry knows, so that you need not prove them on paper.")),
            str(_("From the registry named.")),
            str(_("Until the day named; then the whole extract is deleted.")),
            str(_("Ask the registry to correct it, and tell the bureau.")),
            [_plain(each) for each in rows],
            [_entry(each) for each in rows],
        )
    ]


def _plain(row: ExtractRow) -> dict[str, object]:
    return {
        "registry": row.extract.source.value,
        "dated_on": row.extract.dated_on.isoformat(),
        "taken_at": instant(row.extract.taken_at),
        "deleted_on": row.extract.delete_on.isoformat(),
        "says": json.loads(row.said),
    }


def _entry(row: ExtractRow) -> Entry:
    extract = row.extract
    rows = [(str(_("Day of the extract")), day(extract.dated_on)), (str(_("Deleted on")), day(extract.delete_on))]
    policy = library().in_force(extract.policy_id, extract.dated_on)
    for name, raw in json.loads(row.said).items():
        fact = policy.facts.get(name) if policy else None
        try:
            value = parse_fact(fact, raw, on=extract.dated_on) if fact else None
        except FactError:
            value = None
        rows.append((said(fact.ask), shown(fact, value)) if fact and value is not None else (name, str(raw)))
    return Entry(str(NAMES[extract.source]), rows)
