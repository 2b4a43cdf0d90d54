"""Finding the communities."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from talent.database import db
from talent.pilots.errors import NoSuchPilot
from talent.pilots.models import Pilot


class Scenario(NamedTuple):
    """One of the nine sides of life a future community is planned by. text: a lazy sentence."""

    id: str
    text: Any


#: In the order of the opinion, clause 一（一）.
SCENARIOS = (
    Scenario("neighbourhood", _l("Neighbours")),
    Scenario("education", _l("Education")),
    Scenario("health", _l("Health")),
    Scenario("startup", _l("Startups")),
    Scenario("mobility", _l("Mobility")),
    Scenario("low_carbon", _l("Low carbon")),
    Scenario("building", _l("Building")),
    Scenario("services", _l("Services")),
    Scenario("governance", _l("Governance")),
)


def pilots() -> Sequence[Pilot]:
    """Return every community, in the order they were taken up."""
    return db.session.scalars(select(Pilot).order_by(Pilot.id)).all()


def pilot(slug: str) -> Pilot:
    """Return a community by the name in its address. Raises NoSuchPilot."""
    found = db.session.scalar(select(Pilot).where(Pilot.slug == slug))
    if found is None:
        raise NoSuchPilot
    return found
