"""What an applicant sees of the notice: on the timeline of the application, and of how it stands."""

from dataclasses import replace

from flask_babel import gettext as _

from talent.applications.signals import Step, Turn
from talent.awards.public_notices.models import Finding, Objection, PublicNotice
from talent.awards.public_notices.queries import notice_of
from talent.cases.messages import path
from talent.cases.models import Case
from talent.web.filters import day


def steps(case: Case) -> list[Step]:
    """Return the notice, each objection and the end, as they happened; then what is awaited."""
    notice = notice_of(case) if case.outcome is not None else None
    if notice is None:
        return []
    happened = [step for objection in notice.objections for step in _objection(objection)]
    return [_shown(notice), *happened, *_end(notice)]


def turn(case: Case, *, turn: Turn) -> Turn | None:
    """Return how a decision stands while it is not final, or never will be; None where nothing is to be added."""
    notice = notice_of(case)
    if notice is None or notice.ended_at is not None:
        return None
    if notice.is_stopped:
        title = _("Granted, and taken back after an objection")
        says = _("An objection was upheld: nothing is paid. The reason stands below. If you do not agree, appeal.")
        return replace(turn, title=str(title), says=str(says), tag=str(_("Taken back")), tone="bad")
    if notice.is_contested:
        says = _("Somebody raised an objection. Another approver looks into it; nothing is paid until then.")
        return replace(turn, says=str(says))
    says = _(
        "It is on public notice until %(day)s, and final after that if no objection stands. %(more)s",
        day=day(notice.closes_on),
        more=turn.says,
    )
    return replace(turn, says=str(says))


def _shown(notice: PublicNotice) -> Step:
    title = _("On public notice until %(day)s", day=day(notice.closes_on))
    says = _("Your name is masked. Nothing is paid before the notice is over.") if notice.ended_at is None else ""
    link = path("public_notices.index")
    return Step(str(title), str(says), notice.case.decided_at, link, str(_("See the public notices")))


def _objection(objection: Objection) -> list[Step]:
    raised = Step(str(_("An objection was raised")), str(_("Another approver looks into it.")), objection.raised_at)
    if objection.finding is None:
        return [raised]
    title = _("The objection was dismissed")
    if objection.finding is Finding.UPHELD:
        title = _("The objection was upheld: nothing is paid")
    return [raised, Step(str(title), objection.finding_reason or "", objection.decided_at)]


def _end(notice: PublicNotice) -> list[Step]:
    title = str(_("Granted, final"))
    if notice.ended_at is not None:
        return [Step(title, str(_("It is paid on its days.")), notice.ended_at)]
    if notice.is_stopped:
        return []
    if notice.is_contested:
        return [Step(str(_("The objection is decided")), str(_("Nothing is paid until then.")))]
    return [Step(title, str(_("After the notice, if no objection stands against it.")))]
