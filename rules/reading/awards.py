"""Reads what a policy can grant: incentives, overlaps, process, examples."""

from collections.abc import Mapping as Map

from rules.amounts import MOST_PERIODS, PERIODS, WHOLE
from rules.expressions import Expression, Kind, Type
from rules.overlaps import RULES
from rules.policy import Amount, Example, Fact, FactType, Incentive, Line, Obligation, Overlap, Part, Process, Text
from rules.reading.definitions import Definitions
from rules.reading.document import Entry, Items, Mapping
from rules.reading.shapes import NUMBER
from rules.types import MONEY

KINDS = ("housing_incentive", "purchase_discount", "rent_reduction", "startup_support")
_RECOVERIES = ("pro_rata", "full", "stop")
_MONTHS = Type(Kind.NUMBER, "month")


class Awards:
    """The part of the reader that knows incentives and what surrounds them."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.shapes = definitions.shapes
        self.problems = definitions.problems

    def incentive(self, name: str, line: int, entry: Mapping) -> Incentive:
        """Read one incentive."""
        self.shapes.word(name, "an incentive", line)
        self.shapes.mapping(entry, f"incentive {name}", ("kind", "title", "about", "when", "amount", "paid", "obliges"))
        given = entry.entries
        lines = self.shapes.items(given.get("when"), f"the lines of {name}")
        if not lines:
            self.problems.add(line, f"Incentive {name} has no condition", "write when: with one line or more")
        parts = self._parts(name, given.get("paid"))
        return Incentive(
            name,
            self.shapes.one_of(given.get("kind"), KINDS, "kind of incentive", line),
            self.shapes.text(given.get("title"), f"the title of {name}", line),
            tuple(read for each in lines if (read := self._line(name, each)) is not None),
            self._amount(
                name,
                line,
                self.shapes.mapping(given.get("amount"), f"the amount of {name}"),
                own=any(part.amount is not None for part in parts),
            ),
            self.shapes.optional_text(given.get("about"), f"about of {name}"),
            parts,
            self._obligation(name, given.get("obliges")),
        )

    def _line(self, incentive: str, entry: Entry) -> Line | None:
        what = f"a line of {incentive}"
        line = self.shapes.mapping(entry, what, ("is", "source", "says", "otherwise"))
        condition = self.definitions.condition(line.entries.get("is"), what, entry.line)
        source = self.definitions.source(line, what, entry.line)
        says = self.shapes.optional_text(line.entries.get("says"), f"says of {what}")
        otherwise = self.shapes.optional_text(line.entries.get("otherwise"), f"otherwise of {what}")
        return None if condition is None else Line(condition, source, says, otherwise, entry.line)

    def _amount(self, incentive: str, line: int, entry: Mapping, *, own: bool) -> Amount:
        what = f"the amount of {incentive}"
        self.shapes.mapping(entry, what, ("is", "at_most", "less", "per", "months", "source"))
        given = entry.entries
        place = entry.line or line
        per = self.shapes.one_of(given["per"], tuple(PERIODS), "period", place) if "per" in given else None
        if (per is None) != ("months" not in given):
            self.problems.add(
                place, f"{what} needs both per: and months:, or neither", "write per: month and months: …"
            )
        unit = Type(Kind.MONEY, "CNY" if per is None else f"CNY/{per}")
        scope = self.definitions.scope

        def read(key: str, type_: Type) -> Expression | None:
            each = given.get(key)
            return None if each is None else self.shapes.expression(each, scope, f"{what}, {key}", each.line, type_)

        formula = None
        if "is" in given or not own:
            formula = self.shapes.expression(given.get("is"), scope, what, place, unit)
        source = self.definitions.source(entry, what, place)
        if "is" in given and own:
            self.problems.add(place, f"{what} is said twice, by is: and by the parts", "leave one of them out")
        return Amount(formula, source, read("at_most", unit), read("less", MONEY), per, read("months", _MONTHS))

    def _parts(self, incentive: str, entry: Entry | None) -> tuple[Part, ...]:
        parts = tuple(self._part(incentive, each) for each in self.shapes.items(entry, f"paid of {incentive}"))
        shares = [part.share for part in parts if part.share is not None]
        if entry is not None and any((part.share is None) is (part.amount is None) for part in parts):
            self.problems.add(entry.line, f"Each part of {incentive} needs a share or an amount", "write one of them")
        elif entry is not None and shares and len(shares) != len(parts):
            self.problems.add(entry.line, f"{incentive} mixes shares and amounts", "give every part a share")
        elif entry is not None and shares and sum(shares) != WHOLE:
            total = f"{sum(shares) / 100:g} %"
            self.problems.add(entry.line, f"The shares of {incentive} add to {total}, not 100 %", "mend the shares")
        return parts

    def _part(self, incentive: str, entry: Entry) -> Part:
        what = f"a part of {incentive}"
        part = self.shapes.mapping(entry, what, ("share", "amount", "after_months", "while"))
        own = part.entries.get("amount")
        amount = None if own is None else self.shapes.expression(own, self.definitions.scope, what, own.line, MONEY)
        condition, provided = self._while(part.entries.get("while"), f"while of {what}")
        months = self.shapes.number(part.entries.get("after_months"), f"after_months of {what}", entry.line)
        if not 0 <= months <= MOST_PERIODS:
            self.problems.add(entry.line, f"{what} is due after {months} months", f"write 0 to {MOST_PERIODS}")
        return Part(
            months,
            self.shapes.share(part.entries.get("share"), f"the share of {what}"),
            amount,
            provided,
            condition,
        )

    def _while(self, entry: Entry | None, what: str) -> tuple[Expression | None, Text | None]:
        """Read what must still hold: words {zh, en}, an expression, or {is: expression, says: words}."""
        if entry is None:
            return None, None
        if isinstance(entry, Mapping) and "is" not in entry.entries:
            return None, self.shapes.text(entry, what, entry.line)
        given = entry
        said: Text | None = None
        if isinstance(entry, Mapping):
            self.shapes.mapping(entry, what, ("is", "says"))
            given, said = entry.entries["is"], self.shapes.optional_text(entry.entries.get("says"), f"says of {what}")
        condition = self.definitions.condition(given, what, given.line)
        if condition is None:
            return None, said
        return condition, said or Text(condition.text, condition.text)

    def _obligation(self, incentive: str, entry: Entry | None) -> Obligation | None:
        if entry is None:
            return None
        what = f"obliges of {incentive}"
        owed = self.shapes.mapping(entry, what, ("serve_years", "hold_home_years", "recovery", "broken", "source"))
        broken = owed.entries.get("broken")
        return Obligation(
            self.shapes.optional_number(owed.entries.get("serve_years"), "serve_years"),
            self.shapes.optional_number(owed.entries.get("hold_home_years"), "hold_home_years"),
            self.shapes.one_of(owed.entries.get("recovery"), _RECOVERIES, "recovery", entry.line),
            self.definitions.source(owed, what, entry.line),
            None if broken is None else self.definitions.condition(broken, f"broken of {what}", broken.line),
        )

    def overlap(self, entry: Entry, incentives: Map[str, Incentive], facts: Map[str, Fact]) -> Overlap:
        """Read one overlap."""
        each = self.shapes.mapping(entry, "an overlap", ("among", "rule", "by", "source"))
        among = tuple(
            self.shapes.plain(name, "an incentive", entry.line)
            for name in self.shapes.items(each.entries.get("among"), "among")
        )
        for name in among:
            if name not in incentives:
                self.problems.add(entry.line, f"There is no incentive '{name[:40]}'", f"use {', '.join(incentives)}")
        if len(set(among)) < 2:
            self.problems.add(entry.line, "An overlap is among two incentives or more", "name them under among")
        rule = self.shapes.one_of(each.entries.get("rule"), RULES, "rule", entry.line)
        by = self._by(each, rule, among, facts)
        return Overlap(among, rule, self.definitions.source(each, "the overlap", entry.line), by)

    def _by(self, entry: Mapping, rule: str, among: tuple[str, ...], facts: Map[str, Fact]) -> str | None:
        if rule != "choose":
            return None
        by = self.shapes.plain(entry.entries.get("by"), "by, the question that chooses,", entry.line)
        fact = facts.get(by)
        if by and (fact is None or fact.type is not FactType.CHOICE or not set(among) <= set(fact.choices)):
            mend = f"name a choice with the keys {', '.join(among)}"
            self.problems.add(entry.lines["by"], f"'{by[:40]}' does not choose among these incentives", mend)
        return by or None

    def process(self, entry: Entry | None) -> Process:
        """Read the bureau's promises."""
        keys = ("notice_working_days", "decide_within_working_days", "review_every_months", "appeal_within_days")
        if entry is None:
            self.problems.add(1, "process is missing", f"write process: with {', '.join(keys)} and source")
            return Process(0, 0, 0, 0, "")
        process = self.shapes.mapping(entry, "process", (*keys, "source", "appeal_source", "saving_source"))
        numbers = [self.shapes.number(process.entries.get(key), key, entry.line) for key in keys]
        appeal, saving = (
            self.definitions.source(process, what, entry.line, key) if key in process.entries else None
            for what, key in (("appeals", "appeal_source"), ("the saving clause", "saving_source"))
        )
        notice, decide, review, appeals = numbers
        source = self.definitions.source(process, "process", entry.line)
        return Process(notice, decide, review, appeals, source, appeal, saving)

    def example(self, entry: Entry) -> Example:
        """Read one example; what it gives and expects is checked against the policy later."""
        each = self.shapes.mapping(entry, "an example", ("name", "on", "given", "expect"))
        given = self.shapes.mapping(each.entries.get("given"), "given")
        expect = self.shapes.mapping(each.entries.get("expect"), "expect")
        return Example(
            self.shapes.plain(each.entries.get("name"), "the name of an example", entry.line),
            self.shapes.day(each.entries.get("on"), "on of an example", entry.line),
            {name: as_data(value) for name, value in given},
            {name: as_data(value) for name, value in expect},
            entry.line,
        )


def as_data(entry: Entry) -> object:
    """Return an entry as plain data: text, lists, mappings; null and ~ as None; 1_000 as '1000'."""
    if isinstance(entry, Mapping):
        return {key: as_data(value) for key, value in entry}
    if isinstance(entry, Items):
        return [as_data(value) for value in entry.items]
    if entry.quoted:
        return entry.text
    if NUMBER.fullmatch(entry.text):
        return entry.text.replace("_", "")
    return None if entry.text in ("null", "~", "") else entry.text
