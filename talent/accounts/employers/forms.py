"""An employer, an address, and whom HR asks."""

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length, ValidationError

from talent.web.forms import Form

LONGEST_NAME = 120


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class EmployerForm(Form):
    """An employer as its business licence says."""

    name = StringField(
        _l("Name of the employer"),
        description=_l("In full, as on the business licence."),
        filters=[_trimmed],
        validators=[DataRequired(_l("Enter the name.")), Length(max=LONGEST_NAME)],
    )
    code = StringField(
        _l("Unified social credit code"),
        description=_l("18 digits and letters, on the business licence."),
        filters=[_trimmed],
        validators=[DataRequired(_l("Enter the code."))],
    )


class AddressForm(Form):
    """Somebody by their e-mail address."""

    email = StringField(
        _l("E-mail address"),
        filters=[_trimmed],
        validators=[DataRequired(_l("Enter the e-mail address."))],
        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"},
    )

    def validate_email(self, field: StringField) -> None:
        """Take what can be written to, in small letters."""
        try:
            field.data = validate_email(field.data, check_deliverability=False).normalized.lower()
        except EmailNotValidError as error:
            raise ValidationError(_("This is not an e-mail address. Example: name@example.com.")) from error


class InviteForm(AddressForm):
    """Whom an employer asks."""

    called = StringField(
        _l("Name"),
        description=_l("As in your books. Only you and the person see it."),
        filters=[_trimmed],
        validators=[DataRequired(_l("Enter the name.")), Length(max=LONGEST_NAME)],
    )


class ButtonForm(Form):
    """A button."""
