"""A newcomer's application: questions from the policy, proofs, and the moment it is handed in."""

from flask import Flask

from talent.applications.routes import applications


def init_app(app: Flask) -> None:
    """Open the applicant's pages."""
    app.register_blueprint(applications)
