"""Who may fill in an application that is not their own: the employer's HR, while the consent stands."""

from sqlalchemy import select

from talent.accounts.employers.errors import ConsentEnded
from talent.accounts.employers.models import Mandate, Representative
from talent.accounts.models import Person
from talent.applications.models import Application, Stage
from talent.applications.on_behalf.errors import HandedInMeanwhile
from talent.applications.on_behalf.models import OnBehalf
from talent.database import db


def begun_for(application: Application) -> OnBehalf | None:
    """Return how an application was begun for its applicant, None where they began it themselves."""
    return db.session.get(OnBehalf, application.id)


def is_shared(application: Application) -> bool:
    """Return whether an employer sees the draft now."""
    begun = begun_for(application)
    return begun is not None and application.stage is Stage.DRAFT and begun.mandate.stands


def may_fill(application: Application, person: Person) -> bool:
    """Return whether somebody may fill in an application for its applicant; False to whom it is none of theirs.

    Raises to the HR of the employer: ConsentEnded, HandedInMeanwhile.
    """
    begun = begun_for(application)
    if begun is None or not _acts(person, begun.mandate):
        return False
    if not begun.mandate.stands:
        raise ConsentEnded(begun.mandate.called)
    if application.stage is not Stage.DRAFT:
        raise HandedInMeanwhile(begun.mandate.called)
    return True


def hold_consent(application: Application, person: Person) -> bool:
    """Return the same with everybody waiting who would withdraw the consent or end the employer's access meanwhile."""
    begun = begun_for(application)
    if begun is not None:
        db.session.refresh(begun.mandate, with_for_update={"of": Mandate})
        hold_representative(person)
    return may_fill(application, person)


def hold_representative(person: Person) -> None:
    """Have everybody wait who would end that a person acts for an employer."""
    standing = (Representative.person_id == person.id) & Representative.ended_at.is_(None)
    db.session.execute(select(Representative.id).where(standing).with_for_update(read=True))


def _acts(person: Person, mandate: Mandate) -> bool:
    query = select(Representative.id).where(
        Representative.person_id == person.id,
        Representative.employer_id == mandate.employer_id,
        Representative.ended_at.is_(None),
    )
    return db.session.scalar(query) is not None
