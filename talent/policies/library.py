"""The policies at hand: the files, read once for the application, and texts kept in the database."""

from pathlib import Path

import structlog
from flask import current_app

from rules.library import Library
from rules.policy import Policy
from talent.database import db
from talent.policies.errors import NoSuchPolicy
from talent.policies.models import PolicyText
from talent.web.days import today

log = structlog.get_logger()


def library() -> Library:
    """Return the library of this application; the files are read at the first call."""
    found: Library | None = current_app.extensions.get("policies")
    if found is None:
        found = current_app.extensions["policies"] = Library.load(Path(current_app.config["POLICIES"]))
        for problem in found.problems:
            log.warning("policy left out", problem=str(problem))
    return found


def policies_in_force() -> list[Policy]:
    """Return the version in force today of every policy that has one."""
    on, shelf = today(), library()
    versions = [shelf.in_force(policy_id, on) for policy_id in shelf.policies]
    return [policy for policy in versions if policy is not None]


def policy_by_digest(digest: str) -> Policy:
    """Return the version with a digest, from the files or from the texts kept. Raises NoSuchPolicy.

    Texts kept are no longer in force, so they stay out of the library that says what is.
    """
    past: Library = current_app.extensions.setdefault("past_policies", Library())
    policy = library().by_digest(digest) or past.by_digest(digest)
    if policy is not None:
        return policy
    kept = db.session.get(PolicyText, digest)
    if kept is None:
        raise NoSuchPolicy
    return past.add(kept.text, kept.policy_id)
