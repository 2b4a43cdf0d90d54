"""The yearly review: a clerk asks, the applicant confirms, the clerk decides on what the rules say."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from talent.applications.forms import QuestionsForm, parameters, questions_form
from talent.applications.queries import application as application_of
from talent.applications.queries import policy_of, shown
from talent.awards.life_events.queries import situation, typed
from talent.awards.recoveries.queries import recoveries_of
from talent.awards.reviews import operations, queries, wording
from talent.awards.reviews.errors import AnswersMissing, ReasonMissing, ReviewChanged
from talent.awards.reviews.forms import DecisionForm, decision_form
from talent.awards.reviews.models import Review
from talent.cases.queries import case_of
from talent.database import db, now
from talent.web.access import Role, open_to
from talent.web.days import today
from talent.web.held import keeps_form, release
from talent.web.numbers import whole_number
from talent.web.pagination import page_of

reviews = Blueprint("reviews", __name__)

_NUMBER = "<int:number>"


@reviews.route("/reviews")
@open_to(Role.CLERK)
def index() -> str:
    """List what is to be reviewed, what is under way, or what was decided."""
    show = request.args.get("show", "due")
    query = queries.due(today(), not_of=g.person) if show == "due" else queries.reviews(decided=show == "decided")
    page = page_of(query, request.args.get("page", 1, type=whole_number))
    return render_template("reviews/index.html", page=page, show=show, shows=wording.SHOWS, standing=wording.standing)


@reviews.route("/cases/<reference>/reviews", methods=["POST"])
@open_to(Role.CLERK)
def ask(reference: str) -> Response:
    """Ask the applicant of a case."""
    review = operations.ask(case_of(reference, seen_by=g.person), clerk=g.person, at=now())
    db.session.commit()
    if review.confirmed_at is None:
        flash(_("The applicant has been asked to confirm."), "success")
    return redirect(url_for("reviews.show", number=review.id))


@reviews.route(f"/reviews/{_NUMBER}", methods=["GET", "POST"])
@open_to(Role.CLERK, Role.APPROVER)
@keeps_form
def show(number: int) -> str | Response:
    """Show what was confirmed and what the rules say; decide."""
    review = queries.review(number, seen_by=g.person)
    found = queries.found(review, today())
    groups = [] if review.decided_at else found.groups(today())
    release()
    form = decision_form(groups, found.now.policy)
    may_decide = g.person.has(Role.CLERK) and not review.decided_at
    if may_decide and form.validate_on_submit() and (answer := _decided(review, form)):
        return answer
    form.seen.data = queries.fingerprint(groups)
    return render_template(
        "reviews/show.html",
        **_view(review, found),
        form=form,
        groups=groups,
        may_decide=may_decide and (review.facts is not None or today() > review.answer_by),
        recoveries={each.award_id: each for each in recoveries_of(review.case.application)},
        clerk=g.person.has(Role.CLERK),
    )


def _view(review: Review, found: queries.Found) -> dict[str, Any]:
    return {
        "review": review,
        "application": review.case.application,
        "policy": found.now.policy,
        "facts": found.facts,
        "awards": found.awards,
        "standing": wording.standing(review),
        "words": wording,
        "shown": shown,
    }


def _decided(review: Review, form: DecisionForm) -> Response | None:
    """Decide, or say beside the group what is missing."""
    try:
        operations.decide(review, form.choices(), seen=form.seen.data or "", clerk=g.person, at=now())
    except ReasonMissing as error:
        db.session.rollback()
        form[f"outcome-{error.group}"].errors = [error.says()]
        return None
    except ReviewChanged as error:
        db.session.rollback()
        flash(error.says(), "error")
        return redirect(url_for("reviews.show", number=review.id))
    db.session.commit()
    flash(_("The review is decided, and the applicant has been told."), "success")
    return redirect(url_for("reviews.show", number=review.id))


@reviews.route("/applications/<reference>/reviews")
@open_to(Role.APPLICANT)
def own(reference: str) -> str:
    """List the reviews of one's own application, and what is owed back."""
    application = application_of(reference, seen_by=g.person)
    return render_template(
        "reviews/own.html",
        application=application,
        policy=policy_of(application),
        reviews=queries.reviews_of(application),
        recoveries=[each for each in recoveries_of(application) if each.confirmed_at],
        standing=wording.standing_for_applicant,
    )


@reviews.route(f"/applications/<reference>/reviews/{_NUMBER}", methods=["GET", "POST"])
@open_to(Role.APPLICANT)
@keeps_form
def mine(reference: str, number: int) -> str | Response:
    """Confirm how things stand; later show what was decided."""
    application = application_of(reference, seen_by=g.person)
    review = queries.review_of(application, number)
    found = situation(application)
    asked = queries.asked(found)
    form = questions_form(asked, typed(found.policy, found.raw, today()), release())
    is_open = review.facts is None and review.decided_at is None
    if is_open and form.validate_on_submit() and _confirmed(review, form):
        flash(_("Thank you. The clerk decides next, and we write to you."), "success")
        return redirect(url_for("reviews.mine", reference=reference, number=number))
    view = _view(review, queries.found(review, today()))
    return render_template("reviews/mine.html", **view, form=form, asked=asked, is_open=is_open, parameters=parameters)


def _confirmed(review: Review, form: QuestionsForm) -> bool:
    """Confirm, or say beside the questions what is wrong."""
    answers = form.values(today())
    if form.errors:
        return False
    try:
        operations.confirm(review, answers, at=now())
    except AnswersMissing as error:
        for name in error.facts:
            form[name].errors = [_("Answer this question.")]
        return False
    db.session.commit()
    return True
