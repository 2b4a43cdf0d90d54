"""What a clerk decides of each group of instalments."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import Length

from rules.policy import Policy
from talent.awards.reviews.models import Outcome
from talent.awards.reviews.operations import Choice
from talent.awards.reviews.queries import Group
from talent.web.forms import RADIOS, Form

OUTCOMES = [(Outcome.CONTINUE.value, _l("Continue")), (Outcome.STOP.value, _l("Stop"))]


class DecisionForm(Form):
    """One decision a group. keys: of the groups."""

    keys: Sequence[str] = ()
    seen = HiddenField()

    def choices(self) -> Mapping[str, Choice]:
        """Return what was chosen, by group; a group of which nothing was chosen is left to the rules."""
        return {
            key: Choice(Outcome(outcome), self[f"reason-{key}"].data or "", self[f"clause-{key}"].data or "")
            for key in self.keys
            if (outcome := self[f"outcome-{key}"].data) in set(Outcome)
        }


def decision_form(groups: Sequence[Group], policy: Policy) -> DecisionForm:
    """Return the form, filled with what the rules say."""
    known = [(each.id, f"{each.document} {each.clause}") for each in policy.sources.values()]
    clauses = [("", _l("Choose the clause")), *known]
    fields: dict[str, Any] = {"keys": [group.key for group in groups]}
    data: dict[str, Any] = {}
    for group in groups:
        outcome = f"outcome-{group.key}"
        fields[outcome] = RadioField(
            _l("What becomes of them?"), choices=OUTCOMES, widget=RADIOS, validate_choice=False
        )
        fields[f"reason-{group.key}"] = StringField(_l("Your reason"), validators=[Length(max=1000)])
        fields[f"clause-{group.key}"] = SelectField(
            _l("The clause it stands on"), choices=clauses, validate_choice=False
        )
        data[outcome] = group.says.value if group.says else None
    made: DecisionForm = type("DecisionForm", (DecisionForm,), fields)(data=data)
    return made
