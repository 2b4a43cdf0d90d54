"""Where the applicant wants to be paid."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from talent.awards.bank_details.models import AccountKind
from talent.awards.bank_details.operations import digits, is_possible
from talent.web.forms import RADIOS, Form

KINDS = {AccountKind.CARD: _l("Bank card"), AccountKind.PASSBOOK: _l("Passbook or another account")}


class BankDetailsForm(Form):
    """An account. has_number: a number of this kind is there, so that the field may stay empty."""

    has_number = False

    kind = RadioField(
        _l("What kind of account is it?"),
        choices=[(kind.value, text) for kind, text in KINDS.items()],
        widget=RADIOS,
        validators=[InputRequired(_l("Choose what kind of account it is."))],
    )
    holder = StringField(
        _l("Whose account is it?"),
        description=_l("Your own name, as the bank has it. Money is paid to nobody else."),
        validators=[DataRequired(_l("Write your name as the bank has it.")), Length(max=120)],
    )
    bank = StringField(
        _l("Bank and branch"),
        description=_l("For example: Bank of Jinhua, Bayi South Street branch"),
        validators=[DataRequired(_l("Name the bank and the branch that keeps the account.")), Length(max=120)],
    )
    number = StringField(_l("Card or account number"), description=_l("Digits only; spaces do not matter"))

    def validate_number(self, field: Any) -> None:
        """Ask for a number that can exist."""
        number = digits(field.data or "")
        if not number and self.has_number:
            return
        if not number:
            raise ValidationError(_("Type the number of the card or the account."))
        kind = AccountKind(self.kind.data) if self.kind.data in set(AccountKind) else AccountKind.PASSBOOK
        if not is_possible(kind, number):
            raise ValidationError(
                _("This number cannot be right. Compare it with your card or passbook, digit by digit.")
            )
