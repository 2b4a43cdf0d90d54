"""Write to the other side of a case, and note what was seen."""

import unicodedata
from datetime import datetime

from sqlalchemy import select, update

from talent.accounts.models import Person
from talent.audit.operations import record
from talent.cases.correspondence import queries
from talent.cases.correspondence.errors import CorrespondenceOver, TextUnfit
from talent.cases.correspondence.models import LONGEST, CaseMessage
from talent.cases.messages import path, tell_applicant, tell_clerk
from talent.cases.models import Case
from talent.cases.operations import hold
from talent.database import db


def write(case: Case, *, text: str, key: str, sender: Person, at: datetime) -> CaseMessage:
    """Send a message: of the applicant to the bureau, or of a clerk to the applicant.

    key: of the form, so that a double click sends once. The mail that tells of it does not say what was written.
    """
    text = plain(text)
    hold(case)
    if again := db.session.scalar(select(CaseMessage).where(CaseMessage.case_id == case.id, CaseMessage.key == key)):
        return again
    if not queries.is_open(case, at):
        raise CorrespondenceOver
    if not 1 <= len(text) <= LONGEST:
        raise TextUnfit
    from_applicant = sender.id == case.application.applicant_id
    clerk = queries.clerk_of(case)
    message = CaseMessage(case=case, key=key, sender=sender, from_applicant=from_applicant, text=text, sent_at=at)
    db.session.add(message)
    db.session.flush()
    record("message sent", by=sender.id, about=case.about, at=at, details={"message": message.id})
    about = f"message:{message.id}"
    if not from_applicant:
        link = path("correspondence.of_application", reference=case.reference)
        tell_applicant(case, "message", at=at, about=about, link=link)
    elif clerk is not None:
        tell_clerk(case, clerk, "message", at=at, about=about)
    return message


def note_seen(case: Case, *, by_applicant: bool, at: datetime) -> None:
    """Note that one side has seen what the other wrote."""
    unseen = (CaseMessage.case_id == case.id) & CaseMessage.read_at.is_(None)
    other_side = CaseMessage.from_applicant.is_not(by_applicant)
    db.session.execute(update(CaseMessage).where(unseen, other_side, CaseMessage.sent_at <= at).values(read_at=at))


def plain(text: str) -> str:
    """Return a text with its lines kept and without characters that are not written."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter in "\n\t" or unicodedata.category(letter) != "Cc").strip()
