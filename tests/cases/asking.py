"""Asking an applicant for more, as tests do it."""

from datetime import datetime, timedelta
from secrets import token_hex

from talent.accounts.models import Person
from talent.cases.models import Case
from talent.cases.requests import answering, operations
from talent.cases.requests.answering import Draft
from talent.cases.requests.models import ItemKind, Request, RequestItem
from talent.cases.requests.operations import Wanted
from talent.database import db
from tests.conftest import NOON

LATER = NOON + timedelta(days=7)

CONTRACT = Wanted(ItemKind.ANSWER, "contract_months", "合同写的是 36 个月，请核对。")
LEASE = Wanted(ItemKind.DOCUMENT, "lease", "缺第二页，请补上完整的租赁合同。")
OWN = Wanted(ItemKind.QUESTION, None, "您现在住在哪一栋？")


def ask(case: Case, clerk: Person, *wanted: Wanted, days: int = 10, at: datetime = NOON, **more: object) -> Request:
    """Ask for the number of months of the contract, or for what is given."""
    given = {"key": token_hex(16), **more}
    asked = operations.ask(case, wanted=wanted or (CONTRACT,), days=days, clerk=clerk, at=at, **given)
    db.session.commit()
    return asked


def item(request: Request, subject: str | None) -> RequestItem:
    """Return what is asked for about a subject."""
    return next(each for each in request.items if each.subject == subject)


def fill(request: Request, at: datetime = LATER, **values: object) -> answering.Saved:
    """Answer by the names of the subjects; texts for the others by `said`."""
    drafts = {}
    for each in request.items:
        value = values.get(each.subject or "") if each.kind is ItemKind.ANSWER else None
        said = str(values.get(f"{each.subject}_said", ""))
        if value is not None or said:
            drafts[each.id] = Draft(each.version, value, said)
    saved = answering.save(request, drafts, at=at)
    db.session.commit()
    return saved
