"""What an employer filled in, for whom, and how far it has come."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from talent.accounts.employers.models import Mandate
from talent.applications.evidence.queries import examination
from talent.applications.models import Application, Stage
from talent.applications.on_behalf.models import OnBehalf
from talent.applications.on_behalf.wording import Turn
from talent.applications.signals import standing
from talent.database import db


def begun_under(mandates: Iterable[Mandate]) -> dict[int, list[OnBehalf]]:
    """Return what was begun under each consent that stands, the newest first, by the number of the consent."""
    numbers = [mandate.id for mandate in mandates if mandate.stands]
    query = select(OnBehalf).where(OnBehalf.mandate_id.in_(numbers)).order_by(OnBehalf.begun_at.desc())
    found: dict[int, list[OnBehalf]] = defaultdict(list)
    for begun in db.session.scalars(query.options(joinedload(OnBehalf.application).joinedload(Application.pilot))):
        found[begun.mandate_id].append(begun)
    return found


def turn(begun: OnBehalf) -> Turn:
    """Return how far an application is and whose turn it is: never what was found or decided."""
    application = begun.application
    if application.stage is Stage.DRAFT:
        return Turn.READY if begun.told_ready_at else Turn.FILLING
    if application.stage is Stage.WITHDRAWN:
        return Turn.WITHDRAWN
    if examination(application).over:
        return Turn.OVER
    stands = next((found for _receiver, found in standing.send(application) if found is not None), None)
    return Turn.PERSON if stands is not None and stands.turn.mine else Turn.BUREAU
