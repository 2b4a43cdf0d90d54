"""A newcomer's application: questions from the policy, proofs, and the moment it is handed in."""

from flask import Flask

from talent.accounts.signals import data_asked, erasing, identity_changing, keeping
from talent.applications import own_data
from talent.applications.operations import refuse_new_identity
from talent.applications.routes import applications
from talent.applications.withdrawal.routes import withdrawal


def init_app(app: Flask) -> None:
    """Open the applicant's pages."""
    for blueprint in (applications, withdrawal):
        app.register_blueprint(blueprint)
    identity_changing.connect(refuse_new_identity)
    data_asked.connect(own_data.parts)
    keeping.connect(own_data.kept)
    erasing.connect(own_data.erase)
