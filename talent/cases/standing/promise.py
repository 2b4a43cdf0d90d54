"""How the days of the promise are counted, a sentence at a time, so that anybody can count them after us."""

from collections.abc import Iterator, Sequence
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from talent.applications.queries import policy_of
from talent.cases.calendar import holidays, is_known, make_up_days, working_days
from talent.cases.models import CLOSED, Case, CaseStage
from talent.cases.requests.models import Request
from talent.cases.requests.queries import days_stood_still, requests_of
from talent.web.days import policy_day
from talent.web.filters import day


def promise(case: Case, today: date) -> list[str]:
    """Return how it comes that the decision is due on its day."""
    asked = list(reversed(requests_of(case)))
    start = policy_day(case.arrived_at)
    days = policy_of(case.application).process.decide_within_working_days
    first = ngettext(
        "The policy promises a decision within %(num)d working day. It is counted from the day after %(day)s, on which "
        "your application arrived.",
        "The policy promises a decision within %(num)d working days. They are counted from the day after %(day)s, on "
        "which your application arrived.",
        days,
        day=day(start),
    )
    stopped = [said for request in asked for said in _pause(request, today)]
    return [first, *stopped, *_calendar(start, max(case.due_on, today) if stopped else case.due_on), *_end(case, asked)]


def _pause(request: Request, today: date) -> Iterator[str]:
    """Say that the clock stood still, and what was left."""
    asked_on = policy_day(request.asked_at)
    left = ngettext("%(num)d working day was left.", "%(num)d working days were left.", request.days_left)
    if request.is_open:
        still = _("Since %(day)s, when we asked you for more information, the time stands still.", day=day(asked_on))
        yield f"{still} {left}"
        return
    stood = days_stood_still(request, today)
    if not stood:
        return
    still = ngettext(
        "From %(from)s to %(to)s, while you were asked for more information, it stood still for %(num)d working day.",
        "From %(from)s to %(to)s, while you were asked for more information, it stood still for %(num)d working days.",
        stood,
        **{"from": day(asked_on), "to": day(policy_day(request.closed_at or request.asked_at))},
    )
    yield f"{still} {left}"


def _calendar(start: date, until: date) -> Iterator[str]:
    """Say which days do not count although they are weekdays, and which do although they are not."""
    off, worked = holidays(start, until), make_up_days(start, until)
    yield str(_("Saturdays, Sundays and public holidays do not count."))
    if off:
        yield str(_("Public holidays among these days: %(days)s.", days=_listed(off)))
    if worked:
        yield str(_("Weekend days that are worked for a holiday, and so count: %(days)s.", days=_listed(worked)))
    if not is_known(until):
        yield str(
            _(
                "The State Council has not set the holidays of %(year)d yet; the day may move when it does.",
                year=until.year,
            )
        )


def _end(case: Case, asked: Sequence[Request]) -> Iterator[str]:
    if case.stage not in {*CLOSED, CaseStage.WAITING}:
        yield str(_("So the decision is due by %(day)s.", day=day(case.due_on)))
    if case.decided_at is not None:
        decided_on = policy_day(case.decided_at)
        taken = working_days(policy_day(case.arrived_at), decided_on)
        yield ngettext(
            "It was decided on %(day)s: the bureau took %(num)d working day.",
            "It was decided on %(day)s: the bureau took %(num)d working days.",
            taken - sum(days_stood_still(request, decided_on) for request in asked),
            day=day(decided_on),
        )


def _listed(days: Sequence[date]) -> str:
    return str(_(", ")).join(day(each) for each in days)
