"""Carrying answers over into an application."""

from collections.abc import Mapping
from datetime import date, datetime

from rules.facts import Value
from talent.applications import operations
from talent.applications.models import Application
from talent.applications.precheck.queries import CARRIED
from talent.audit.operations import record


def fill(draft: Application, facts: Mapping[str, Value], *, made_on: date, at: datetime) -> list[str]:
    """Fill in what a pre-check was answered, where the draft has no answer of its own yet; returns which questions."""
    there = {answer.fact for answer in draft.answers}
    new = {name: value for name, value in facts.items() if name not in there}
    if not new:
        return []
    operations.answer(draft, new, at=at)
    details: dict[str, object] = {"facts": list(new), "on": made_on.isoformat()}
    record(CARRIED, by=draft.applicant_id, about=f"application:{draft.reference}", at=at, details=details)
    return list(new)
