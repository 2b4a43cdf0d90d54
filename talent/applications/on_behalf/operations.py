"""Begin for somebody with their consent, and tell them that it is ready."""

from datetime import datetime

from flask import current_app
from sqlalchemy import select

from rules.policy import Policy
from talent.accounts.employers.errors import ConsentEnded, NoSuchMandate
from talent.accounts.employers.models import Mandate
from talent.accounts.employers.queries import represented
from talent.accounts.employers.telling import path
from talent.accounts.models import Person
from talent.applications import operations
from talent.applications.drafts import hold_draft
from talent.applications.errors import NoSuchApplication
from talent.applications.models import Application, Stage
from talent.applications.on_behalf import mails
from talent.applications.on_behalf.access import begun_for, hold_representative
from talent.applications.on_behalf.errors import CannotBegin
from talent.applications.on_behalf.models import OnBehalf
from talent.audit.operations import record
from talent.database import db
from talent.notices.mails import Mail
from talent.notices.operations import tell
from talent.pilots.models import Pilot
from talent.web.days import policy_day
from talent.web.errors import Refused


def begin_for(mandate: Mandate, *, pilot: Pilot, policy: Policy, by: Person, at: datetime) -> Application:
    """Return the draft that the employer fills in, begun when there is none.

    Raises NoSuchMandate, ConsentEnded, and CannotBegin where an application of the person's own is in the way.
    """
    person = _hold(mandate, by)
    try:
        draft = operations.begin_anew(person, pilot=pilot, policy=policy, by=by, at=at)
    except Refused as error:
        raise CannotBegin from error
    if draft is None:
        return _shared_before(mandate, person, pilot, policy)
    db.session.add(OnBehalf(application=draft, mandate=mandate, begun_by_id=by.id, begun_at=at))
    db.session.flush()
    _tell(mails.BEGUN, draft, mandate, f"on-behalf:{draft.reference}:begun", at)
    return draft


def tell_ready(application: Application, *, by: Person, at: datetime) -> None:
    """Tell the applicant that it is their turn: once a day at most. Raises what `hold_draft` refuses with."""
    hold_draft(application, by=by)
    begun = begun_for(application)
    if begun is None:
        raise NoSuchApplication
    begun.told_ready_at = at
    db.session.flush()
    record("draft ready", by=by.id, about=f"application:{application.reference}", at=at)
    key = f"on-behalf:{application.reference}:ready:{policy_day(at)}"
    _tell(mails.READY, application, begun.mandate, key, at)


def _hold(mandate: Mandate, by: Person) -> Person:
    """Return who agreed, with everybody waiting who would withdraw meanwhile."""
    db.session.refresh(mandate, with_for_update={"of": Mandate})
    hold_representative(by)
    employer = represented(by)
    if employer is None or employer.id != mandate.employer_id:
        raise NoSuchMandate
    if not mandate.stands or mandate.person is None:
        raise ConsentEnded(mandate.called)
    return mandate.person


def _shared_before(mandate: Mandate, person: Person, pilot: Pilot, policy: Policy) -> Application:
    """Return the draft that was begun under the same consent. Raises CannotBegin."""
    query = (
        select(OnBehalf)
        .join(OnBehalf.application)
        .where(
            OnBehalf.mandate_id == mandate.id,
            Application.applicant_id == person.id,
            Application.pilot_id == pilot.id,
            Application.policy_id == policy.id,
            Application.stage == Stage.DRAFT,
        )
    )
    begun = db.session.scalar(query)
    if begun is None:
        raise CannotBegin
    return begun.application


def _tell(mail: Mail, application: Application, mandate: Mandate, key: str, at: datetime) -> None:
    link = path("applications.show", reference=application.reference)
    public = f"{current_app.config['PUBLIC_URL']}{link}"
    said = mail.filled({"reference": application.reference, "employer": mandate.employer.name, "link": public})
    tell(key, application.applicant, said, at, link=link)
