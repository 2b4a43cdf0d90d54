"""Cases before the bureau: what a clerk verifies and recommends, and a second officer approves or returns."""

from datetime import datetime

from flask import Flask, current_app

from rules.decision import Decision
from talent.accounts.models import Person
from talent.accounts.signals import data_asked, erasing
from talent.applications import signals as about
from talent.applications.models import Application
from talent.applications.offers.operations import look_again
from talent.applications.signals import Deadline, Standing
from talent.cases import own_data
from talent.cases.appeals import wording as appealed
from talent.cases.appeals.errors import AppealOpen
from talent.cases.appeals.own_data import parts as appeals_filed
from talent.cases.appeals.panel import panels as beside_case
from talent.cases.appeals.queries import open_appeal
from talent.cases.appeals.routes import appeals as appeal_pages
from talent.cases.calendar import unknown_year
from talent.cases.checks.panel import panels as checked
from talent.cases.correspondence.operations import note_seen
from talent.cases.correspondence.own_data import parts as messages_written
from talent.cases.correspondence.queries import unseen_count
from talent.cases.correspondence.routes import correspondence as correspondence_pages
from talent.cases.correspondence.thread import thread_of
from talent.cases.errors import AlreadyApplied
from talent.cases.escalations.jobs import escalate_due
from talent.cases.holds.own_data import parts as times_on_hold
from talent.cases.holds.panel import panels as hold_of_case
from talent.cases.holds.routes import holds as hold_pages
from talent.cases.household import outcome_of
from talent.cases.household import panels as beside_spouse
from talent.cases.inbox.operations import note_category, take_up
from talent.cases.inbox.own_data import parts as in_inbox
from talent.cases.inbox.panel import panels as whose_case
from talent.cases.inbox.routes import inbox as inbox_pages
from talent.cases.interests.operations import erase
from talent.cases.interests.own_data import parts as interests_declared
from talent.cases.interests.panel import panels as conflicts_met
from talent.cases.interests.routes import interests as interest_pages
from talent.cases.models import CLOSED, Case, CaseOutcome, CaseStage
from talent.cases.newer_policy.panel import panels as both_versions
from talent.cases.office_days.routes import office_days as office_day_pages
from talent.cases.operations import open_case
from talent.cases.options import option_changed, option_closed
from talent.cases.overrides import wording as overridden
from talent.cases.overrides.routes import overrides as override_pages
from talent.cases.proofs import examination, note_newer
from talent.cases.queries import case_of_application, standing_case, verified_days
from talent.cases.registries.jobs import delete_due
from talent.cases.registries.operations import erase as erase_extracted
from talent.cases.registries.own_data import parts as registries_said
from talent.cases.registries.panel import panels as unconnected
from talent.cases.registries.routes import registries as registry_pages
from talent.cases.requests.jobs import remind_due
from talent.cases.requests.own_data import parts as answers_asked_for
from talent.cases.requests.routes import requests as request_pages
from talent.cases.routes import cases
from talent.cases.signals import decided, followed, judged, panels, worked
from talent.cases.spot_checks.operations import draw
from talent.cases.spot_checks.own_data import parts as decisions_checked
from talent.cases.spot_checks.panel import panels as check_of_case
from talent.cases.spot_checks.routes import spot_checks as check_pages
from talent.cases.standing.days import days_of
from talent.cases.standing.progress import steps
from talent.cases.standing.promise import promise
from talent.cases.standing.routes import standing as standing_pages
from talent.cases.standing.turns import turn_of
from talent.cases.undoings import panel as undoing_shown
from talent.cases.undoings.own_data import parts as decisions_taken_back
from talent.cases.undoings.routes import undoings as undoing_pages
from talent.cases.withdrawal import close
from talent.database import now
from talent.notices.signals import posting
from talent.web.days import policy_day, today


def init_app(app: Flask) -> None:
    """Open the officers' pages; make a case of every application that is handed in, and tell its applicant of it."""
    for blueprint in (
        cases,
        request_pages,
        correspondence_pages,
        standing_pages,
        appeal_pages,
        override_pages,
        hold_pages,
        undoing_pages,
        check_pages,
        interest_pages,
        registry_pages,
        inbox_pages,
        office_day_pages,
    ):
        app.register_blueprint(blueprint)
    about.applying.connect(_refuse_second)
    about.submitted.connect(_open)
    about.withdrawing.connect(close)
    about.proved.connect(verified_days)
    about.standing.connect(_standing)
    about.deadlines.connect(_deadlines)
    about.looked_at.connect(_note_seen)
    about.option_closed.connect(option_closed)
    about.option_changed.connect(option_changed)
    about.examined.connect(examination)
    about.renewing.connect(note_newer)
    about.outcome.connect(outcome_of)
    posting.connect(_remind)
    decided.connect(_draw)
    worked.connect(take_up)
    worked.connect(_look_again)
    decided.connect(_look_again)
    judged.connect(note_category)
    erasing.connect(erase)
    erasing.connect(erase_extracted)
    _show_beside()


def _show_beside() -> None:
    """Have what happens to a case shown on its page, on its applicant's timeline, and among their own data."""
    for panel in (
        conflicts_met,
        whose_case,
        beside_spouse,
        beside_case,
        hold_of_case,
        undoing_shown.panels,
        check_of_case,
        both_versions,
        checked,
        unconnected,
    ):
        panels.connect(panel)
    followed.connect(overridden.steps)
    followed.connect(undoing_shown.steps)
    for parts in (
        own_data.parts,
        answers_asked_for,
        messages_written,
        appeals_filed,
        interests_declared,
        registries_said,
        times_on_hold,
        decisions_taken_back,
        decisions_checked,
        in_inbox,
    ):
        data_asked.connect(parts)


def _refuse_second(person: Person, *, policy_id: str) -> None:
    """Nobody is granted the same help twice by applying twice."""
    if case := standing_case(person, policy_id):
        raise AlreadyApplied(case.reference)
    if appeal := open_appeal(person, policy_id):
        raise AppealOpen(appeal.case.reference)


def _open(application: Application, *, at: datetime) -> None:
    open_case(application, at=at)


def _look_again(case: Case, *, at: datetime, **_how: object) -> None:
    """What was proved of the applicant, or stands of theirs, may be another: who is offered help is looked at anew."""
    look_again(case.application.applicant_id, at=at)


def _draw(case: Case, *, decision: Decision, at: datetime) -> None:
    draw(case, share=current_app.config["SPOT_CHECKS"], at=at)


def _standing(application: Application) -> Standing | None:
    case = case_of_application(application)
    if case is None:
        return None
    day = today()
    unseen = unseen_count(case, by_applicant=True) > 0
    thread = thread_of(case, by_applicant=True, may_write=True, at=now())
    is_over = case.stage is CaseStage.WITHDRAWN or (case.outcome is CaseOutcome.REFUSED and not appealed.holds(case))
    return Standing(
        turn_of(case, day),
        steps(case, day),
        promise(case, day),
        thread,
        unseen,
        is_open=case.stage not in CLOSED,
        is_over=is_over,
        appeal=appealed.page_of(case),
    )


def _deadlines(application: Application) -> list[Deadline]:
    case = case_of_application(application)
    return days_of(case) if case else []


def _note_seen(application: Application, *, at: datetime) -> None:
    if case := case_of_application(application):
        note_seen(case, by_applicant=True, at=at)


def _remind(sender: object, *, at: datetime) -> str | None:
    remind_due(at)
    escalate_due(at)
    delete_due(at)
    missing = unknown_year(policy_day(at))
    if missing is None:
        return None
    return f"warning: the holidays of {missing.year} are not known; an officer enters them under Working days"
