"""From a box of cases to answers: a day of application, and for every question a value that lies in the box."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import partial

from rules.calendar import add_months, month_end
from rules.checking.boxes import Box
from rules.checking.conditions import YES
from rules.checking.dimensions import Dimension, Span, code, of_fact
from rules.checking.space import Space
from rules.dependencies import DAY
from rules.expressions import Call, HasAny, Name
from rules.facts import FactErrors, Value, is_asked, parse_facts
from rules.policy import Fact, FactType, Policy
from rules.types import DATE

#: What a question would be answered on a day, as a coded value, if nothing else is asked for.
Wish = Callable[[Fact, date], int]

#: How many examples lend what a box leaves open.
_MOST_EXAMPLES = 6
#: How many years after a policy came into force somebody may apply.
_YEARS_LATER = (0, 1, 2, 5, 10)
_APPLIED_ON = Name(DATE, DAY)


class Answers:
    """Finds answers for boxes whose tables are left out."""

    def __init__(self, space: Space) -> None:
        self.policy = space.policy
        self._by_fact: dict[str, list[Dimension]] = {}
        for dimension in space.dimensions:
            if dimension.fact is not None:
                self._by_fact.setdefault(dimension.fact, []).append(dimension)
        self._tested = space.tested
        #: The day of application, where conditions compare it with other days.
        self.applied = next((each for each in space.dimensions if each.subject == _APPLIED_ON), None)
        self._wishes = (_usual, _least, _greatest, *_opposed(self.policy), *_examples(self.policy))

    def of(self, box: Box, names: Sequence[str]) -> Iterator[tuple[dict[str, Value], date]]:
        """Yield answers to some questions with a day of application; what lies outside the facts may not fit.

        names: in the order of the policy, each after those that decide whether it is asked.
        """
        for on in self._days(box):
            for wish in self._wishes:
                facts = self._answered(box, names, on, wish)
                if facts is not None:
                    yield facts, on

    def _days(self, box: Box) -> list[date]:
        """Return days in the box on which the policy is in force."""
        first, last = self.policy.in_force_from, self.policy.in_force_to or date(9999, 12, 31)
        days = [add_months(first, 12 * years) for years in _YEARS_LATER]
        days += [example.on for example in self.policy.examples[:_MOST_EXAMPLES]]
        if self.applied is not None and self.applied.number in box:
            spans = list(self.applied.spans(box[self.applied.number]))
            days += [date.fromordinal(start) for start, _ in spans]
            days = [day for day in days if any(start <= day.toordinal() < end for start, end in spans)]
        return [day for day in dict.fromkeys(days) if first <= day <= last]

    def _answered(self, box: Box, names: Sequence[str], on: date, wish: Wish) -> dict[str, Value] | None:
        """Answer every question that is asked as nearly as can be to what is wished; None where a box lets none fit."""
        facts: dict[str, Value] = {}
        for name in names:
            fact = self.policy.facts[name]
            dimensions = [each for each in self._by_fact.get(name, ()) if each.number in box]
            if is_asked(fact, facts):
                value = _value(fact, dimensions, box, on, wish)
                if value is None:
                    return None
                facts[name] = value
            elif not all(box[each.number] & each.unknown for each in dimensions):
                return None
            tested = self._tested.get(name)
            if tested is not None and not box.get(tested.number, -1) & tested.cell_of(name in facts):
                return None
        return facts


def _usual(fact: Fact, on: date) -> int:
    """Return an answer that could be anybody's: 10,000 yuan, a day thirty years ago, a year in months."""
    if fact.type is FactType.MONEY:
        return 1_000_000
    if fact.type is FactType.DATE:
        return add_months(on, -360).toordinal()
    return 12 if fact.type is FactType.INTEGER else 0


def _least(fact: Fact, on: date) -> int:
    return of_fact(fact)[0]


def _greatest(fact: Fact, on: date) -> int:
    return of_fact(fact)[1]


def _opposed(policy: Policy) -> Iterator[Wish]:
    """Yield wishes in which of any two numbers or days one is the least and the other not, either way round."""
    places = {name: place for place, name in enumerate(policy.facts)}
    for bit in range(len(places).bit_length()):
        for odd in (0, 1):
            chosen = {name for name, place in places.items() if place >> bit & 1 == odd}
            yield partial(_least_of, chosen)


def _least_of(chosen: Collection[str], fact: Fact, on: date) -> int:
    """Answer yes, and the highest choice, so that what is asked only then is asked."""
    if fact.type in (FactType.BOOLEAN, FactType.CHOICE):
        return _greatest(fact, on)
    return _least(fact, on) if fact.name in chosen else _usual(fact, on)


def _examples(policy: Policy) -> Iterator[Wish]:
    for example in policy.examples[:_MOST_EXAMPLES]:
        with suppress(FactErrors):
            yield partial(_given, parse_facts(policy, example.given, on=example.on))


def _given(facts: Mapping[str, Value], fact: Fact, on: date) -> int:
    return code(facts[fact.name], list(fact.choices)) if fact.name in facts else _usual(fact, on)


def _value(fact: Fact, dimensions: Sequence[Dimension], box: Box, on: date, wish: Wish) -> Value | None:
    """Return the answer in a box that is nearest to a wish, None where there is none."""
    if fact.type is FactType.CHOICES:
        return _several(dimensions, box)
    low, high = of_fact(fact)
    is_past = fact.type is FactType.DATE and not fact.allows_future
    spans: list[Span] = [(low, (min(high, on.toordinal()) if is_past else high) + 1)]
    for dimension in dimensions:
        values = dimension.spans(box[dimension.number])
        counted = dimension.subject.function if isinstance(dimension.subject, Call) else None
        spans = _common(spans, values if counted is None else [_days_before(on, counted, each) for each in values])
    wished = wish(fact, on)
    nearest = (min(max(wished, start), end - 1) for start, end in spans)
    found = min(nearest, key=lambda value: abs(value - wished), default=None)
    return None if found is None else _decoded(fact, found)


def _several(dimensions: Iterable[Dimension], box: Box) -> Value | None:
    """Return the choices that a box asks for, and no others."""
    chosen: set[str] = set()
    for dimension in dimensions:
        mask = box[dimension.number] & dimension.known
        if not mask:
            return None
        if isinstance(dimension.subject, HasAny) and mask == dimension.mask(YES):
            chosen.update(dimension.subject.options)
    return frozenset(chosen)


def _common(ones: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Return the values that lie in both of two lists of spans."""
    pairs = [(max(a, c), min(b, d)) for c, d in others for a, b in ones]
    return sorted((start, end) for start, end in pairs if start < end)


def _days_before(on: date, counted: str, span: Span) -> Span:
    """Return the days from which as many months or days as a span says are counted to a day."""
    if counted == "days_between":
        return on.toordinal() - span[1] + 1, on.toordinal() - span[0] + 1
    return _last_day(on, span[1]) + 1, _last_day(on, span[0]) + 1


def _last_day(on: date, months: int) -> int:
    """Return the last day from which at least so many months are counted to a day."""
    try:
        day = add_months(on, -months)
    except OverflowError:
        return 0 if months > 0 else date.max.toordinal()
    return (month_end(day) if on == month_end(on) else day).toordinal()


def _decoded(fact: Fact, value: int) -> Value:
    if fact.type is FactType.CHOICE:
        return list(fact.choices)[value]
    if fact.type is FactType.DATE:
        return date.fromordinal(value)
    return bool(value) if fact.type is FactType.BOOLEAN else value
