"""The visitor's way through a pre-check. Its answers travel in the form: nothing is kept unless asked for."""

from flask import Blueprint, Response, make_response, redirect, render_template, request, session, url_for
from flask_babel import refresh
from werkzeug.wrappers import Response as AnyResponse

from rules.hits import Conflict
from rules.policy import Policy
from talent.applications.errors import PolicyNotInForce
from talent.applications.forms import QuestionsForm, parameters
from talent.applications.precheck import forms
from talent.applications.precheck.errors import RulesContradict
from talent.applications.precheck.forms import Known
from talent.applications.precheck.queries import Check
from talent.applications.queries import shown
from talent.database import now
from talent.pilots.queries import pilots
from talent.policies.library import library, policies_in_force
from talent.web.access import EVERYONE, Role, open_to
from talent.web.csrf import protect
from talent.web.days import today
from talent.web.language import LANGUAGES

precheck = Blueprint("precheck", __name__, url_prefix="/check")

#: The answers are not kept on the way, but the visitor's own browser may go back to a page it has shown.
GOING_BACK = "private, no-cache"


@precheck.route("/")
@open_to(EVERYONE)
def index() -> str | AnyResponse:
    """Let the visitor choose the policy; where there is one only, go straight in."""
    policies = policies_in_force()
    if len(policies) == 1:
        return redirect(url_for("precheck.ask", policy_id=policies[0].id))
    return render_template("precheck/index.html", policies=policies)


@precheck.route("/<policy_id>", methods=["GET", "POST"])
@open_to(EVERYONE)
def ask(policy_id: str) -> Response:
    """Take the newest answer, and ask the next question or say what the answers come to."""
    policy = _in_force(policy_id)
    if request.form.get("language") in LANGUAGES:
        session["language"] = request.form["language"]
        refresh()
    try:
        answer = make_response(_page(policy))
    except Conflict as error:
        raise RulesContradict from error
    answer.headers["Vary"] = "HX-Request, Cookie"
    if request.method == "POST":
        answer.headers["Cache-Control"] = GOING_BACK
    return answer


#: It changes nothing, so nobody can be made to change something by it.
protect.exempt(ask)


def _in_force(policy_id: str) -> Policy:
    policy = library().in_force(policy_id, today())
    if policy is None:
        raise PolicyNotInForce
    return policy


def _page(policy: Policy) -> str:
    """Draw the page, or the part of it that changes where only that is asked for."""
    known, form = _taken(policy)
    check = Check(policy, known.facts, known.skipped, on=today())
    changing = request.form.get("change") if form is not None else None
    if form is None and check.next is not None:
        form = forms.question(policy, check.next, known)
    shows = {
        "policy": policy,
        "check": check,
        "known": known,
        "form": form,
        "asked": form.facts[0] if form is not None else None,
        "changing": changing,
        "parameters": parameters,
        "shown": shown,
        "Role": Role,
    }
    if "HX-Request" in request.headers:
        return render_template("precheck/_check.html", **shows)
    return render_template("precheck/ask.html", **shows)


def _taken(policy: Policy) -> tuple[Known, QuestionsForm | None]:
    """Return what is known now, and the form to show again where its answer does not do or is to be changed."""
    known = forms.read(policy, request.form.get("known", ""), on=today())
    questions = forms.askable(policy)
    if (name := request.form.get("change", "")) in questions:
        return known, forms.question(policy, name, known)
    if "choose" in request.form:
        return _chosen(policy, known), None
    name = request.form.get("asked", "")
    if name not in questions or "language" in request.form:
        return known, None
    if "skip" in request.form:
        return known.without(policy, name), None
    after = forms.taken(policy, name, known, request.form, on=today())
    return (after, None) if isinstance(after, Known) else (known, after)


def _chosen(policy: Policy, known: Known) -> Known:
    """Return what is known once an option was chosen; what is no option changes nothing."""
    listed = Check(policy, known.facts, known.skipped, on=today()).options
    found = next((option for option in listed if option.key == request.form["choose"]), None)
    return known.answered(policy, found.bundle.choices) if found is not None else known


@precheck.route("/<policy_id>/apply", methods=["POST"])
@open_to(EVERYONE)
def apply(policy_id: str) -> AnyResponse:
    """Keep the answers for an hour in the visitor's own cookie, on the way to an application."""
    policy = _in_force(policy_id)
    forms.wait(policy, forms.read(policy, request.form.get("known", ""), on=today()), at=now())
    return redirect(url_for("precheck.carry", policy_id=policy.id))


@precheck.route("/<policy_id>/apply")
@open_to(Role.APPLICANT)
def carry(policy_id: str) -> str:
    """Let the applicant choose the community to apply in with the answers that wait."""
    policy = _in_force(policy_id)
    waiting = forms.answers_waiting(at=now(), policy=policy)
    return render_template("precheck/carry.html", policy=policy, waiting=waiting, pilots=pilots())
