"""Policies and people made up, so that no evaluator is only right about the policies somebody thought of.

A policy is drawn by hypothesis as the text of a file, which a failing test prints and shrinks. Its people come from a
seed, a hundred or a hundred thousand of them, each answer near a boundary or not given.
"""

from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from rules.facts import Value, is_asked
from rules.policy import Fact, FactType, Policy

DAY = date(2021, 2, 28)
B, N, M, Y, D, W, S = "boolean", "number", "month", "year", "day", "working_day", "share"
C, P, Q, T, CF, NF = "CNY", "CNY/month", "CNY/year", "date", "CNY with fractions", "number with fractions"
G = "grade"

#: Ways to write each kind of expression, with the kinds of their parts.
WAYS: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    B: [
        *(("{} " + sign + " {}", (kind, kind)) for kind in (C, M, T, N) for sign in ("<", "<=", "==", "!=", ">")),
        ("{} >= 1_000", (C,)),
        ("6 < {}", (M,)),
        ("{} >= {}", (Y, Y)),
        ("{} < 31", (D,)),
        ("{} > {}", (W, W)),
        ("5 <= {} < 13", (M,)),
        ("{} in (0, 6, 12)", (M,)),
        ("{} not in (0, 100)", (C,)),
        ("{} in (2020-02-29, 2021-02-28)", (T,)),
        ("{} and {}", (B, B)),
        ("{} or {}", (B, B)),
        ("{} or {} and not {}", (B, B, B)),
        ("not {}", (B,)),
        ("{} if {} else {}", (B, B, B)),
        ("{} == {}", (B, B)),
        ("{} is known", (C,)),
        ("{} is not known", (T,)),
        ("{} >= B", (G,)),
        ("{} != {}", (G, G)),
        ("{} not in (none, A)", (G,)),
        ("(honours if {} else honours) has any of (medal, star)", (B,)),
    ],
    C: [
        ("{} + {}", (C, C)),
        ("{} - {}", (C, C)),
        ("min({}, {})", (C, C)),
        ("max({}, {}, 100)", (C, C)),
        ("floor({})", (CF,)),
        ("ceil({})", (CF,)),
        ("round({})", (CF,)),
        ("{} // {}", (C, N)),
        ("{} * {}", (P, M)),
        ("{} * {}", (C, N)),
        ("{} if {} else {}", (C, B, C)),
        ("tiered({}, per_head)", (N,)),
        ("by_grade[{}]", (G,)),
        ("by_both[place, {}]", (G,)),
    ],
    CF: [
        ("{} * {}", (C, S)),
        ("{} / {}", (C, N)),
        ("{} + {}", (CF, C)),
        ("99.99 - {}", (CF,)),
        ("{} * {}", (CF, S)),
        ("min({}, {})", (CF, C)),
        ("tiered({}, rate)", (C,)),
        ("{} if {} else {}", (CF, B, C)),
    ],
    P: [("{} + {}", (P, P)), ("max({}, {})", (P, P)), ("floor({} * {})", (P, S)), ("{} if {} else 300", (P, B))],
    Q: [("{} + 1_000", (Q,)), ("{} if {} else {}", (Q, B, Q))],
    N: [
        ("{} // {}", (C, C)),
        ("{} - heads", (N,)),
        ("floor({})", (NF,)),
        ("round({})", (NF,)),
        ("min({}, heads)", (N,)),
    ],
    NF: [("{} / {}", (C, C)), ("{} * {}", (N, S)), ("heads + 1.5 - {}", (NF,)), ("{} / heads", (N,))],
    M: [
        ("months_between({}, {})", (T, T)),
        ("{} - {}", (M, M)),
        ("{} + 6", (M,)),
        ("{} // 5", (M,)),
        ("max({}, {})", (M, M)),
        ("{} if {} else {}", (M, B, M)),
        ("ceil({} * {})", (M, S)),
    ],
    Y: [("whole_years({}, {})", (T, T)), ("{} + 1", (Y,))],
    D: [("days_between({}, {})", (T, T)), ("-{}", (D,))],
    W: [("working_days_between({}, {})", (T, T))],
    S: [("{} + {}", (S, S)), ("{} if {} else {}", (S, B, S)), ("min({}, {})", (S, S))],
    G: [("{} if {} else B", (G, B)), ("max({}, B)", (G,)), ("min({}, {})", (G, G))],
    T: [("add_months({}, {})", (T, M)), ("min({}, {})", (T, T)), ("{} if {} else {}", (T, B, T))],
}
ATOMS: dict[str, list[str]] = {
    B: ["owns", "fresh", "grade >= B", "grade in (none, A)", "place != south", "honours has any of (medal)", "true",
        "not honours has any of (prize, medal)", "grade is known", "honours is known", "place not in (north)"],
    C: ["pay", "price", "flat", "by_grade[grade]", "by_grade[B]", "by_both[place, grade]", "by_both[north, grade]"],
    CF: ["pay * 10%", "price / 3", "pay * part[grade]"],
    P: ["rent", "cap[place]", "cap[north]"],
    Q: ["salary", "salary"],
    N: ["heads", "1", "3"],
    NF: ["heads / 4", "pay / price", "heads * 30%"],
    M: ["months", "insured"],
    Y: ["whole_years(born_on, applied_on)", "years"],
    D: ["days_between(came_on, applied_on)"],
    W: ["working_days_between(came_on, applied_on)", "working_days_between(applied_on, born_on)"],
    S: ["30%", "0.01%", "100%", "part[grade]", "part[A]"],
    G: ["grade"],
    T: ["born_on", "came_on", "applied_on", "2020-02-29", "2021-01-31"],
}  # fmt: skip

HEAD = """\
policy: made-up
title: {zh: 试, en: Made up}
issued_by: {zh: 试, en: Nobody}
in_force: {from: 2020-01-01}
sources:
  law: {document: 试, clause: 一, text: 试}
sections:
  one: {zh: 一, en: One}
process:
  {notice_working_days: 5, decide_within_working_days: 20, review_every_months: 12, appeal_within_days: 60, source: law}
examples: []
"""
#: Every type of fact, with those that concern only some.
FACTS = {
    "grade": "type: choice, choices: {none: {zh: 无, en: N}, B: {zh: 乙, en: B}, A: {zh: 甲, en: A}}",
    "place": "type: choice, choices: {north: {zh: 北, en: N}, south: {zh: 南, en: S}, west: {zh: 西, en: W}}",
    "owns": "type: boolean",
    "fresh": "type: boolean, asked_when: not owns or grade == A",
    "honours": "type: choices, choices: {medal: {zh: 章, en: M}, prize: {zh: 奖, en: P}, star: {zh: 星, en: S}}",
    "months": "type: integer, unit: month, max: 600",
    "insured": "type: integer, unit: month, max: 600, asked_when: months >= 6 and fresh",
    "years": "type: integer, unit: year, max: 90",
    "heads": "type: integer, max: 100",
    "pay": "type: money",
    "price": "type: money, asked_when: owns",
    "rent": "type: money, unit: CNY/month",
    "salary": "type: money, unit: CNY/year",
    "born_on": "type: date",
    "came_on": "type: date, future: true, asked_when: place is known",
    "prefers": "type: choice, choices: {x: {zh: 一, en: X}, y: {zh: 二, en: Y}, z: {zh: 三, en: Z}, w: {zh: 四, en: W}}",  # noqa: E501
    "still": "type: boolean, asked: review",
}

CHOICES = ("none", "low", "high")
INCENTIVES = ("x", "y", "z")
#: The hit policies that can combine what a row of each kind gives, and what a row can give.
HITS = {
    "choice of none, low, high": ("unique any first first priority min max collect count", CHOICES),
    C: ("unique any first priority min max sum", ("0", "0", "100", "1_000.50", "20_000")),
    N: ("unique any first priority min max sum count", ("0", "1", "2", "3")),
    S: ("any first sum max", ("0%", "12.5%", "50%")),
    M: ("first sum min", ("0", "6", "36")),
    B: ("unique any first max count", ("true", "false")),
}


class _Writing:
    """A policy while it is drawn: what expressions can name so far, by kind."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.atoms = {kind: list(atoms) for kind, atoms in ATOMS.items()}

    def one_of(self, options: "list[str] | tuple[str, ...]") -> str:
        return self.draw(st.sampled_from(options))

    def some(self, least: int, most: int) -> range:
        return range(self.draw(st.integers(least, most)))

    def often(self) -> bool:
        return self.draw(st.sampled_from((True, True, False)))

    def expression(self, kind: str, depth: int = 2) -> str:
        """Draw an expression of a kind; one that is simpler comes first, so that hypothesis shrinks to it."""
        if depth == 0 or not self.often():
            return self.one_of(self.atoms[kind])
        way, parts = self.draw(st.sampled_from(WAYS[kind]))
        return way.format(*(f"({self.expression(part, depth - 1)})" for part in parts))

    def define(self, name: str, kind: str) -> None:
        """Let later expressions name something, more often than what stands in every policy."""
        self.atoms[kind] += [name, name, name]

    def parameters(self) -> str:
        dated = [
            f"      - {{from: {start}, value: {self.one_of(['0', '1_000', '25_000'])}, source: law}}\n"
            for start in ("2020-01-01", "2021-02-28", "2021-03-01")[self.draw(st.sampled_from((0, 0, 1, 2))) :]
        ]
        return (
            f"parameters:\n  flat:\n    unit: CNY\n    values:\n{''.join(dated)}"
            + self._by("by_grade", "CNY", "grade", ("none", "B", "A"), ("0", "0.01", "3_000", "100_000"))
            + self._by("by_level", "CNY", "level", CHOICES, ("100", "5_000"))
            + self._by("cap", "CNY/month", "place", ("north", "south", "west"), ("50", "333.33", "2_000"))
            + self._by("part", "share", "grade", ("none", "B", "A"), ("5%", "33.33%", "100%"))
            + "  by_both:\n    unit: CNY\n    by: [place, grade]\n    values:\n"
            + "      - {from: 2020-01-01, source: law, "
            + f"north: {{none: 1, B: {self.one_of(['2', '70_000'])}, A: 9}}}}\n"
            + "      - {from: 2020-01-01, south: {A: 3, B: 300}, west: {none: 7}, source: law}\n"
            + self._brackets("rate", "share", "CNY", (("0", "10%"), ("100", "33.33%"), ("20_000", "0%")))
            + self._brackets("per_head", "CNY", "number", (("0", "100"), ("2", "0"), ("5", "250.50")))
        )

    def _by(self, name: str, unit: str, key: str, keys: tuple[str, ...], numbers: tuple[str, ...]) -> str:
        """Write a parameter by one key; sometimes a choice has no number."""
        given = [f"{each}: {self.one_of(numbers)}" for each in keys[self.draw(st.sampled_from((0, 0, 0, 1))) :]]
        head = f"  {name}:\n    unit: {unit}\n    by: {key}\n    values:\n"
        return f"{head}      - {{from: 2020-01-01, {', '.join(given)}, source: law}}\n"

    def _brackets(self, name: str, unit: str, above: str, brackets: tuple[tuple[str, str], ...]) -> str:
        given = ", ".join(": ".join(each) for each in brackets[: self.draw(st.integers(1, 3))])
        head = f"  {name}:\n    unit: {unit}\n    above: {above}\n    values:\n"
        return f"{head}      - {{from: 2020-01-01, brackets: {{{given}}}, source: law}}\n"

    def table(self, name: str, gives: str, hits: str) -> str:
        outputs = HITS[gives][1]
        hit = self.one_of(hits.split())
        rows = [
            f"      - when: {self._when(hit, place)}\n        gives: {self.one_of(outputs)}\n        source: law\n"
            for place in self.some(1, 5)
        ]
        ends = ["", "    otherwise: unknown\n", *(f"    otherwise: {output}\n" for output in outputs)]
        otherwise = "" if hit in ("count", "collect") else self.one_of(ends)
        self._define_table(name, gives, hit)
        return f"  {name}:\n    hit: {hit}\n    gives: {gives}\n    rows:\n{''.join(rows)}{otherwise}"

    def _when(self, hit: str, place: int) -> str:
        """Draw when a row matches: of a `unique` table mostly one row for each."""
        if hit == "unique" and (place == 0 or self.often()):
            return f"{6 * place} <= months < {6 * place + 6}"
        return self.expression(B)

    def _define_table(self, name: str, gives: str, hit: str) -> None:
        if hit == "count":
            self.define(name, N)
        elif hit == "collect":
            self.define(f"{name} has any of (none, high)", B)
        elif gives.startswith("choice"):
            self.define(f"{name} >= low", B)
            self.define(f"{name} == high", B)
        else:
            self.define(name, gives)
        self.define(f"{name} is known", B)

    def incentive(self, name: str) -> str:
        conditions = ["months is known" if self.often() else self.expression(B, 1) for _ in self.some(1, 2)]
        lines = [f"      - {{is: '{condition}', source: law}}\n" for condition in conditions]
        amount, paid = self.draw(st.sampled_from((self._once, self._by_period, self._own)))()
        each = "".join(f"      {key}: {value}\n" for key, value in amount.items())
        return (
            f"  {name}:\n    kind: housing_incentive\n    title: {{zh: 试, en: {name}}}\n"
            f"    when:\n{''.join(lines)}    amount:\n{each}      source: law\n{paid}"
        )

    def _once(self) -> tuple[dict[str, str], str]:
        shares = self.one_of(["", "100%", "40% 30% 30%", "33.33% 33.33% 33.34%", "0.01% 99.99%", "50% 0% 50%"]).split()
        paid = [f"      - {{share: {share}, after_months: {place}}}\n" for place, share in enumerate(shares)]
        amount = {"is": self._some_money(C), **self._bounds(C)}
        return amount, "    paid:\n" + "".join(paid) if paid else ""

    def _by_period(self) -> tuple[dict[str, str], str]:
        unit, per = self.draw(st.sampled_from(((P, "month"), (Q, "year"))))
        amount = {"is": self._some_money(unit), **self._bounds(unit), "per": per, "months": self.expression(M, 1)}
        return amount, "    paid: [{share: 100%, after_months: 0, while: {is: still}}]\n"

    def _own(self) -> tuple[dict[str, str], str]:
        paid = [
            f"      - {{amount: '{self._some_money(C)}', after_months: {place}, while: 'still or owns'}}\n"
            for place in self.some(1, 3)
        ]
        return self._bounds(C), "    paid:\n" + "".join(paid)

    def _some_money(self, unit: str) -> str:
        written = self.expression(unit, 1)
        return f"300 if ({written}) is not known else max({written}, 1_000)" if self.often() else written

    def _bounds(self, unit: str) -> dict[str, str]:
        given = {"at_most": self.expression(unit, 1), "less": self.expression(C, 1)}
        return {key: value for key, value in given.items() if not self.often()}

    def overlap(self) -> str:
        among = self.one_of(["x, y", "y, x", "y, z", "z, x, y", "x, y, z"])
        rule = self.one_of(["choose, by: prefers", "highest", "stop", "top_up", "deduct"])
        return f"  - {{among: [{among}], rule: {rule}, source: law}}\n"


@st.composite
def policies(draw: st.DrawFn) -> str:
    """Draw a policy: the text of a file that can be read unchecked. Now and then a condition is too large for one."""
    writing = _Writing(draw)
    facts = "".join(f"  {name}: {{section: one, ask: {{zh: 问, en: Ask}}, {fact}}}\n" for name, fact in FACTS.items())
    head = HEAD + "facts:\n" + facts + writing.parameters()
    terms, tables = [], [writing.table("level", next(iter(HITS)), "first first priority min max any")]
    writing.define("by_level[level]", C)
    for place in range(3):
        kind = writing.one_of([B, B, C, M, T, S, NF])
        terms.append(f"  term{place}: {{is: '{writing.expression(kind)}', source: law}}\n")
        writing.define(f"term{place}", kind)
        gives = writing.one_of(list(HITS))
        tables.append(writing.table(f"table{place}", gives, HITS[gives][0]))
    incentives = [writing.incentive(name) for name in INCENTIVES]
    overlaps = "".join(writing.overlap() for _ in range(writing.draw(st.sampled_from((0, 1, 2, 3, 4))))) or "  []\n"
    parts = {"terms": terms, "tables": tables, "incentives": incentives, "overlaps": [overlaps]}
    return head + "".join(f"{name}:\n{''.join(part)}" for name, part in parts.items())


MONEY = (0, 1, 99, 100, 9_999, 10_000, 10_001, 100_000, 2_000_000, 2_000_001, 7_000_000, 1_234_567_89)
COUNTS = (0, 1, 2, 3, 5, 6, 7, 11, 12, 13, 25, 36)
DAYS = (
    *(DAY + timedelta(days=days) for days in (-366, -365, -31, -1, 0, 1, 400)),
    *map(date.fromisoformat, ("2020-02-29", "2021-01-31", "2019-08-31", "1976-02-29", "1990-05-31", "2003-12-31")),
)


def people(policy: Policy, seed: int, count: int) -> list[dict[str, Value]]:
    """Return people with what each answered, near boundaries, some of it to questions that do not concern them."""
    random = Random(seed)  # noqa: S311  nothing is kept secret by it
    known = random.choice((0.8, 0.97, 1.0))
    return [
        {name: _answer(fact, random) for name, fact in policy.facts.items() if random.random() < known}
        for _ in range(count)
    ]


def _answer(fact: Fact, random: Random) -> Value:
    match fact.type:
        case FactType.CHOICE:
            return random.choice(list(fact.choices))
        case FactType.CHOICES:
            return frozenset(key for key in fact.choices if random.random() < 0.3)
        case FactType.BOOLEAN:
            return random.random() < 0.5
        case FactType.DATE:
            return random.choice(DAYS)
        case FactType.MONEY:
            return random.choice(MONEY)
        case FactType.INTEGER:
            return random.choice(COUNTS)


def concerned(policy: Policy, given: dict[str, Value]) -> dict[str, Value]:
    """Return the answers to questions that concern a person, as `parse_facts` keeps them."""
    asked: dict[str, Value] = {}
    for name, value in given.items():
        if is_asked(policy.facts[name], asked) is not False:
            asked[name] = value
    return asked
