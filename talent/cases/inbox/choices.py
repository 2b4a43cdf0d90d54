"""What the filters of the list offer."""

from dataclasses import dataclass

from talent.cases.inbox.queries import clerks
from talent.pilots import named
from talent.pilots.queries import pilots
from talent.policies.library import policies_in_force
from talent.web.filters import said


@dataclass(frozen=True)
class Choices:
    """By value, what each is called. categories: of all policies in force, in falling order."""

    pilots: dict[str, str]
    policies: dict[str, str]
    categories: dict[str, str]
    clerks: dict[int, str]


def choices() -> Choices:
    """Return them in the language of the page."""
    in_force = policies_in_force()
    tables = [policy.tables["category"] for policy in in_force if "category" in policy.tables]
    categories = {value: said(text) for table in tables for value, text in reversed(list(table.outputs.items()))}
    return Choices(
        {pilot.slug: named(pilot) for pilot in pilots()},
        {policy.id: said(policy.title) for policy in in_force},
        categories,
        {clerk.id: clerk.name or clerk.email for clerk in clerks()},
    )
