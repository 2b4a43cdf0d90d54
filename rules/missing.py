"""Which facts a value that cannot be told hangs on: only those that can still change it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from rules.evaluation import Env, closure
from rules.expressions import And, Either, Expression, Known, Literal, Name, Node, Or, children
from rules.facts import is_asked
from rules.policy import Policy

#: Yields the names of the facts, and of the tables, that keep a value from being told; nothing where it is told.
Blame = Callable[[Env], Iterator[str]]


def blame(policy: Policy, node: Node) -> Blame:
    """Compile a tree to what it hangs on: parts that are told, or that no longer matter, are left out."""
    match node:
        case Literal() | Known():
            return _nothing
        case Name(name=name) if name in policy.terms:
            return _if_open(name, blame(policy, policy.terms[name].meaning.tree))
        case Name(name=name):
            return lambda env: iter(()) if env.get(name) is not None else iter((name,))
        case And(items=items) | Or(items=items):
            return _of_each(policy, items, isinstance(node, Or))
        case Either(test=test, yes=yes, no=no):
            return _of_either(policy, test, yes, no)
        case _:
            parts = [blame(policy, child) for child in children(node)]
            return lambda env: (name for part in parts for name in part(env))


def _nothing(_env: Env) -> Iterator[str]:
    return iter(())


def _if_open(name: str, inner: Blame) -> Blame:
    return lambda env: inner(env) if env.get(name) is None else iter(())


def _of_each(policy: Policy, items: Sequence[Node], decisive: bool) -> Blame:
    """Of an and or or, the parts not told; none where another part decides it."""
    parts = [(closure(item), blame(policy, item)) for item in items]

    def names(env: Env) -> Iterator[str]:
        values = [value(env) for value, _ in parts]
        if decisive not in values:
            for value, (_, inner) in zip(values, parts, strict=True):
                if value is None:
                    yield from inner(env)

    return names


def _of_either(policy: Policy, test: Node, yes: Node, no: Node) -> Blame:
    judged, asked = closure(test), blame(policy, test)
    branches = {True: blame(policy, yes), False: blame(policy, no)}

    def names(env: Env) -> Iterator[str]:
        value = judged(env)
        return asked(env) if value is None else branches[value](env)

    return names


class Missing:
    """What a policy still has to ask, compiled as it is needed."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self._blames: dict[int, Blame] = {}

    def of(self, expressions: Sequence[Expression], env: Env, tables: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
        """Return the questions that would tell what expressions come to, in the order of the policy.

        tables: per table that cannot be told, the questions that would tell it.
        """
        names = dict.fromkeys(name for expression in expressions for name in self._blame(expression)(env))
        return self.asked([fact for name in names for fact in tables.get(name, (name,))], env)

    def _blame(self, expression: Expression) -> Blame:
        found = self._blames.get(id(expression))
        if found is None:
            found = self._blames[id(expression)] = blame(self.policy, expression.tree)
        return found

    def asked(self, names: Sequence[str], env: Env) -> tuple[str, ...]:
        """Of some facts, those not known; one that is asked only by another answer gives way to that question."""
        facts, asked, waiting = self.policy.facts, set(), [name for name in names if name in self.policy.facts]
        while waiting:
            name = waiting.pop()
            if env.get(name) is not None:
                continue
            when = facts[name].asked_when
            open_ = [other for other in when.names if env.get(other) is None] if when is not None else []
            if open_:
                waiting.extend(open_)
            elif is_asked(facts[name], env):
                asked.add(name)
        return tuple(name for name in facts if name in asked)
