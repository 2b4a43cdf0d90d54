"""The applicant's documents: what is needed and how it stands, adding, looking at, replacing and removing."""

from collections.abc import Sequence
from datetime import date

from flask import current_app, flash, g, jsonify, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from rules.policy import EvidenceKind
from talent.applications import documents, queries
from talent.applications.errors import ChangedMeanwhile, DocumentGone, NoSuchEvidence, UnfitDate
from talent.applications.evidence import operations, wording
from talent.applications.evidence.forms import DateForm, UploadForm, VersionForm, named_apart, upload_form
from talent.applications.evidence.queries import Proof, State, own, proof, proofs
from talent.applications.evidence.taking import add_from, isolated, replace_from
from talent.applications.evidence.validity import oldest_valid
from talent.applications.models import Application, Evidence, Stage
from talent.applications.routes import applications
from talent.database import db, now
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.errors import Refused
from talent.web.held import keeps_form, release
from talent.web.numbers import whole_number

#: A form without JavaScript may carry so many files of the largest size.
FILES_AT_ONCE = 5
#: So much of a request that is too large is read, so that its sender gets to see the answer.
MOST_DRAINED = 128 * 1024 * 1024

PLACE = "/<reference>/evidence/<kind>/<int:number>"


@applications.route("/<reference>/evidence")
@open_to(Role.APPLICANT, Role.EMPLOYER)
def evidence(reference: str) -> str:
    """Show every document that is called for, what it proves and how it stands."""
    application = queries.fillable(reference, seen_by=g.person)
    listed = proofs(application, current_app.config["EVIDENCE"], on=today())
    return render_template(
        "applications/evidence.html",
        application=application,
        proofs=listed,
        waiting=[each for each in listed if each.waits],
        draft=application.stage is Stage.DRAFT,
        form_of=lambda each: named_apart(upload_form(each.kind, known=_known(each)), each.kind),
        **_words(),
    )


@applications.route("/<reference>/evidence/<kind>", methods=["GET", "POST"])
@open_to(Role.APPLICANT, Role.EMPLOYER)
@keeps_form
def upload(reference: str, kind: str) -> str | AnyResponse:
    """Take the documents of one kind."""
    application = queries.fillable(reference, seen_by=g.person)
    wanted = _kind(application, kind)
    folder = current_app.config["EVIDENCE"]
    shown = proof(application, wanted, folder, on=today())
    form = upload_form(wanted, known=_known(shown), typed=_typed())
    if form.validate_on_submit():
        kept = add_from(form, reference, wanted)
        db.session.commit()
        notes = _notes(kept)
        if _by_script():
            return _told(form, notes)
        for note in notes:
            flash(note)
        if not form.errors:
            return redirect(_after(reference, kind))
        shown = proof(queries.fillable(reference, seen_by=g.person), wanted, folder, on=today())
    return render_template(
        "applications/upload.html",
        application=application,
        proof=shown,
        form=form,
        draft=application.stage is Stage.DRAFT,
        **_words(),
    )


@applications.route(PLACE, methods=["GET", "POST"])
@open_to(Role.APPLICANT, Role.EMPLOYER)
@keeps_form
def document(reference: str, kind: str, number: int) -> str | AnyResponse:
    """Show a document page by page; take a file that replaces it."""
    found = own(reference, kind, number, seen_by=g.person)
    wanted = _kind(found.application, kind)
    form = upload_form(wanted, seen=found.version, typed=_typed())
    if form.validate_on_submit():
        replace_from(form, reference, wanted, number)
        db.session.commit()
        if _by_script():
            return _told(form, [])
        if not form.errors:
            flash(_("The new file has taken the place of the old one."), "success")
            return redirect(url_for("applications.document", reference=reference, kind=kind, number=number))
        found = own(reference, kind, number, seen_by=g.person)
    return _page(found, wanted, form, DateForm(formdata=None, data={"seen": found.version}))


def _page(found: Evidence, kind: EvidenceKind, form: UploadForm, date_form: DateForm) -> str:
    shown = proof(found.application, kind, current_app.config["EVIDENCE"], on=today())
    sheet = next(each for each in shown.sheets if each.evidence is found)
    wanted = request.args.get("page", 1, type=whole_number)
    return render_template(
        "applications/document.html",
        application=found.application,
        proof=shown,
        sheet=sheet,
        page=min(max(wanted, 1), max(sheet.pages, 1)),
        form=form,
        date_form=date_form,
        draft=found.application.stage is Stage.DRAFT,
        **_words(),
    )


@applications.route(f"{PLACE}/date", methods=["POST"])
@open_to(Role.APPLICANT, Role.EMPLOYER)
def date_document(reference: str, kind: str, number: int) -> str | AnyResponse:
    """Take the date on a document that was added without one."""
    found = own(reference, kind, number, seen_by=g.person)
    form = DateForm()
    told = form.day() if form.validate_on_submit() else None
    if told is not None:
        try:
            operations.tell_date(found, told, seen=form.seen.data, at=now(), by=g.person)
        except UnfitDate as error:
            form.issued_on.errors = [error.says()]
    if form.errors:
        wanted = _kind(found.application, kind)
        return _page(found, wanted, upload_form(wanted, seen=found.version), form)
    db.session.commit()
    return redirect(_after(reference, kind))


@applications.route(f"{PLACE}/back", methods=["POST"])
@open_to(Role.APPLICANT, Role.EMPLOYER)
def put_back(reference: str, kind: str, number: int) -> AnyResponse:
    """Undo a replacement."""
    found = own(reference, kind, number, seen_by=g.person)
    operations.put_back(found, seen=VersionForm().seen.data or "", at=now(), by=g.person)
    db.session.commit()
    flash(_("The earlier file is back in its place."), "success")
    return redirect(url_for("applications.document", reference=reference, kind=kind, number=number))


@applications.route(f"{PLACE}/remove", methods=["POST"])
@open_to(Role.APPLICANT, Role.EMPLOYER)
def remove_evidence(reference: str, kind: str, number: int) -> AnyResponse:
    """Remove a document of a draft."""
    found = own(reference, kind, number, seen_by=g.person)
    name = isolated(found.filename)
    folder, seen = current_app.config["EVIDENCE"], VersionForm().seen.data or ""
    operations.remove(found, folder, seen=seen, at=now(), by=g.person)
    db.session.commit()
    flash(_("%(file)s has been removed.", file=name))
    return redirect(_after(reference, kind))


@applications.url_value_preprocessor
def _let_more_files_in(endpoint: str | None, values: dict[str, object] | None) -> None:
    """Let somebody who is signed in send several files with one form."""
    if endpoint == "applications.upload" and "_user_id" in session:
        request.max_content_length = FILES_AT_ONCE * current_app.config["EVIDENCE_BYTES"] + 1024 * 1024


@applications.errorhandler(RequestEntityTooLarge)
def _too_large(error: RequestEntityTooLarge) -> AnyResponse:
    """Tell it on the page that was sent from, once the rest of it has been read: else the browser shows no answer."""
    left = min(request.content_length or 0, MOST_DRAINED)
    while left > 0 and (chunk := request.environ["wsgi.input"].read(min(left, 65536))):
        left -= len(chunk)
    flash(_("The files were too large together, and none was kept: at most 10 MB each. Send them one by one."), "error")
    return redirect(request.path)


@applications.errorhandler(ChangedMeanwhile)
@applications.errorhandler(DocumentGone)
def _changed(error: Refused) -> AnyResponse:
    """Tell it on the page that shows how things are now."""
    db.session.rollback()
    if _by_script():
        answer = jsonify(notes=[], errors={"document": [error.says()]})
        answer.status_code = error.status
        return answer
    flash(error.says(), "error")
    return redirect(_after(str((request.view_args or {})["reference"]), str((request.view_args or {})["kind"])))


def _kind(application: Application, kind: str) -> EvidenceKind:
    found = queries.policy_of(application).evidence.get(kind)
    if found is None:
        raise NoSuchEvidence
    return found


def _known(shown: Proof) -> date | None:
    """Return the date told with the last document of a kind: its further pages bear the same."""
    return next((each.evidence.issued_on for each in reversed(shown.sheets)), None)


def _typed() -> MultiDict[str, str] | None:
    """Return what was typed before a sign-in came between, and say that the files have to be chosen again."""
    typed = release()
    if typed:
        flash(_("You had to sign in again. What you typed is here; choose the files once more, they were not kept."))
    return typed


def _notes(kept: Sequence[Evidence]) -> list[str]:
    """Say of which files that were kept the same are there for something else."""
    policy = queries.policy_of(kept[0].application) if kept else None
    notes = []
    for file in kept:
        twins = {each.kind for each in file.application.evidence if each.sha256 == file.sha256} - {file.kind}
        if twins and policy is not None:
            kinds = [kind for kind in policy.evidence.values() if kind.id in twins]
            notes.append(f"{isolated(file.filename)}{_(': ')}{wording.also_for(kinds)}")
    return notes


def _by_script() -> bool:
    """Whether our script sends one file and waits for what became of it."""
    return request.accept_mimetypes.best == "application/json"


def _told(form: UploadForm, notes: Sequence[str]) -> AnyResponse:
    answer = jsonify(
        notes=list(notes), errors={name: [str(each) for each in told] for name, told in form.errors.items()}
    )
    answer.status_code = 422 if form.errors else 200
    return answer


def _after(reference: str, kind: str) -> str:
    """Return the page to go on with: where the form was, by itself or among all documents."""
    if request.args.get("back") == "all":
        return url_for("applications.evidence", reference=reference, _anchor=kind)
    return url_for("applications.upload", reference=reference, kind=kind)


def _words() -> dict[str, object]:
    """Return what the templates of documents need to say how things stand."""
    return {
        "wording": wording,
        "State": State,
        "shown": queries.shown,
        "shortened": documents.shortened,
        "oldest": lambda kind: oldest_valid(kind.expires_after_months, on=today()),
    }
