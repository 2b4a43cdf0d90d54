"""What a person is told, in both languages at once: the mail is in theirs, and the page shows the one it is in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rules.policy import Text

GREETING = Text("%(name)s，您好：", "Dear %(name)s,")


@dataclass(frozen=True)
class Mail:
    """A subject and what is said under it, without the greeting."""

    subject: Text
    body: Text

    def filled(self, values: Mapping[str, object]) -> "Mail":
        """Return the mail with values in it. values: the same in both languages, or a Text."""
        return Mail(_filled(self.subject, values), _filled(self.body, values))

    def blank(self) -> "Mail":
        """Return the mail with the names of its values in their places, as it is previewed."""
        return Mail(*(Text(_blank(text.zh), _blank(text.en)) for text in (self.subject, self.body)))

    def to(self, name: str, language: str) -> tuple[str, str]:
        """Return subject and body for a person of this name."""
        greeting = GREETING.to(language) % {"name": name}
        return self.subject.to(language), f"{greeting}\n\n{self.body.to(language).strip()}\n"


#: Every mail that the features write, for who wants to read them all.
TEMPLATES: list[Mail] = []


def template(subject: Text, body: Text) -> Mail:
    """Return a mail that is previewed among all others."""
    mail = Mail(subject, body)
    TEMPLATES.append(mail)
    return mail


def _blank(text: str) -> str:
    return re.sub(r"%\((\w+)\)[sd]", r"‹\1›", text)


def _filled(text: Text, values: Mapping[str, object]) -> Text:
    def said(language: str) -> str:
        return text.to(language) % {
            name: value.to(language) if isinstance(value, Text) else value for name, value in values.items()
        }

    return Text(said("zh"), said("en"))
