"""What an objector writes, and what an approver answers."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, ValidationError

from talent.awards.public_notices.models import Finding
from talent.cases.operations import LONGEST, SHORTEST
from talent.web.forms import RADIOS, Form

_REASON = Length(min=SHORTEST, max=LONGEST, message=_l("Write a reason of 10 to 2,000 characters."))


def _trimmed(value: str | None) -> str:
    return " ".join((value or "").split())


def _stripped(value: str | None) -> str:
    return (value or "").strip()


class ObjectionForm(Form):
    """Who objects, where they are answered, and why."""

    name = StringField(
        _l("Your name"),
        filters=[_trimmed],
        render_kw={"autocomplete": "name"},
        validators=[Length(min=1, max=80, message=_l("Give your name, in at most 80 characters."))],
    )
    email = EmailField(
        _l("E-mail address"),
        description=_l("We write to you here what became of the objection"),
        filters=[_stripped],
        render_kw={"autocomplete": "email"},
        validators=[Length(min=1, max=254, message=_l("Give an e-mail address, such as name@example.com."))],
    )
    reason = TextAreaField(
        _l("What is not right?"),
        description=_l("Say what you know and how it can be checked. Write 10 to 2,000 characters."),
        filters=[_stripped],
        validators=[_REASON],
    )

    def validate_email(self, field: Any) -> None:
        """Refuse what is no address; whether it exists is not looked up."""
        try:
            field.data = validate_email(field.data, check_deliverability=False).normalized
        except EmailNotValidError as error:
            raise ValidationError(_("Give an e-mail address, such as name@example.com.")) from error


class FindingForm(Form):
    """Dismiss or uphold an objection, with the reason that the applicant and the objector read."""

    finding = RadioField(
        _l("Your decision"),
        choices=[
            (Finding.DISMISSED.value, _l("Dismiss it: what was granted stands")),
            (Finding.UPHELD.value, _l("Uphold it: nothing is paid")),
        ],
        widget=RADIOS,
        validators=[InputRequired(_l("Choose whether to dismiss or to uphold."))],
    )
    reason = TextAreaField(
        _l("The reason"),
        description=_l(
            "The applicant and the objector read this. Do not say who objected, nor whom the notice is of. "
            "Write 10 to 2,000 characters."
        ),
        filters=[_stripped],
        validators=[_REASON],
    )
