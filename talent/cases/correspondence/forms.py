"""The form of a message."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import Length, Regexp
from wtforms.widgets import HiddenInput

from talent.cases.correspondence.models import LONGEST
from talent.cases.correspondence.operations import plain
from talent.web.forms import Form


def _plain(text: str | None) -> str:
    return plain(text or "")


class MessageForm(Form):
    """What to write to the other side. key: drawn with the form, so that a double click sends once."""

    key = StringField(widget=HiddenInput(), validators=[Regexp(r"[0-9a-f]{32}\Z")])
    text = TextAreaField(
        _l("Your message"),
        description=_l("Up to 2,000 characters. Send documents only when you are asked for them."),
        filters=[_plain],
        validators=[
            Length(min=1, message=_l("Write your message first.")),
            Length(
                max=LONGEST, message=_l("The message is longer than 2,000 characters. Shorten it and send it again.")
            ),
        ],
    )
