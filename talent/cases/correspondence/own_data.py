"""What a person and the bureau wrote to each other, for the person's own data."""

from flask_babel import gettext as _
from sqlalchemy import select

from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Entry, Part
from talent.applications.models import Application
from talent.cases.correspondence.models import CaseMessage
from talent.cases.models import Case
from talent.database import db
from talent.web.filters import moment


def parts(person: Person) -> list[Part]:
    """Return the messages about the person's applications; who of the bureau wrote is not the person's data."""
    query = select(CaseMessage).join(CaseMessage.case).join(Case.application)
    found = db.session.scalars(query.where(Application.applicant_id == person.id).order_by(CaseMessage.id)).all()
    if not found:
        return []
    return [
        Part(
            "correspondence",
            str(_("Messages with the bureau")),
            str(_("To deal with your applications.")),
            str(_("You and the bureau wrote them.")),
            str(wording.ON_RECORD),
            str(wording.NOT_CHANGED),
            [_plain(message) for message in found],
            [_entry(message) for message in found],
        )
    ]


def _plain(message: CaseMessage) -> dict[str, object]:
    return {
        "application": message.case.reference,
        "from": "applicant" if message.from_applicant else "bureau",
        "text": message.text,
        "sent_at": instant(message.sent_at),
        "read_at": instant(message.read_at),
    }


def _entry(message: CaseMessage) -> Entry:
    who = str(_("You") if message.from_applicant else _("The bureau"))
    return Entry(f"{message.case.reference} · {moment(message.sent_at)}", [(who, message.text)])
