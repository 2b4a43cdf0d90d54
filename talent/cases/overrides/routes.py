"""The page that counts what was recommended otherwise than the rules say."""

from flask import Blueprint, render_template, request

from talent.applications.queries import policy_of
from talent.cases.overrides import queries
from talent.cases.overrides.wording import clause_said
from talent.cases.wording import VERDICTS
from talent.policies.queries import policy
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.errors import Refused
from talent.web.filters import said
from talent.web.numbers import whole_number

overrides = Blueprint("overrides", __name__, url_prefix="/overrides")

#: How many are shown one by one.
LISTED = 50


@overrides.route("/")
@open_to(Role.OFFICER, Role.AUDITOR)
def index() -> str:
    """Count by officer, incentive and month; list one by one."""
    first = queries.first_year() or today().year
    year = min(max(request.args.get("year", today().year, type=whole_number), first), today().year)
    listed = queries.latest(request.args.get("before", None, type=whole_number), LISTED + 1)
    return render_template(
        "overrides/index.html",
        year=year,
        years=range(today().year, first - 1, -1),
        counts=queries.counted(year),
        listed=listed[:LISTED],
        more=listed[LISTED - 1].id if len(listed) > LISTED else None,
        title_of=_title,
        policy_of=policy_of,
        clause_said=clause_said,
        verdicts=VERDICTS,
    )


def _title(policy_id: str, incentive: str) -> str:
    """Return what an incentive is called today; its id where the policy no longer has it."""
    try:
        return said(policy(policy_id, on=today()).incentives[incentive].title)
    except (Refused, KeyError):
        return incentive
