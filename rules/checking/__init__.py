"""Static checks of a policy that has been read: circles, size, rows and questions that serve nothing, examples."""

from collections.abc import Iterator, Sequence

from rules import hits
from rules.assembly import assemble
from rules.closures import judge_of
from rules.dependencies import Circular, definitions, levels
from rules.engine.conditions import MOST_COMPARISONS, fits, size
from rules.evaluation import Env
from rules.expressions import Expression, Literal
from rules.facts import FactErrors, parse_facts
from rules.plan import Plan, plan_of
from rules.policy import HitPolicy, Policy
from rules.reading.problems import Problems


def check(policy: Policy, problems: Problems, *, thoroughly: bool = True) -> None:
    """Note everything that reading alone does not see. The policy must have been read without a problem.

    thoroughly: False notes only what would keep the policy from deciding at all.
    """
    try:
        levels(policy)
    except Circular as error:
        message = f"Terms or tables are defined by one another: {' → '.join(error.names)}"
        problems.add(_line(policy, error.names[0]), message, "define one of them by facts alone")
        return
    _sizes(policy, problems)
    if not thoroughly:
        return
    _rows(policy, problems)
    _unused_facts(policy, problems)
    if _examples(policy, problems):
        _reach(policy, problems)


def _line(policy: Policy, name: str) -> int:
    return policy.terms[name].meaning.line if name in policy.terms else policy.tables[name].rows[0].line


def _conditions(policy: Policy) -> Iterator[Expression]:
    for table in policy.tables.values():
        yield from (row.when for row in table.rows)
    for incentive in policy.incentives.values():
        yield from (line.condition for line in incentive.lines)


def _sizes(policy: Policy, problems: Problems) -> None:
    sizes: dict[str, int] = {}
    for condition in _conditions(policy):
        count = size(condition.tree, policy, sizes)
        if count > MOST_COMPARISONS or not fits(condition.tree, policy):
            message = f"This condition has {count} comparisons, its terms written out, in too many ands and ors"
            problems.add(condition.line, message, "make a table of a part of it and compare its output")


def _rows(policy: Policy, problems: Problems) -> None:
    """Note rows that cannot be the one that decides."""
    for table in policy.tables.values():
        seen: dict[str, int] = {}
        certain = 0
        for row in table.rows:
            text = row.when.text
            if certain and table.hit is HitPolicy.FIRST:
                problems.add(row.line, f"No case reaches this row: line {certain} always matches", "put it before")
            elif row.when.tree == Literal(row.when.type, False):
                problems.add(row.line, "No case reaches this row: its condition is false", "mend the condition")
            elif text in seen and table.hit in (HitPolicy.FIRST, HitPolicy.UNIQUE):
                message = f"No case reaches this row: line {seen[text]} has the same condition"
                problems.add(row.line, message, "remove one or mend its condition")
            seen.setdefault(text, row.line)
            certain = certain or (row.line if row.when.tree == Literal(row.when.type, True) else 0)


def _unused_facts(policy: Policy, problems: Problems) -> None:
    """Note questions whose answers decide nothing: the law lets a bureau ask only what it needs.

    Source: Personal Information Protection Law of the People's Republic of China, article 6.
    """
    at_application = {name for expression in _expressions(policy) for name in expression.names}
    at_application |= {overlap.by for overlap in policy.overlaps if overlap.by is not None}
    at_review = {name for expression in _reviewed(policy) for name in expression.names}
    for fact in policy.facts.values():
        if fact.name not in at_application | at_review:
            problems.add(fact.line, f"Nothing reads '{fact.name}'", "remove the question or use its answer")
        elif fact.at_review and fact.name in at_application:
            message = f"'{fact.name}' is asked only at the review, but a rule reads it at application"
            problems.add(fact.line, message, "leave out asked: review, or read it only under while:")


def _expressions(policy: Policy) -> Iterator[Expression]:
    """Yield everything that is read when an application is decided."""
    yield from _conditions(policy)
    yield from (term.meaning for term in policy.terms.values())
    yield from (fact.asked_when for fact in policy.facts.values() if fact.asked_when is not None)
    for incentive in policy.incentives.values():
        amount, parts = incentive.amount, (part.amount for part in incentive.parts)
        each = (amount.formula, amount.at_most, amount.less, amount.months, *parts)
        yield from (expression for expression in each if expression is not None)


def _reviewed(policy: Policy) -> Iterator[Expression]:
    """Yield what is read only at a review."""
    parts = (part for incentive in policy.incentives.values() for part in incentive.parts)
    yield from (part.condition for part in parts if part.condition is not None)
    obligations = (incentive.obligation for incentive in policy.incentives.values())
    yield from (each.broken for each in obligations if each is not None and each.broken is not None)


def _examples(policy: Policy, problems: Problems) -> bool:
    """Note examples that do not fit the policy; return whether all do."""
    before = len(problems.found)
    if not policy.examples:
        problems.add(1, "The policy has no examples", "add examples: with name, on, given and expect")
    names: dict[str, int] = {}
    for example in policy.examples:
        for name in example.expect:
            if name not in policy.tables and name not in policy.incentives and name != "missing":
                problems.add(example.line, f"'{name}' is no table or incentive to expect", "name one of the policy")
        if example.name in names:
            problems.add(example.line, f"Line {names[example.name]} has an example of this name", "rename one")
        names.setdefault(example.name, example.line)
        try:
            parse_facts(policy, example.given, on=example.on)
        except FactErrors as error:
            for each in error.errors:
                problems.add(example.line, f"Given {each.name}: {each.says.en}", "mend what the example gives")
    return len(problems.found) == before


def _reach(policy: Policy, problems: Problems) -> None:
    """Note rows and incentives that no example reaches: nobody has thought their outcome through."""
    plan = plan_of(policy)
    rows, granted = _reached(plan)
    for table in policy.tables.values():
        for place, row in enumerate(table.rows):
            if (table.name, place) not in rows:
                problems.add(row.line, f"No example reaches this row of {table.name}", "add an example it decides")
    for incentive in policy.incentives.values():
        if incentive.id not in granted:
            line = incentive.lines[0].line
            problems.add(line, f"No example is granted {incentive.id}", "add an example that meets every line")


def _reached(plan: Plan) -> tuple[set[tuple[str, int]], set[str]]:
    rows: set[tuple[str, int]] = set()
    granted: set[str] = set()
    closures = judge_of(plan)

    def judge(stage: int, env: Env) -> Sequence[bool | None]:
        truths = closures(stage, env)
        for table, start, end in plan.stages[stage].tables:
            _, deciding = hits.output(table, truths[start:end])
            rows.update((table.name, place) for place in deciding if truths[start + place])
        return truths

    for example in plan.policy.examples:
        facts = parse_facts(plan.policy, example.given, on=example.on)
        decision = assemble(plan, facts, example.on, judge)
        granted.update(name for name, outcome in decision.incentives.items() if outcome.verdict == "granted")
    return rows, granted
