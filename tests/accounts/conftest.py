"""Reading the mails that signing up leads to, and an application that counts attempts."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from talent.database import db
from talent.notices.models import OutboxMessage


@pytest.fixture
def links(app: Flask) -> Callable[[str], list[str]]:
    """Return the pages that the last mail to somebody leads to, without the host."""

    def find(email: str) -> list[str]:
        db.session.rollback()
        sent = select(OutboxMessage).where(OutboxMessage.recipient == email).order_by(OutboxMessage.id.desc())
        body = db.session.scalars(sent).first().body
        return re.findall(re.escape(app.config["PUBLIC_URL"]) + r"(/\S+)", body)

    return find
