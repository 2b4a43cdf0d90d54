"""The password once more, a wish to be deleted, and the answer to it."""

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from talent.accounts.models import Person
from talent.accounts.own_data.mails import GROUNDS
from talent.accounts.own_data.models import Ground, WishOutcome
from talent.web.filters import said
from talent.web.forms import RADIOS, Form


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class PasswordForm(Form):
    """The password once more, before something that only its owner should see or do. wrong: whether it did not fit."""

    wrong = False

    password = PasswordField(
        _l("Your password once more"),
        validators=[InputRequired(_l("Enter the password."))],
        render_kw={"autocomplete": "current-password"},
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def validate_password(self, field: PasswordField) -> None:
        """Check it as signing in does."""
        typed = current_app.extensions["security"].password_util.normalize(field.data)
        if not self.person.verify_and_update_password(typed):
            self.wrong = True
            raise ValidationError(_("This is not your password."))


class DownloadForm(PasswordForm):
    """Everything that is kept, to take along."""

    documents = BooleanField(_l("With the documents I uploaded, as a ZIP file"))


class LeaveForm(PasswordForm):
    """Delete the account at once."""

    sure = BooleanField(
        _l("I know that my account, my drafts and my documents are deleted at once and cannot be brought back."),
        validators=[DataRequired(_l("Tick this before you delete your account."))],
    )


class WishForm(Form):
    """Ask to be deleted, where records have to be kept."""

    reason = TextAreaField(
        _l("Why you wish your data to be deleted"),
        description=_l("The administrator reads this. Write 10 to 2,000 characters."),
        filters=[_trimmed],
        validators=[Length(min=10, max=2000, message=_l("Write 10 to 2,000 characters."))],
    )


class AnswerForm(Form):
    """What the administrator answers."""

    outcome = RadioField(
        _l("Your answer"),
        choices=[
            (WishOutcome.ACCEPTED.value, _l("Accept: close the account and forget phone and e-mail address")),
            (WishOutcome.REFUSED.value, _l("Do not accept")),
        ],
        widget=RADIOS,
        validators=[InputRequired(_l("Choose whether to accept."))],
    )
    ground = RadioField(_l("If you do not accept: the clause"), choices=[], widget=RADIOS, validate_choice=False)
    answer = TextAreaField(
        _l("What the person is told"),
        description=_l("Write 10 to 2,000 characters in plain words."),
        filters=[_trimmed],
        validators=[Length(min=10, max=2000, message=_l("Write 10 to 2,000 characters."))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ground.choices = [(ground.value, said(text)) for ground, text in GROUNDS.items()]

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the clause where the wish is not accepted."""
        if not super().validate(extra_validators):
            return False
        if self.outcome.data == WishOutcome.REFUSED and self.ground.data not in set(Ground):
            self.ground.errors = [_("Choose the clause the answer stands on.")]
            return False
        return True
