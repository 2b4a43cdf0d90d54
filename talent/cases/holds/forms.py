"""Why a case is put on hold, and until when."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length

from talent.applications.forms import DayField
from talent.cases.operations import LONGEST, SHORTEST
from talent.web.forms import Form


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class HoldForm(Form):
    """Why a case is put on hold, and when somebody looks again."""

    reason = TextAreaField(
        _l("Why it waits"),
        description=_l("Colleagues and auditors read this, and the applicant among their own data."),
        filters=[_trimmed],
        validators=[Length(min=SHORTEST, max=LONGEST, message=_l("Write a reason of 10 to 2,000 characters."))],
    )
    look_on = DayField(_l("Look again on"), description=_l("After today and within a year"))

    @property
    def day(self) -> date | None:
        """The day given; what is wrong is told beside the field."""
        try:
            return date.fromisoformat(self.look_on.data)
        except ValueError:
            self.look_on.errors = [_("Give a day of the calendar, such as 31 5 2026.")]
            return None


class ReleaseForm(Form):
    """A button: the case is off hold."""
