"""What applications tell the features above them and ask of them, inside the transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from blinker import Signal


@dataclass(frozen=True)
class Step:
    """Something that happened, or is awaited when `at` is None, with a page that shows more."""

    title: str
    says: str
    at: datetime | None = None
    link: str | None = None
    link_text: str | None = None


@dataclass(frozen=True)
class Turn:
    """Whose turn it is and what comes next. mine: the applicant's. tag, tone: the same in a word, for lists."""

    title: str
    says: str
    mine: bool
    tag: str
    tone: str = "quiet"
    link: str | None = None
    link_text: str | None = None


@dataclass(frozen=True)
class Standing:
    """Where a submitted application stands.

    promise: how the days of the promise are counted, a sentence each. thread: what was written to and fro, with what
    the part of the page that shows it needs. unseen: whether some of it is new to the applicant. is_open: whether it is
    still to be decided. is_over: whether it ended with nothing granted, so that one may apply again.
    appeal: the path of the page on which the decision can be appealed against.
    """

    turn: Turn
    steps: list[Step]
    promise: list[str] = field(default_factory=list)
    thread: object = None
    unseen: bool = False
    is_open: bool = False
    is_over: bool = False
    appeal: str | None = None


@dataclass(frozen=True)
class Deadline:
    """A day to keep in mind.

    uid: the same for the same thing, also when its day moves. revision: grows with every change. mine: whether the
    applicant has to act by then. over: whether it no longer stands.
    """

    uid: str
    day: date
    title: str
    says: str
    revision: int = 0
    mine: bool = False
    over: bool = False


@dataclass(frozen=True)
class Closed:
    """Why something can no longer be changed, and what can be done then."""

    says: str
    then: str
    link: str | None = None
    link_text: str | None = None


#: Sent with the application and `at` when it has been submitted.
submitted = Signal("application submitted")

#: Sent with the person, `policy_id` and `application` (or None) before one is begun or handed in: who knows a reason
#: against it raises a `Refused`.
applying = Signal("about to apply")

#: Sent with the draft and `at` when an application was begun.
begun = Signal("application begun")

#: Asks the features above, with the application, which of its answers were found proved: the day of each, by fact.
proved = Signal("answers found proved")

#: Sent with the application and `at` before it is withdrawn, for what was made of it to be closed; answers with the
#: names of files on the disk that are no longer needed. Who knows a reason against it raises a `Refused`.
withdrawing = Signal("about to withdraw an application")

#: Asks the features above, with the application, for its `Standing`; one answers, the others return None.
standing = Signal("where an application stands")

#: Asks the features above, with the application, for the `Deadline`s it brings.
deadlines = Signal("days to keep in mind")

#: Sent with the application and `at` when the applicant has opened the page that shows where it stands.
looked_at = Signal("applicant looked")

#: Asks the features above, with the application, why its option can no longer be changed: `Closed`, or None where it
#: can. hold: whether it must stay so until the transaction ends.
option_closed = Signal("option closed")

#: Sent with the application, the `choices` made, by fact, and `at` when an option was changed after handing in.
option_changed = Signal("option changed")


@dataclass(frozen=True)
class Help:
    """What has become of one incentive of an application. stands: not refused. fen: in all, once it was granted."""

    stands: bool
    fen: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What an application that was handed in, and not withdrawn, comes to.

    on: the day it was handed in or decided. decided: whether by the bureau; until then the rules are asked.
    """

    on: date
    decided: bool
    incentives: Mapping[str, Help]


#: Asks the features above, with the application, for its `Outcome`; one answers, the others return None.
outcome = Signal("what an application comes to")


@dataclass(frozen=True)
class Found:
    """What a clerk found of an answer. note: why its documents do not prove it."""

    proved: bool
    note: str = ""


@dataclass(frozen=True)
class Examination:
    """What has been found of an application that was handed in.

    found: by fact. awaits: whether it is with a clerk, so that a newer document still counts. over: whether it was
    decided.
    """

    found: Mapping[str, Found] = field(default_factory=dict)
    awaits: bool = False
    over: bool = False


#: Asks the features above, with the application, for its `Examination`; one answers, the others return None.
examined = Signal("what was found of an application")

#: Sent with the application, `kind` and `at` before a newer document is added to what was handed in: who knows a reason
#: against it raises a `Refused`.
renewing = Signal("a newer document is about to be added")
