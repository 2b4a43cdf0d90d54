"""What applications tell the features above them, inside the transaction."""

from dataclasses import dataclass
from datetime import datetime

from blinker import Signal


@dataclass(frozen=True)
class Step:
    """Something that happened, or is awaited when `at` is None, with a page that shows more."""

    title: str
    says: str
    at: datetime | None = None
    link: str | None = None
    link_text: str | None = None


#: Sent with the application and `at` when it has been submitted.
submitted = Signal("application submitted")

#: Sent with the person, `policy_id` and `application` (or None) before one is begun or handed in: who knows a reason
#: against it raises a `Refused`.
applying = Signal("about to apply")

#: Asks the features above, with the application, for the `Step`s it has been through since it was submitted.
progress = Signal("application progress")
