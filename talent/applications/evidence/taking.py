"""Files that come by a form: checked while nothing is locked, then kept together. What is wrong is told in place."""

from collections.abc import Callable, Sequence

from flask import current_app, g
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from rules.policy import EvidenceKind
from talent.applications import documents, queries
from talent.applications.errors import UnfitDate, UnfitFile
from talent.applications.evidence import operations
from talent.applications.evidence.forms import UploadForm
from talent.applications.evidence.queries import own
from talent.applications.evidence.validity import valid_until
from talent.applications.models import Evidence
from talent.database import db, now
from talent.web.days import today


def add_from(form: UploadForm, reference: str, kind: EvidenceKind) -> list[Evidence]:
    """Keep the files of a form, as many as may be; the errors of the others go to their field."""

    def add(document: documents.Document) -> Evidence:
        application = queries.fillable(reference, seen_by=g.person)
        folder = current_app.config["EVIDENCE"]
        return operations.add(application, kind.id, document, folder, at=now(), issued_on=form.day(), by=g.person)

    return _keep(form, _checked(form, form.files, kind), add)


def replace_from(form: UploadForm, reference: str, kind: EvidenceKind, number: int) -> list[Evidence]:
    """Put the file of a form in the place of a document."""

    def replace(document: documents.Document) -> Evidence:
        evidence, folder = own(reference, kind.id, number, seen_by=g.person), current_app.config["EVIDENCE"]
        operations.replace(evidence, document, folder, seen=form.seen.data, at=now(), issued_on=form.day(), by=g.person)
        return evidence

    return _keep(form, _checked(form, form.files[:1], kind), replace)


def _checked(form: UploadForm, files: Sequence[FileStorage], kind: EvidenceKind) -> list[documents.Document]:
    """Return the files that may be kept. What was read is let go of first: opening a file may take seconds."""
    try:
        valid_until(kind, form.day(), on=today())
    except UnfitDate as error:
        form.issued_on.errors = [error.says()]
    if not files:
        form.document.errors = [_("Choose a file first.")]
    if form.errors:
        return []
    db.session.rollback()
    most = current_app.config["EVIDENCE_BYTES"]
    fit = []
    for sent in files:
        try:
            fit.append(documents.checked(sent.read(most + 1), sent.filename or "", kind.accepts, most))
        except UnfitFile as error:
            _tell(form, documents.plain_name(sent.filename or ""), error)
    return fit


def _keep(
    form: UploadForm, fit: Sequence[documents.Document], keep: Callable[[documents.Document], Evidence]
) -> list[Evidence]:
    kept = []
    for document in fit:
        try:
            kept.append(keep(document))
        except UnfitFile as error:
            _tell(form, document.filename, error)
    return kept


def _tell(form: UploadForm, name: str, error: UnfitFile) -> None:
    """Say what is wrong with a file, by its name where several were sent; all of it is one error of the field."""
    sentence = error.says()
    if len(form.files) > 1:
        sentence = str(_("%(file)s: %(problem)s", file=isolated(name), problem=sentence))
    form.document.errors = [" ".join([*form.document.errors, sentence])]


def isolated(name: str) -> str:
    """Return the name of a file as it may stand in a sentence: its own direction turns nothing else round."""
    return f"\u2068{documents.shortened(name)}\u2069"
