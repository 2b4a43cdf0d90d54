"""Policies in words: what is granted to whom, how much, and by which clause."""

from flask import Blueprint, Response, g, render_template
from werkzeug.wrappers import Response as AnyResponse

from rules.policy import Policy
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
    """Show the version of a policy in force: its clauses beside its rules, and cases beside both."""
    return _page(queries.policy(policy_id, on=today()))


@policies.route("/<policy_id>/versions/<code>")
@open_to(EVERYONE)
def version(policy_id: str, code: str) -> str:
    """Show one version of a policy as it was, and say whether it is in force."""
    return _page(queries.version(policy_id, code))


def _page(policy: Policy) -> str:
    on = today()
    known = queries.versions(policy.id, on=on)
    shown = next(each for each in known if each.code == queries.version_code(policy.digest))
    read_on = on if shown.current else max(shown.since, min(on, shown.until or on))
    return render_template(
        "policies/show.html",
        policy=policy,
        offers=[queries.offer(policy, incentive, on=read_on) for incentive in policy.incentives.values()],
        shared=queries.shared_lines(policy),
        shown=shown,
        versions=known,
    )


@policies.route("/<policy_id>.yaml")
@open_to(EVERYONE)
def file(policy_id: str) -> AnyResponse:
    """Give the policy file itself, as the rules are read from it."""
    policy = queries.policy(policy_id, on=today())
    return Response(policy.text, mimetype="text/plain")
