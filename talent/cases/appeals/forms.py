"""Forms of the applicant who appeals and of the officer who answers."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from rules.policy import Source
from talent.cases.appeals.models import LONGEST, LONGEST_ANSWER, SHORTEST
from talent.cases.correspondence.operations import plain
from talent.web.forms import RADIOS, Form


def _plain(text: str | None) -> str:
    return plain(text or "")


class AppealForm(Form):
    """Why a decision should be looked at again."""

    reasons = TextAreaField(
        _l("What is wrong with the decision, and why"),
        description=_l("Write 10 to 4,000 characters. Name the incentive and, if you know it, the clause."),
        filters=[_plain],
        validators=[Length(min=SHORTEST, max=LONGEST, message=_l("Write 10 to 4,000 characters."))],
    )


class WithdrawalForm(Form):
    """A button: the appeal is taken back."""


class TakingForm(Form):
    """A button: the officer answers the appeal. seen: the id of who had it when the page was shown, 0 for nobody."""

    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class Answer(StrEnum):
    """What an officer answers to an appeal."""

    STANDS = "stands"
    SEND_BACK = "send_back"


class AnswerForm(Form):
    """The answer to an appeal. clause: wanted where the decision stands."""

    answer = RadioField(
        _l("Your answer"),
        choices=[
            (Answer.STANDS.value, _l("The decision stands")),
            (Answer.SEND_BACK.value, _l("The case is decided anew")),
        ],
        widget=RADIOS,
        validators=[InputRequired(_l("Choose whether the decision stands."))],
    )
    clause = SelectField(_l("If it stands: the clause it stands on"), choices=[], validators=[Optional()])
    reason = TextAreaField(
        _l("Reason"),
        description=_l("The applicant reads this. Write 10 to 2,000 characters in plain words, about what they wrote."),
        filters=[_plain],
        validators=[Length(min=SHORTEST, max=LONGEST_ANSWER, message=_l("Write a reason of 10 to 2,000 characters."))],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a clause where the decision stands."""
        if not super().validate(extra_validators):
            return False
        if self.answer.data == Answer.STANDS and not self.clause.data:
            self.clause.errors = [_("Choose the clause on which the decision stands.")]
            return False
        return True


def answer_form(clauses: Mapping[str, Source], typed: Any = None) -> AnswerForm:
    """Return the form of an answer. clauses: those it may name, by id. typed: what was typed before signing in."""
    form = AnswerForm(**({"formdata": typed} if typed else {}))
    named = [(id_, f"{source.document} {source.clause}") for id_, source in clauses.items()]
    form.clause.choices = [("", str(_("Choose a clause"))), *named]
    return form
