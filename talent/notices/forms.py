"""The button of the page of notifications."""

from wtforms import IntegerField
from wtforms.validators import NumberRange
from wtforms.widgets import HiddenInput

from talent.web.forms import Form
from talent.web.numbers import LARGEST


class ReadForm(Form):
    """Mark all as read. upto: the newest message on the page, so that one that came since stays unread."""

    upto = IntegerField(widget=HiddenInput(), validators=[NumberRange(min=1, max=LARGEST)])
