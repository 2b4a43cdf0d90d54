"""Why a change cannot be reported, withdrawn or acknowledged."""

from datetime import date

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused
from talent.web.filters import day


class NoSuchChange(Missing):
    """No such change was reported, or it is somebody else's; or the policy knows no such event for this person."""


class NothingAtStake(Refused):
    """Nothing is being decided and nothing was granted that a change could touch."""

    def says(self) -> str:
        """Say that nothing need be reported."""
        return str(
            _("Nothing was granted on this application and nothing is being decided: there is no change to report.")
        )


class DayUnfit(Refused):
    """The day of a change lies too far ahead, or before the day from which changes count.

    earliest, latest: between which days it may lie.
    """

    def __init__(self, earliest: date, latest: date) -> None:
        super().__init__(earliest, latest)
        self.earliest, self.latest = earliest, latest

    def says(self) -> str:
        """Say which days may be reported."""
        return str(
            _(
                "The day must lie between %(earliest)s and %(latest)s. If it happened before, what you stated then was "
                "not right: write to the bureau.",
                earliest=day(self.earliest),
                latest=day(self.latest),
            )
        )


class AnswerMissing(Refused):
    """A fact that the event changes was not answered. fact: its name."""

    def __init__(self, fact: str) -> None:
        super().__init__(fact)
        self.fact = fact

    def says(self) -> str:
        """Ask for it."""
        return str(_("Answer every question of this page."))


class AlreadyReported(Refused):
    """The same thing was reported before."""

    def says(self) -> str:
        """Say what to do if it was wrong."""
        return str(
            _(
                "You have reported this already. If something in it is wrong, withdraw that report first, as long as "
                "no clerk has dealt with it."
            )
        )


class Outdated(Refused):
    """What the person was shown is no longer what follows: something was decided or paid meanwhile."""

    def says(self) -> str:
        """Ask to look again."""
        return str(_("Something changed while you were looking: what follows is shown anew. Read it and send it then."))


class AlreadyAcknowledged(Refused):
    """A clerk has dealt with the change."""

    def says(self) -> str:
        """Say what can be done."""
        return str(_("A clerk has dealt with this report: it can no longer be withdrawn. Report what changed since."))


class AlreadyWithdrawn(Refused):
    """The person has withdrawn the report."""

    def says(self) -> str:
        """Say that nothing is to be done."""
        return str(_("This report was withdrawn: nothing is left to be done about it."))
