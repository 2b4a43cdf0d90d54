"""Telling applicants that documents run out, before they do and while that matters."""

from collections.abc import Iterable
from datetime import date, datetime

from flask import current_app
from flask_babel import force_locale
from sqlalchemy import select

from rules.policy import Text
from talent.accounts.consent.purposes import Purpose
from talent.accounts.consent.queries import has_agreed
from talent.applications import queries
from talent.applications.evidence import words
from talent.applications.evidence.operations import note_announced
from talent.applications.evidence.queries import examination, last_day
from talent.applications.evidence.validity import SOON
from talent.applications.models import Application, Evidence, Stage
from talent.database import db
from talent.notices.mails import Mail
from talent.notices.operations import tell
from talent.web.days import policy_day
from talent.web.filters import SHANGHAI, day
from talent.web.language import LANGUAGES

#: Nobody is told before this hour.
FIRST_HOUR = 8


def announce(at: datetime) -> int:
    """Tell the applicants whose documents run out within two weeks, each once. Returns how many applications."""
    if at.astimezone(SHANGHAI).hour < FIRST_HOUR:
        return 0
    on = policy_day(at)
    soon = Evidence.valid_until.between(on, on + SOON) & Evidence.announced_at.is_(None)
    ids = db.session.scalars(select(Evidence.application_id).where(soon).distinct()).all()
    return sum(_announced(id_, on, at) for id_ in ids)


def _announced(id_: int, on: date, at: datetime) -> bool:
    """Tell one applicant of all of them at once, in a transaction of its own."""
    application = db.session.get_one(Application, id_, with_for_update={"of": Application})
    told = examination(application)
    matters = application.stage is Stage.DRAFT or told.awaits
    running_out = _running_out(application, on) if matters else []
    if running_out and has_agreed(application.applicant, Purpose.DEADLINES):
        _tell(application, running_out, at)
        note_announced(running_out, at=at)
    db.session.commit()
    return bool(running_out)


def _running_out(application: Application, on: date) -> list[Evidence]:
    """Return the documents that run out and that no newer one of their kind makes up for."""
    facts = queries.facts_of(application)
    found: list[Evidence] = []
    for kind in queries.evidence_needed(queries.policy_of(application), facts):
        files = [each for each in application.evidence if each.kind == kind.id]
        last = last_day(files)
        if last is not None and on <= last <= on + SOON:
            found += [each for each in files if each.valid_until == last and each.announced_at is None]
    return found


def _tell(application: Application, files: Iterable[Evidence], at: datetime) -> None:
    kinds = queries.policy_of(application).evidence
    last_days = {each.kind: each.valid_until for each in files if each.valid_until is not None}
    lines = [_line(kinds[kind].label, last) for kind, last in last_days.items()]
    link = current_app.url_map.bind("localhost").build("applications.evidence", {"reference": application.reference})
    mail: Mail = words.DRAFT if application.stage is Stage.DRAFT else words.HANDED_IN
    known = {
        "reference": application.reference,
        "listed": Text("\n".join(line.zh for line in lines), "\n".join(line.en for line in lines)),
        "link": f"{current_app.config['PUBLIC_URL']}{link}",
    }
    key = f"application:{application.reference}:documents run out:{at.isoformat()}"
    tell(key, application.applicant, mail.filled(known), at, link=link)


def _line(label: Text, last: date) -> Text:
    def said(language: str) -> str:
        with force_locale(LANGUAGES[language]):
            return words.LINE.to(language) % {"kind": label.to(language), "day": day(last)}

    return Text(said("zh"), said("en"))
