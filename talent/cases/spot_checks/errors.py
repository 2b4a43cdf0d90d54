"""Why a spot check is not taken."""

from flask_babel import gettext as _

from talent.web.errors import Refused


class NothingToCheck(Refused):
    """The decision of a case was not drawn, was taken back meanwhile, or is checked already."""

    def says(self) -> str:
        """Say where to look."""
        return str(_("There is nothing to check here: it is checked already, or the decision was taken back."))


class TookPart(Refused):
    """The officer had a part in the case, or is the applicant."""

    def says(self) -> str:
        """Say who checks."""
        return str(_("You had a part in this case. An officer who had none checks the decision."))
