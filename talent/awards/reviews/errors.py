"""Why a review cannot be asked for, confirmed or decided."""

from datetime import date

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused
from talent.web.filters import day


class NoSuchReview(Missing):
    """There is no such review, or it is somebody else's."""


class NothingToReview(Refused):
    """Nothing that was granted is still to come."""

    def says(self) -> str:
        """Say so."""
        return str(_("Nothing of what was granted is still to come: there is nothing to review."))


class AlreadyConfirmed(Refused):
    """The person confirmed before, or it was decided without them."""

    def says(self) -> str:
        """Say what can be done."""
        return str(_("This review can no longer be answered. If something has changed since, report the change."))


class AnswersMissing(Refused):
    """Not every question was answered. facts: the names of those that were not."""

    def __init__(self, facts: list[str]) -> None:
        super().__init__(*facts)
        self.facts = facts

    def says(self) -> str:
        """Ask for them."""
        return str(_("Answer every question of this page."))


class NotAnswered(Refused):
    """The person still has time to answer. until: the last day."""

    def __init__(self, until: date) -> None:
        super().__init__(until)
        self.until = until

    def says(self) -> str:
        """Say how long to wait."""
        return str(_("The applicant may still answer until %(day)s: decide when they have.", day=day(self.until)))


class AlreadyReviewed(Refused):
    """The review was decided before."""

    def says(self) -> str:
        """Say so."""
        return str(_("This review was decided before: see below what was decided."))


class ReviewChanged(Refused):
    """What the officer was shown is not what there is to decide now."""

    def says(self) -> str:
        """Ask to look again."""
        return str(_("Something changed while you were looking. Read what the rules say now, then decide."))


class ReasonMissing(Refused):
    """A group is decided otherwise than the rules say, without a reason or a clause. group: its key."""

    def __init__(self, group: str) -> None:
        super().__init__(group)
        self.group = group

    def says(self) -> str:
        """Ask for both."""
        return str(
            _("Where you decide otherwise than the rules, or the rules cannot tell, give a reason and the clause.")
        )


class OnItsWay(Refused):
    """A payment of the instalment was sent to the treasury."""

    def says(self) -> str:
        """Say what to wait for."""
        return str(_("A payment is on its way: take in its result first, then decide."))
