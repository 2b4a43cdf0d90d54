"""What an officer sets a budget with."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import NumberRange, ValidationError

from rules.policy import Policy
from talent.pilots import named
from talent.pilots.models import Pilot
from talent.web.filters import said
from talent.web.forms import Form

#: More than any city has, in fen; and fits the column with room for sums.
MOST_FEN = 10**14


class BudgetForm(Form):
    """What a community may promise of an incentive in a year."""

    pilot = SelectField(_l("Community"))
    incentive = SelectField(_l("Incentive"))
    year = IntegerField(_l("Year"), validators=[NumberRange(2000, 2999, message=_l("Give a year, such as 2027."))])
    amount = StringField(
        _l("Budget in yuan"),
        description=_l("Leave it empty to take the limit away: then nothing is refused for want of money"),
    )

    @property
    def fen(self) -> int | None:
        """The budget, or None where none is to be set."""
        return _fen(self.amount.data or "")

    def validate_amount(self, field: Any) -> None:
        """Take whole fen only."""
        try:
            fen = _fen(field.data or "")
        except (InvalidOperation, ValueError) as error:
            raise ValidationError(_("Give an amount in yuan, such as 2,000,000.")) from error
        if fen is not None and not 0 <= fen <= MOST_FEN:
            raise ValidationError(_("Give an amount in yuan, such as 2,000,000."))


def _fen(text: str) -> int | None:
    text = text.replace(",", "").replace("，", "").strip()
    if not text:
        return None
    fen = Decimal(text) * 100
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise ValueError(text)
    return int(fen)


def budget_form(pilots: Iterable[Pilot], policies: Sequence[Policy], today: date, **known: Any) -> BudgetForm:
    """Return the form. known: what the address says of the budget."""
    form = BudgetForm(data={"year": today.year, **{name: value for name, value in known.items() if value}})
    form.pilot.choices = [(pilot.slug, named(pilot)) for pilot in pilots]
    form.incentive.choices = [
        (f"{policy.id}:{incentive}", " · ".join(said(text) for text in (each.title, policy.title)[: len(policies)]))
        for policy in policies
        for incentive, each in policy.incentives.items()
    ]
    return form
