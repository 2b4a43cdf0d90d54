"""Questions that serve nothing, or are read before they are asked."""

from collections.abc import Iterator

from rules.expressions import Expression
from rules.policy import Incentive, Policy
from rules.reading.problems import Problems


def check_questions(policy: Policy, problems: Problems) -> None:
    """Note questions whose answers decide nothing: the law lets a bureau ask only what it needs.

    Source: Personal Information Protection Law of the People's Republic of China, article 6.
    """
    at_application = {name for expression in _read_at_application(policy) for name in expression.names}
    at_application |= {overlap.by for overlap in policy.overlaps if overlap.by is not None}
    at_review = {name for expression in _read_at_review(policy) for name in expression.names}
    for fact in policy.facts.values():
        if fact.name not in at_application | at_review:
            problems.add(fact.line, f"Nothing reads '{fact.name}'", "remove the question or use its answer")
        elif fact.at_review and fact.name in at_application:
            message = f"'{fact.name}' is asked only at the review, but a rule reads it at application"
            problems.add(fact.line, message, "leave out asked: review, or read it only under while:")


def _read_at_application(policy: Policy) -> Iterator[Expression]:
    for table in policy.tables.values():
        yield from (row.when for row in table.rows)
    yield from (term.meaning for term in policy.terms.values())
    yield from (fact.asked_when for fact in policy.facts.values() if fact.asked_when is not None)
    for incentive in policy.incentives.values():
        yield from _read_by(incentive)


def _read_by(incentive: Incentive) -> Iterator[Expression]:
    yield from (line.condition for line in incentive.lines)
    amount, parts = incentive.amount, (part.amount for part in incentive.parts)
    each = (amount.formula, amount.at_most, amount.less, amount.months, *parts)
    yield from (expression for expression in each if expression is not None)


def _read_at_review(policy: Policy) -> Iterator[Expression]:
    for incentive in policy.incentives.values():
        yield from (part.condition for part in incentive.parts if part.condition is not None)
        if incentive.obligation is not None and incentive.obligation.broken is not None:
            yield incentive.obligation.broken
