"""How the inbox is spoken of on pages."""

from flask_babel import lazy_gettext as _l

from talent.cases.inbox.filters import Box
from talent.cases.inbox.queries import COUNTED
from talent.cases.models import CaseStage
from talent.cases.wording import STAGES

BOXES = {
    Box.ALL: _l("All"),
    Box.MINE: _l("Mine"),
    Box.UNASSIGNED: _l("Unassigned"),
    Box.GREEN: _l("Green channel"),
    Box.OVERDUE: _l("Overdue"),
    Box.WRITTEN: _l("With new messages"),
    Box.ARRIVED: STAGES[CaseStage.ARRIVED],
    Box.WAITING: STAGES[CaseStage.WAITING],
    Box.RECOMMENDED: STAGES[CaseStage.RECOMMENDED],
    Box.DECIDED: STAGES[CaseStage.DECIDED],
    Box.WITHDRAWN: STAGES[CaseStage.WITHDRAWN],
}
FIELDS = {
    "clerk": _l("Clerk"),
    "amount_from": _l("Amount from (yuan)"),
    "amount_to": _l("Amount to (yuan)"),
    "date_from": _l("Arrived from"),
    "date_to": _l("Arrived until"),
}


def number(count: int) -> str:
    """Write a count; no count goes on beyond COUNTED."""
    return f"{COUNTED:,}+" if count > COUNTED else str(count)
