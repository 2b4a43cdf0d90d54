"""Begin, answer, prove, hand in."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rules.facts import Value, written
from rules.policy import Policy
from talent.accounts.consent.operations import give
from talent.accounts.consent.purposes import NEEDED, Purpose
from talent.accounts.models import Person
from talent.applications import documents, queries
from talent.applications.errors import AlreadySubmitted, DetailsAreFixed, NotComplete, UnfitFile
from talent.applications.models import Answer, Application, Evidence, Stage
from talent.applications.signals import applying, begun, submitted
from talent.audit.operations import record
from talent.database import db
from talent.pilots.models import Pilot
from talent.policies.operations import keep

#: How many documents of one kind an application may carry.
MOST_DOCUMENTS = 10


def begin(person: Person, *, pilot: Pilot, policy: Policy, at: datetime) -> Application:
    """Return the person's draft for the pilot and the policy, made when there is none; two tabs get the same one."""
    wanted = select(Application).filter_by(
        applicant_id=person.id, pilot_id=pilot.id, policy_id=policy.id, stage=Stage.DRAFT
    )
    if draft := db.session.scalar(wanted):
        return draft
    applying.send(person, policy_id=policy.id)
    keep(policy, at=at)
    draft = Application(applicant=person, pilot=pilot, policy_id=policy.id, policy_digest=policy.digest, started_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        return db.session.scalars(wanted).one()
    record(
        "application begun",
        by=person.id,
        about=f"application:{draft.reference}",
        at=at,
        details={"policy": policy.digest},
    )
    begun.send(draft, at=at)
    return draft


def answer(application: Application, values: Mapping[str, Value | None], *, at: datetime) -> None:
    """Keep typed answers; None forgets one."""
    _refuse_submitted(application)
    amend(application, values, at=at)


def amend(application: Application, values: Mapping[str, Value | None], *, at: datetime) -> None:
    """Change answers, handed in or not: for the features above, which know why that is right."""
    policy = queries.policy_of(application)
    kept = {given.fact: given for given in application.answers}
    for name, value in values.items():
        if value is None:
            if name in kept:
                application.answers.remove(kept[name])
            continue
        plain = written(policy.facts[name], value)
        if name not in kept:
            application.answers.append(Answer(fact=name, value=plain, answered_at=at))
        elif kept[name].value != plain:
            kept[name].value, kept[name].answered_at = plain, at
            kept[name].source = kept[name].source_kind = kept[name].source_on = None
    db.session.flush()


def add_evidence(
    application: Application, kind: str, document: documents.Document, folder: Path, *, at: datetime
) -> Evidence:
    """Keep a document; the same file given twice for the same purpose is kept once."""
    _refuse_submitted(application)
    for there in application.evidence:
        if there.kind == kind and there.sha256 == document.sha256:
            return there
    if sum(there.kind == kind for there in application.evidence) >= MOST_DOCUMENTS:
        raise UnfitFile(str(_("There are %(most)d documents here already. Remove one first.", most=MOST_DOCUMENTS)))
    evidence = Evidence(
        kind=kind,
        filename=document.filename,
        content_type=document.content_type,
        size=len(document.content),
        sha256=document.sha256,
        stored_as=documents.keep(document, folder),
        uploaded_at=at,
    )
    attach(application, evidence, at=at)
    return evidence


def attach(application: Application, evidence: Evidence, *, at: datetime) -> None:
    """Add a document to an application, handed in or not: for the features above, which know why that is right."""
    application.evidence.append(evidence)
    db.session.flush()
    record(
        "evidence added",
        by=application.applicant_id,
        about=f"application:{application.reference}",
        at=at,
        details={"kind": evidence.kind, "sha256": evidence.sha256},
    )


def remove_evidence(evidence: Evidence, *, at: datetime) -> None:
    """Forget a document of a draft. Its file stays until the change is committed: the route removes it then."""
    application = evidence.application
    _refuse_submitted(application)
    record(
        "evidence removed",
        by=application.applicant_id,
        about=f"application:{application.reference}",
        at=at,
        details={"kind": evidence.kind, "sha256": evidence.sha256},
    )
    application.evidence.remove(evidence)
    db.session.flush()


def submit(application: Application, *, agrees: Iterable[Purpose] = (), at: datetime) -> Application:
    """Hand the application in, once: a second time changes nothing.

    Who declares it agrees that their data is used to deal with it. agrees: to what else.
    """
    db.session.refresh(application, with_for_update=True)
    if application.stage is not Stage.DRAFT:
        return application
    db.session.refresh(application.applicant, with_for_update={"of": Person})
    applying.send(application.applicant, policy_id=application.policy_id)
    if not queries.can_submit(application):
        raise NotComplete
    with db.session.no_autoflush:
        application.submitted_at = application.declared_at = at
        application.decision = queries.advised(application).as_json()
        application.stage = Stage.SUBMITTED
    db.session.flush()
    record(
        "application submitted",
        by=application.applicant_id,
        about=f"application:{application.reference}",
        at=at,
        details={"policy": application.policy_digest, "pilot": application.pilot.slug},
    )
    for purpose in (*NEEDED, *agrees):
        give(application.applicant, purpose, at=at)
    submitted.send(application, at=at)
    return application


def _refuse_submitted(application: Application) -> None:
    """Lock the draft, so that nothing is changed while it is being handed in."""
    db.session.refresh(application, attribute_names=["stage"], with_for_update=True)
    if application.stage is not Stage.DRAFT:
        raise AlreadySubmitted


def refuse_new_identity(person: Person) -> None:
    """Refuse to change who somebody is once they have handed in an application: clerks have checked that person."""
    handed_in = (Application.applicant_id == person.id) & (Application.stage != Stage.DRAFT)
    if db.session.scalar(select(Application.id).where(handed_in).limit(1)) is not None:
        raise DetailsAreFixed
