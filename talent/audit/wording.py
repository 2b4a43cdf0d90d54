"""What was done, in words for people."""

from typing import Any

from flask_babel import lazy_gettext as _l

ACTIONS: dict[str, Any] = {
    "account made": _l("Made an account"),
    "address confirmed": _l("Confirmed the e-mail address"),
    "signed in": _l("Signed in"),
    "signed out": _l("Signed out"),
    "sign-in failed": _l("Failed to sign in"),
    "password changed": _l("Changed the password"),
    "second step set up": _l("Set up a second step of signing in"),
    "second step removed": _l("Removed the second step of signing in"),
    "details recorded": _l("Recorded personal details"),
    "document refused": _l("Gave the document of another account"),
    "role given": _l("Gave a role"),
    "role taken": _l("Took a role away"),
    "application begun": _l("Began an application"),
    "evidence added": _l("Added a document"),
    "evidence removed": _l("Removed a document"),
    "application submitted": _l("Handed in the application"),
    "case opened": _l("The case was opened"),
    "answer verified": _l("Found an answer proved"),
    "answer not verified": _l("Found an answer not proved"),
    "verification void": _l("What was found of the answer no longer counts"),
    "information requested": _l("Asked the applicant for more information"),
    "answer corrected": _l("Corrected an answer"),
    "request answered": _l("Answered the request"),
    "request withdrawn": _l("Withdrew the request"),
    "message sent": _l("Sent a message"),
    "case recommended": _l("Recommended an outcome"),
    "case approved": _l("Approved the recommendation"),
    "case returned": _l("Returned the case to the clerk"),
    "incentives granted": _l("The incentives were granted"),
    "letter issued": _l("The letter was issued"),
}
