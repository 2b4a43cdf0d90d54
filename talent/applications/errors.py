"""Why an application cannot go on."""

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused


class NoSuchApplication(Missing):
    """No application has this reference, or it is somebody else's."""


class NoSuchSection(Missing):
    """The policy has no such group of questions."""


class NoSuchEvidence(Missing):
    """No such document, or it is somebody else's."""


class DecisionStopped(Refused):
    """The rules gave no answer that can be relied on: two evaluators differ, or the policy contradicts itself."""

    def says(self) -> str:
        """Say that nothing was decided, and who has to act."""
        return str(
            _(
                "The rules could not be applied to this application with certainty, so nothing was decided. "
                "What was saved is kept. The bureau's administrator finds the details in the log; "
                "please try again tomorrow, or write to the bureau."
            )
        )


class AlreadySubmitted(Refused):
    """Answers are kept as they were when the application was submitted."""

    def says(self) -> str:
        """Say that the answers can no longer be changed."""
        return str(_("This application has been submitted. Its answers can no longer be changed."))


class DetailsAreFixed(Refused):
    """An application stands on this name and this document."""

    def says(self) -> str:
        """Say who can help."""
        return str(
            _(
                "You have handed in an application under this name and document: they can no longer be changed here. "
                "Write to the bureau if they are wrong. The phone number may be changed."
            )
        )


class NotComplete(Refused):
    """Something is still to be filled in."""

    def says(self) -> str:
        """Say where to look."""
        return str(
            _("Some parts are not filled in yet, or answers contradict one another. The page “Check” shows which.")
        )


class PolicyNotInForce(Refused):
    """The policy takes no applications on this day."""

    def says(self) -> str:
        """Say that there is no such policy to apply under today."""
        return str(_("This policy takes no applications today. The list of policies shows which do."))


class UnfitFile(Refused):
    """An uploaded file that cannot be taken. reason: a sentence saying why and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def says(self) -> str:
        """Say why the file is refused."""
        return self.reason
