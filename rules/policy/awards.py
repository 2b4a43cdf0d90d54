"""What a policy grants: incentives with conditions, amounts and instalments, overlaps, promises."""

from dataclasses import dataclass

from rules.expressions import Expression
from rules.policy.sources import Text


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
    saving_source: the clause on applications that were under way when this version came into force: they are decided
        under the version they were handed in under.
    """

    notice_working_days: int
    decide_within_working_days: int
    review_every_months: int
    appeal_within_days: int
    source: str
    appeal_source: str | None = None
    saving_source: str | None = None
