"""Documents as files and as pictures, for their owner and, once handed in, for who looks at cases."""

from pathlib import Path

from flask import Response, current_app, g, request, send_file

from talent.applications import documents, queries
from talent.applications.errors import NoSuchEvidence
from talent.applications.models import Evidence
from talent.applications.routes import applications
from talent.web.access import SIGNED_IN, open_to

NUMBER = "<int:number>"


@applications.route(f"/evidence/{NUMBER}/file")
@open_to(SIGNED_IN)
def evidence_file(number: int) -> Response:
    """Send a document as a download."""
    document = queries.evidence(number, seen_by=g.person)
    path = _path(document)
    if not path.is_file():
        raise NoSuchEvidence
    answer = send_file(path, mimetype=document.content_type, as_attachment=True, download_name=document.filename)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "no-store"
    return answer


@applications.route(f"/evidence/{NUMBER}/page/<int(max=9999):page>.webp")
@open_to(SIGNED_IN)
def evidence_page(number: int, page: int) -> Response:
    """Show a page of a document as a picture."""
    return _picture(queries.evidence(number, seen_by=g.person), page, documents.WIDTH)


@applications.route(f"/evidence/{NUMBER}/thumbnail.webp")
@open_to(SIGNED_IN)
def evidence_thumbnail(number: int) -> Response:
    """Show the first page of a document as a small picture."""
    return _picture(queries.evidence(number, seen_by=g.person), 1, documents.SMALL)


def _picture(document: Evidence, page: int, width: int) -> Response:
    """Answer with a picture that a browser may keep for this person, and has to ask for again each time."""
    mark = f"{document.version}-{page}-{width}"
    if request.if_none_match.contains(mark):
        answer = Response(status=304)
    else:
        drawn = documents.picture(_path(document), document.content_type, page, width)
        if drawn is None:
            raise NoSuchEvidence
        answer = Response(drawn, mimetype="image/webp")
    answer.set_etag(mark)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Vary"] = "Cookie"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _path(document: Evidence) -> Path:
    folder: Path = current_app.config["EVIDENCE"]
    return folder / document.stored_as
