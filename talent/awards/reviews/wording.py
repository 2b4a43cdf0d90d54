"""What a review is about and where it stands, in words for people."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from rules.recovery import Recovery
from talent.awards.models import Instalment
from talent.awards.reviews.models import Outcome, Review
from talent.web.filters import day, money

SHOWS = {"due": _l("To be reviewed"), "begun": _l("Under way"), "decided": _l("Decided")}

#: What the rules say, and what was decided, with a tone.
SAYS = {
    Outcome.CONTINUE: (_l("Continue"), "good"),
    Outcome.STOP: (_l("Stop"), "bad"),
    None: (_l("The rules cannot tell"), "waiting"),
}


def standing(review: Review) -> tuple[str, str]:
    """Say to a clerk where a review stands, with a tone."""
    if review.decided_at is not None:
        return str(_("Decided")), "good"
    if review.confirmed_at is not None:
        return str(_("It is your turn")), "waiting"
    return str(_("With the applicant until %(day)s", day=day(review.answer_by))), "quiet"


def standing_for_applicant(review: Review) -> tuple[str, str]:
    """Say to the applicant where a review stands, with a tone."""
    if review.decided_at is not None:
        return str(_("Decided")), "good"
    if review.confirmed_at is not None:
        return str(_("With the clerk")), "quiet"
    return str(_("It is your turn")), "waiting"


def which(parts: Sequence[Instalment]) -> str:
    """Say which instalments, by number and day."""
    first, last = parts[0], parts[-1]
    if first is last:
        return str(_("No. %(number)d, %(day)s", number=first.number, day=day(first.due_on)))
    count = len(parts)
    return str(
        ngettext(
            "%(num)d instalment, %(first)s to %(last)s",
            "%(num)d instalments, %(first)s to %(last)s",
            count,
            first=day(first.due_on),
            last=day(last.due_on),
        )
    )


def back(owed: Recovery) -> list[str]:
    """Say what is owed back, and how it is worked out; a sentence each."""
    if owed.fen is None:
        return [
            str(
                _("A share of what was paid is owed back; the policy does not say for how long something was promised.")
            )
        ]
    if not owed.fen:
        return [str(_("Nothing has to be paid back."))]
    return [str(_("To be paid back: %(amount)s", amount=money(owed.fen))), formula(owed)]


def formula(owed: Recovery) -> str:
    """Say how what is owed back is worked out."""
    values = {"paid": money(owed.paid), "amount": money(owed.fen)}
    if owed.unserved is None or owed.kind == "full":
        return str(_("All of the %(paid)s that was paid = %(amount)s", **values))
    months = {"unserved": owed.unserved, "promised": owed.promised}
    return str(
        _(
            "%(paid)s paid × %(unserved)d months not served ÷ %(promised)d months promised = %(amount)s",
            **values,
            **months,
        )
    )
