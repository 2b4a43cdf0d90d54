"""Why a case is not given to somebody, or a filter is not kept."""

from flask_babel import gettext as _

from talent.cases.inbox.models import MOST_FILTERS
from talent.web.errors import Missing, Refused


class NoSuchFilter(Missing):
    """The visitor has saved no such filter."""


class TakenBy(Refused):
    """Another clerk has the case. name: theirs."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def says(self) -> str:
        """Say who has it."""
        return str(_("%(name)s works on this case. Nothing was changed.", name=self.name))


class AssignedMeanwhile(Refused):
    """Who works on the case changed after the page was opened. name: who has it now, '' when nobody has."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def says(self) -> str:
        """Say who has it now."""
        if self.name:
            text = _(
                "Meanwhile the case went to %(name)s. Nothing was changed. Look at the case again.", name=self.name
            )
        else:
            text = _("Meanwhile the case was released. Nothing was changed. Look at the case again.")
        return str(text)


class NotTheirs(Refused):
    """Somebody would give away or release a case that another clerk has."""

    def says(self) -> str:
        """Say who may."""
        return str(_("Only the clerk who works on the case, an approver or a policy officer can do this."))


class NotAClerk(Refused):
    """The case would go to somebody who is no clerk, or whose account is closed."""

    def says(self) -> str:
        """Say to whom a case can go."""
        return str(_("A case can only go to a clerk. Choose one from the list."))


class FastReasonMissing(Refused):
    """A case would go by the green channel without a word why."""

    def says(self) -> str:
        """Ask for the reason."""
        return str(_("Say in 5 to 500 characters why the case goes by the green channel."))


class TooManyFilters(Refused):
    """The visitor has saved as many filters as one can."""

    def says(self) -> str:
        """Say what to do."""
        return str(_("You can save at most %(most)d filters. Delete one first.", most=MOST_FILTERS))


class FilterNameUnfit(Refused):
    """A filter has no name, too long a name, or one that another has."""

    def says(self) -> str:
        """Say what a name is."""
        return str(_("Give the filter a name of 1 to 60 characters that none of your filters has."))


class NotCertain(Refused):
    """The rules cannot tell about an incentive, so that the case needs a look of its own."""

    def says(self) -> str:
        """Say what is to be done."""
        return str(_("The rules cannot tell about every incentive: an answer is missing. Look at the case itself."))


class NothingGranted(Refused):
    """The rules grant nothing (more), and a refusal is written for one person."""

    def says(self) -> str:
        """Say what is to be done."""
        return str(_("The rules grant nothing here. Write the refusal on the page of the case."))
