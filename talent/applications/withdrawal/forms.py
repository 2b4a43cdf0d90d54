"""Whether somebody really wants to."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import Length, Optional

from talent.applications.withdrawal.operations import LONGEST_REASON
from talent.web.forms import Form


class WithdrawalForm(Form):
    """Why, where the applicant wants to say so."""

    reason = TextAreaField(
        _l("Why do you withdraw it? (optional)"),
        description=_l("The bureau reads it. You need not give a reason."),
        validators=[
            Optional(),
            Length(max=LONGEST_REASON, message=_l("Write at most 500 characters, or leave the reason empty.")),
        ],
    )


class DeletionForm(Form):
    """Nothing to fill in."""
