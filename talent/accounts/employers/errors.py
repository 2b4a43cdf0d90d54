"""Why an employer cannot be registered, or somebody cannot be asked."""

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused


class NoSuchEmployer(Missing):
    """No employer has this number."""


class NoSuchMandate(Missing):
    """Nobody was asked under this number, or it is somebody else's."""


class NotRepresented(Missing):
    """The person acts for no employer."""


class UnfitCode(Refused):
    """The code is no unified social credit code."""

    def says(self) -> str:
        """Say what the code looks like."""
        return str(
            _(
                "This is not a unified social credit code: it has 18 digits and letters, and the last one confirms the "
                "others. It stands on the business licence."
            )
        )


class CodeTaken(Refused):
    """An employer with this code is registered."""

    def says(self) -> str:
        """Say where it is."""
        return str(_("An employer with this code is registered already. Search for it in the list."))


class NoAccount(Refused):
    """Nobody who could sign in has this address."""

    def says(self) -> str:
        """Say what has to come first."""
        return str(_("Nobody has a confirmed account with this address. Ask the person to register first."))


class WorksForBureau(Refused):
    """Who deals with applications does not fill them in for others."""

    def says(self) -> str:
        """Say who may."""
        return str(_("This person works for the bureau. Who deals with applications cannot act for an employer."))


class RepresentsAnother(Refused):
    """The person acts for an employer already."""

    def says(self) -> str:
        """Say what has to end first."""
        return str(_("This person acts for an employer already. One person acts for one employer."))


class OwnAddress(Refused):
    """Nobody asks themselves."""

    def says(self) -> str:
        """Say what to do instead."""
        return str(_("This is your own address. Apply for yourself under “My applications”."))


class AskedAlready(Refused):
    """The person was asked and has not said no."""

    def says(self) -> str:
        """Say where they stand."""
        return str(_("This person has been asked already. The list shows what they answered."))


class AskedLately(Refused):
    """The person said no, or withdrew, a short while ago."""

    def says(self) -> str:
        """Say when they may be asked again."""
        return str(_("This person said no less than 30 days ago. Respect that; you may ask again later."))


class Answered(Refused):
    """The question was answered, perhaps in another tab."""

    def says(self) -> str:
        """Ask to look again."""
        return str(_("This has been answered already. Look at the page again to see how it stands."))


class TermsChanged(Refused):
    """What an employer may do was worded anew since the page was opened."""

    def says(self) -> str:
        """Ask to read it again."""
        return str(_("What the employer may do was worded anew meanwhile. Go back, reload the page and read it again."))


class ConsentEnded(Refused):
    """The person withdrew their consent. called: the name the employer knows them by."""

    def __init__(self, called: str) -> None:
        super().__init__("consent withdrawn")
        self.called = called

    def says(self) -> str:
        """Say that the access has ended, and what becomes of what was filled in."""
        return str(
            _(
                "%(name)s no longer agrees that you fill in for them, so this page is closed to you and nothing was "
                "saved just now. What you had filled in before stays with them.",
                name=self.called,
            )
        )
