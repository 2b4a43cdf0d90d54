"""Forms of the inbox. They are drawn by hand: their fields stand in rows and tables."""

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import AnyOf, Length, NumberRange, Optional, Regexp
from wtforms.widgets import HiddenInput

from talent.cases.inbox.bulk import MOST
from talent.cases.requests.operations import LONGEST_WHY, MOST_DAYS, SHORTEST_WHY, USUAL_DAYS
from talent.web.forms import Form
from talent.web.numbers import LARGEST


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


class SelectionForm(Form):
    """What is to be done for the cases that were chosen, 'REFERENCE:who had it'. clerk: whom they go to."""

    case = SelectMultipleField(validate_choice=False)
    action = StringField(validators=[AnyOf(["claim", "assign", "release", "recommend", "ask"])])
    clerk = IntegerField(validators=[Optional(), NumberRange(1, LARGEST)])
    back = StringField(filters=[_trimmed])

    def shown(self) -> dict[str, int]:
        """Return who had each case on the page, 0 for nobody."""
        return _numbers(self.case.data)


class _AllForm(Form):
    """The cases as they were shown, 'REFERENCE:version'."""

    case = SelectMultipleField(validate_choice=False)
    back = StringField(filters=[_trimmed])

    def shown(self) -> dict[str, int]:
        """Return the version that was shown of each case."""
        return dict(list(_numbers(self.case.data).items())[:MOST])


class RecommendAllForm(_AllForm):
    """One reason for all."""

    reason = TextAreaField(
        _l("Reason"),
        description=_l("Every applicant reads this in the letter. Write 10 to 2,000 characters in plain words."),
        filters=[_trimmed],
        validators=[Length(min=10, max=2000, message=_l("Write a reason of 10 to 2,000 characters."))],
    )


class AskAllForm(_AllForm):
    """One question to all, and how long they have to answer. key: of the form, as in a request to one."""

    key = StringField(widget=HiddenInput(), validators=[Regexp(r"[0-9a-f]{32}\Z")])
    question = TextAreaField(
        _l("Question"),
        description=_l("Every applicant reads this, and answers in text or with files. 5 to 500 characters."),
        filters=[_trimmed],
        validators=[Length(min=SHORTEST_WHY, max=LONGEST_WHY, message=_l("Write a question of 5 to 500 characters."))],
    )
    days = IntegerField(
        _l("Working days to answer in"),
        default=USUAL_DAYS,
        validators=[NumberRange(min=1, max=MOST_DAYS, message=_l("Give the applicant between 1 and 60 working days."))],
    )


class AssigneeForm(Form):
    """Who is to work on a case. seen: who had it when the page was shown, 0 for nobody."""

    action = StringField(validators=[AnyOf(["claim", "assign", "release"])])
    clerk = IntegerField(validators=[Optional(), NumberRange(1, LARGEST)])
    seen = IntegerField(validators=[Optional()])


class GreenChannelForm(Form):
    """Why a case goes by the green channel; nothing takes it out."""

    reason = StringField(filters=[_trimmed])


class ShareForm(Form):
    """How many of the most urgent cases that nobody has go to a clerk."""

    clerk = IntegerField(validators=[NumberRange(1, LARGEST)])
    number = IntegerField(validators=[NumberRange(1, MOST)])


class FilterForm(Form):
    """The name of a filter to save, or a button that deletes one. query: the filter."""

    name = StringField(filters=[_trimmed])
    query = StringField(validators=[Length(max=2000)])


def _numbers(pairs: list[str] | None) -> dict[str, int]:
    """Read 'REFERENCE:number' of each row; what is written otherwise is left out."""
    parts = (pair.partition(":") for pair in pairs or [])
    return {
        name: int(number) for name, _sign, number in parts if number.isascii() and number.isdigit() and len(number) < 10
    }
