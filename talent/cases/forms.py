"""Forms of the clerk and the approver."""

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length
from wtforms.widgets import HiddenInput

from rules.decision import Decision, Verdict
from rules.policy import Policy
from talent.cases.models import VerificationState
from talent.cases.overrides.forms import override_fields, override_of, refuse_unfit
from talent.cases.overrides.values import Override
from talent.web.filters import money, said
from talent.web.forms import RADIOS, Form


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class VerificationForm(Form):
    """What the clerk found of one answer. Drawn once per answer, with the answer's name before its fields."""

    fact = ""

    state = StringField(validators=[AnyOf(list(VerificationState), message=_l("Choose proved or not proved."))])
    note = StringField(
        _l("What is wrong: the applicant reads this"),
        filters=[_trimmed],
        validators=[Length(max=500, message=_l("Write at most 500 characters."))],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a note where an answer is not proved."""
        if not super().validate(extra_validators):
            return False
        if self.state.data == VerificationState.REFUSED and not self.note.data:
            self.note.errors = [_("Say why the document does not prove the answer.")]
            return False
        return True


class DocumentForm(Form):
    """A button: one document proves every answer it is for."""


class RecommendationForm(Form):
    """Which of the incentives that the rules grant to recommend, and why. One yes-or-no field is added for each."""

    incentives: tuple[str, ...] = ()
    #: What the rules do not grant, and may be recommended against them.
    others: tuple[str, ...] = ()
    #: Whether a refusal of what the rules grant has to say why: every answer is proved.
    proved = True

    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    reason = TextAreaField(
        _l("Reason"),
        description=_l("The applicant reads this in the letter. Write 10 to 2,000 characters in plain words."),
        filters=[_trimmed],
        validators=[Length(min=10, max=2000, message=_l("Write a reason of 10 to 2,000 characters."))],
    )

    @property
    def chosen(self) -> list[str]:
        """The incentives to recommend."""
        return [
            *(name for name in self.incentives if self[f"incentive-{name}"].data == "yes"),
            *(name for name in self.others if self[f"against-{name}"].data),
        ]

    @property
    def against(self) -> list[Override]:
        """What is recommended otherwise than the rules say."""
        return [override_of(self, name, grants=name in self.others) for name in self._unlike]

    @property
    def _unlike(self) -> list[str]:
        chosen = set(self.chosen)
        refused = [name for name in self.incentives if name not in chosen] if self.proved else []
        return [*refused, *(name for name in self.others if name in chosen)]

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the reason and the clause wherever it is not what the rules say."""
        fit = super().validate(extra_validators)
        unfit = [name for name in self._unlike if not refuse_unfit(self, name, grants=name in self.others)]
        return fit and not unfit

    def refuse_unverified(self) -> None:
        """Say beside each incentive that is recommended that answers are still to be verified."""
        for name in self.chosen:
            field = self[f"against-{name}" if name in self.others else f"incentive-{name}"]
            field.errors = [_("Some answers are not verified. Verify them first, or refuse.")]


def recommendation_form(
    policy: Policy, decision: Decision, known: Iterable[str], *, but: Collection[str] = (), **data: Any
) -> RecommendationForm:
    """Return the form for what the rules grant. known: what was recommended before, when there was something.

    but: what was granted before and is not granted again.
    """
    granted = tuple(
        name for name, each in decision.incentives.items() if each.verdict is Verdict.GRANTED and name not in but
    )
    choices = [("yes", str(_("Recommend"))), ("no", str(_("Do not recommend")))]
    fields = {
        f"incentive-{name}": RadioField(
            f"{said(policy.incentives[name].title)} · {money(decision.incentives[name].fen)}",
            choices=choices,
            widget=RADIOS,
            validators=[InputRequired(_l("Choose whether to recommend this incentive."))],
        )
        for name in granted
    }
    others = tuple(name for name in decision.incentives if name not in granted and name not in but)
    for name in (*granted, *others):
        fields |= override_fields(policy, name, grants=name in others)
    made = type("RecommendationForm", (RecommendationForm,), {"incentives": granted, "others": others, **fields})
    before = set(known)
    filled: dict[str, object] = {}
    if before:
        filled = {f"incentive-{name}": "yes" if name in before else "no" for name in granted}
    form: RecommendationForm = made(data={**filled, **data})
    return form


class Answer(StrEnum):
    """What an approver does with a recommendation."""

    APPROVE = "approve"
    RETURN = "return"


class DecisionForm(Form):
    """Approve a recommendation, or return the case with a reason. seen: the version of the case that was shown."""

    #: Whether it is not what the rules say.
    overrides = False

    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    read = BooleanField(_l("I have read what the rules say, and why this recommendation is otherwise"))
    answer = RadioField(
        _l("Your decision"),
        choices=[
            (Answer.APPROVE.value, _l("Approve: the applicant receives the letter")),
            (Answer.RETURN.value, _l("Return to the clerk")),
        ],
        widget=RADIOS,
        validators=[InputRequired(_l("Choose whether to approve or to return."))],
    )
    reason = TextAreaField(
        _l("If you return it: what is to be done"),
        description=_l("The clerk reads this. Write 10 to 2,000 characters."),
        filters=[_trimmed],
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a reason where the case is returned."""
        if not super().validate(extra_validators):
            return False
        if self.answer.data == Answer.RETURN and not 10 <= len(self.reason.data) <= 2000:
            self.reason.errors = [_("Write a reason of 10 to 2,000 characters.")]
            return False
        if self.answer.data == Answer.APPROVE and self.overrides and not self.read.data:
            self.read.errors = [_("Read why this is not what the rules say, and tick that you have read it.")]
            return False
        if self.answer.data == Answer.APPROVE and self.reason.data:
            self.reason.errors = [_("You wrote what is to be done. Return the case, or clear this field.")]
            return False
        return True
