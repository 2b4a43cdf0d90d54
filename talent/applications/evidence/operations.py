"""Add, replace, put back, date and remove documents."""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.exc import InvalidRequestError

from talent.accounts.models import Person
from talent.applications import documents, queries
from talent.applications.drafts import hold_draft
from talent.applications.errors import (
    AlreadySubmitted,
    ChangedMeanwhile,
    DocumentGone,
    NoSuchEvidence,
    NothingToPutBack,
    SameFile,
    TooManyFiles,
)
from talent.applications.evidence.files import keep, spend
from talent.applications.evidence.queries import examination, is_renewable, names_of
from talent.applications.evidence.validity import valid_until
from talent.applications.models import Application, Evidence, FormerEvidence, KeptFile, Stage
from talent.applications.signals import renewing
from talent.audit.operations import record
from talent.database import db
from talent.web.days import policy_day

#: How many documents of one kind an application may carry.
MOST_DOCUMENTS = 10
#: What changes when another file takes the place of one.
FILE = tuple(KeptFile.__annotations__)


def add(
    application: Application,
    kind: str,
    document: documents.Document,
    folder: Path,
    *,
    at: datetime,
    issued_on: date | None = None,
    by: Person | None = None,
) -> Evidence:
    """Keep a document; the same file given twice for the same purpose is kept once, with the date told last.

    Once the application was handed in, a newer document may be added where one runs out, and nothing else.
    issued_on: the date on the document, where its kind grows old. by: who adds it, the applicant where it is None.
    Raises TooManyFiles, SameFile, UnfitDate, AlreadySubmitted.
    """
    _hold(application, kind, at, by)
    dated = _dated(application, kind, issued_on, at)
    of_kind = [there for there in application.evidence if there.kind == kind]
    for there in of_kind:
        if there.sha256 == document.sha256:
            if application.stage is Stage.SUBMITTED:
                raise SameFile
            return _given_again(there, document, folder, dated)
    if len(of_kind) >= MOST_DOCUMENTS:
        raise TooManyFiles(MOST_DOCUMENTS)
    evidence = Evidence(kind=kind, **_file(document, folder, at, _helper(application, by)), **dated)
    attach(application, evidence, at=at, by=by)
    return evidence


def attach(application: Application, evidence: Evidence, *, at: datetime, by: Person | None = None) -> None:
    """Add a document to an application, handed in or not: for the features above, which know why that is right."""
    application.evidence.append(evidence)
    db.session.flush()
    _record("evidence added", evidence, at, by)


def replace(
    evidence: Evidence,
    document: documents.Document,
    folder: Path,
    *,
    seen: str,
    at: datetime,
    issued_on: date | None = None,
    by: Person | None = None,
) -> None:
    """Put another file in the place of one of a draft; the old one is kept until the draft is handed in.

    seen: the version the applicant looked at. Raises SameFile, UnfitDate, ChangedMeanwhile, AlreadySubmitted.
    """
    application = _hold_version(evidence, seen, by)
    dated = _dated(application, evidence.kind, issued_on, at)
    if document.sha256 == evidence.sha256:
        _given_again(evidence, document, folder, dated)
        return
    _refuse_twin(evidence, document.sha256)
    _set_aside(evidence, folder, at)
    undated = {"issued_on": None, "valid_until": None, "announced_at": None}
    for name, value in {**_file(document, folder, at, _helper(application, by)), **undated, **dated}.items():
        setattr(evidence, name, value)
    db.session.flush()
    _record("evidence replaced", evidence, at, by)


def put_back(evidence: Evidence, *, seen: str, at: datetime, by: Person | None = None) -> None:
    """Undo a replacement: the two files change places. Raises ChangedMeanwhile, NothingToPutBack, SameFile."""
    _hold_version(evidence, seen, by)
    former = evidence.former
    if former is None:
        raise NothingToPutBack
    _refuse_twin(evidence, former.sha256)
    for name in FILE:
        here, there = getattr(evidence, name), getattr(former, name)
        setattr(evidence, name, there)
        setattr(former, name, here)
    former.replaced_at, evidence.announced_at = at, None
    db.session.flush()
    _record("evidence replaced", evidence, at, by)


def tell_date(evidence: Evidence, issued_on: date, *, seen: str, at: datetime, by: Person | None = None) -> None:
    """Note the date on a document of a draft, or of one that a clerk has and that bears none yet.

    Raises UnfitDate, ChangedMeanwhile, AlreadySubmitted.
    """
    application = evidence.application
    if evidence.issued_on is None and examination(application).awaits:
        renewing.send(application, kind=evidence.kind, at=at)
    else:
        hold_draft(application, by=by)
    _refuse_changed(evidence, seen)
    _take_date(evidence, _dated(application, evidence.kind, issued_on, at))
    db.session.flush()


def remove(evidence: Evidence, folder: Path, *, seen: str, at: datetime, by: Person | None = None) -> None:
    """Forget a document of a draft; its file goes when that is committed. Raises ChangedMeanwhile, AlreadySubmitted."""
    application = _hold_version(evidence, seen, by)
    for name in names_of(evidence):
        spend(folder / name)
    _record("evidence removed", evidence, at, by)
    application.evidence.remove(evidence)
    db.session.flush()


def note_announced(files: Iterable[Evidence], *, at: datetime) -> None:
    """Note that the applicant was told that documents run out."""
    for evidence in files:
        evidence.announced_at = at
    db.session.flush()


def forget_replaced(application: Application, folder: Path) -> None:
    """Forget the files that others took the place of: it is handed in what is there."""
    for evidence in application.evidence:
        if evidence.former is not None:
            spend(folder / evidence.former.stored_as)
            evidence.former = None
    db.session.flush()


def _hold(application: Application, kind: str, at: datetime, by: Person | None) -> None:
    """Hold the draft; or ask whether a newer document may still be added to what was handed in."""
    kinds = queries.policy_of(application).evidence
    if kind not in kinds:
        raise NoSuchEvidence
    try:
        hold_draft(application, by=by)
    except AlreadySubmitted:
        if not is_renewable(application, kinds[kind], examination(application), on=policy_day(at)):
            raise
        renewing.send(application, kind=kind, at=at)
    db.session.expire(application, ["evidence"])


def _hold_version(evidence: Evidence, seen: str, by: Person | None) -> Application:
    """Hold the draft of a document, and refuse when another file has taken its place since it was looked at."""
    application = hold_draft(evidence.application, by=by)
    _refuse_changed(evidence, seen)
    db.session.expire(application, ["evidence"])
    return application


def _refuse_changed(evidence: Evidence, seen: str) -> None:
    try:
        db.session.refresh(evidence)
    except InvalidRequestError as error:
        raise DocumentGone from error
    if evidence.version != seen:
        raise ChangedMeanwhile


def _dated(application: Application, kind: str, issued_on: date | None, at: datetime) -> dict[str, date]:
    """Return the date on a document with the last day it is valid; nothing where it does not grow old."""
    last = valid_until(queries.policy_of(application).evidence[kind], issued_on, on=policy_day(at))
    return {"issued_on": issued_on, "valid_until": last} if issued_on and last else {}


def _take_date(evidence: Evidence, dated: dict[str, date]) -> None:
    for name, value in dated.items():
        setattr(evidence, name, value)


def _given_again(evidence: Evidence, document: documents.Document, folder: Path, dated: dict[str, date]) -> Evidence:
    """Take the date told with a file that is there already, and write the file anew where it was lost."""
    if not (folder / evidence.stored_as).is_file():
        documents.put(document, folder / evidence.stored_as)
    _take_date(evidence, dated)
    db.session.flush()
    return evidence


def _refuse_twin(evidence: Evidence, sha256: str) -> None:
    for there in evidence.application.evidence:
        if there is not evidence and there.kind == evidence.kind and there.sha256 == sha256:
            raise SameFile


def _set_aside(evidence: Evidence, folder: Path, at: datetime) -> None:
    """Keep the file beside the one that takes its place; the one it took the place of itself goes."""
    if evidence.former is not None:
        spend(folder / evidence.former.stored_as)
        evidence.former = None
        db.session.flush()
    evidence.former = FormerEvidence(replaced_at=at, **{name: getattr(evidence, name) for name in FILE})


def _helper(application: Application, by: Person | None) -> int | None:
    """Return who adds a document for the applicant, None where that is the applicant."""
    return by.id if by is not None and by.id != application.applicant_id else None


def _file(document: documents.Document, folder: Path, at: datetime, helper: int | None) -> dict[str, object]:
    return {
        "filename": document.filename,
        "content_type": document.content_type,
        "size": len(document.content),
        "sha256": document.sha256,
        "stored_as": keep(document, folder),
        "uploaded_at": at,
        "filled_by_id": helper,
    }


def _record(action: str, evidence: Evidence, at: datetime, by: Person | None) -> None:
    application = evidence.application
    details: dict[str, object] = {"kind": evidence.kind, "sha256": evidence.sha256}
    if action == "evidence replaced" and evidence.former is not None:
        details["former"] = evidence.former.sha256
    about = f"application:{application.reference}"
    record(action, by=by.id if by else application.applicant_id, about=about, at=at, details=details)
