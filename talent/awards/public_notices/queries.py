"""Finding notices on show, and objections that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, selectinload

from rules.policy import Text
from talent.accounts.models import Person
from talent.applications.models import Application
from talent.applications.queries import policy_of
from talent.awards.models import Award
from talent.awards.public_notices.errors import NoSuchNotice, NoSuchObjection
from talent.awards.public_notices.models import Finding, Objection, PublicNotice
from talent.cases.models import Case
from talent.database import db
from talent.notices.letters import masked
from talent.pilots.models import Pilot


@dataclass(frozen=True)
class Granted:
    """One incentive of a notice. fen: of the whole."""

    title: Text
    fen: int


@dataclass(frozen=True)
class Shown:
    """A notice as everybody may see it: the name masked, and nothing that leads to the application."""

    number: int
    name: str
    pilot: Pilot
    policy: Text
    granted: list[Granted]
    opens_on: date
    closes_on: date

    @property
    def fen(self) -> int:
        """What is granted in all."""
        return sum(each.fen for each in self.granted)


def shown(notices: Sequence[PublicNotice]) -> list[Shown]:
    """Return notices as everybody may see them."""
    awards: dict[int, list[Award]] = {notice.case_id: [] for notice in notices}
    for award in db.session.scalars(select(Award).where(Award.case_id.in_(awards)).order_by(Award.id)):
        awards[award.case_id].append(award)
    return [_shown(notice, awards[notice.case_id]) for notice in notices]


def _shown(notice: PublicNotice, awards: Sequence[Award]) -> Shown:
    application = notice.case.application
    policy = policy_of(application)
    granted = [Granted(policy.incentives[award.incentive].title, award.fen) for award in awards]
    name = masked(application.applicant.name)
    return Shown(notice.id, name, application.pilot, policy.title, granted, notice.opens_on, notice.closes_on)


def _on_show(today: date) -> Any:
    upheld = PublicNotice.objections.any(Objection.finding == Finding.UPHELD)
    return PublicNotice.ended_at.is_(None) & (PublicNotice.closes_on >= today) & ~upheld


def on_show(today: date, pilot: Pilot | None = None) -> Select[Any]:
    """Return the query for the notices on show, of one community or of all; those that close first come first."""
    query = (
        select(PublicNotice)
        .join(PublicNotice.case)
        .join(Case.application)
        .join(Application.applicant)
        .options(
            contains_eager(PublicNotice.case).contains_eager(Case.application).contains_eager(Application.applicant)
        )
        .where(_on_show(today))
        .order_by(PublicNotice.closes_on, PublicNotice.id)
    )
    return query.where(Application.pilot_id == pilot.id) if pilot else query


def by_pilot(today: date) -> Sequence[tuple[Pilot, int]]:
    """Return the communities that have something on show, with how much."""
    query = (
        select(Pilot, func.count())
        .join(Application, Application.pilot_id == Pilot.id)
        .join(Case, Case.application_id == Application.id)
        .join(PublicNotice, PublicNotice.case_id == Case.id)
        .where(_on_show(today))
        .group_by(Pilot.id)
        .order_by(Pilot.id)
    )
    return [(pilot, count) for pilot, count in db.session.execute(query)]


def notice(number: int, today: date) -> PublicNotice:
    """Return a notice that is on show. Raises NoSuchNotice."""
    found = db.session.scalar(select(PublicNotice).where(PublicNotice.id == number, _on_show(today)))
    if found is None:
        raise NoSuchNotice
    return found


def notice_of(case: Case) -> PublicNotice | None:
    """Return the notice of a case, if it had one."""
    query = select(PublicNotice).where(PublicNotice.case_id == case.id)
    return db.session.scalar(query.options(selectinload(PublicNotice.objections)))


def fallen(case: Case) -> set[str]:
    """Return the incentives of a decided case that an objection took back."""
    found = notice_of(case)
    return set(case.recommended) if found is not None and found.is_stopped else set()


def objection(case: Case, number: int) -> Objection:
    """Return an objection to a case. Raises NoSuchObjection."""
    found = db.session.get(Objection, number)
    if found is None or found.notice.case_id != case.id:
        raise NoSuchObjection
    return found


def objections(*, decided: bool) -> Select[Any]:
    """Return the query for the objections that wait, the oldest first; or for the others, the newest first."""
    query = select(Objection)
    if decided:
        return query.where(Objection.finding.is_not(None)).order_by(Objection.decided_at.desc(), Objection.id.desc())
    return query.where(Objection.finding.is_(None)).order_by(Objection.raised_at, Objection.id)


def may_decide(objection: Objection, person: Person) -> bool:
    """Return whether somebody had no part in the case or the objection."""
    case = objection.notice.case
    parts = {case.recommender_id, case.approver_id, case.application.applicant_id, objection.person_id}
    return objection.is_open and person.id not in parts
