"""Static checks of a policy that has been read: circles, size, rows, lines and questions that serve nothing, examples.

Gaps and overlaps are told with a person who shows them. Where a search grows too large, nothing is said: a policy is
never refused for what was not shown.
"""

from rules.checking.examples import check_examples, check_reach
from rules.checking.limits import check_limits
from rules.checking.lines import check_lines
from rules.checking.people import People
from rules.checking.questions import check_questions
from rules.checking.rows import Rows
from rules.checking.space import Space
from rules.checking.tables import check_tables
from rules.checking.upstream import Upstream
from rules.dependencies import Circular, levels
from rules.policy import Policy
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
    check_limits(policy, problems)
    if thoroughly:
        _check_thoroughly(policy, problems)


def _check_thoroughly(policy: Policy, problems: Problems) -> None:
    space = Space(policy)
    rows = {name: Rows(space, table) for name, table in policy.tables.items()}
    upstream = Upstream(space, rows)
    unreached = check_tables(rows, People(space, upstream), problems)
    check_lines(upstream, problems)
    check_questions(policy, problems)
    given = check_examples(policy, problems)
    if given is not None:
        check_reach(policy, given, rows, unreached, problems)


def _line(policy: Policy, name: str) -> int:
    return policy.terms[name].meaning.line if name in policy.terms else policy.tables[name].rows[0].line
