"""Begin, answer, hand in."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from rules.facts import Value, written
from rules.policy import Policy
from talent.accounts.consent.operations import give
from talent.accounts.consent.purposes import NEEDED, Purpose
from talent.accounts.models import Person
from talent.applications import queries
from talent.applications.drafts import hold_draft
from talent.applications.errors import DetailsAreFixed, NotComplete
from talent.applications.evidence.operations import forget_replaced
from talent.applications.models import Answer, Application, Stage
from talent.applications.signals import applying, begun, submitted
from talent.audit.operations import record
from talent.database import db
from talent.pilots.models import Pilot
from talent.policies.operations import keep
from talent.web.days import policy_day


def begin(person: Person, *, pilot: Pilot, policy: Policy, at: datetime) -> Application:
    """Return the person's draft for the pilot and the policy, made when there is none; two tabs get the same one."""
    draft, is_new = _begin(person, pilot, policy, by=person, at=at)
    if is_new:
        begun.send(draft, at=at)
    return draft


def begin_anew(person: Person, *, pilot: Pilot, policy: Policy, by: Person, at: datetime) -> Application | None:
    """Return a draft that somebody begins for the person, with nothing of earlier applications in it.

    None where the person has a draft for the pilot and the policy.
    """
    draft, is_new = _begin(person, pilot, policy, by=by, at=at)
    return draft if is_new else None


def _begin(person: Person, pilot: Pilot, policy: Policy, *, by: Person, at: datetime) -> tuple[Application, bool]:
    """Return the draft, and whether it is new."""
    wanted = select(Application).filter_by(
        applicant_id=person.id, pilot_id=pilot.id, policy_id=policy.id, stage=Stage.DRAFT
    )
    if draft := db.session.scalar(wanted):
        return draft, False
    applying.send(person, policy_id=policy.id)
    keep(policy, at=at)
    draft = Application(applicant=person, pilot=pilot, policy_id=policy.id, policy_digest=policy.digest, started_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        return db.session.scalars(wanted).one(), False
    details: dict[str, object] = {"policy": policy.digest}
    record("application begun", by=by.id, about=f"application:{draft.reference}", at=at, details=details)
    return draft, True


def answer(
    application: Application,
    values: Mapping[str, Value | None],
    *,
    at: datetime,
    by: Person | None = None,
    seen: Mapping[str, object] | None = None,
) -> list[str]:
    """Keep typed answers; None forgets one. by: who typed them, the applicant where it is None.

    seen: the answers they looked at, as `rules.facts.written` gives them, where somebody else may answer too.
    Returns the questions that were answered otherwise meanwhile: those answers stay.
    """
    hold_draft(application, by=by)
    came = [] if seen is None else _came_meanwhile(application, values, seen)
    helper = by if by is not None and by.id != application.applicant_id else None
    changed = amend(
        application, {name: value for name, value in values.items() if name not in came}, at=at, helper=helper
    )
    if helper is not None and changed:
        about = f"application:{application.reference}"
        record("answers filled in", by=helper.id, about=about, at=at, details={"facts": changed})
    return came


def _came_meanwhile(
    application: Application, values: Mapping[str, Value | None], seen: Mapping[str, object]
) -> list[str]:
    db.session.expire(application, ["answers"])
    kept = {given.fact: given.value for given in application.answers}
    facts = queries.policy_of(application).facts
    typed = {name: None if value is None else written(facts[name], value) for name, value in values.items()}
    return [name for name, plain in typed.items() if kept.get(name) not in (seen.get(name), plain)]


def amend(
    application: Application, values: Mapping[str, Value | None], *, at: datetime, helper: Person | None = None
) -> list[str]:
    """Change answers, handed in or not: for the features above, which know why that is right.

    helper: who fills them in for the applicant. Returns the questions whose answer changed.
    """
    changed: list[str] = []
    helper_id = helper.id if helper else None
    policy = queries.policy_of(application)
    kept = {given.fact: given for given in application.answers}
    for name, value in values.items():
        if value is None:
            if name in kept:
                application.answers.remove(kept[name])
                changed.append(name)
            continue
        plain = written(policy.facts[name], value)
        if name not in kept:
            application.answers.append(Answer(fact=name, value=plain, answered_at=at, filled_by_id=helper_id))
            changed.append(name)
        elif kept[name].value != plain:
            kept[name].value, kept[name].answered_at = plain, at
            kept[name].source = kept[name].source_kind = kept[name].source_on = None
            kept[name].filled_by_id = helper_id
            changed.append(name)
    db.session.flush()
    return changed


def submit(application: Application, *, agrees: Iterable[Purpose] = (), at: datetime) -> Application:
    """Hand the application in, once: a second time changes nothing.

    Who declares it agrees that their data is used to deal with it. agrees: to what else.
    """
    db.session.refresh(application, with_for_update=True)
    if application.stage is not Stage.DRAFT:
        return application
    db.session.refresh(application.applicant, with_for_update={"of": Person})
    applying.send(application.applicant, policy_id=application.policy_id)
    if not queries.can_submit(application, on=policy_day(at)):
        raise NotComplete
    forget_replaced(application, current_app.config["EVIDENCE"])
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


def refuse_new_identity(person: Person) -> None:
    """Refuse to change who somebody is once they have handed in an application: clerks have checked that person."""
    handed_in = (Application.applicant_id == person.id) & (Application.stage != Stage.DRAFT)
    if db.session.scalar(select(Application.id).where(handed_in).limit(1)) is not None:
        raise DetailsAreFixed
