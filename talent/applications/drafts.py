"""An application is changed by one at a time, and only while it is a draft."""

from talent.applications.errors import AlreadySubmitted
from talent.applications.models import Application, Stage
from talent.database import db


def hold_draft(application: Application) -> Application:
    """Lock the draft, so that nothing is changed while it is being handed in. Raises AlreadySubmitted."""
    db.session.refresh(application, attribute_names=["stage"], with_for_update=True)
    if application.stage is not Stage.DRAFT:
        raise AlreadySubmitted
    return application
