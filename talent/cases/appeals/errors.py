"""Why an appeal is not taken, or not answered."""

from datetime import date

from flask_babel import gettext as _

from rules.policy import Text
from talent.cases.appeals.models import LONGEST, LONGEST_ANSWER, SHORTEST
from talent.web.errors import Missing, Refused
from talent.web.filters import day, said


class NoSuchAppeal(Missing):
    """The case was not appealed, or it is not the visitor's to see."""


class NotDecidedYet(Refused):
    """There is no decision to appeal against."""

    def says(self) -> str:
        """Say when there will be."""
        return str(_("This application has not been decided yet. You can appeal once you have the letter."))


class TooLate(Refused):
    """The days to appeal are over."""

    def __init__(self, last_day: date, body: Text) -> None:
        super().__init__(last_day)
        self.last_day, self.body = last_day, body

    def says(self) -> str:
        """Say which was the last day, and what else is open."""
        return str(
            _(
                "The last day to appeal was %(day)s. If something beyond your control kept you from it, say so to "
                "%(body)s, to whom you can apply for administrative reconsideration: the days go on once it is over.",
                day=day(self.last_day),
                body=said(self.body),
            )
        )


class AlreadyAppealed(Refused):
    """A decision is appealed against once."""

    def says(self) -> str:
        """Say where it is answered."""
        return str(
            _(
                "We have looked at this decision again once, or are doing so: it is not appealed against here twice. "
                "Administrative reconsideration, which the letter tells of, stays open to you."
            )
        )


class AppealOpen(Refused):
    """Somebody would apply anew while an appeal asks for the same."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference

    def says(self) -> str:
        """Say which appeal."""
        return str(
            _(
                "Your appeal against the decision on %(reference)s is being looked at. Wait for the answer, or "
                "withdraw the appeal to apply anew.",
                reference=self.reference,
            )
        )


class AppliedAnew(Refused):
    """The person has applied again since: the same would be decided in two places."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference

    def says(self) -> str:
        """Say where it is decided."""
        return str(
            _(
                "There is a newer application %(reference)s under the same policy: it is decided there, and not in "
                "two places at once.",
                reference=self.reference,
            )
        )


class ReasonsUnfit(Refused):
    """Too little was said, or too much."""

    def says(self) -> str:
        """Say how much is read."""
        return str(_("Write %(least)d to %(most)s characters.", least=SHORTEST, most=f"{LONGEST:,}"))


class AnswerUnfit(Refused):
    """The answer is too short or too long to be read."""

    def says(self) -> str:
        """Say how much is read."""
        return str(_("Write %(least)d to %(most)s characters.", least=SHORTEST, most=f"{LONGEST_ANSWER:,}"))


class ClauseMissing(Refused):
    """The decision would stand on no clause of the policy."""

    def says(self) -> str:
        """Ask for one."""
        return str(_("Choose the clause on which the decision stands."))


class HadPart(Refused):
    """The officer had a part in the decision, or is the applicant."""

    def says(self) -> str:
        """Say that somebody else answers."""
        return str(_("You had a part in this case. An officer who had none answers the appeal."))


class TakenMeanwhile(Refused):
    """Another officer has taken the appeal on."""

    def says(self) -> str:
        """Say what to do."""
        return str(_("Another officer has taken on this appeal meanwhile. Look at it again."))


class NotTaken(Refused):
    """The officer has not taken the appeal on."""

    def says(self) -> str:
        """Say what comes first."""
        return str(_("Take on the appeal before you answer it."))


class AlreadyAnswered(Refused):
    """The appeal was answered or withdrawn."""

    def says(self) -> str:
        """Say that nothing is left to do."""
        return str(_("This appeal is closed: it was answered or withdrawn. Look at it again."))


class GrantedBefore(Refused):
    """What the first decision granted would be granted again."""

    def says(self) -> str:
        """Say where it was granted."""
        return str(_("The first decision granted some of this already; only what it refused is decided here."))
