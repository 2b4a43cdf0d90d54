"""What is shown to everybody of a person's grants, what was said against them, and what the person objected to."""

from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from talent.accounts.models import Person
from talent.accounts.own_data import wording as words
from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Entry, Part
from talent.applications.models import Application
from talent.awards.public_notices import wording
from talent.awards.public_notices.models import Objection, PublicNotice
from talent.cases.models import Case
from talent.database import db
from talent.notices.letters import masked
from talent.web.filters import day, moment


def parts(person: Person) -> list[Part]:
    """Return the notices of what a person was granted, and the objections they raised."""
    return [*_notices(person), *_raised(person)]


def _notices(person: Person) -> list[Part]:
    query = select(PublicNotice).join(PublicNotice.case).join(Case.application)
    notices = db.session.scalars(query.where(Application.applicant_id == person.id).order_by(PublicNotice.id)).all()
    if not notices:
        return []
    return [
        Part(
            "public_notices",
            str(_("Public notices of what you were granted")),
            str(_("So that everybody can object before public money is paid. Your name is masked.")),
            str(words.FROM_BUREAU),
            str(words.ON_RECORD),
            str(words.NOT_CHANGED),
            [_plain(notice) for notice in notices],
            [_entry(notice) for notice in notices],
        )
    ]


def _plain(notice: PublicNotice) -> dict[str, object]:
    return {
        "number": notice.id,
        "application": notice.case.reference,
        "name_shown": masked(notice.case.application.applicant.name),
        "opens_on": notice.opens_on.isoformat(),
        "closes_on": notice.closes_on.isoformat(),
        "ended_at": instant(notice.ended_at),
        "objections": [
            {
                "raised_at": instant(each.raised_at),
                "finding": each.finding.value if each.finding else None,
                "reason": each.finding_reason,
                "decided_at": instant(each.decided_at),
            }
            for each in notice.objections
        ],
    }


def _entry(notice: PublicNotice) -> Entry:
    rows = [
        (str(_("On show")), f"{day(notice.opens_on)} – {day(notice.closes_on)}"),
        (str(_("Name shown")), masked(notice.case.application.applicant.name)),
        (str(_("State")), wording.state(notice)[0]),
    ]
    rows += [(str(_("Objection")), wording.finding(each)[0]) for each in notice.objections]
    return Entry(notice.case.reference, rows)


def _raised(person: Person) -> list[Part]:
    query = select(Objection).where(Objection.person_id == person.id).order_by(Objection.id)
    objections = db.session.scalars(query).all()
    if not objections:
        return []
    return [
        Part(
            "objections",
            str(_("Objections you raised")),
            str(_("To look into what you know of, and to answer you. The applicant is not told who you are.")),
            str(words.FROM_YOU),
            str(_("As long as the case is on record; your name and address until you delete your account.")),
            str(words.NOT_CHANGED),
            [_plain_objection(each) for each in objections],
            [_entry_objection(each) for each in objections],
        )
    ]


def _plain_objection(objection: Objection) -> dict[str, object]:
    return {
        "notice": objection.notice_id,
        "name": objection.name,
        "email": objection.email,
        "language": objection.language,
        "reason": objection.reason,
        "raised_at": instant(objection.raised_at),
        "finding": objection.finding.value if objection.finding else None,
        "finding_reason": objection.finding_reason,
        "decided_at": instant(objection.decided_at),
    }


def _entry_objection(objection: Objection) -> Entry:
    rows = [
        (str(_("Sent")), moment(objection.raised_at)),
        (str(_("What you wrote")), objection.reason),
        (str(_("State")), wording.finding(objection)[0]),
    ]
    return Entry(str(_("Notice no. %(number)d", number=objection.notice_id)), rows)


def empty(person: Person, *, at: datetime) -> None:
    """Forget name and address of an objector whose account is emptied; what they wrote stays with the case."""
    for objection in db.session.scalars(select(Objection).where(Objection.person_id == person.id)):
        objection.name = objection.email = ""
    db.session.flush()
