"""An application is changed by one at a time, and only while it is a draft."""

from talent.accounts.models import Person
from talent.applications.errors import AlreadySubmitted, NoSuchApplication
from talent.applications.models import Application, Stage
from talent.applications.on_behalf.access import hold_consent
from talent.database import db


def hold_draft(application: Application, *, by: Person | None = None) -> Application:
    """Lock the draft, so that nothing is changed while it is being handed in.

    by: who changes it, the applicant where it is None. Somebody else needs a consent that stands until the commit.
    Raises AlreadySubmitted, NoSuchApplication, ConsentEnded, HandedInMeanwhile.
    """
    db.session.refresh(application, attribute_names=["stage"], with_for_update=True)
    if by is not None and by.id != application.applicant_id and not hold_consent(application, by):
        raise NoSuchApplication
    if application.stage is not Stage.DRAFT:
        raise AlreadySubmitted
    return application
