"""Take in an extract, delete it on its day, and let an answer count as proved by it."""

from datetime import date, datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import delete as deleting
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from rules.policy import Policy, Registry
from talent.accounts.models import Person
from talent.audit.operations import record
from talent.cases.models import Case, Verification, VerificationState
from talent.cases.operations import hold, verify
from talent.cases.registries.errors import DayUnfit, ExtractKnown, ExtractRefused, NotConfirmed
from talent.cases.registries.models import Extract, ExtractRow
from talent.cases.registries.queries import Heard, compared
from talent.cases.registries.reading import read
from talent.cases.registries.wording import NAMES
from talent.database import db
from talent.web.days import policy_day
from talent.web.filters import day

#: How long an extract is kept after it was taken in.
KEPT = timedelta(days=90)


def take_in(
    content: bytes, *, registry: Registry, policy: Policy, dated_on: date, filename: str, officer: Person, at: datetime
) -> Extract:
    """Take in an extract, whole or not at all; the file itself is not kept.

    Raises DayUnfit, NotAnExtract, ExtractRefused, ExtractKnown.
    """
    if dated_on > policy_day(at):
        raise DayUnfit
    found = read(content, policy=policy, registry=registry, on=dated_on)
    if found.problems:
        raise ExtractRefused(found.problems)
    extract = Extract(
        source=registry,
        policy_id=policy.id,
        dated_on=dated_on,
        facts=list(found.facts),
        row_count=len(found.rows),
        filename=filename[:255],
        sha256=found.sha256,
        taken_by=officer,
        taken_at=at,
        delete_on=policy_day(at) + KEPT,
    )
    try:
        with db.session.begin_nested():
            db.session.add(extract)
    except IntegrityError as error:
        raise ExtractKnown from error
    rows = [{"extract_id": extract.id, "identity_lookup": key, "said": said} for key, said in found.rows]
    db.session.execute(insert(ExtractRow), rows)
    details: dict[str, object] = {"registry": registry.value, "dated_on": dated_on.isoformat(), "rows": len(rows)}
    record("extract taken in", by=officer.id, about=extract.about, at=at, details=details)
    return extract


def delete(extract: Extract, *, by: Person | None, at: datetime) -> None:
    """Delete an extract and every row of it. by: None when its day has come."""
    details: dict[str, object] = {"registry": extract.source.value, "dated_on": extract.dated_on.isoformat()}
    record("extract deleted", by=by.id if by else None, about=extract.about, at=at, details=details)
    db.session.execute(deleting(ExtractRow).where(ExtractRow.extract_id == extract.id))
    db.session.delete(extract)
    db.session.flush()


def confirm(case: Case, *, fact: str, clerk: Person, at: datetime) -> Verification:
    """Find an answer proved because an extract says the same, and note it so. Raises NotConfirmed."""
    hold(case)
    said = compared(case).get(fact)
    if said is None or said.heard is not Heard.AGREES:
        raise NotConfirmed
    note = _("agrees with the extract of %(day)s (%(registry)s)", day=day(said.on), registry=NAMES[said.registry])
    return verify(case, fact=fact, state=VerificationState.VERIFIED, note=note, clerk=clerk, at=at)


def erase(person: Person, *, at: datetime) -> None:
    """Forget what registries said of somebody whose account is emptied."""
    if person.identity_lookup:
        db.session.execute(deleting(ExtractRow).where(ExtractRow.identity_lookup == person.identity_lookup))
