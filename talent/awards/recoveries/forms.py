"""What an officer records of money owed back."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, Length, NumberRange, ValidationError

from talent.applications.forms import DayField
from talent.awards.recoveries.operations import MOST_PARTS
from talent.web.forms import Form


class DayForm(Form):
    """A form with a day in it."""

    day = DayField(_l("Day"))

    @property
    def date(self) -> date:
        """The day, once the form is valid."""
        return date.fromisoformat(self.day.data)

    def validate_day(self, field: Any) -> None:
        """Take days of the calendar only."""
        try:
            date.fromisoformat(field.data or "")
        except ValueError as error:
            raise ValidationError(_("Give a day of the calendar, such as 31 5 2026.")) from error


class RepaymentForm(DayForm):
    """Money that came back."""

    amount = StringField(_l("Amount in yuan"))
    reference = StringField(
        _l("Reference of the transfer"),
        description=_l("As the bank statement shows it: each is recorded once"),
        validators=[DataRequired(_l("Give the reference.")), Length(max=100)],
    )

    @property
    def fen(self) -> int:
        """The amount, once the form is valid."""
        return int(Decimal((self.amount.data or "").replace(",", "").replace("，", "").strip()) * 100)

    def validate_amount(self, field: Any) -> None:
        """Take whole fen, more than nothing."""
        try:
            fen = Decimal((field.data or "").replace(",", "").replace("，", "").strip()) * 100
            right = fen.is_finite() and 0 < fen < 10**14 and fen == fen.to_integral_value()
        except InvalidOperation:
            right = False
        if not right:
            raise ValidationError(_("Give an amount in yuan, such as 1,200.50."))


class PlanForm(DayForm):
    """A plan of monthly parts."""

    parts = IntegerField(
        _l("How many months?"),
        validators=[NumberRange(1, MOST_PARTS, message=_l("Give a number from 1 to 60."))],
    )


class WaiveForm(Form):
    """Why it is given up."""

    reason = StringField(
        _l("Your reason"),
        description=_l("The applicant reads it"),
        validators=[DataRequired(_l("Give a reason.")), Length(max=1000)],
    )
