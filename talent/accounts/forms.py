"""Sign-up, sign-in and the like as govuk components; who somebody is; what they may do."""


import phonenumbers
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_security import forms as security
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from talent.accounts.identity import IdentityKind, is_valid, normal
from talent.web.access import Role
from talent.web.forms import RADIOS, Form, GovukMeta


class SignInForm(security.LoginForm):
    """Sign in."""

    class Meta(GovukMeta, security.LoginForm.Meta):
        """See `GovukMeta`."""


class SignUpForm(security.RegisterFormV2):
    """Sign up."""

    class Meta(GovukMeta, security.RegisterFormV2.Meta):
        """See `GovukMeta`."""


class ForgottenForm(security.ForgotPasswordForm):
    """Ask for a new password."""

    class Meta(GovukMeta, security.ForgotPasswordForm.Meta):
        """See `GovukMeta`."""


class ResetForm(security.ResetPasswordForm):
    """Choose a new password."""

    class Meta(GovukMeta, security.ResetPasswordForm.Meta):
        """See `GovukMeta`."""


class ConfirmationForm(security.SendConfirmationForm):
    """Ask for the confirmation mail again."""

    class Meta(GovukMeta, security.SendConfirmationForm.Meta):
        """See `GovukMeta`."""


class ChangePasswordForm(security.ChangePasswordForm):
    """Change the password."""

    class Meta(GovukMeta, security.ChangePasswordForm.Meta):
        """See `GovukMeta`."""


class DetailsForm(Form):
    """Who somebody is. has_number: whether a number is recorded already and may be left out."""

    name = StringField(
        _l("Full name"),
        description=_l("As on your identity document"),
        validators=[InputRequired(_l("Give your full name.")), Length(max=120, message=_l("A name may have at most 120 characters."))],
        render_kw={"autocomplete": "name", "maxlength": 120},
    )
    identity_kind = RadioField(
        _l("Identity document"),
        choices=[
            (IdentityKind.IDENTITY_CARD.value, _l("Resident identity card")),
            (IdentityKind.PASSPORT.value, _l("Passport")),
            (IdentityKind.OTHER.value, _l("Permit for Hong Kong, Macao or Taiwan residents, or another document")),
        ],
        widget=RADIOS,
        validators=[InputRequired(_l("Choose the kind of document."))],
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

    def validate_identity_number(self, field: StringField) -> None:
        """Check the number against its kind."""
        number = normal(field.data or "")
        if not number and self.has_number:
            return
        if not number:
            raise ValidationError(_("Give the number of the document."))
        if self.identity_kind.data and not is_valid(IdentityKind(self.identity_kind.data), number):
            raise ValidationError(_("This is not a valid number for this kind of document. Compare it with the document, figure by figure."))

    def validate_phone(self, field: StringField) -> None:
        """Accept numbers that exist, and write them the same way."""
        try:
            number = phonenumbers.parse(field.data or "", "CN")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            raise ValidationError(_("This is not a phone number. Example: 138 0013 8000."))
        field.data = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class RoleForm(Form):
    """Give or take a role."""

    role = SelectField(_l("Role"), choices=[(role.value, role.value) for role in Role])


