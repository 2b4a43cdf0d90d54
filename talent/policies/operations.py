"""Keeping policies."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from rules.policy import Policy
from talent.database import db
from talent.policies.models import PolicyText


def keep(policy: Policy, *, at: datetime) -> PolicyText:
    """Keep the text of a policy, once: what was decided under it stays readable when the file changes."""
    kept = db.session.get(PolicyText, policy.digest)
    if kept is not None:
        return kept
    kept = PolicyText(digest=policy.digest, policy_id=policy.id, text=policy.text, kept_at=at)
    try:
        with db.session.begin_nested():
            db.session.add(kept)
    except IntegrityError:
        return db.session.get_one(PolicyText, policy.digest)
    return kept
