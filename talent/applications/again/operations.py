"""Fill a new application from earlier ones."""

import os
import secrets
import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from talent.accounts.models import Person
from talent.applications import operations, queries
from talent.applications.again.queries import Carried, copy_of, documents_for, proved_before
from talent.applications.errors import PolicyNotInForce
from talent.applications.evidence.operations import MOST_DOCUMENTS, attach
from talent.applications.models import Answer, Application, Evidence, Source, Stage
from talent.applications.on_behalf.access import is_shared
from talent.applications.on_behalf.errors import SharedDraft
from talent.audit.operations import record
from talent.database import db
from talent.policies.library import library
from talent.web.days import policy_day


def fill_proved(draft: Application, folder: Path, *, at: datetime) -> list[str]:
    """Fill in what a clerk found proved in earlier applications, with the documents. Returns which questions."""
    on = policy_day(at)
    answers = proved_before(draft, on=on)
    fill(draft, answers, at=at)
    take_along(draft, documents_for(draft, answers, on=on), folder, at=at)
    return [each.fact for each in answers]


def apply_again(source: Application, person: Person, folder: Path, *, at: datetime) -> Application:
    """Begin an application like an earlier one; a draft that is there already keeps its own answers.

    Raises PolicyNotInForce, SharedDraft, and what the features above refuse with.
    """
    on = policy_day(at)
    policy = library().in_force(source.policy_id, on)
    if policy is None:
        raise PolicyNotInForce
    draft = operations.begin(person, pilot=source.pilot, policy=policy, at=at)
    if draft.id == source.id:
        return draft
    if is_shared(draft):
        raise SharedDraft
    copy = copy_of(source, queries.policy_of(draft), on=on)
    there = {answer.fact for answer in draft.answers}
    fill(draft, [each for each in copy.answers if each.fact not in there], at=at)
    take_along(draft, copy.documents, folder, at=at)
    return draft


def hand_in_anew(source: Application, folder: Path, *, at: datetime) -> Application:
    """Return a second application that says what an earlier one said, for the features above, which decide it anew.

    It stands on the day and the text of the policy on which the first was handed in, so that the same rules decide it.
    """
    anew = Application(
        applicant=source.applicant,
        pilot=source.pilot,
        policy_id=source.policy_id,
        policy_digest=source.policy_digest,
        stage=Stage.SUBMITTED,
        started_at=at,
        declared_at=source.declared_at,
        submitted_at=source.submitted_at,
        decision=source.decision,
    )
    for given in source.answers:
        taken = {"source": source.reference, "source_kind": Source.COPIED, "source_on": policy_day(given.answered_at)}
        anew.answers.append(Answer(fact=given.fact, value=given.value, answered_at=given.answered_at, **taken))
    db.session.add(anew)
    db.session.flush()
    details: dict[str, object] = {"from": source.reference}
    record("application taken up again", by=None, about=f"application:{anew.reference}", at=at, details=details)
    take_along(anew, source.evidence, folder, at=at)
    return anew


def fill(draft: Application, answers: Sequence[Carried], *, at: datetime) -> None:
    """Fill in answers of earlier applications, with where they come from."""
    if not answers:
        return
    for each in answers:
        taken = {"source": each.reference, "source_kind": each.kind, "source_on": each.on}
        draft.answers.append(Answer(fact=each.fact, value=each.value, answered_at=at, **taken))
    db.session.flush()
    details: dict[str, object] = {
        "facts": [each.fact for each in answers],
        "from": sorted({each.reference for each in answers}),
    }
    record("answers taken over", by=draft.applicant_id, about=f"application:{draft.reference}", at=at, details=details)


def take_along(draft: Application, documents: Iterable[Evidence], folder: Path, *, at: datetime) -> None:
    """Add documents of earlier applications: each a file of its own on the disk, the same content once.

    They keep the day they were uploaded on and the date on them, so that taking them along does not make them younger.
    """
    there = {(each.kind, each.sha256) for each in draft.evidence}
    for document in documents:
        if (document.kind, document.sha256) in there or not (folder / document.stored_as).exists():
            continue
        if sum(kind == document.kind for kind, _sha256 in there) >= MOST_DOCUMENTS:
            continue
        there.add((document.kind, document.sha256))
        copied = Evidence(
            kind=document.kind,
            filename=document.filename,
            content_type=document.content_type,
            size=document.size,
            sha256=document.sha256,
            stored_as=_linked(folder, document.stored_as),
            uploaded_at=document.uploaded_at,
            issued_on=document.issued_on,
            valid_until=document.valid_until,
        )
        attach(draft, copied, at=at)


def _linked(folder: Path, stored_as: str) -> str:
    """Give a file a second name, so that each can be removed without the other; copied where that cannot be."""
    name = secrets.token_hex(16)
    try:
        os.link(folder / stored_as, folder / name)
    except OSError:
        shutil.copyfile(folder / stored_as, folder / name)
    return name
