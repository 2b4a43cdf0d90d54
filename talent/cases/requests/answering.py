"""The applicant answers a request: what is saved is kept, and sent at once in the end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rules.facts import parse_fact
from talent.applications import documents
from talent.applications import operations as applying
from talent.applications import queries as applications
from talent.applications.evidence.operations import attach
from talent.applications.models import Evidence
from talent.audit.operations import record
from talent.cases.messages import day, tell_clerk
from talent.cases.models import Case
from talent.cases.operations import hold, note_verdicts
from talent.cases.requests import queries
from talent.cases.requests.errors import NotAllAnswered, RequestWithdrawn, SameFile, TooManyFiles
from talent.cases.requests.models import ItemKind, Request, RequestDocument, RequestItem
from talent.cases.requests.operations import hold_open, resume, tell
from talent.cases.requests.weighing import weighed
from talent.database import db

#: How many files of one document are looked at.
MOST_FILES = 10
#: What is kept in place of a clerk's sentence where nobody asked; the page says it in its own words.
FOLLOWS = "follows from another answer"


@dataclass(frozen=True)
class Draft:
    """What stands in the form for one thing.

    seen: the version of the thing that the page shows. value: as `rules.facts.written`.
    """

    seen: int
    value: object = None
    said: str = ""


@dataclass(frozen=True)
class Saved:
    """What saving came to.

    clashes: ids of things that another tab saved meanwhile. added: how many questions follow from what was answered.
    gone: names on the disk of files that nobody needs now, to be removed after the commit.
    """

    clashes: tuple[int, ...]
    added: int
    gone: tuple[str, ...]


def save(request: Request, drafts: Mapping[int, Draft], *, at: datetime) -> Saved:
    """Keep what is answered so far, by the ids of the things asked for; questions that follow are added."""
    hold_open(request)
    clashes = []
    for item in request.items:
        draft = drafts.get(item.id)
        if draft is None or (item.value, item.said) == (draft.value, draft.said):
            continue
        if draft.seen != item.version:
            clashes.append(item.id)
            continue
        item.value, item.said, item.saved_at, item.version = draft.value, draft.said, at, item.version + 1
    db.session.flush()
    added, gone = _follow(request)
    return Saved(tuple(clashes), added, gone)


def add_document(item: RequestItem, document: documents.Document, folder: Path, *, at: datetime) -> RequestDocument:
    """Keep a file in answer; the same file given twice is kept once."""
    hold_open(item.request)
    for there in item.documents:
        if there.sha256 == document.sha256:
            return there
    evidence = item.request.case.application.evidence
    if any(each.kind == item.subject and each.sha256 == document.sha256 for each in evidence):
        raise SameFile
    if len(item.documents) >= MOST_FILES:
        raise TooManyFiles
    added = RequestDocument(
        filename=document.filename,
        content_type=document.content_type,
        size=len(document.content),
        sha256=document.sha256,
        stored_as=documents.keep(document, folder),
        uploaded_at=at,
    )
    item.documents.append(added)
    item.saved_at = at
    db.session.flush()
    return added


def remove_document(document: RequestDocument) -> str:
    """Forget a file of an open request. Returns its name on the disk, to be removed after the commit."""
    hold_open(document.item.request)
    name = document.stored_as
    document.item.documents.remove(document)
    db.session.flush()
    return name


def send(request: Request, *, at: datetime) -> Request:
    """Hand the answer in, once: answers are changed, documents added, the rules asked anew, the clock runs on."""
    case = request.case
    hold(case)
    db.session.refresh(request)
    if request.answered_at is not None:
        return request
    if request.withdrawn_at is not None:
        raise RequestWithdrawn
    if missing := request.unanswered:
        raise NotAllAnswered(tuple(item.id for item in missing))
    before = weighed(applications.decide(case.application))
    _void_verifications(case, _amend(request, at) | _attach(request, at), at)
    decision = applications.decide(case.application)
    note_verdicts(case, decision)
    request.result = {"before": before, "after": weighed(decision)}
    request.answered_at = at
    resume(request, at)
    record(
        "request answered",
        by=case.application.applicant_id,
        about=case.about,
        at=at,
        details={"number": request.number, "due_on": case.due_on.isoformat()},
    )
    tell(request, "answered", at, day=day(case.due_on))
    tell_clerk(case, request.clerk, "answered", at=at, about=f"request:{request.number}", day=day(case.due_on))
    return request


def _follow(request: Request) -> tuple[int, tuple[str, ...]]:
    """Add what follows from the answers so far, and drop what no longer does.

    Returns how many things were added, and the files that nobody needs now.
    """
    following = queries.following(request)
    ordered = [(ItemKind.ANSWER, name) for name in following.facts]
    ordered += [(ItemKind.DOCUMENT, name) for name in following.documents]
    over = [item for item in request.items if item.follows and (item.kind, item.subject) not in ordered]
    gone = tuple(document.stored_as for item in over for document in item.documents)
    for item in over:
        request.items.remove(item)
    db.session.flush()
    there = {(item.kind, item.subject) for item in request.items}
    new = [each for each in ordered if each not in there]
    first = 1 + max(item.number for item in request.items)
    for number, (kind, name) in enumerate(new, start=first):
        request.items.append(RequestItem(number=number, kind=kind, subject=name, why=FOLLOWS, follows=True))
    db.session.flush()
    return len(new), gone


def _amend(request: Request, at: datetime) -> set[str]:
    """Change the answers of the application. Returns the facts that are other than before."""
    application = request.case.application
    policy, on = applications.policy_of(application), applications.applied_on(application)
    there = {answer.fact: answer.value for answer in application.answers}
    changed = set()
    for item in request.items:
        if item.kind is not ItemKind.ANSWER or item.subject is None or item.value is None:
            continue
        item.before = there.get(item.subject)
        if item.is_changed:
            changed.add(item.subject)
            applying.amend(
                application, {item.subject: parse_fact(policy.facts[item.subject], item.value, on=on)}, at=at
            )
            details: dict[str, object] = {"fact": item.subject, "from": item.before, "to": item.value}
            record("answer corrected", by=application.applicant_id, about=request.case.about, at=at, details=details)
    db.session.flush()
    return changed


def _attach(request: Request, at: datetime) -> set[str]:
    """Make evidence of the files. Returns the facts that they prove."""
    application = request.case.application
    policy = applications.policy_of(application)
    proved = set()
    for item in request.items:
        for file in item.documents:
            kept = {name: getattr(file, name) for name in ("filename", "content_type", "size", "sha256", "stored_as")}
            attach(application, Evidence(kind=item.subject, uploaded_at=file.uploaded_at, **kept), at=at)
            proved |= {name for name, fact in policy.facts.items() if item.subject in fact.evidence}
    return proved


def _void_verifications(case: Case, facts: set[str], at: datetime) -> None:
    """Forget what was found of answers whose value or document is another one now: they are verified anew."""
    void = [each for each in case.verifications if each.fact in facts]
    for each in void:
        db.session.delete(each)
    db.session.flush()
    db.session.expire(case, ["verifications"])
    for each in void:
        record("verification void", by=None, about=case.about, at=at, details={"fact": each.fact})
