"""How notices and objections are spoken of on pages."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from talent.awards.public_notices.models import Finding, Objection, PublicNotice
from talent.web.filters import day

FINDINGS = {
    None: (_l("To be decided"), "waiting"),
    Finding.DISMISSED: (_l("Dismissed"), "quiet"),
    Finding.UPHELD: (_l("Upheld: nothing is paid"), "bad"),
}


def state(notice: PublicNotice) -> tuple[str, str]:
    """Say how a notice stands."""
    if notice.ended_at is not None:
        return str(_("Over: what was granted is final")), "good"
    if notice.is_stopped:
        return str(FINDINGS[Finding.UPHELD][0]), "bad"
    if notice.is_contested:
        return str(_("An objection is to be decided: nothing is paid")), "waiting"
    return str(_("On show until %(day)s", day=day(notice.closes_on))), "quiet"


def finding(objection: Objection) -> tuple[str, str]:
    """Say what became of an objection."""
    text, tone = FINDINGS[objection.finding]
    return str(text), tone
