"""What was done to a case, from the audit record, in words."""

from sqlalchemy import select

from rules.facts import LATEST, FactError, parse_fact
from rules.policy import Fact, Policy
from talent.accounts.models import Person
from talent.applications.queries import policy_of, shown
from talent.audit.models import Record
from talent.audit.queries import records
from talent.audit.wording import ACTIONS
from talent.cases.models import Case
from talent.cases.wording import OUTCOMES, RECOMMENDATIONS, Event
from talent.database import db
from talent.web.filters import said

#: What is done to an application and belongs to the history of its case.
OF_APPLICATIONS = frozenset({"application submitted", "application withdrawn", "option changed"})


def history(case: Case) -> list[Event]:
    """Return what was done to a case since the application was handed in, newest first."""
    before = records(about=f"application:{case.reference}")
    entries = [entry for entry in before if entry.action in OF_APPLICATIONS] + [*records(about=case.about)]
    ids = {entry.actor_id for entry in entries if entry.actor_id is not None}
    rows = db.session.execute(select(Person.id, Person.name, Person.email).where(Person.id.in_(ids)))
    names = {row.id: row.name or row.email for row in rows}
    policy = policy_of(case.application)
    return [
        Event(
            entry.at,
            names.get(entry.actor_id or 0, ""),
            str(ACTIONS.get(entry.action, entry.action)),
            _detail(entry, policy),
        )
        for entry in sorted(entries, key=lambda entry: entry.id, reverse=True)
    ]


def _in_words(fact: Fact, value: object) -> str:
    """Write an answer as it is kept; one that the policy no longer takes as it stands."""
    try:
        return shown(fact, parse_fact(fact, value, on=LATEST))
    except FactError:
        return str(value)


def _detail(entry: Record, policy: Policy) -> str:
    """Return what the entry is about in the words of the policy, with the note of who made it."""
    details = {key: value for key, value in entry.details.items() if isinstance(value, str)}
    parts = [details.get("note", ""), details.get("reason", "")]
    if fact := policy.facts.get(details.get("fact", "")):
        parts.insert(0, said(fact.ask))
        if "to" in entry.details:
            values = [_in_words(fact, entry.details.get(name)) for name in ("from", "to")]
            parts.append(" → ".join(values))
    for words, key in ((RECOMMENDATIONS, "recommendation"), ({k: v[0] for k, v in OUTCOMES.items()}, "outcome")):
        parts += [str(text) for choice, text in words.items() if choice.value == details.get(key)]
    return " · ".join(part for part in parts if part)
