"""What a policy asks: facts, what proves them, and what happens to people after a grant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rules.expressions import Expression
from rules.policy.sources import Text


class FactType(StrEnum):
    """The kinds of answer a question can have."""

    CHOICE = "choice"
    CHOICES = "choices"
    MONEY = "money"
    DATE = "date"
    INTEGER = "integer"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Section:
    """A group of questions: one entry of the applicant's task list, one page."""

    id: str
    title: Text


class Registry(StrEnum):
    """A public registry that knows, by identity number, what a kind of document proves."""

    DEGREES = "degrees"
    SOCIAL_INSURANCE = "social_insurance"
    REAL_ESTATE = "real_estate"
    TAX = "tax"


class InNumber(StrEnum):
    """What the number of an identity card itself tells of its holder."""

    BIRTH_DATE = "birth_date"
    SEX = "sex"


@dataclass(frozen=True, slots=True)
class FromSpouse:
    """How an answer follows from the spouse's application under the same policy.

    applies: incentives; the answer is yes, or `gives`, where the spouse asks for one of them and was not refused it.
    granted: incentives; the answer is what the spouse was granted of them in all. One of the two is empty.
    gives: the choice that is the answer, of a fact whose type is choice.
    """

    applies: tuple[str, ...] = ()
    granted: tuple[str, ...] = ()
    gives: str | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know about a person: a question, a column, a field of the form.

    choices: in rising order, by key; empty unless the type is choice or choices.
    minimum, maximum: inclusive; whole fen for money, a date for dates.
    changeable: whether the person could bring it about, so that advice may name it; never true of age or birthplace.
    allows_future: whether a date may lie after the day of the decision.
    at_review: whether it is asked only when an instalment falls due, not at application.
    from_spouse: how the answer follows from a linked spouse's application; such a fact is a household fact.
    in_number: what of an identity card's number says the same: the answer is compared with it.
    """

    name: str
    section: str
    type: FactType
    ask: Text
    hint: Text | None = None
    unit: str | None = None
    choices: Mapping[str, Text] = field(default_factory=dict)
    minimum: int | date | None = None
    maximum: int | date | None = None
    evidence: tuple[str, ...] = ()
    asked_when: Expression | None = None
    line: int = 0
    changeable: bool = False
    allows_future: bool = False
    at_review: bool = False
    from_spouse: FromSpouse | None = None
    in_number: InNumber | None = None


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """A document that proves facts. accepts: 'pdf', 'image'. registry: the one that knows the same facts."""

    id: str
    label: Text
    accepts: tuple[str, ...] = ("pdf", "image")
    expires_after_months: int | None = None
    registry: Registry | None = None


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Answers that cannot all be right. never: what holds of nobody. facts: the questions whose answers it reads."""

    never: Expression
    says: Text
    facts: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """Something that may happen to a person after applying, and the facts it changes.

    sets: answers that follow from the event itself, typed. asks: facts to be answered anew.
    day: the fact that the day of the event answers, where there is one.
    """

    id: str
    title: Text
    source: str
    sets: Mapping[str, int | bool | str | date | frozenset[str]] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    day: str | None = None
    about: Text | None = None
    line: int = 0

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts it changes or may change."""
        return (*self.sets, *self.asks, *((self.day,) if self.day else ()))
