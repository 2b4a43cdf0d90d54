"""A day that differs from the published calendar."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from talent.applications.forms import DayField
from talent.cases.office_days.operations import LONGEST, SHORTEST
from talent.web.forms import RADIOS, Form


class CalendarDayForm(Form):
    """Which day, whether offices work on it, and where that was announced."""

    on = DayField(_l("Day"), description=_l("Today or later"))
    works = RadioField(
        _l("What is it?"),
        choices=[("off", _l("A day off")), ("works", _l("A working day"))],
        widget=RADIOS,
        validators=[InputRequired(_l("Say whether offices work on this day."))],
    )
    note = StringField(
        _l("Where it was announced"),
        description=_l("Such as the State Council's notice and its number, or the order of the city"),
        filters=[lambda text: (text or "").strip()],
        validators=[
            Length(min=SHORTEST, max=LONGEST, message=_l("Write where it was announced, in 2 to 200 characters."))
        ],
    )

    @property
    def day(self) -> date | None:
        """The day given; what is wrong is told beside the field."""
        try:
            return date.fromisoformat(self.on.data)
        except ValueError:
            self.on.errors = [_("Give a day of the calendar, such as 31 5 2026.")]
            return None


class ButtonForm(Form):
    """A button: the day is taken away."""
