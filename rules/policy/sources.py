"""What a policy stands on: sentences in both languages, and the clauses of documents."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages of the product."""

    zh: str
    en: str

    def to(self, language: str) -> str:
        """Return the sentence in `language`: 'zh' or 'en'."""
        return self.en if language == "en" else self.zh


class Standing(StrEnum):
    """How far a source binds: law here, borrowed from elsewhere, or set by us to make the policy runnable."""

    IN_FORCE = "in_force"
    REFERENCE = "reference"
    ILLUSTRATIVE = "illustrative"


@dataclass(frozen=True, slots=True)
class Source:
    """A clause of a document that a rule or a number stands on."""

    id: str
    document: str
    clause: str
    text: str
    standing: Standing = Standing.IN_FORCE
