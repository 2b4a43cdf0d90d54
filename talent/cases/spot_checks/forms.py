"""What an officer finds of a decision that was drawn."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from talent.cases.operations import LONGEST, SHORTEST
from talent.cases.spot_checks.models import Finding
from talent.web.forms import RADIOS, Form


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class FindingForm(Form):
    """Whether the officer would have decided the same, and why not."""

    finding = RadioField(
        _l("Would you have decided the same?"),
        choices=[(Finding.AGREES.value, _l("Yes, the same")), (Finding.DIFFERS.value, _l("No, otherwise"))],
        widget=RADIOS,
        validators=[InputRequired(_l("Choose whether you would have decided the same."))],
    )
    reason = TextAreaField(
        _l("If not: what you would have decided, and why"),
        description=_l("Officers and auditors read this, and the applicant among their own data."),
        filters=[_trimmed],
        validators=[Length(max=LONGEST, message=_l("Write a reason of 10 to 2,000 characters."))],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a reason where it would have been otherwise."""
        fit: bool = super().validate(extra_validators)
        if self.finding.data == Finding.DIFFERS.value and len(self.reason.data) < SHORTEST:
            self.reason.errors = [_("Write a reason of 10 to 2,000 characters.")]
            return False
        return fit
