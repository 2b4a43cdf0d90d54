"""What a visitor of the pre-check sends: the answers so far, which travel in the form itself, and the newest one."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from flask import session
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField

from rules.facts import FactErrors, Value, contradictions, is_asked, parse_facts, written
from rules.policy import Policy
from talent.applications.forms import QuestionsForm, questions_form
from talent.applications.models import Application
from talent.applications.precheck.errors import TooMuchToCarry
from talent.applications.precheck.operations import fill
from talent.policies.library import library
from talent.web.days import policy_day
from talent.web.filters import said
from talent.web.forms import Form

#: The answers to a long policy take about 3,000 characters; what is longer was not written by our page.
MOST = 20_000
#: The form changes nothing here, so it needs no token: it serves from a tab that was left open for a day, too.
FREE = {"csrf": False}
#: Answers that wait for an application: their name in the session, how long they wait, how many bytes a cookie spares.
WAITING = "precheck"
KEPT = timedelta(hours=1)
MOST_WAITING = 2500


@dataclass(frozen=True)
class Known:
    """The answers so far. skipped: questions that the visitor cannot answer. remarks: sentences to tell of them."""

    facts: Mapping[str, Value] = field(default_factory=dict)
    skipped: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def answered(self, policy: Policy, values: Mapping[str, Value]) -> "Known":
        """Return what is known after further answers: questions that they make fall away are forgotten."""
        facts = still_asked(policy, {**self.facts, **values})
        return replace(self, facts=facts, skipped=tuple(name for name in self.skipped if name not in values))

    def without(self, policy: Policy, name: str) -> "Known":
        """Return what is known where one question cannot be answered."""
        facts = still_asked(policy, {each: value for each, value in self.facts.items() if each != name})
        return replace(self, facts=facts, skipped=tuple(dict.fromkeys((*self.skipped, name))))

    def written(self, policy: Policy) -> str:
        """Write it for the form."""
        answers = {name: written(policy.facts[name], value) for name, value in self.facts.items()}
        told = {"digest": policy.digest, "answers": answers, "skipped": list(self.skipped)}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read(policy: Policy, text: str, *, on: date) -> Known:
    """Read what `Known.written` wrote, or whatever was sent in its place: what does not fit is left out and told."""
    if not text:
        return Known()
    told = _mapping(text)
    if told is None:
        return Known(remarks=(str(_("Your answers could not be read: the check begins anew.")),))
    answers = told.get("answers")
    raw = {str(name): value for name, value in answers.items()} if isinstance(answers, dict) else {}
    remarks = []
    if told.get("digest") != policy.digest:
        remarks.append(str(_("The policy has changed since you began. Your answers are kept as far as they fit.")))
    facts, unfit = _fitting(policy, raw, on)
    if unfit:
        sentence = ngettext("%(num)d answer did not fit any more.", "%(num)d answers did not fit any more.", unfit)
        remarks.append(str(sentence))
    remarks += [said(each.says) for each in contradictions(policy, facts, on=on)]
    skipped = told.get("skipped")
    return Known(facts, _names(policy, skipped if isinstance(skipped, list) else [], facts), tuple(remarks))


def _mapping(text: str) -> dict[str, Any] | None:
    """Return the object that a text holds, None where it holds none."""
    if len(text) > MOST:
        return None
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _fitting(policy: Policy, raw: Mapping[str, object], on: date) -> tuple[dict[str, Value], int]:
    """Return the answers that fit the policy, and how many did not."""
    try:
        return parse_facts(policy, raw, on=on), 0
    except FactErrors as errors:
        unfit = {error.name for error in errors.errors} | {name for name in raw if name not in policy.facts}
        fitting = {name: value for name, value in raw.items() if name not in unfit}
        return parse_facts(policy, fitting, on=on), len(unfit)


def _names(policy: Policy, given: Iterable[object], facts: Mapping[str, Value]) -> tuple[str, ...]:
    named = {name for name in given if isinstance(name, str)}
    return tuple(name for name in askable(policy) if name in named and name not in facts)


def askable(policy: Policy) -> list[str]:
    """Return the questions that are asked at application."""
    return [name for name, fact in policy.facts.items() if not fact.at_review]


def still_asked(policy: Policy, facts: Mapping[str, Value]) -> dict[str, Value]:
    """Return the answers to what is asked of somebody who gives them, in the order of the policy."""
    asked: dict[str, Value] = {}
    for name, fact in policy.facts.items():
        if name in facts and is_asked(fact, asked) is not False:
            asked[name] = facts[name]
    return asked


def question(policy: Policy, name: str, known: Known) -> QuestionsForm:
    """Return the form of one question, filled with the answer that is known."""
    return questions_form([policy.facts[name]], known.facts, MultiDict(), meta=FREE)


def taken(policy: Policy, name: str, known: Known, sent: MultiDict[str, str], *, on: date) -> Known | QuestionsForm:
    """Return what is known with the answer that was sent, or the form with what is wrong with it."""
    form = questions_form([policy.facts[name]], known.facts, sent, meta=FREE)
    right = form.values(on)
    value = right.get(name)
    if value is None:
        if not form.errors:
            form[name].errors = [str(_("Answer the question, or choose “I do not know”."))]
        return form
    after = known.answered(policy, {name: value})
    wrong = [each for each in contradictions(policy, after.facts, on=on) if name in each.facts]
    if wrong:
        form[name].errors = [said(each.says) for each in wrong]
        return form
    return after


@dataclass(frozen=True)
class Waiting:
    """Answers that wait for an application. made_on: the day of the pre-check."""

    policy: Policy
    known: Known
    made_on: date


class CarryForm(Form):
    """Begin an application, with the answers that wait or without."""

    carry = BooleanField(_l("Fill in these answers. I can change each of them."), default=True)


def wait(policy: Policy, known: Known, *, at: datetime) -> None:
    """Keep answers in the visitor's own cookie until they begin an application, for an hour. Raises TooMuchToCarry."""
    text = known.written(policy)
    if len(text.encode()) > MOST_WAITING:
        raise TooMuchToCarry
    session[WAITING] = {
        "policy": policy.id,
        "known": text,
        "made_on": policy_day(at).isoformat(),
        "until": (at + KEPT).isoformat(),
    }


def answers_waiting(*, at: datetime, policy: Policy | None = None) -> Waiting | None:
    """Return the answers that wait, unless an hour has passed or their policy takes no applications any more.

    policy: the one they must be for, where it matters.
    """
    kept = session.get(WAITING)
    if kept is None or (policy is not None and kept["policy"] != policy.id):
        return None
    current = library().in_force(kept["policy"], policy_day(at))
    if current is None or datetime.fromisoformat(kept["until"]) < at:
        forget()
        return None
    known = read(current, kept["known"], on=policy_day(at))
    return Waiting(current, known, date.fromisoformat(kept["made_on"])) if known.facts else None


def take_along(draft: Application, form: Form, waiting: Waiting | None, *, at: datetime) -> str | None:
    """Fill in the answers that wait, if the applicant wants them; they wait no longer. Returns what to say of it."""
    if waiting is None:
        return None
    forget()
    if not isinstance(form, CarryForm) or not form.carry.data:
        return None
    count = len(fill(draft, waiting.known.facts, made_on=waiting.made_on, at=at))
    sentence = ngettext(
        "%(num)d answer from your pre-check is filled in. Look at it before you hand in.",
        "%(num)d answers from your pre-check are filled in. Look at them before you hand in.",
        count,
    )
    return str(sentence) if count else None


def forget() -> None:
    """Keep no answers any longer."""
    session.pop(WAITING, None)
