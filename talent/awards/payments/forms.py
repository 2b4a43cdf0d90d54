"""What a clerk begins a run with, and what an approver sends and takes in."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.validators import InputRequired
from wtforms.widgets import HiddenInput

from talent.applications.forms import DayField
from talent.pilots import named
from talent.pilots.models import Pilot
from talent.web.forms import Form


class BeginForm(Form):
    """Until which day what is due is selected, and of which community."""

    due_until = DayField(_l("Pay what is due by"), description=_l("This day included; at most 31 days ahead"))
    pilot = SelectField(_l("Community"))

    @property
    def day(self) -> date | None:
        """The day given; what is wrong is told beside the field."""
        try:
            return date.fromisoformat(self.due_until.data)
        except ValueError:
            self.due_until.errors = [_("Give a day of the calendar, such as 31 5 2026.")]
            return None


def begin_form(pilots: Iterable[Pilot], today: date) -> BeginForm:
    """Return the form of a new run."""
    form = BeginForm(data={"due_until": today.isoformat(), "pilot": ""})
    form.pilot.choices = [("", _("All communities")), *((pilot.slug, named(pilot)) for pilot in pilots)]
    return form


class PlainForm(Form):
    """A button."""


class FreezeForm(Form):
    """Freeze a run. conditions: that the conditions of its instalments were checked."""

    conditions = BooleanField(_l("I have checked that the conditions of these instalments hold"))


class ExportForm(Form):
    """Send a run. count, fen: what the officer was shown."""

    count = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    fen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class ResultsForm(Form):
    """A file of results."""

    file = FileField(
        _l("Result file of the treasury"),
        description=_l("The .xlsx or .csv file of this run with the result of each payment filled in"),
        validators=[FileRequired(_l("Choose the file."))],
    )

    @property
    def content(self) -> bytes:
        """What was sent."""
        sent: Any = self.file.data
        content: bytes = sent.read()
        return content
