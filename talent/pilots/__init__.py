"""The future communities: where they are, what they are to offer, what may be had there."""

from flask import Flask

from talent.pilots.models import Pilot
from talent.pilots.routes import pilots
from talent.web.language import language


def init_app(app: Flask) -> None:
    """Open the pages about the communities."""
    app.register_blueprint(pilots)
    for write in (named, district):
        app.add_template_filter(write)


def named(pilot: Pilot) -> str:
    """Write a community's name in the language of the page."""
    return pilot.name_en if language() == "en" else pilot.name_zh


def district(pilot: Pilot) -> str:
    """Write where a community lies, in the language of the page."""
    return pilot.district_en if language() == "en" else pilot.district_zh
