"""Policy days are dates in Shanghai, whatever the clock of the machine says."""

from datetime import date, datetime

from talent.database import now
from talent.web.filters import SHANGHAI


def policy_day(at: datetime) -> date:
    """Return the date in Shanghai of an instant."""
    return at.astimezone(SHANGHAI).date()


def today() -> date:
    """Return the date in Shanghai."""
    return policy_day(now())
