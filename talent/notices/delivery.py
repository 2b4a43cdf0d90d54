"""Messages leave right after the request that posted them, when that was committed; the cron job is the second try."""

from threading import Thread

import structlog
from flask import Flask, current_app
from sqlalchemy import Connection, event
from sqlalchemy.orm import Mapper, object_session

from talent.database import db, now
from talent.notices import jobs
from talent.notices.models import OutboxMessage

log = structlog.get_logger()


def init_app(app: Flask) -> None:
    """Deliver at the end of every request that posted something."""
    app.teardown_request(_deliver_posted)


@event.listens_for(OutboxMessage, "after_insert")
def _note(mapper: Mapper[OutboxMessage], connection: Connection, message: OutboxMessage) -> None:
    """Remember in the session that something was posted."""
    session = object_session(message)
    if session is not None:
        session.info["posted"] = True


def _deliver_posted(error: BaseException | None) -> None:
    """Deliver in a session of its own. A mail server may be slow: nobody waits for it; a folder is not."""
    if not db.session().info.pop("posted", False):
        return
    db.session.rollback()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if app.config.get("MAIL_SERVER"):
        Thread(target=_deliver, args=(app,), daemon=True).start()
    else:
        _deliver(app)


def _deliver(app: Flask) -> None:
    """Deliver; what fails is told in the log and kept for the next run, never raised into the request."""
    try:
        with app.app_context():
            jobs.deliver(now())
    except Exception:
        log.exception("delivery failed")
