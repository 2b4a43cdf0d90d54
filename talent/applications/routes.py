"""The applicant's way: choose, answer, prove, check, hand in."""

from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from rules.facts import Value
from rules.policy import Policy
from talent.accounts.consent.queries import not_agreed
from talent.accounts.employers.models import MandateState
from talent.accounts.employers.queries import mandates_of
from talent.accounts.identity import birth_date
from talent.applications import operations, queries
from talent.applications.again.queries import sources
from talent.applications.errors import NoSuchSection, PolicyNotInForce
from talent.applications.forms import (
    BeginForm,
    QuestionsForm,
    SubmitForm,
    parameters,
    questions_form,
)
from talent.applications.households.following import is_behind, keep_up
from talent.applications.households.queries import invitations_to
from talent.applications.households.wording import remarks, standing_of
from talent.applications.models import Application, Stage
from talent.applications.offers.queries import open_offers
from talent.applications.on_behalf.meanwhile import beside, save
from talent.applications.on_behalf.wording import filled_in
from talent.applications.options.queries import options_of
from talent.applications.precheck.forms import CarryForm, answers_waiting, take_along
from talent.applications.precheck.queries import carried_over
from talent.applications.signals import Deadline, Standing, deadlines, looked_at, standing
from talent.database import begin_writing, db, now
from talent.pilots.queries import pilot as pilot_by_slug
from talent.policies.library import library, policy_by_digest
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.held import keeps_form, release

applications = Blueprint("applications", __name__, url_prefix="/applications")


@applications.route("/")
@open_to(Role.APPLICANT)
def index() -> str:
    """List the visitor's applications."""
    listed = queries.applications_of(g.person)
    mandates = mandates_of(g.person)
    return render_template(
        "applications/index.html",
        applications=listed,
        Stage=Stage,
        standing=_standing,
        waiting=answers_waiting(at=now()),
        invited=invitations_to(g.person),
        offered=[(each, policy_by_digest(each.policy_digest)) for each in open_offers(g.person, on=today())],
        asked=[each for each in mandates if each.state is MandateState.ASKED],
        helped=bool(mandates),
    )


@applications.route("/begin/<slug>/<policy_id>", methods=["GET", "POST"])
@open_to(Role.APPLICANT)
def begin(slug: str, policy_id: str) -> str | AnyResponse:
    """Show what applying takes; begin."""
    pilot = pilot_by_slug(slug)
    policy = library().in_force(policy_id, today())
    if policy is None:
        raise PolicyNotInForce
    waiting = answers_waiting(at=now(), policy=policy)
    form = CarryForm() if waiting else BeginForm()
    if form.validate_on_submit():
        draft = operations.begin(g.person, pilot=pilot, policy=policy, at=now())
        told = take_along(draft, form, waiting, at=now())
        db.session.commit()
        if told:
            flash(told, "success")
        return redirect(url_for("applications.show", reference=draft.reference))
    return render_template("applications/begin.html", pilot=pilot, policy=policy, form=form, waiting=waiting)


@applications.route("/<reference>")
@open_to(Role.APPLICANT, Role.EMPLOYER)
def show(reference: str) -> str:
    """Show the task list of a draft, or where a submitted application stands."""
    application = _kept_up(reference)
    policy = queries.policy_of(application)
    if application.stage is not Stage.DRAFT:
        return _status(application, policy)
    return render_template(
        "applications/show.html",
        application=application,
        policy=policy,
        tasks=queries.tasks(application),
        missing=queries.missing_evidence(application),
        needed=queries.evidence_needed(policy, queries.facts_of(application)),
        ready=queries.can_submit(application),
        household=standing_of(application),
    )


def _kept_up(reference: str, read: Callable[..., Application] = queries.fillable) -> Application:
    """Return what the visitor may read, what follows from the spouse's application brought up to date beforehand."""
    application = read(reference, seen_by=g.person)
    if request.method != "POST" and is_behind(application):
        begin_writing()
        application = read(reference, seen_by=g.person)
        keep_up(application, at=now())
        db.session.commit()
    return application


def _status(application: Application, policy: Policy) -> str:
    """Draw where a submitted application stands, and note that the applicant has looked."""
    found, days = _standing(application), _deadlines(application)
    page = render_template(
        "applications/status.html",
        application=application,
        policy=policy,
        standing=found,
        deadlines=days,
        options=options_of(application) if found is not None and found.is_open else [],
        household=standing_of(application),
        may_withdraw=found is not None and found.is_open,
        may_apply_again=found is not None and found.is_over,
    )
    if found is not None and found.unseen:
        begin_writing()
        looked_at.send(application, at=now())
        db.session.commit()
    return page


def _standing(application: Application) -> Standing | None:
    return next((found for _receiver, found in standing.send(application) if found is not None), None)


def _deadlines(application: Application) -> list[Deadline]:
    """Return the days that still stand, the next one first."""
    found = [deadline for _receiver, listed in deadlines.send(application) for deadline in listed]
    return sorted((each for each in found if not each.over), key=lambda each: (each.day, each.uid))


@applications.route("/<reference>/answers")
@open_to(Role.APPLICANT)
def answers(reference: str) -> str:
    """Show what was answered and which documents were added."""
    application = queries.application(reference, seen_by=g.person)
    policy, facts = queries.policy_of(application), queries.facts_of(application)
    return render_template(
        "applications/answers.html",
        application=application,
        policy=policy,
        facts=facts,
        asked=lambda section: queries.asked(policy, facts, section),
        shown=queries.shown,
    )


@applications.route("/<reference>/questions/<section>", methods=["GET", "POST"])
@open_to(Role.APPLICANT, Role.EMPLOYER)
@keeps_form
def questions(reference: str, section: str) -> str | AnyResponse:
    """Ask one group of questions."""
    application = _kept_up(reference)
    if application.stage is not Stage.DRAFT:
        return redirect(url_for("applications.show", reference=reference))
    policy = queries.policy_of(application)
    if section not in policy.sections:
        raise NoSuchSection
    facts = queries.facts_of(application)
    shown = queries.asked(policy, facts, section)
    typed = release()
    form = questions_form(shown, _suggested(application, facts), typed, more=beside(application))
    if typed:
        flash(_("You had to sign in again. What you typed is here: check it and save it."))
    if form.validate_on_submit():
        right = form.values(queries.applied_on(application))
        save(form, application, right, by=g.person, at=now())
        db.session.commit()
        form.remark(queries.contradictory(application), policy)
        if not form.errors:
            return redirect(_next_page(application, policy, section, form))
    return render_template(
        "applications/questions.html",
        application=application,
        policy=policy,
        section=policy.sections[section],
        form=form,
        facts=shown,
        parameters=parameters,
        prove=queries.needs_proof,
        sources=_sources(application),
        remarks=remarks(application),
    )


def _sources(application: Application) -> dict[str, str]:
    """Say where answers come from; to the employer only what it filled in."""
    if application.applicant_id != g.person.id:
        return filled_in(application)
    return carried_over(application) | sources(application) | filled_in(application)


def _suggested(application: Application, facts: dict[str, Value]) -> dict[str, Value]:
    """Fill in the day of birth that the applicant's identity card tells them, so that it is not asked twice."""
    own = application.applicant_id == g.person.id and g.person.identity_kind == "identity_card"
    born_on = birth_date(g.person.identity_number) if own else None
    return {"born_on": born_on, **facts} if born_on else facts


def _next_page(application: Application, policy: Policy, section: str, form: QuestionsForm) -> str:
    """Go on to questions that follow from the answers, then to the next group, then back to the list."""
    asked = queries.asked(policy, queries.facts_of(application), section)
    if {fact.name for fact in asked} - {fact.name for fact in form.facts}:
        flash(_("Your answers lead to further questions: they are on this page now."))
        return url_for("applications.questions", reference=application.reference, section=section)
    if request.args.get("back") == "check":
        return url_for("applications.check", reference=application.reference)
    sections = list(policy.sections)
    following = sections[sections.index(section) + 1 :]
    open_tasks = {task.id for task in queries.tasks(application) if task.state != "done"}
    for other in following:
        if other in open_tasks:
            return url_for("applications.questions", reference=application.reference, section=other)
    return url_for("applications.show", reference=application.reference)


@applications.route("/<reference>/check", methods=["GET", "POST"])
@open_to(Role.APPLICANT)
def check(reference: str) -> str | AnyResponse:
    """Show all answers, what the rules say of them, and take the declaration."""
    application = _kept_up(reference, queries.application)
    form = SubmitForm()
    form.offer(not_agreed(g.person))
    if form.validate_on_submit():
        operations.submit(application, agrees=form.agreed, at=now())
        db.session.commit()
    if application.stage is not Stage.DRAFT:
        return redirect(url_for("applications.show", reference=reference))
    policy, facts = queries.policy_of(application), queries.facts_of(application)
    return render_template(
        "applications/check.html",
        application=application,
        policy=policy,
        facts=facts,
        asked=lambda section: queries.asked(policy, facts, section),
        shown=queries.shown,
        decision=queries.advised(application),
        missing=queries.missing_evidence(application),
        open_count=sum(task.open_count for task in queries.tasks(application)),
        contradictions=queries.contradictory(application),
        remarks=remarks(application),
        options=options_of(application),
        ready=queries.can_submit(application),
        form=form,
    )
