"""What a clerk asks for, and what an applicant answers: both forms are made from the policy and the request."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, IntegerField, MultipleFileField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Regexp
from wtforms.widgets import HiddenInput

from rules.facts import Value
from rules.policy import Policy
from talent.applications.forms import QuestionsForm, question_field, questions_form
from talent.cases.requests.models import ItemKind, Request, RequestItem
from talent.cases.requests.operations import LONGEST_WHY, MOST_DAYS, SHORTEST_WHY, USUAL_DAYS, Wanted
from talent.web.filters import said
from talent.web.forms import Form

#: How many questions of their own a clerk can ask at a time.
QUESTIONS = ("question-1", "question-2", "question-3")
WHY = Length(
    min=SHORTEST_WHY,
    max=LONGEST_WHY,
    message=_l("Say in 5 to 500 characters what is wrong or missing: the applicant reads it."),
)


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class AskForm(Form):
    """What to ask for: each answer and document of the policy can be ticked, with a sentence why."""

    #: Names of the fields that are ticked, with the kind and the subject they stand for.
    offered: Mapping[str, tuple[ItemKind, str]] = {}

    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    key = StringField(widget=HiddenInput(), validators=[Regexp(r"[0-9a-f]{32}\Z")])
    days = IntegerField(
        _l("Working days to answer in"),
        default=USUAL_DAYS,
        validators=[NumberRange(min=1, max=MOST_DAYS)],
    )

    @property
    def ticked(self) -> list[str]:
        """The names of the fields that are ticked."""
        return [name for name in self.offered if self[name].data]

    @property
    def wanted(self) -> list[Wanted]:
        """What is asked for, in the order of the page."""
        asked = [Wanted(*self.offered[name], why=self[f"{name}-why"].data) for name in self.ticked]
        own = [self[name].data for name in QUESTIONS if self[name].data]
        return asked + [Wanted(ItemKind.QUESTION, None, question) for question in own]

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a sentence with everything that is ticked, and for at least one thing."""
        fit = super().validate(extra_validators)
        if self.days.errors:
            self.days.errors = [_("Give the applicant between 1 and 60 working days.")]
        for field in [self[f"{name}-why"] for name in self.ticked] + [self[name] for name in QUESTIONS]:
            needed = field.name not in QUESTIONS or bool(field.data)
            if needed and not SHORTEST_WHY <= len(field.data) <= LONGEST_WHY:
                field.errors = [str(WHY.message)]
                fit = False
        if not self.wanted:
            self[QUESTIONS[0]].errors = [_("Choose at least one answer or document, or write a question.")]
            fit = False
        return bool(fit)


def ask_form(policy: Policy, facts: Sequence[str], ticked: Sequence[str], **data: Any) -> AskForm:
    """Return the form to ask for more. facts: the answers that may be asked anew; ticked: fields that begin ticked."""
    offered = {f"answer-{name}": (ItemKind.ANSWER, name) for name in facts}
    offered |= {f"document-{name}": (ItemKind.DOCUMENT, name) for name in policy.evidence}
    fields: dict[str, Any] = {name: BooleanField() for name in offered}
    fields |= {f"{name}-why": StringField(_l("What is wrong or missing"), filters=[_trimmed]) for name in offered}
    fields |= {
        name: TextAreaField(_("Question %(number)d", number=number), filters=[_trimmed])
        for number, name in enumerate(QUESTIONS, start=1)
    }
    made = type("AskForm", (AskForm,), {"offered": offered, **fields})
    form: AskForm = made(data={**dict.fromkeys(ticked, True), **data})
    return form


class WithdrawForm(Form):
    """A button that takes a request back."""


def answer_form(
    request: Request, policy: Policy, known: Mapping[str, Value], typed: MultiDict[str, str] | None = None
) -> QuestionsForm:
    """Return the form of everything that is asked: the policy's own questions, files, and texts. known: saved answers.

    Beside each answer by the name of its fact there are, by the id of what is asked, `said-`, `document-` and `seen-`.
    """
    facts = [policy.facts[item.subject] for item in request.items if item.kind is ItemKind.ANSWER and item.subject]
    fields: dict[str, Any] = {}
    for item in request.items:
        fields |= _fields(item, policy)
    return questions_form(facts, known, typed, fields)


def _fields(item: RequestItem, policy: Policy) -> dict[str, Any]:
    """Return the fields of one thing; errors are listed in the order in which fields are made."""
    fields: dict[str, Any] = {}
    if item.kind is ItemKind.ANSWER and item.subject:
        fields[item.subject] = question_field(policy.facts[item.subject])
    if item.kind is ItemKind.DOCUMENT and item.subject:
        fields[f"document-{item.id}"] = MultipleFileField(said(policy.evidence[item.subject].label))
    fields[f"said-{item.id}"] = TextAreaField(
        item.why if item.kind is ItemKind.QUESTION else _l("Why you cannot give this"),
        default=item.said,
        filters=[_trimmed],
        validators=[Length(max=2000, message=_l("Write at most 2,000 characters."))],
    )
    fields[f"seen-{item.id}"] = StringField(widget=HiddenInput(), default=str(item.version))
    return fields


def field_of(form: QuestionsForm, item: RequestItem) -> Any:
    """Return the field in which a thing is answered."""
    names = {ItemKind.ANSWER: item.subject, ItemKind.DOCUMENT: f"document-{item.id}"}
    return form[names.get(item.kind) or f"said-{item.id}"]
