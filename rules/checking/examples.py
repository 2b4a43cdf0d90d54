"""The examples of a policy: whether they fit it, and whether they reach every row and every incentive."""

from collections.abc import Mapping, Set
from datetime import date

from rules import overlaps
from rules.amounts import due
from rules.checking.deciding import decide_tables
from rules.checking.rows import Rows
from rules.decision import Outcome, Verdict
from rules.evaluation import Env, judge
from rules.facts import FactErrors, Value, contradictions, parse_facts
from rules.hits import Conflict
from rules.plan import Plan, plan_of
from rules.policy import Example, Incentive, Policy
from rules.reading.problems import Problems
from rules.reasons import Answers

Given = list[tuple[Example, dict[str, Value]]]


def check_examples(policy: Policy, problems: Problems) -> Given | None:
    """Note examples that do not fit the policy; return them with their facts when all do."""
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
    given = [
        (example, facts) for example in policy.examples if (facts := _facts(policy, example, problems)) is not None
    ]
    return given if len(problems.found) == before else None


def _facts(policy: Policy, example: Example, problems: Problems) -> dict[str, Value] | None:
    try:
        facts = parse_facts(policy, example.given, on=example.on)
    except FactErrors as error:
        for each in error.errors:
            problems.add(example.line, f"Given {each.name}: {each.says.en}", "mend what the example gives")
        return None
    for contradiction in contradictions(policy, facts, on=example.on):
        problems.add(example.line, f"Nobody can answer so: {contradiction.says.en}", "mend what the example gives")
    return facts


def check_reach(
    policy: Policy, given: Given, rows: Mapping[str, Rows], unreached: Set[tuple[str, int]], problems: Problems
) -> None:
    """Note rows and incentives that no example reaches: nobody has thought their outcome through.

    rows: by the name of their table. unreached: those, by table and place, that no case reaches anyway.
    """
    reach = _Reach(plan_of(policy), rows)
    reach.rows |= unreached
    for example, facts in given:
        try:
            reach.add(facts, example.on)
        except Conflict as conflict:
            problems.add(example.line, str(conflict), "mend the rows, or what the example gives")
    for table in policy.tables.values():
        for place, row in enumerate(table.rows):
            if (table.name, place) not in reach.rows:
                problems.add(row.line, f"No example reaches this row of {table.name}", "add an example it decides")
    for incentive in policy.incentives.values():
        if incentive.id not in reach.granted:
            line = incentive.lines[0].line
            problems.add(line, f"No example is granted {incentive.id}", "add an example that meets every line")


class _Reach:
    """What some examples reach. rows: table and place of those that decided; granted: incentives by id."""

    def __init__(self, plan: Plan, laid: Mapping[str, Rows]) -> None:
        self.plan, self.laid = plan, laid
        self.rows: set[tuple[str, int]] = set()
        self.granted: set[str] = set()
        incentives = plan.policy.incentives.values()
        self._judged = {each.id: judge([line.condition.tree for line in each.lines]) for each in incentives}

    def add(self, facts: Mapping[str, Value], on: date) -> None:
        """Decide one example. Raises Conflict."""
        env, deciding = decide_tables(self.plan, self.laid, facts, on)
        self.rows.update((name, place) for name, places in deciding.items() for place in places)
        policy = self.plan.policy
        if len(self.granted) < len(policy.incentives):
            outcomes = {incentive.id: self._outcome(incentive, env, on) for incentive in policy.incentives.values()}
            outcomes, _ = overlaps.apply(policy, outcomes, Answers(policy, env))
            self.granted.update(name for name, outcome in outcomes.items() if outcome.verdict is Verdict.GRANTED)

    def _outcome(self, incentive: Incentive, env: Env, on: date) -> Outcome:
        """Return what an incentive comes to before overlaps, without its reasons."""
        judged = self._judged[incentive.id](env)
        result = due(incentive, self.plan.amounts[incentive.id], env, on) if all(judged) else None
        if result is not None and result.fen:
            return Outcome(Verdict.GRANTED, result.fen, result.paid, ())
        is_settled = False in judged or result is not None
        return Outcome(Verdict.REFUSED if is_settled else Verdict.UNKNOWN, None, (), ())
