"""Why a decision is taken back."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from talent.cases.operations import LONGEST, SHORTEST
from talent.web.forms import Form


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class UndoingForm(Form):
    """Why a decision is taken back. seen: the version of the case that was shown."""

    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    reason = TextAreaField(
        _l("Why the decision is taken back"),
        description=_l("The applicant reads this. Write 10 to 2,000 characters in plain words."),
        filters=[_trimmed],
        validators=[Length(min=SHORTEST, max=LONGEST, message=_l("Write a reason of 10 to 2,000 characters."))],
    )
