"""Choosing between incentives that exclude one another: in a draft at will, afterwards until the decision."""

from datetime import datetime

from flask import current_app
from flask_babel import force_locale

from rules.policy import Text
from talent.applications import operations, queries
from talent.applications.models import Application, Stage
from talent.applications.options.errors import NoSuchOption, OptionClosed
from talent.applications.options.queries import Option, closed, options_of
from talent.applications.options.words import CHANGED
from talent.applications.signals import option_changed
from talent.audit.operations import record
from talent.database import db
from talent.notices.operations import tell
from talent.web.filters import money
from talent.web.language import LANGUAGES


def choose(application: Application, key: str, *, at: datetime, link: str) -> Option:
    """Choose an option; what is chosen already changes nothing. link: the path of the page of options.

    After the application was handed in the decision is made anew, the bureau and the applicant are told.
    Raises OptionClosed, NoSuchOption.
    """
    _hold(application)
    option = next((each for each in options_of(application) if each.key == key), None)
    if option is None:
        raise NoSuchOption
    if option.chosen:
        return option
    before = queries.facts_of(application)
    operations.amend(application, option.bundle.choices, at=at)
    if application.stage is Stage.SUBMITTED:
        application.decision = queries.advised(application).as_json()
        db.session.flush()
        for name, choice in option.bundle.choices.items():
            changed: dict[str, object] = {"fact": name, "from": before.get(name), "to": choice}
            record("option changed", by=application.applicant_id, about=_about(application), at=at, details=changed)
        option_changed.send(application, choices=option.bundle.choices, at=at)
        _confirm(application, option, at, link)
    return option


def _hold(application: Application) -> None:
    """Keep others from handing it in or deciding it until the transaction ends. Raises OptionClosed."""
    if application.stage is Stage.DRAFT:
        db.session.refresh(application, with_for_update=True)
    if why := closed(application, hold=True):
        raise OptionClosed(why)
    db.session.expire(application)


def _about(application: Application) -> str:
    return f"application:{application.reference}"


def _confirm(application: Application, option: Option, at: datetime, link: str) -> None:
    mail = CHANGED.filled(
        {
            "reference": application.reference,
            "option": option.said(queries.policy_of(application)),
            "sum": _in_both(option.bundle.fen),
            "link": f"{current_app.config['PUBLIC_URL']}{link}",
        }
    )
    key = f"{_about(application)}:option:{at.isoformat()}"
    tell(key, application.applicant, mail, at, link=link)


def _in_both(fen: int) -> Text:
    said = {}
    for language, locale in LANGUAGES.items():
        with force_locale(locale):
            said[language] = money(fen)
    return Text(said["zh"], said["en"])
