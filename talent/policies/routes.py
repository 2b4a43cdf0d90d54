"""Policies in words: what is granted to whom, how much, and by which clause."""

from flask import Blueprint, Response, g, render_template
from werkzeug.wrappers import Response as AnyResponse

from talent.policies import queries
from talent.policies.library import library, policies_in_force
from talent.web.access import EVERYONE, Role, open_to
from talent.web.days import today

policies = Blueprint("policies", __name__, url_prefix="/policies")


@policies.route("/")
@open_to(EVERYONE)
def index() -> str:
    """List the policies in force; tell the officer what is wrong with files that were left out."""
    person = g.get("person")
    officer = person is not None and person.has_any(frozenset({Role.OFFICER}))
    problems = library().problems if officer else []
    return render_template("policies/index.html", policies=policies_in_force(), problems=problems, officer=officer)


@policies.route("/<policy_id>")
@open_to(EVERYONE)
def show(policy_id: str) -> str:
    """Show one policy, its clauses beside its rules."""
    on = today()
    policy = queries.policy(policy_id, on=on)
    offers = [queries.offer(policy, incentive, on=on) for incentive in policy.incentives.values()]
    return render_template("policies/show.html", policy=policy, offers=offers, shared=queries.shared_lines(policy))


@policies.route("/<policy_id>.yaml")
@open_to(EVERYONE)
def file(policy_id: str) -> AnyResponse:
    """Give the policy file itself, as the rules are read from it."""
    policy = queries.policy(policy_id, on=today())
    return Response(policy.text, mimetype="text/plain")
