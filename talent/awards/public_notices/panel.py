"""What the bureau sees of the notice and of objections on the page of a case."""

from dataclasses import dataclass, field

from talent.accounts.models import Person
from talent.awards.public_notices import wording
from talent.awards.public_notices.models import Objection, PublicNotice
from talent.awards.public_notices.queries import may_decide, notice_of
from talent.cases.models import Case
from talent.web.access import Role


@dataclass(frozen=True)
class Panel:
    """A part of the page of a case. state: how the notice stands, with its tone."""

    notice: PublicNotice
    state: tuple[str, str]
    #: Each objection with what became of it, and whether who looks decides it.
    objections: list[tuple[Objection, tuple[str, str], bool]]
    template: str = field(default="public_notices/_beside_case.html")


def panels(case: Case, *, seen_by: Person) -> list[Panel]:
    """Return the notice of a case, for whoever looks at the case."""
    notice = notice_of(case)
    if notice is None:
        return []
    decides = seen_by.has(Role.APPROVER)
    listed = [(each, wording.finding(each), decides and may_decide(each, seen_by)) for each in notice.objections]
    return [Panel(notice, wording.state(notice), listed)]
