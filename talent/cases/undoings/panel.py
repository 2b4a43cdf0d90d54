"""What is seen of decisions that were taken back, by officers and on the applicant's timeline."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from talent.accounts.models import Person
from talent.applications.signals import Step
from talent.cases.messages import path
from talent.cases.models import Case
from talent.cases.undoings.models import CaseUndoing
from talent.cases.undoings.operations import refuse_unless_open
from talent.cases.undoings.queries import undoings_of
from talent.database import now
from talent.web.access import Role
from talent.web.errors import Refused


@dataclass(frozen=True)
class Panel:
    """A part of the page of a case. undoings: of it, oldest first; may: whether the visitor may take it back now."""

    undoings: Sequence[CaseUndoing]
    may: bool
    template: str = field(default="undoings/_beside_case.html")


def panels(case: Case, *, seen_by: Person) -> list[Panel]:
    """Return which decisions of a case were taken back, and the way to do so."""
    found, may = undoings_of(case), _may(case, seen_by)
    return [Panel(found, may)] if found or may else []


def _may(case: Case, person: Person) -> bool:
    if not person.has(Role.APPROVER):
        return False
    try:
        refuse_unless_open(case, person, at=now())
    except Refused:
        return False
    return True


def steps(case: Case) -> list[Step]:
    """Return what the timeline of an application says of decisions that were taken back."""
    return [
        Step(str(_("The decision was taken back on the same day")), each.reason, each.undone_at, *_letter(each))
        for each in undoings_of(case)
    ]


def _letter(undoing: CaseUndoing) -> tuple[str, str] | tuple[()]:
    number = undoing.taken.get("letter")
    return (path("letters.show", number=number), str(_("See the withdrawn letter"))) if number else ()
