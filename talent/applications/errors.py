"""Why an application cannot go on."""

from datetime import date

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused
from talent.web.filters import day


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


class TooManyFiles(UnfitFile):
    """There are as many documents of a kind as there may be. most: how many."""

    def __init__(self, most: int) -> None:
        super().__init__(f"{most} documents")
        self.most = most

    def says(self) -> str:
        """Say what to do first."""
        return str(_("There are %(most)d documents here already. Remove one first.", most=self.most))


class SameFile(UnfitFile):
    """The file that is to take the place of one is there already, as another document of the kind."""

    def __init__(self) -> None:
        super().__init__("the same file")

    def says(self) -> str:
        """Say where it is."""
        return str(_("This very file is here already, as another one of these documents."))


class UnfitDate(UnfitFile):
    """The date on a document is to come, or too long ago. oldest: the first day it may bear, where it is too old."""

    def __init__(self, oldest: date | None = None) -> None:
        super().__init__("too old" if oldest else "to come")
        self.oldest = oldest

    def says(self) -> str:
        """Say which date it may bear."""
        if self.oldest is None:
            return str(_("This day has not come yet. Look at the date on the document once more."))
        return str(
            _("This document is too old. Get a new one, dated %(day)s or later, and add that.", day=day(self.oldest))
        )


class ChangedMeanwhile(Refused):
    """Another file has taken the place of the one that was looked at."""

    def says(self) -> str:
        """Ask to look again."""
        return str(_("This document was changed meanwhile, perhaps in another tab. Look at it and choose once more."))


class DocumentGone(Refused):
    """A document of one's own application that is there no more."""

    def says(self) -> str:
        """Say that it was removed."""
        return str(_("This document is not here any more: it was removed, perhaps in another tab."))


class NothingToPutBack(Refused):
    """No file was replaced here, or it was put back already."""

    def says(self) -> str:
        """Say that nothing was changed."""
        return str(_("There is no earlier file to put back here. Nothing was changed."))
