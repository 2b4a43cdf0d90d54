"""The decision a bureau may act on: made by durable-rules, and only if the independent evaluator says the same."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from rules import closures, engine
from rules.decision import Decision
from rules.facts import Value
from rules.hits import Conflict
from rules.policy import Policy


class Disagreement(Exception):  # noqa: N818  it names what happened
    """The evaluators came to different answers, so there is no decision.

    answers: per evaluator what it said, as plain data without the person's facts. differences: where, by path.
    """

    def __init__(self, policy: Policy, on: date, answers: Mapping[str, object]) -> None:
        self.policy, self.on, self.answers = policy.id, on, answers
        one, other = answers.values()
        self.differences = tuple(_differences(one, other))
        super().__init__(f"{policy.id} on {on}: the evaluators differ at {', '.join(self.differences)}")


def adjudicate(policy: Policy, facts: Mapping[str, Value], *, on: date) -> Decision:
    """Decide one person by durable-rules, with the closures as witness.

    facts: typed values as `parse_facts` returns them. on: the day of application.
    Raises Disagreement when the two differ in anything a decision says, Conflict when both find that rows of a
    `unique` or `any` table contradict one another.
    """
    decided = _tried(engine.decide, policy, facts, on)
    witnessed = _tried(closures.decide, policy, facts, on)
    if isinstance(decided, Conflict) and isinstance(witnessed, Conflict) and decided.args == witnessed.args:
        raise decided
    if isinstance(decided, Conflict) or isinstance(witnessed, Conflict) or decided != witnessed:
        answers = {"durable-rules": _plain(decided), "closures": _plain(witnessed)}
        raise Disagreement(policy, on, answers)
    return decided


def _tried(
    decide: Callable[..., Decision], policy: Policy, facts: Mapping[str, Value], on: date
) -> Decision | Conflict:
    try:
        return decide(policy, facts, on=on)
    except Conflict as conflict:
        return conflict


def _plain(answer: Decision | Conflict) -> dict[str, object]:
    """What an evaluator said, without what the person said: it goes to a log."""
    if isinstance(answer, Conflict):
        return {"conflict": str(answer)}
    incentives = {
        name: {
            "verdict": str(outcome.verdict),
            "fen": outcome.fen,
            "paid": [[part.on.isoformat(), part.fen] for part in outcome.paid],
            "lines": {str(place): reason.holds for place, reason in enumerate(outcome.reasons, start=1)},
            "missing": list(outcome.missing),
        }
        for name, outcome in answer.incentives.items()
    }
    tables = {name: table.output for name, table in answer.tables.items()}
    return {"tables": tables, "incentives": incentives, "overlaps": [each.rule for each in answer.overlaps]}


def _differences(one: object, other: object, path: str = "") -> Iterator[str]:
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in {**one, **other}:
            yield from _differences(one.get(key), other.get(key), f"{path}.{key}" if path else str(key))
    elif one != other:
        yield path or "everything"
