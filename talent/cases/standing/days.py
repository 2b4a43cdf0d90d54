"""The days a case brings: the promise, and the last day to answer a request; and the file that calendars read."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from flask import current_app
from flask_babel import gettext as _
from icalendar import Calendar, Event

from talent.applications.signals import Deadline
from talent.cases.appeals.wording import deadline as last_day_to_appeal
from talent.cases.messages import address
from talent.cases.models import CLOSED, Case, CaseStage
from talent.cases.requests.models import Request
from talent.cases.requests.queries import requests_of
from talent.web.language import language


def days_of(case: Case) -> list[Deadline]:
    """Return the days of a case, those that no longer stand too: calendars that have them are told."""
    asked = requests_of(case)
    appeal = last_day_to_appeal(case)
    return [_promise(case, asked), *(_answer(request) for request in asked), *([appeal] if appeal else [])]


def _promise(case: Case, asked: Iterable[Request]) -> Deadline:
    changes = sum(1 if request.is_open else 2 for request in asked) + (case.stage in CLOSED)
    return Deadline(
        uid=f"decision-{case.reference}",
        day=case.due_on,
        title=str(_("Decision due: application %(reference)s", reference=case.reference)),
        says=str(_("The bureau's turn. By this day you have the decision.")),
        revision=changes,
        over=case.stage in {CaseStage.WAITING, *CLOSED},
    )


def _answer(request: Request) -> Deadline:
    return Deadline(
        uid=f"request-{request.case.reference}-{request.number}",
        day=request.due_on,
        title=str(_("Answer the bureau: application %(reference)s", reference=request.case.reference)),
        says=str(_("Your turn. The bureau needs more information of you by this day.")),
        revision=0 if request.is_open else 1,
        mine=True,
        over=not request.is_open,
    )


def calendar_file(reference: str, deadlines: Iterable[Deadline], *, at: datetime) -> bytes:
    """Return the days as an iCalendar file (RFC 5545): whole days; read again, it changes those that moved."""
    host = urlsplit(current_app.config["PUBLIC_URL"]).hostname
    code = "en" if language() == "en" else "zh-CN"
    calendar = Calendar()
    calendar.add("prodid", "-//Future Community Talent Service//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", str(_("Application %(reference)s", reference=reference)))
    for deadline in deadlines:
        event = Event()
        event.add("uid", f"{deadline.uid}@{host}")
        event.add("dtstamp", at)
        event.add("sequence", deadline.revision)
        event.add("dtstart", deadline.day)
        event.add("dtend", deadline.day + timedelta(days=1))
        event.add("summary", deadline.title, parameters={"language": code})
        event.add("description", deadline.says, parameters={"language": code})
        event.add("url", address("applications.show", reference=reference))
        event.add("status", "CANCELLED" if deadline.over else "CONFIRMED")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
