"""What a person was asked and answered, for the person's own data."""

from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select

from rules.policy import Policy
from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.plain import instant
from talent.accounts.signals import Entry, File, Part
from talent.applications.models import Application
from talent.applications.queries import policy_of
from talent.cases.models import Case
from talent.cases.requests.models import Request, RequestItem
from talent.cases.requests.views import in_words, title_of
from talent.database import db
from talent.web.filters import moment


def parts(person: Person) -> list[Part]:
    """Return what the person was asked, and answered so far; files that were sent are among the documents."""
    query = select(Request).join(Request.case).join(Case.application).where(Application.applicant_id == person.id)
    found = db.session.scalars(query.order_by(Request.id)).all()
    if not found:
        return []
    return [
        Part(
            "requests",
            str(_("What the bureau asked of you, and your answers")),
            str(_("To deal with your applications.")),
            str(_("The bureau asked; you answered.")),
            str(wording.ON_RECORD),
            str(_("Change an answer as long as you have not sent it. What was sent stays as you sent it.")),
            [_plain(request) for request in found],
            [_entry(request) for request in found],
            [file for request in found if request.is_open for file in _files(request)],
        )
    ]


def _plain(request: Request) -> dict[str, object]:
    return {
        "application": request.case.reference,
        "number": request.number,
        "asked_at": instant(request.asked_at),
        "due_on": request.due_on.isoformat(),
        "answered_at": instant(request.answered_at),
        "withdrawn_at": instant(request.withdrawn_at),
        "items": [
            {
                "kind": item.kind.value,
                "subject": item.subject,
                "asked": item.why,
                "before": item.before,
                "answer": item.value,
                "said": item.said,
                "files": [{"filename": file.filename, "sha256": file.sha256} for file in item.documents],
            }
            for item in request.items
        ],
    }


def _entry(request: Request) -> Entry:
    policy = policy_of(request.case.application)
    title = f"{request.case.reference} · {moment(request.asked_at)}"
    return Entry(title, [(title_of(item, policy), _answered(item, policy)) for item in request.items])


def _answered(item: RequestItem, policy: Policy) -> str:
    files = [file.filename for file in item.documents]
    given = [] if item.value is None else [in_words(item, item.value, policy)]
    return "; ".join([*given, *files, *([item.said] if item.said else [])]) or "—"


def _files(request: Request) -> list[File]:
    folder: Path = current_app.config["EVIDENCE"]
    reference = request.case.reference
    return [
        File(f"answers/{reference}/{file.id}-{file.filename}", folder / file.stored_as)
        for item in request.items
        for file in item.documents
    ]
