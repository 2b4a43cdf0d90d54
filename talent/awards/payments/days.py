"""The days on which a grant is paid, for the applicant's calendar."""

from flask_babel import gettext as _

from rules.policy import Text
from talent.applications.queries import policy_of
from talent.applications.signals import Deadline
from talent.awards.models import Award, Instalment, InstalmentState
from talent.awards.queries import awards_of
from talent.cases.models import Case
from talent.web.filters import money, said


def payments(case: Case) -> list[Deadline]:
    """Return the day of every instalment of a case; one that was paid, kept or stopped no longer stands."""
    return [_payment(case, award, part) for award in awards_of(case) for part in award.instalments]


def _payment(case: Case, award: Award, part: Instalment) -> Deadline:
    title = said(policy_of(case.application).incentives[award.incentive].title)
    over = part.state is not InstalmentState.DUE
    provided = said(Text(part.provided_zh, part.provided_en)) if part.provided_zh and part.provided_en else ""
    return Deadline(
        uid=f"payment-{case.reference}-{award.incentive}-{part.number}",
        day=part.due_on,
        title=str(
            _(
                "Payment no. %(number)d, %(amount)s: %(incentive)s",
                number=part.number,
                amount=money(part.fen),
                incentive=title,
            )
        ),
        says=str(_("Provided that then: %(condition)s", condition=provided)) if provided else "",
        revision=int(over),
        over=over,
    )
