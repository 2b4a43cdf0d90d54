"""What changed: its day, and the facts it changes, asked as the policy words them."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField

from rules.facts import Value
from rules.policy import Fact
from talent.applications.forms import DayField, QuestionsForm, questions_form

#: The names of the field for the day and of what the person has seen; no fact of a policy can have them.
DAY, SEEN = "happened-on", "seen-before"


def change_form(
    facts: Sequence[Fact], known: Mapping[str, Value], typed: MultiDict[str, str] | None = None
) -> QuestionsForm:
    """Return the form of one event, filled with the answers known, or with what was typed before."""
    more = {
        DAY: DayField(_l("On which day?"), description=_l("A day that lies at most 60 days ahead may be given too")),
        SEEN: HiddenField(),
    }
    return questions_form(facts, known, typed, more)


def day_of(form: QuestionsForm) -> date | None:
    """Return the day that was given; what is wrong is told beside the field."""
    try:
        return date.fromisoformat(form[DAY].data)
    except ValueError:
        form[DAY].errors = [_("Give a day of the calendar, such as 31 5 2026.")]
        return None
