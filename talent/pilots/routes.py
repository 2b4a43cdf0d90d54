"""The communities, and what may be had in each."""

from flask import Blueprint, render_template

from talent.pilots import queries
from talent.web.access import EVERYONE, open_to

pilots = Blueprint("pilots", __name__, url_prefix="/communities")


@pilots.route("/")
@open_to(EVERYONE)
def index() -> str:
    """List the communities."""
    return render_template("pilots/index.html", pilots=queries.pilots(), scenario_list=queries.SCENARIOS)


@pilots.route("/<slug>")
@open_to(EVERYONE)
def show(slug: str) -> str:
    """Show one community and the policies one can apply under there."""
    return render_template("pilots/show.html", pilot=queries.pilot(slug), scenario_list=queries.SCENARIOS)
