"""Delivering what was posted: by the mail server, or into a folder and the log while none is set."""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import CursorResult, select, update

from talent.database import db
from talent.notices.models import OutboxMessage
from talent.notices.own_data import forget_farewells

log = structlog.get_logger()

#: A message is tried this often, the pauses doubling from the first to the longest: about a day in all.
ATTEMPTS = 28
FIRST_PAUSE = timedelta(minutes=5)
LONGEST_PAUSE = timedelta(hours=1)
#: Seconds that a mail server may keep us waiting: less than the first pause.
PATIENCE = 10


@dataclass(frozen=True)
class Delivered:
    """How many messages of a run were sent, and how many failed and are kept."""

    sent: int
    failed: int


def deliver(at: datetime) -> Delivered:
    """Send what is due. A message that fails is kept with its error and tried again later; nothing is raised for it."""
    due = select(OutboxMessage.id).where(
        OutboxMessage.sent_at.is_(None), OutboxMessage.due_at <= at, OutboxMessage.attempts < ATTEMPTS
    )
    results = [_deliver_one(id_, at) for id_ in db.session.scalars(due.order_by(OutboxMessage.id)).all()]
    forget_farewells(at)
    db.session.commit()
    return Delivered(results.count(True), results.count(False))


def _deliver_one(id_: int, at: datetime) -> bool | None:
    """Claim a message, send it, note how it went. None when somebody else has it."""
    message = db.session.get_one(OutboxMessage, id_, populate_existing=True)
    if not _claim(message, at):
        db.session.rollback()
        return None
    error = _attempt(message, at)
    message.last_error = error
    message.sent_at = at if error is None else None
    log.info(
        "message sent" if error is None else "message not sent",
        subject=message.subject,
        recipient=message.recipient,
        attempts=message.attempts,
        error=error,
    )
    db.session.commit()
    return error is None


def _claim(message: OutboxMessage, at: datetime) -> bool:
    """Put the message off before trying it: of two processes at once, one finds it due, and a crash loses nothing."""
    claim = (
        update(OutboxMessage)
        .where(OutboxMessage.id == message.id, OutboxMessage.sent_at.is_(None))
        .where(OutboxMessage.attempts == message.attempts)
        .values(attempts=message.attempts + 1, due_at=at + min(FIRST_PAUSE * 2**message.attempts, LONGEST_PAUSE))
        .execution_options(synchronize_session=False)
    )
    claimed: CursorResult[Any] = db.session.execute(claim)  # type: ignore[assignment]
    return claimed.rowcount == 1


def _attempt(message: OutboxMessage, at: datetime) -> str | None:
    """Send a message that is claimed; the database is let go while the mail server thinks. Return what failed."""
    config = current_app.config
    try:
        mail = _mail(message, str(config["MAIL_DEFAULT_SENDER"]), at)
        name = f"{at:%Y%m%dT%H%M%S}-{message.id}.eml"
        db.session.commit()
        if config.get("MAIL_SERVER"):
            _by_server(mail, config)
        else:
            _into_folder(mail, Path(config["OUTBOX"]), name)
    except (OSError, ValueError, smtplib.SMTPException) as error:
        return f"{type(error).__name__}: {error}"
    return None


def _mail(message: OutboxMessage, sender: str, at: datetime) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = message.subject
    mail["From"] = sender
    mail["To"] = message.recipient
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = make_msgid(f"outbox-{message.id}", domain=sender.rpartition("@")[2].strip(" >"))
    mail["Content-Language"] = "en" if message.language == "en" else "zh-CN"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    return mail


def _by_server(mail: EmailMessage, config: Mapping[str, Any]) -> None:
    with smtplib.SMTP(config["MAIL_SERVER"], config["MAIL_PORT"], timeout=PATIENCE) as server:
        if config["MAIL_USE_TLS"]:
            server.starttls()
        if config["MAIL_USERNAME"]:
            server.login(config["MAIL_USERNAME"], config["MAIL_PASSWORD"] or "")
        server.send_message(mail)


def _into_folder(mail: EmailMessage, folder: Path, name: str) -> None:
    """Write the mail so that people can read it, and so that nobody finds half of it."""
    folder.mkdir(parents=True, exist_ok=True)
    mail.set_content(mail.get_content(), cte="8bit")
    unfinished = folder / f".{name}"
    unfinished.write_bytes(mail.as_bytes(policy=SMTP.clone(utf8=True)))
    unfinished.rename(folder / name)
