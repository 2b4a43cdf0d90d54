"""The same policy for zen-engine (GoRules): a decision model in its JSON format, made from the parsed policy.

What it says the same: terms, tables, lines, amounts with their caps and periods. What it leaves out, for zen has no
such thing or has to be programmed for it: unknown facts, sources and sentences, instalments by day, overlaps.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

import zen

from rules.amounts import PERIODS
from rules.dependencies import DAY, definitions, in_order, levels
from rules.expressions import (
    And,
    Arithmetic,
    Call,
    Compare,
    Either,
    HasAny,
    Kind,
    Known,
    Literal,
    Lookup,
    Member,
    Name,
    Node,
    Not,
    Or,
)
from rules.facts import Value
from rules.plan import parameters_on
from rules.policy import HitPolicy, Incentive, Policy

Model = dict[str, Any]


class ZenPolicy:
    """A policy loaded into zen-engine, compiled once for each day: the fastest way that its Python package offers.

    lines: 'tables' makes a decision table of each incentive's lines; 'expressions' makes one expression node of all
    lines, which zen decides faster.
    """

    def __init__(self, policy: Policy, days: Iterable[date], *, lines: str = "tables") -> None:
        models = {day.isoformat(): decision_model(policy, day, lines=lines) for day in days}
        self._engine = zen.ZenEngine({"loader": {"type": "static", "content": models}})

    def decide(self, message: Mapping[str, object], *, trace: bool) -> dict[str, Any]:
        """Decide one person. message: as `message` writes it. Returns zen's result, with its trace if asked."""
        return self._engine.evaluate(message[DAY], message, {"trace": trace})


def message(facts: Mapping[str, Value], on: date) -> dict[str, object]:
    """Write a person's facts and the day of application as zen reads them."""
    return {DAY: on.isoformat()} | {name: _plain(value) for name, value in facts.items()}


def _plain(value: Value) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return value.isoformat() if isinstance(value, date) else value


def decision_model(policy: Policy, on: date, *, lines: str) -> Model:
    """Return the decision model of a policy on a day: a chain of nodes, each of which passes on what came before."""
    write = _Writer(parameters_on(policy, on))
    level = levels(policy)
    ordered = [name for name in in_order(definitions(policy)) if name in policy.terms]
    chain = _Chain()
    for place in range(max((level[name] for name in policy.tables), default=-1) + 2):
        own = [name for name in ordered if level[name] == place]
        inside = _Writer(write.parameters, own)
        chain.expressions(f"terms {place}", {name: inside.written(policy.terms[name].meaning.tree) for name in own})
        for table in (table for table in policy.tables.values() if level[table.name] == place):
            if table.hit is not HitPolicy.FIRST:
                raise NotImplementedError(f"zen has no hit policy {table.hit}")
            rows = [(write.written(row.when.tree), json.dumps(row.gives)) for row in table.rows]
            chain.table(table.name, "first", [*rows, ("", json.dumps(table.otherwise))])
    _add_incentives(chain, policy, write, lines)
    return chain.model()


def _add_incentives(chain: "_Chain", policy: Policy, write: "_Writer", lines: str) -> None:
    conditions = {
        name: [write.written(line.condition.tree) for line in incentive.lines]
        for name, incentive in policy.incentives.items()
    }
    if lines == "tables":
        for name, each in conditions.items():
            chain.table(name, "collect", [(condition, str(place)) for place, condition in enumerate(each)])
        met = {name: f"len({name}) == {len(each)}" for name, each in conditions.items()}
    else:
        named = {
            name: {f"{name}_{place}": text for place, text in enumerate(each)} for name, each in conditions.items()
        }
        chain.expressions("lines", {line: text for each in named.values() for line, text in each.items()})
        met = {name: " and ".join(each) for name, each in named.items()}
    chain.expressions(
        "amounts",
        {f"{name}_fen": f"{met[name]} ? {_amount(each, write)} : 0" for name, each in policy.incentives.items()},
    )


def _amount(incentive: Incentive, write: "_Writer") -> str:
    amount = incentive.amount
    if amount.formula is None:
        raise NotImplementedError("zen: parts with amounts of their own")
    text = write.written(amount.formula.tree)
    if amount.at_most is not None:
        text = f"min([{text}, {write.written(amount.at_most.tree)}])"
    if amount.months is not None and amount.per is not None:
        text = f"{text} * max([0, floor({write.written(amount.months.tree)} / {PERIODS[amount.per]})])"
    if amount.less is not None:
        text = f"{text} - {write.written(amount.less.tree)}"
    return f"max([0, {text}])"


class _Chain:
    """Nodes of a decision model, one after the other."""

    def __init__(self) -> None:
        self.nodes: list[Model] = [_node("request", "inputNode", {})]

    def expressions(self, name: str, values: Mapping[str, str]) -> None:
        """Add a node that names values. values: per name its expression, which may read those before as `$.name`."""
        if values:
            listed = [{"id": f"{name} {key}", "key": key, "value": text} for key, text in values.items()]
            self.nodes.append(_node(name, "expressionNode", {"expressions": listed, "passThrough": True}))

    def table(self, name: str, hit: str, rows: Sequence[tuple[str, str]]) -> None:
        """Add a decision table of one input and one output. rows: condition and output; all that match if 'collect'."""
        output = name if hit == "first" else "line"
        rules = [{"_id": f"{name} {place}", "when": when, "gives": gives} for place, (when, gives) in enumerate(rows)]
        content = {
            "hitPolicy": hit,
            "inputs": [{"id": "when", "name": "when", "field": ""}],
            "outputs": [{"id": "gives", "name": output, "field": output}],
            "rules": rules,
            "passThrough": True,
            "outputPath": None if hit == "first" else name,
        }
        self.nodes.append(_node(name, "decisionTableNode", content))

    def model(self) -> Model:
        nodes = [*self.nodes, _node("response", "outputNode", {})]
        edges = [
            {"id": str(place), "sourceId": one["id"], "targetId": other["id"], "type": "edge"}
            for place, (one, other) in enumerate(pairwise(nodes))
        ]
        return {"nodes": nodes, "edges": edges}


def _node(name: str, kind: str, content: Model) -> Model:
    return {"id": name, "name": name, "type": kind, "content": content, "position": {"x": 0, "y": 0}}


class _Writer:
    """Writes nodes as zen's expressions, one small method per kind of node.

    parameters: the numbers of the day. own: the names that the same expression node defines.
    """

    def __init__(self, parameters: Mapping[str, Any], own: Iterable[str] = ()) -> None:
        self.parameters, self.own = parameters, frozenset(own)

    def written(self, node: Node) -> str:
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise NotImplementedError(f"zen: {type(node).__name__}")
        return method(node)

    def _literal(self, node: Literal) -> str:
        if node.type.kind is Kind.SHARE:
            return _number(Fraction(node.value, 10_000))
        if isinstance(node.value, date):
            return f"d('{node.value}')"
        return _number(node.value) if isinstance(node.value, Fraction) else json.dumps(node.value)

    def _name(self, node: Name) -> str:
        name = f"$.{node.name}" if node.name in self.own else node.name
        return f"d({name})" if node.type.kind is Kind.DATE else name

    def _lookup(self, node: Lookup) -> str:
        written = [self.written(key) for key in node.keys]
        text = "null"
        for keys, number in reversed(self.parameters[node.parameter].items()):
            same = " and ".join(f"{one} == {json.dumps(other)}" for one, other in zip(written, keys, strict=True))
            text = f"({same} ? {_number(number)} : {text})" if same else _number(number)
        return text

    def _not(self, node: Not) -> str:
        return f"not ({self.written(node.item)})"

    def _and(self, node: And) -> str:
        return f"({' and '.join(map(self.written, node.items))})"

    def _or(self, node: Or) -> str:
        return f"({' or '.join(map(self.written, node.items))})"

    def _compare(self, node: Compare) -> str:
        left, right, sign = node.left, node.right, node.operator
        if left.type.kind is not Kind.CHOICE or sign in ("==", "!="):
            return f"({self.written(left)} {sign} {self.written(right)})"
        if not isinstance(right, Literal):
            raise NotImplementedError("zen: two choices compared by rank")
        place = left.type.choices.index(right.value)
        among = {"<": slice(place), "<=": slice(place + 1), ">": slice(place + 1, None), ">=": slice(place, None)}
        return f"({self.written(left)} in {json.dumps(left.type.choices[among[sign]])})"

    def _member(self, node: Member) -> str:
        options = ", ".join(self.written(Literal(node.item.type, option)) for option in node.options)
        return f"({self.written(node.item)} in [{options}])"

    def _hasany(self, node: HasAny) -> str:
        return f"some({self.written(node.item)}, # in {json.dumps(node.options)})"

    def _known(self, node: Known) -> str:
        return f"({self.written(node.item)} != null)"

    def _either(self, node: Either) -> str:
        return f"({self.written(node.test)} ? {self.written(node.yes)} : {self.written(node.no)})"

    def _arithmetic(self, node: Arithmetic) -> str:
        text = f"({self.written(node.left)} {node.operator[0]} {self.written(node.right)})"
        return f"floor{text}" if node.operator == "//" else text

    def _call(self, node: Call) -> str:
        arguments = [self.written(each) for each in node.arguments]
        if node.function in _BETWEEN:
            return f"{arguments[1]}.diff({arguments[0]}, '{_BETWEEN[node.function]}')"
        if node.function in ("min", "max"):
            return f"{node.function}([{', '.join(arguments)}])"
        if node.function in ("floor", "ceil", "round"):
            return f"{node.function}({arguments[0]})"
        raise NotImplementedError(f"zen: {node.function}")


_BETWEEN = {"whole_years": "year", "months_between": "month", "days_between": "day"}


def _number(value: Fraction | int) -> str:
    return str(value) if isinstance(value, int) else f"({value.numerator} / {value.denominator})"
