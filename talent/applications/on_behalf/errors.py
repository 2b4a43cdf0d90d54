"""Why an application cannot be begun or filled in for somebody."""

from flask_babel import gettext as _

from talent.web.errors import Refused


class CannotBegin(Refused):
    """The person has an application of their own in the way: which, is not the employer's to know."""

    def says(self) -> str:
        """Say whom to ask, and nothing of the person's own applications."""
        return str(
            _("An application under this policy cannot be begun for this person now. Ask them: they can see why.")
        )


class HandedInMeanwhile(Refused):
    """The person handed in what was being filled in for them. called: the name the employer knows them by."""

    def __init__(self, called: str) -> None:
        super().__init__("handed in")
        self.called = called

    def says(self) -> str:
        """Say where it can be followed."""
        return str(
            _(
                "%(name)s has handed in this application: it can no longer be filled in, and is closed to you now. "
                "Your list shows how far it is.",
                name=self.called,
            )
        )


class SharedDraft(Refused):
    """An employer sees the draft that earlier answers would be filled into."""

    def says(self) -> str:
        """Say what the person can do first."""
        return str(
            _(
                "An employer fills in this draft for you and sees what is in it, so earlier applications are not "
                "copied into it. Withdraw your consent first, or answer the questions anew."
            )
        )
