"""A newcomer's application: questions from the policy, proofs, and the moment it is handed in."""

from flask import Flask

from talent.accounts.signals import identity_changing
from talent.applications.operations import refuse_new_identity
from talent.applications.routes import applications


def init_app(app: Flask) -> None:
    """Open the applicant's pages."""
    app.register_blueprint(applications)
    identity_changing.connect(refuse_new_identity)
