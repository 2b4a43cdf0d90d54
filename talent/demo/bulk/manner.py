"""How copies are written."""

from dataclasses import dataclass

from talent.applications.models import Answer, Evidence
from talent.cases.models import Verification
from talent.notices.models import Letter, OutboxMessage

#: What is left out of a copy that is not whole, and its entries in the audit record.
DETAILS = frozenset(model.__tablename__ for model in (Answer, Evidence, Letter, OutboxMessage, Verification))


@dataclass(frozen=True)
class Manner:
    """How copies are written.

    at_once: how many in a transaction. guarded: with triggers and foreign keys, which only a superuser of PostgreSQL
    can do without. whole_every: of how many copies of a pattern one is whole; the others go without `DETAILS`.
    """

    at_once: int = 1000
    guarded: bool = True
    whole_every: int = 1


#: As the demo is loaded.
CAREFULLY = Manner()
