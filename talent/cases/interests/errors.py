"""Why an officer is kept from a case, or a declaration cannot be taken."""

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused


class NoSuchInterest(Missing):
    """No such interest, or it is somebody else's."""


class ConflictOfInterest(Refused):
    """What the officer has declared, or their own household, meets the applicant."""

    def says(self) -> str:
        """Say what to do first."""
        return str(
            _(
                "What you declared of yourself meets this applicant. Declare on the page of the case that there is no "
                "conflict of interest, or step back. Until then nothing is saved."
            )
        )


class SteppedBack(Refused):
    """The officer stepped back from the case."""

    def says(self) -> str:
        """Say that somebody else has to do it."""
        return str(_("You stepped back from this case. A colleague has to deal with it."))


class NoConflict(Refused):
    """There is nothing to declare: nothing meets the applicant any more."""

    def says(self) -> str:
        """Say so."""
        return str(_("Nothing you declared meets this applicant, so there is nothing to declare. Look at the case."))


class WordsUnfit(Refused):
    """A declaration or a reason is too short or too long."""

    def says(self) -> str:
        """Say how long it may be."""
        return str(_("Write 10 to 1,000 characters."))


class NameMissing(Refused):
    """An interest names nobody."""

    def says(self) -> str:
        """Say what is wanted."""
        return str(_("Enter the name, or the employer's code."))


class NumberUnfit(Refused):
    """The identity number of a relative cannot exist."""

    def says(self) -> str:
        """Say what is wanted."""
        return str(_("This identity number cannot exist. Check it, or leave it out."))
