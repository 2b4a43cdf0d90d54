"""Why something cannot be asked or answered."""

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused


class NoSuchRequest(Missing):
    """The application has no such request, or it is not the visitor's to see."""


class AlreadyAsked(Refused):
    """The applicant has not answered the last request yet."""

    def says(self) -> str:
        """Say that nothing was sent, and where the open request is."""
        return str(
            _(
                "The applicant is being asked already, so yours was not sent. The page of the case shows what is "
                "asked. Withdraw that request first if you need to ask for something else."
            )
        )


class NothingAsked(Refused):
    """A request without a single thing in it."""

    def says(self) -> str:
        """Say what to choose."""
        return str(_("Choose at least one answer or document, or write a question."))


class WhyUnfit(Refused):
    """What is asked comes with no sentence, or with one that is too long. Raised for the first of them."""

    def says(self) -> str:
        """Say how long it may be."""
        return str(_("Say in 5 to 500 characters what is wrong or missing: the applicant reads it."))


class DaysUnfit(Refused):
    """Too few or too many working days to answer in."""

    def says(self) -> str:
        """Say how many it may be."""
        return str(_("Give the applicant between 1 and 60 working days."))


class RequestWithdrawn(Refused):
    """The bureau no longer needs the answer."""

    def says(self) -> str:
        """Say that nothing is to be done."""
        return str(_("The bureau has withdrawn this request meanwhile. You need not answer it any more."))


class RequestAnswered(Refused):
    """What was sent is not changed."""

    def says(self) -> str:
        """Say where to look."""
        return str(
            _("This request has been answered already; what was sent can no longer be changed. Look at the page again.")
        )


class NotAllAnswered(Refused):
    """Something is still to be answered. items: their ids."""

    def __init__(self, items: tuple[int, ...]) -> None:
        super().__init__(*items)
        self.items = items

    def says(self) -> str:
        """Say what to do."""
        return str(_("Answer everything that is asked, or say why you cannot."))


class SameFile(Refused):
    """The very file the bureau has already."""

    def says(self) -> str:
        """Ask for another one."""
        return str(_("You have handed in this very file already. Choose another one, or say why there is none."))


class TooManyFiles(Refused):
    """More files than are looked at."""

    def says(self) -> str:
        """Say how many there may be."""
        return str(_("There are 10 files here already. Remove one first."))
