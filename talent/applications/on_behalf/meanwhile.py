"""Two people fill in one draft: nobody's answer is overwritten by a page that was opened before it was given."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from wtforms import HiddenField

from rules.facts import Value
from talent.accounts.models import Person
from talent.applications import operations, queries
from talent.applications.forms import QuestionsForm
from talent.applications.models import Application
from talent.applications.on_behalf.access import is_shared


def beside(application: Application) -> dict[str, Any]:
    """Return what a form of questions carries along: the answers as the page showed them, where two may give them."""
    return {"seen": HiddenField(default=_now(application))} if is_shared(application) else {}


def save(
    form: QuestionsForm, application: Application, right: Mapping[str, Value | None], *, by: Person, at: datetime
) -> None:
    """Keep what was typed, but not over an answer that came meanwhile: that is told beside its question."""
    seen = _seen(form) if "seen" in form else None
    came = operations.answer(application, right, at=at, by=by, seen=seen)
    if seen is None:
        return
    policy, facts = queries.policy_of(application), queries.facts_of(application)
    for name in came:
        given = queries.shown(policy.facts[name], facts.get(name))
        form[name].errors = [_("Meanwhile somebody else answered: %(answer)s. Save again to keep yours.", answer=given)]
    form["seen"].data = _now(application)


def _now(application: Application) -> str:
    return json.dumps({answer.fact: answer.value for answer in application.answers}, sort_keys=True)


def _seen(form: QuestionsForm) -> dict[str, object]:
    """Return the answers the page showed; a page that lost them showed none."""
    try:
        told = json.loads(form["seen"].data or "{}")
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
