"""The library's mails go the way of all our mails: a row in the outbox, committed with what they tell of."""

from typing import Any
from uuid import uuid4

from flask import current_app, request
from flask_security import MailUtil

from talent.database import now
from talent.notices.operations import post
from talent.web.language import language

#: Mails that tell of something and let nobody in.
WITHOUT_LINKS = frozenset({"change_notice", "reset_notice"})


class OutboxMail(MailUtil):
    """Addresses are kept in small letters; mails are posted."""

    def normalize(self, email: str) -> str:
        """Return the address as it is looked up. Raises EmailValidateException."""
        return str(super().normalize(email)).lower()

    def validate(self, email: str) -> str:
        """Return the address as it is kept. Raises EmailValidateException."""
        return str(super().validate(email)).lower()

    def send_mail(  # noqa: PLR0917 - the library's own signature
        self, template: str, subject: str, recipient: str, sender: str, body: str, html: str | None, **context: Any
    ) -> None:
        """Post the mail; only one that holds no link into the account is shown among the notifications."""
        post(
            f"{template}:{uuid4().hex}",
            recipient,
            str(subject),
            body,
            now(),
            language=language(),
            opens_account=template not in WITHOUT_LINKS,
        )


def at_home(link: str) -> str:
    """Return a link with our public address, whatever host the request claimed to be for."""
    return f"{current_app.config['PUBLIC_URL']}/{link.removeprefix(request.host_url)}"


def for_mails() -> dict[str, object]:
    """Return what the templates of mails may call."""
    return {"at_home": at_home}
