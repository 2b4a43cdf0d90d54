"""What an officer uploads of a registry."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField

from talent.applications.forms import DayField
from talent.cases.registries.queries import Place
from talent.cases.registries.wording import NAMES
from talent.web.filters import said
from talent.web.forms import Form


class ExtractForm(Form):
    """A file of a registry, and the day it is of."""

    place = SelectField(_l("Registry and policy"))
    dated_on = DayField(_l("Day of the extract"), description=_l("The day the registry gives in it."))
    file = FileField(
        _l("Extract"),
        description=_l(".xlsx or .csv, at most 10 MB. Its first row names the columns."),
        validators=[FileRequired(_l("Choose the file."))],
    )

    @property
    def day(self) -> date | None:
        """The day given; what is wrong is told beside the field."""
        try:
            return date.fromisoformat(self.dated_on.data)
        except (TypeError, ValueError):
            self.dated_on.errors = [_("Give a day of the calendar, such as 31 5 2026.")]
            return None

    @property
    def content(self) -> bytes:
        """What was sent."""
        sent: Any = self.file.data
        content: bytes = sent.read()
        return content


def extract_form(places: Sequence[Place], today: date) -> ExtractForm:
    """Return the form for an extract of one of some registries."""
    form = ExtractForm(data={"dated_on": today.isoformat()})
    form.place.choices = [(each.key, f"{NAMES[each.registry]} · {said(each.policy.title)}") for each in places]
    return form


class ButtonForm(Form):
    """A button."""
