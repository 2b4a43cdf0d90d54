"""What staff declare of themselves and of a case."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from talent.cases.correspondence.operations import plain
from talent.cases.interests.models import LONGEST, SHORTEST
from talent.web.forms import Form

_LENGTH = Length(min=SHORTEST, max=LONGEST, message=_l("Write 10 to 1,000 characters."))
_NAME = Length(max=120, message=_l("Write at most 120 characters."))


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


def _plain(text: str | None) -> str:
    return plain(text or "")


class EmployerForm(Form):
    """An employer that somebody of the bureau has to do with."""

    name = StringField(
        _l("Name of the employer"),
        description=_l("As on the business licence. The name or the code is enough."),
        filters=[_trimmed],
        validators=[_NAME],
    )
    code = StringField(_l("Unified social credit code"), filters=[_trimmed], validators=[_NAME])


class RelativeForm(Form):
    """A relative of somebody of the bureau."""

    name = StringField(_l("Name of the relative"), filters=[_trimmed], validators=[_NAME])
    number = StringField(
        _l("Identity number (may be left out)"),
        description=_l("Only a fingerprint is kept, so that nobody else of the same name is meant."),
        filters=[_trimmed],
        validators=[_NAME],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )


class DeclarationForm(Form):
    """That there is no conflict of interest."""

    words = TextAreaField(
        _l("Your declaration"),
        description=_l("Say why there is no conflict of interest: 10 to 1,000 characters. It goes on record."),
        filters=[_plain],
        validators=[_LENGTH],
    )


class StepBackForm(Form):
    """Why somebody steps back from a case."""

    reason = TextAreaField(
        _l("Why you step back"),
        description=_l("Your colleagues read this: 10 to 1,000 characters. The applicant does not."),
        filters=[_plain],
        validators=[_LENGTH],
    )


class ButtonForm(Form):
    """A button."""
