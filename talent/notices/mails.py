"""What a person is told, in both languages at once: the mail is in theirs, and the page shows the one it is in."""

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

    def to(self, name: str, language: str) -> tuple[str, str]:
        """Return subject and body for a person of this name."""
        greeting = GREETING.to(language) % {"name": name}
        return self.subject.to(language), f"{greeting}\n\n{self.body.to(language).strip()}\n"


def _filled(text: Text, values: Mapping[str, object]) -> Text:
    def said(language: str) -> str:
        return text.to(language) % {
            name: value.to(language) if isinstance(value, Text) else value for name, value in values.items()
        }

    return Text(said("zh"), said("en"))
