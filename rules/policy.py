"""What a policy says, as plain values: what `reading` makes of a file and the evaluators decide under."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from rules.expressions import Expression, Kind, Type


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


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know about a person: a question, a column, a field of the form.

    choices: in rising order, by key; empty unless the type is choice or choices.
    minimum, maximum: inclusive; whole fen for money, a date for dates.
    changeable: whether the person could bring it about, so that advice may name it; never true of age or birthplace.
    allows_future: whether a date may lie after the day of the decision.
    at_review: whether it is asked only when an instalment falls due, not at application.
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


@dataclass(frozen=True, slots=True)
class EvidenceKind:
    """A document that proves facts. accepts: 'pdf', 'image'."""

    id: str
    label: Text
    accepts: tuple[str, ...] = ("pdf", "image")
    expires_after_months: int | None = None


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """The numbers of a parameter from a day on. values: {(): n} for a scalar, {(key, …): n} otherwise; fen for money.

    brackets: for `tiered`, each threshold with the number that holds above it, rising from 0; then no values.
    Several may begin on one day, each for other keys and with its own source; all that began before are over then.
    """

    start: date
    values: Mapping[tuple[str, ...], int]
    source: str
    brackets: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated number, a number per choice, or a number per bracket.

    by: the facts or tables whose value selects it. above: the unit of the thresholds of brackets.
    """

    name: str
    unit: str
    by: tuple[str, ...]
    values: tuple[ParameterValue, ...]
    title: Text | None = None
    above: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A named expression."""

    name: str
    meaning: Expression
    source: str
    title: Text | None = None


class HitPolicy(StrEnum):
    """How the rows of a decision table that match make one output (DMN 1.3, section 8.2.8)."""

    UNIQUE = "unique"
    ANY = "any"
    FIRST = "first"
    PRIORITY = "priority"
    COLLECT = "collect"
    SUM = "sum"
    MIN = "min"
    MAX = "max"
    COUNT = "count"


_CHOICE = Type(Kind.CHOICE)

#: What a row gives: a choice by key; a number, fen or share; yes or no.
Output = str | int | bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a decision table: when it matches, what it gives."""

    when: Expression
    gives: "Output"
    source: str
    says: Text | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table.

    type: of the output of one row. outputs: the choices it can give, in rising order, with what they are called;
    empty where it gives numbers or yes and no. otherwise: the output where no row matches.
    left_open: whether the text itself leaves the rest open, as `otherwise: unknown` says.
    """

    name: str
    title: Text
    hit: HitPolicy
    outputs: Mapping[str, Text]
    rows: tuple[Row, ...]
    otherwise: Output | None = None
    type: Type = _CHOICE
    left_open: bool = False
    line: int = 0

    @property
    def value_type(self) -> Type:
        """The type of what the whole table comes to: several choices where it collects, a number where it counts."""
        if self.hit is HitPolicy.COLLECT:
            return Type(Kind.CHOICES, None, self.type.choices)
        return Type(Kind.NUMBER) if self.hit is HitPolicy.COUNT else self.type


@dataclass(frozen=True, slots=True)
class Line:
    """A condition of an incentive. says: what it asks; otherwise: the reason given when it fails."""

    condition: Expression
    source: str
    says: Text | None = None
    otherwise: Text | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Amount:
    """How much: once, or `per` month or year for a number of `months`.

    formula: None where the parts have amounts of their own.
    """

    formula: Expression | None
    source: str
    at_most: Expression | None = None
    less: Expression | None = None
    per: str | None = None
    months: Expression | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the payment: a share in 1/10,000 or an amount of its own.

    condition: what must hold on its day, decided then. provided: the same in words, or words alone.
    """

    after_months: int
    share: int | None = None
    amount: Expression | None = None
    provided: Text | None = None
    condition: Expression | None = None


@dataclass(frozen=True, slots=True)
class Obligation:
    """What the person owes in return, and what is taken back otherwise. recovery: pro_rata, full or stop.

    broken: what, at a review, means that the promise was not kept.
    """

    serve_years: int | None
    hold_home_years: int | None
    recovery: str
    source: str
    broken: Expression | None = None


@dataclass(frozen=True, slots=True)
class Incentive:
    """Something that can be granted. kind: housing_incentive, purchase_discount, rent_reduction, startup_support."""

    id: str
    kind: str
    title: Text
    lines: tuple[Line, ...]
    amount: Amount
    about: Text | None = None
    parts: tuple[Part, ...] = ()
    obligation: Obligation | None = None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Incentives that may not simply be added. rule: choose, highest, top_up, deduct, stop.

    by: for `choose`, the choice fact whose keys are the incentives.
    """

    among: tuple[str, ...]
    rule: str
    source: str
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Process:
    """The bureau's promises under this policy, in working days and months.

    appeal_source: the source of the time to appeal, where it is another than that of the promises.
    """

    notice_working_days: int
    decide_within_working_days: int
    review_every_months: int
    appeal_within_days: int
    source: str
    appeal_source: str | None = None


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


@dataclass(frozen=True, slots=True)
class Example:
    """A case the policy must decide as its author says. given, expect: as written in the file."""

    name: str
    on: date
    given: Mapping[str, object]
    expect: Mapping[str, object]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of one policy. digest: 'sha256:' and the hex digest of `text`, the file as it was read."""

    id: str
    title: Text
    issued_by: Text
    in_force_from: date
    in_force_to: date | None
    sources: Mapping[str, Source]
    sections: Mapping[str, Section]
    facts: Mapping[str, Fact]
    evidence: Mapping[str, EvidenceKind]
    parameters: Mapping[str, Parameter]
    terms: Mapping[str, Term]
    tables: Mapping[str, Table]
    incentives: Mapping[str, Incentive]
    overlaps: tuple[Overlap, ...]
    process: Process
    examples: tuple[Example, ...]
    text: str
    digest: str
    events: Mapping[str, LifeEvent] = field(default_factory=dict)
