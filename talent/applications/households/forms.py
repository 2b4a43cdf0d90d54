"""Inviting and answering."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, Length, Regexp

from talent.web.forms import Form

CONSENT = _l("I agree that what is listed above is shared between our two applications, and with who deals with them.")
NEEDED = _l("Tick the box if you agree: without it nothing is linked.")
ADDRESS = _l("Enter an e-mail address such as name@example.org.")


class InvitationForm(Form):
    """Whom to invite."""

    email = StringField(
        _l("E-mail address your spouse signs in with"),
        description=_l("Your spouse gets a mail and answers under this address, with an account of their own."),
        filters=[lambda text: (text or "").strip()],
        validators=[
            Regexp(r"^[^@\s]+@[^@\s]+\.[^@\s]+$", message=ADDRESS),
            Length(max=254, message=ADDRESS),
        ],
    )
    agreed = BooleanField(CONSENT, validators=[DataRequired(NEEDED)])


class AgreementForm(Form):
    """The other's consent."""

    agreed = BooleanField(CONSENT, validators=[DataRequired(NEEDED)])


class EndForm(Form):
    """Nothing to fill in."""
