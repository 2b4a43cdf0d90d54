"""What was written to and fro, as one side sees it."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from talent.cases.correspondence.models import CaseMessage
from talent.cases.correspondence.queries import is_open, messages_of
from talent.cases.messages import path
from talent.cases.models import Case

#: How many of the last messages other pages show; all of them have a page of their own.
LAST = 4


@dataclass(frozen=True)
class Line:
    """A message. mine: of the side that looks; unseen: new to it; seen: whether the other side has seen it."""

    who: str
    text: str
    at: datetime
    mine: bool
    unseen: bool
    seen: bool


@dataclass(frozen=True)
class Thread:
    """The messages of a case, oldest first. key: of the form to write the next. address: the page of all of them."""

    lines: list[Line]
    is_open: bool
    may_write: bool
    key: str
    address: str

    @property
    def last(self) -> list[Line]:
        """The last few, with every one that is new."""
        new = sum(line.unseen for line in self.lines)
        return self.lines[-max(LAST, new) :]


def thread_of(case: Case, *, by_applicant: bool, may_write: bool, at: datetime) -> Thread:
    """Return the messages of a case for its applicant, or for the bureau."""
    endpoint = "correspondence.of_application" if by_applicant else "correspondence.of_case"
    return Thread(
        lines=[_line(message, by_applicant) for message in messages_of(case)],
        is_open=is_open(case, at),
        may_write=may_write,
        key=secrets.token_hex(16),
        address=path(endpoint, reference=case.reference),
    )


def _line(message: CaseMessage, by_applicant: bool) -> Line:
    mine = message.from_applicant is by_applicant
    if by_applicant:
        who = str(_("You") if mine else _("The bureau"))
    elif message.from_applicant:
        who = str(_("The applicant"))
    else:
        who = str(_("%(name)s, for the bureau", name=message.sender.name or message.sender.email))
    return Line(
        who, message.text, message.sent_at, mine, not mine and message.read_at is None, message.read_at is not None
    )
