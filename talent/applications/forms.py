"""Forms made from the policy's questions, for documents, and for handing in."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired

from rules.facts import FactError, Value, parse_fact, written
from rules.policy import Contradiction, Fact, FactType, Policy
from talent.accounts.consent.purposes import NEEDED, OPTIONAL, TERMS, Purpose
from talent.web.filters import said
from talent.web.forms import CHECKBOXES, RADIOS, DateInput, Form
from talent.web.language import language

UNITS = {
    "CNY": _l("yuan"),
    "CNY/year": _l("yuan a year"),
    "CNY/month": _l("yuan a month"),
    "month": _l("months"),
    "year": _l("years"),
}


class DayField(Field):
    """A day in three inputs. data: the day as 'YYYY-MM-DD', or what was typed when that is no day."""

    widget = DateInput()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read the three inputs, or the day given."""
        self.process_errors: list[str] = []
        self.errors: Sequence[str] = ()
        if formdata is not None and f"{self.name}-year" in formdata:
            self.parts = tuple(_plain(formdata.get(f"{self.name}-{part}", "")) for part in ("year", "month", "day"))
        else:
            given = date.fromisoformat(data) if isinstance(data, str) and data else None
            self.parts = (str(given.year), str(given.month), str(given.day)) if given else ("", "", "")
        self.data = self._joined()

    def written(self) -> tuple[str, ...]:
        """Return year, month and day as they were typed."""
        return self.parts

    def _joined(self) -> str:
        if not any(self.parts):
            return ""
        year, month, day = self.parts
        return f"{year}-{month.zfill(2)}-{day.zfill(2)}"


class QuestionsForm(Form):
    """One group of questions. Blank answers stay open; what is wrong is told beside its question."""

    facts: Sequence[Fact] = ()

    def values(self, on: date) -> dict[str, Value | None]:
        """Return the typed answers that are right, None for blank ones; errors go to the fields of the others."""
        right: dict[str, Value | None] = {}
        for fact in self.facts:
            field = self[fact.name]
            if fact.type is FactType.CHOICES and "" in (field.data or []) and len(field.data) > 1:
                field.errors = [_("Choose either “None of these” or what applies to you.")]
                continue
            try:
                right[fact.name] = parse_fact(fact, _raw(fact, field), on=on)
            except FactError as error:
                field.errors = [error.says.to(language())]
        return right

    def remark(self, found: Iterable[Contradiction], policy: Policy) -> None:
        """Tell beside the last of its questions on this page what cannot all be right, and where the others stand."""
        for each in found:
            here = [name for name in each.facts if name in self]
            others = dict.fromkeys(policy.facts[name].section for name in each.facts if name not in self)
            where = [said(policy.sections[other].title) for other in others]
            told = [_("The other answer stands under “%(section)s”.", section=section) for section in where]
            if here:
                self[here[-1]].errors = [" ".join((f"{said(each.says)}{_('.')}", *told))]


def questions_form(
    facts: Sequence[Fact],
    known: Mapping[str, Value],
    typed: MultiDict[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
    meta: Mapping[str, Any] | None = None,
) -> QuestionsForm:
    """Return the form of these questions, filled with the answers known, or with what was typed before.

    typed: what was sent counts where it is None, nothing of it where it is empty.
    more: further fields by name, for forms that ask for other things beside the policy's questions.
    meta: settings of the form that differ from those of other forms.
    """
    fields = {**{fact.name: question_field(fact) for fact in facts}, **(more or {})}
    made = type("QuestionsForm", (QuestionsForm,), {"facts": facts, **fields})
    data = {fact.name: _filled(fact, known.get(fact.name)) for fact in facts}
    sent = {} if typed is None else {"formdata": typed or None}
    form: QuestionsForm = made(data=data, meta=dict(meta or {}), **sent)
    return form


def question_field(fact: Fact) -> Any:
    """Return the field in which a question is answered, before it belongs to a form."""
    settings = {"label": said(fact.ask), "description": said(fact.hint)}
    match fact.type:
        case FactType.CHOICE:
            choices = [(key, said(text)) for key, text in fact.choices.items()]
            return RadioField(**settings, choices=choices, widget=RADIOS, validate_choice=False)
        case FactType.CHOICES:
            choices = [("", str(_("None of these"))), *((key, said(text)) for key, text in fact.choices.items())]
            return SelectMultipleField(**settings, choices=choices, widget=CHECKBOXES, validate_choice=False)
        case FactType.BOOLEAN:
            choices = [("yes", str(_("Yes"))), ("no", str(_("No")))]
            return RadioField(**settings, choices=choices, widget=RADIOS, validate_choice=False)
        case FactType.DATE:
            return DayField(**settings)
    return StringField(**settings)


def _filled(fact: Fact, value: Value | None) -> Any:
    if value is None:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    plain = written(fact, value)
    if fact.type is FactType.CHOICES:
        return plain or [""]
    return str(plain).removesuffix(".00")


def _raw(fact: Fact, field: Field) -> object:
    """Return what was typed, as the rules read it."""
    if fact.type is FactType.CHOICES:
        chosen = field.data or []
        return [] if chosen == [""] else [key for key in chosen if key] or None
    if fact.type in {FactType.MONEY, FactType.INTEGER}:
        return number(field.data or "")
    return field.data


def number(typed: str) -> str:
    """Return a number as people write it, '３0 万元' or '300,000', in plain digits."""
    plain = _plain(typed).replace(",", "").replace(" ", "").strip("¥元")
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,6})?万", plain) is None:
        return plain
    yuan = f"{Decimal(plain[:-1]) * 10_000:f}"
    return yuan.rstrip("0").rstrip(".") if "." in yuan else yuan


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip()


def parameters(fact: Fact) -> dict[str, Any]:
    """Return what the govuk component of a question needs beyond the field: size, unit, keyboard."""
    legend = {"fieldset": {"legend": {"text": said(fact.ask), "classes": "govuk-fieldset__legend--s"}}}
    if fact.type in {FactType.MONEY, FactType.INTEGER}:
        unit = UNITS.get(fact.unit or "")
        return {
            "label": {"classes": "govuk-label--s"},
            "inputmode": "decimal" if fact.type is FactType.MONEY else "numeric",
            "classes": "govuk-input--width-10" if fact.type is FactType.MONEY else "govuk-input--width-4",
            "spellcheck": False,
            **({"suffix": {"text": str(unit)}} if unit else {}),
        }
    if fact.type is FactType.CHOICES:
        return {**legend, "items": [{"behaviour": "exclusive"}]}
    inline = {"classes": "govuk-radios--inline"} if fact.type is FactType.BOOLEAN else {}
    return {**legend, **inline}


class BeginForm(Form):
    """A button that begins an application."""


class SubmitForm(Form):
    """The declaration."""

    declared = BooleanField(
        _l(
            "What I have stated is true and complete, I know that help obtained by false statements is taken back, and "
            "I agree that my data is used to deal with this application."
        ),
        validators=[DataRequired(_l("Confirm the declaration: without it the application cannot be dealt with."))],
    )
    consents = SelectMultipleField(
        _l("If you like, agree to these too"),
        description=_l("None of them is needed. You can agree or withdraw later under “Your data”."),
        choices=[(purpose.value, purpose.value) for purpose in OPTIONAL],
        widget=CHECKBOXES,
    )

    #: What handing in includes agreeing to.
    needed = tuple(TERMS[purpose] for purpose in NEEDED)

    @property
    def agreed(self) -> list[Purpose]:
        """What else was agreed to."""
        return [Purpose(purpose) for purpose in self.consents.data or []]

    def offer(self, purposes: Sequence[Purpose]) -> None:
        """Offer only what has not been agreed to yet; nothing is ticked beforehand."""
        self.consents.choices = [(purpose.value, said(TERMS[purpose].text)) for purpose in purposes]
