"""Sign-up, sign-in and the like as govuk components; who somebody is; what they may do."""

import unicodedata
from collections.abc import Mapping
from typing import Any, ClassVar

import phonenumbers
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import forms as security
from flask_security import hash_password, recovery_codes
from flask_security.tf_plugin import TwoFactorSelectForm
from flask_security.utils import hash_data
from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, ValidationError

from talent.accounts.identity import IdentityKind, is_card, is_valid, normal
from talent.audit.operations import record
from talent.database import now
from talent.web.access import Role
from talent.web.forms import CHECKBOXES, RADIOS, Form, GovukMeta
from talent.web.language import language

ROLE_NAMES = {
    Role.APPLICANT: _l("Applicant"),
    Role.EMPLOYER: _l("Employer's HR"),
    Role.CLERK: _l("Clerk"),
    Role.APPROVER: _l("Approver"),
    Role.OFFICER: _l("Policy officer"),
    Role.ADVISOR: _l("Advisor"),
    Role.MENTOR: _l("Mentor"),
    Role.AUDITOR: _l("Auditor"),
    Role.ADMINISTRATOR: _l("Administrator"),
}

#: Who acts for an employer is named on the page of the employer.
GIVEN_HERE = tuple(role for role in Role if role is not Role.EMPLOYER)

KIND_NAMES = {
    IdentityKind.IDENTITY_CARD: _l("Resident identity card"),
    IdentityKind.PASSPORT: _l("Passport"),
    IdentityKind.OTHER: _l("Permit for Hong Kong, Macao or Taiwan residents, or another document"),
}

LABELS = {
    "email": _l("E-mail address"),
    "password": _l("Password"),
    "password_confirm": _l("The password once more"),
    "new_password": _l("New password"),
    "new_password_confirm": _l("The new password once more"),
    "remember": _l("Keep me signed in on this device for two weeks"),
    "code": _l("Code"),
    "which": _l("Second step"),
}

AT_LEAST = _l(
    "At least 12 characters. Three or four words that belong together only for you are easy to keep and hard to guess."
)


#: Hashed and thrown away, so that the time an answer takes tells nothing: as long as an Argon2 hash is, for length
#: takes time.
NOBODYS = "nobody's " * 11


class Ours:
    """Labels in our words for a form of the library. submits: what its button says; hints: by field."""

    submits = _l("Continue")
    labels: ClassVar[Mapping[str, Any]] = {}
    hints: ClassVar[Mapping[str, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        for name, text in {**LABELS, **self.labels, "submit": self.submits}.items():
            if name in form:
                form[name].label.text = text
                form[name].description = self.hints.get(name, "")


class SignInForm(Ours, security.LoginForm):
    """Sign in. Whoever knows the password is told plainly why they cannot come in; nobody else learns anything."""

    submits = _l("Sign in")

    class Meta(GovukMeta, security.LoginForm.Meta):
        """See `GovukMeta`."""

    def validate(self, **kwargs: Any) -> bool:
        """Check the password; record attempts on addresses nobody has."""
        fits = bool(super().validate(**kwargs))
        if self.user_authenticated and not fits:
            self.form_errors.extend(self.email.errors)
            self.email.errors = []
        if self.user is None and self.email.data and self.password.data:
            record("sign-in failed", by=None, about="person:unknown", at=now())
        return fits


class SignUpForm(Ours, security.RegisterFormV2):
    """Sign up."""

    submits = _l("Create the account")
    hints: ClassVar[Mapping[str, Any]] = {"password": AT_LEAST}

    class Meta(GovukMeta, security.RegisterFormV2.Meta):
        """See `GovukMeta`."""

    def to_dict(self, only_user: bool) -> dict[str, Any]:
        """Return what the account is made from."""
        made: dict[str, Any] = super().to_dict(only_user)
        return {**made, "created_at": now(), "language": language()} if only_user else made


class ForgottenForm(Ours, security.ForgotPasswordForm):
    """Ask for a new password."""

    submits = _l("Send me the link")

    class Meta(GovukMeta, security.ForgotPasswordForm.Meta):
        """See `GovukMeta`."""

    def validate(self, **kwargs: Any) -> bool:
        """Check the address, and take as long whoever has it.

        The library hashes once for a known address (its link) and once, otherwise, for an unknown one: we do the other.
        """
        fits = bool(super().validate(**kwargs))
        if fits:
            hash_password(NOBODYS)
        if not fits or not self.user.password:
            hash_data(NOBODYS)
        return fits


class ResetForm(Ours, security.ResetPasswordForm):
    """Choose a new password."""

    submits = _l("Save the new password")
    labels: ClassVar[Mapping[str, Any]] = {
        "password": _l("New password"),
        "password_confirm": _l("The new password once more"),
    }
    hints: ClassVar[Mapping[str, Any]] = {"password": AT_LEAST}

    class Meta(GovukMeta, security.ResetPasswordForm.Meta):
        """See `GovukMeta`."""


class ConfirmationForm(Ours, security.SendConfirmationForm):
    """Ask for the confirmation mail again."""

    submits = _l("Send the mail again")

    class Meta(GovukMeta, security.SendConfirmationForm.Meta):
        """See `GovukMeta`."""

    def validate(self, **kwargs: Any) -> bool:
        """Check the address; where no link will be made, take as long as one takes."""
        fits = bool(super().validate(**kwargs))
        if not fits:
            hash_data(str(self.email.data))
        return fits


class ChangePasswordForm(Ours, security.ChangePasswordForm):
    """Change the password."""

    submits = _l("Save the new password")
    labels: ClassVar[Mapping[str, Any]] = {"password": _l("Present password")}
    hints: ClassVar[Mapping[str, Any]] = {"new_password": AT_LEAST}

    class Meta(GovukMeta, security.ChangePasswordForm.Meta):
        """See `GovukMeta`."""


class VerifyForm(Ours, security.VerifyForm):
    """Give the password once more before something sensitive."""

    submits = _l("Continue")

    class Meta(GovukMeta, security.VerifyForm.Meta):
        """See `GovukMeta`."""


class CodeForm(Ours, security.TwoFactorVerifyCodeForm):
    """The code of an authenticator app."""

    submits = _l("Continue")

    class Meta(GovukMeta, security.TwoFactorVerifyCodeForm.Meta):
        """See `GovukMeta`."""


class RecoveryForm(Ours, recovery_codes.MfRecoveryForm):
    """A recovery code."""

    submits = _l("Sign in")
    labels: ClassVar[Mapping[str, Any]] = {"code": _l("Recovery code")}

    class Meta(GovukMeta, recovery_codes.MfRecoveryForm.Meta):
        """See `GovukMeta`."""


class SecondStepForm(Ours, TwoFactorSelectForm):
    """Choose among second steps."""

    submits = _l("Continue")

    class Meta(GovukMeta, TwoFactorSelectForm.Meta):
        """See `GovukMeta`."""


def _rare(character: str) -> bool:
    """Return whether this may be a character of a name that our tables do not know yet."""
    return "\U00020000" <= character <= "\U0003fffd"


def legible(name: str | None) -> str:
    """Return a name without characters that nobody sees, its parts a space apart."""
    seen = (c for c in name or "" if c.isspace() or _rare(c) or not unicodedata.category(c).startswith("C"))
    return " ".join("".join(seen).split())


class DetailsForm(Form):
    """Who somebody is. has_number: whether a number is recorded already and may be left out."""

    name = StringField(
        _l("Full name"),
        description=_l("As on your identity document"),
        validators=[
            DataRequired(_l("Give your full name.")),
            Length(max=120, message=_l("A name may have at most 120 characters.")),
        ],
        filters=[legible],
        render_kw={"autocomplete": "name", "maxlength": 120},
    )
    identity_kind = RadioField(
        _l("Identity document"),
        choices=[(kind.value, name) for kind, name in KIND_NAMES.items()],
        widget=RADIOS,
        validators=[AnyOf(list(IdentityKind), message=_l("Choose the kind of document."))],
        validate_choice=False,
    )
    identity_number = StringField(
        _l("Number of the document"),
        description=_l("Kept encrypted. Nobody sees it in full on these pages."),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    phone = StringField(
        _l("Phone"),
        description=_l("A number from outside China begins with + and the code of its country"),
        validators=[InputRequired(_l("Give a phone number."))],
        render_kw={"autocomplete": "tel"},
    )

    has_number = False

    def validate_name(self, field: StringField) -> None:
        """A name is written in letters."""
        if not any(c.isalpha() or _rare(c) for c in field.data):
            raise ValidationError(_("Write the name in letters or characters, as on the document."))

    def validate_identity_number(self, field: StringField) -> None:
        """Check the number against its kind."""
        number = normal(field.data or "")
        if not number and self.has_number:
            return
        if not number:
            raise ValidationError(_("Give the number of the document."))
        kind = self.identity_kind.data
        if kind != IdentityKind.IDENTITY_CARD and is_card(number):
            raise ValidationError(_("Choose “Resident identity card” for this number."))
        if kind in set(IdentityKind) and not is_valid(IdentityKind(kind), number):
            raise ValidationError(
                _("This cannot be the number of such a document. Compare it with the document, figure by figure.")
            )

    def validate_phone(self, field: StringField) -> None:
        """Accept numbers that exist, and write them the same way."""
        try:
            number = phonenumbers.parse(field.data or "", "CN")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            raise ValidationError(_("This is not a phone number. Example: 138 0013 8000."))
        field.data = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class RolesForm(Form):
    """What a person may do."""

    roles = SelectMultipleField(
        _l("Roles"), choices=[(role.value, ROLE_NAMES[role]) for role in GIVEN_HERE], widget=CHECKBOXES
    )
