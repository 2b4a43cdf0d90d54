"""The auditor's pages: read only."""

import tempfile

from flask import Blueprint, Response, abort, g, render_template, request, send_file

from talent.audit import queries
from talent.audit.operations import record
from talent.audit.searching import Search, shown_details
from talent.audit.sheets import SHEETS
from talent.audit.wording import ACTIONS
from talent.database import begin_writing, db, now
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.numbers import whole_number

audit = Blueprint("audit", __name__, url_prefix="/audit")


def _reads_cases() -> bool:
    return bool(g.person.has(Role.AUDITOR))


@audit.route("/")
@open_to(Role.AUDITOR, Role.ADMINISTRATOR)
def index() -> str:
    """List who did what, newest first; search by who, what, about what and when."""
    wanted = Search.read(request.args)
    part = queries.part(wanted, before=request.args.get("before", type=whole_number))
    reads_cases = _reads_cases()
    return render_template(
        "audit/index.html",
        part=part,
        wanted=wanted,
        asked=wanted.asked(),
        staff=queries.staff(entry.actor_id for entry in part.entries),
        details={entry.id: shown_details(entry, reads_cases=reads_cases) for entry in part.entries},
        actions=ACTIONS,
        most=queries.MOST,
        is_first="before" not in request.args,
    )


@audit.route("/export.<kind>")
@open_to(Role.AUDITOR, Role.ADMINISTRATOR)
def export(kind: str) -> Response:
    """Send what was found as a file, with the hashes; that it was taken along is recorded."""
    if kind not in SHEETS:
        abort(404)
    wanted, reads_cases, reader = Search.read(request.args), _reads_cases(), g.person.id
    begin_writing()
    details: dict[str, object] = {"kind": kind, **wanted.asked()}
    record("audit record exported", by=reader, about="audit", at=now(), details=details)
    db.session.commit()
    write, mimetype = SHEETS[kind]
    out = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
    write(wanted, out, reads_cases=reads_cases)
    out.seek(0)
    answer = send_file(out, mimetype, as_attachment=True, download_name=f"audit-{today().isoformat()}.{kind}")
    answer.headers["Cache-Control"] = "no-store"
    return answer
