"""How conflicts of interest are spoken of on pages."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from talent.cases.interests.models import InterestKind
from talent.cases.interests.queries import Conflict, Ground

KINDS = {InterestKind.EMPLOYER: _l("Employer"), InterestKind.RELATIVE: _l("Relative")}


def says(conflict: Conflict) -> str:
    """Say what meets the applicant."""
    name = conflict.name
    words = {
        Ground.EMPLOYER: lambda: _("An employer you declared is the applicant's: %(name)s", name=name),
        Ground.RELATIVE: lambda: _("A relative you declared is the applicant or their spouse: %(name)s", name=name),
        Ground.HOUSEHOLD: lambda: _("You are, or were, linked with the applicant as spouse."),
        Ground.TELEPHONE: lambda: _("The applicant has given your telephone number."),
    }
    return str(words[conflict.ground]())
