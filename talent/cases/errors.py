"""Why something cannot be done with a case."""

from flask_babel import gettext as _

from talent.web.errors import Missing, Refused


class NoSuchCase(Missing):
    """No case has this reference, or it is not the visitor's to see."""


class NoSuchFact(Missing):
    """The case rests on no such answer, or on no such document."""


class OwnCase(Refused):
    """The officer is the applicant."""

    def says(self) -> str:
        """Say that somebody else has to do it."""
        return str(_("This is your own application. A colleague has to deal with it."))


class SpousesCase(Refused):
    """An officer would deal with the application of their spouse."""

    def says(self) -> str:
        """Say who has to."""
        return str(_("This is the application of your spouse. A colleague has to deal with it."))


class AlreadyApplied(Refused):
    """The person's other application under the policy is open, or something was granted on it."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference

    def says(self) -> str:
        """Say which application stands."""
        return str(
            _(
                "You already have application %(reference)s under this policy. It is still being decided, or something "
                "was granted on it; a new one can be handed in only after a refusal.",
                reference=self.reference,
            )
        )


class SameOfficer(Refused):
    """The officer who recommended would approve."""

    def says(self) -> str:
        """Say that a second pair of eyes is needed."""
        return str(_("You recommended this case. Another officer has to approve or return it."))


class NotArrived(Refused):
    """The case is no longer, or not again, with the clerk."""

    def says(self) -> str:
        """Say where to look."""
        return str(_("This case is no longer with the clerk: it was recommended meanwhile. Look at the case again."))


class AwaitsApplicant(Refused):
    """The applicant has been asked for more and has not answered."""

    def says(self) -> str:
        """Say that nothing was saved, and what ends the wait."""
        return str(
            _(
                "The applicant was asked for more information and has not answered yet, so nothing was saved. "
                "Wait for the answer, or withdraw the request on the page of the case."
            )
        )


class NotRecommended(Refused):
    """There is no recommendation to decide on."""

    def says(self) -> str:
        """Say whose turn it is."""
        return str(_("There is no recommendation to decide on: the case is with the clerk. Look at the case again."))


class AlreadyDecided(Refused):
    """A case is decided once."""

    def says(self) -> str:
        """Say that the decision stands."""
        return str(_("This case has been decided. The decision and the letter are on the page of the case."))


class CaseWithdrawn(Refused):
    """The applicant took the application back."""

    def says(self) -> str:
        """Say that there is nothing to do any more."""
        return str(_("The applicant has withdrawn this application. The case is closed: there is nothing to decide."))


class DecidedMeanwhile(Refused):
    """An applicant would withdraw what has been decided."""

    def says(self) -> str:
        """Say what can be done about a decision."""
        return str(
            _(
                "This application has been decided, so it can no longer be withdrawn. The letter says how to have the "
                "decision looked at again. If you do not want what was granted, write to the bureau."
            )
        )


class CaseChanged(Refused):
    """The page the officer acted on shows the case as it no longer is."""

    def says(self) -> str:
        """Ask to look again."""
        return str(_("The case changed after you opened the page. Nothing was saved. Look at the case again."))


class NotGrantedByRules(Refused):
    """An incentive would be recommended that the rules do not grant, and nothing says why."""

    def says(self) -> str:
        """Say what can be recommended."""
        return str(_("What the rules do not grant can be recommended only with a reason and a clause of the policy."))


class NotVerified(Refused):
    """A grant would rest on answers that are not verified. facts: their names."""

    def __init__(self, facts: tuple[str, ...]) -> None:
        super().__init__(*facts)
        self.facts = facts

    def says(self) -> str:
        """Say what is to be done first."""
        return str(_("Verify every answer that needs a document before you recommend an incentive."))


class NoteMissing(Refused):
    """An answer is held to be unproved without a word why."""

    def says(self) -> str:
        """Ask for the reason."""
        return str(_("Say why the document does not prove the answer."))


class ReasonUnfit(Refused):
    """A reason that the applicant or the clerk will read is too short or too long."""

    def says(self) -> str:
        """Say how long it may be."""
        return str(_("Give a reason of 10 to 2,000 characters."))


class DecisionDiffers(Refused):
    """The rule engine no longer says what was recommended."""

    def says(self) -> str:
        """Say that the case has to go back."""
        return str(_("The rules now come to another result than the one recommended. Return the case to the clerk."))
