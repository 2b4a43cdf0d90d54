"""Policies to Ibis: tables of people decided by DuckDB, a witness of its own against the evaluators of one person.

Only the parsed policy is shared with them. A table fills up column by column: answers, terms and tables in the order in
which they read one another, lines, amounts, overlaps, instalments.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from graphlib import TopologicalSorter

import ibis
from ibis.expr import types as ir

from rules.expressions import Kind
from rules.policy import Policy, Table
from rules.population import awards, overlaps, questions
from rules.population.expressions import Expressions
from rules.population.questions import PERSON, AlikeNames, UnknownFact
from rules.population.sheet import Sheet
from rules.population.tables import can_conflict, conflict_name, decide_tables, row_name

__all__ = ["AlikeNames", "UnknownFact", "decide_population"]

_VERDICTS = ("granted", "refused", "unknown")


@ibis.udf.scalar.builtin(name="list_extract", signature=(("array<string>", "int64"), "string"))  # type: ignore[untyped-decorator]
def _word_at(words: list[str], place: int) -> str:  # type: ignore[empty-body]
    """The word at a place from 1."""


def decide_population(
    policy: Policy, people: ir.Table, *, on: date, reasons: bool = False, words: bool = True
) -> ir.Table:
    """Decide every person of a table under one policy.

    people: n rows; `person` and one column per fact the policy reads, NULL where not known: money in whole fen and
        numbers as integers, choices as strings, several choices as array<string> (empty is none), dates, booleans. A
        choice the policy does not offer, and an answer to a question that does not concern the person, count as NULL.
    on: the day of application, on which dated parameters are read.
    Returns n rows, order not promised: `person`; one column per table (string, int64, boolean, or array<string> where
        it collects; shares in 1/10,000); per incentive `<id>_verdict` ('granted', 'refused', 'unknown'), `<id>_fen`
        (int64, 0 unless granted) and `<id>_paid` (array<int64>, the instalments, empty unless granted); and `conflict`,
        the first `unique` or `any` table whose rows contradict one another, NULL where none does: then that table is
        NULL and every verdict 'unknown'. With `reasons` also `<table>_row_<n>` and `<id>_line_<n>`, n from 1: whether
        the row matches or the line holds, NULL where it cannot be told. Without `words` a choice and a verdict
        come as places from 1 (int64) in the table's outputs and the three named above, which DuckDB writes faster.
    Raises UnknownFact when columns that the policy reads are missing or of another type, and AlikeNames when words of
        the policy differ only in their capitals. DuckDB raises an error where a number leaves 64 bits.
    Source: docs/policy-language.md, "Unknown facts"; agreement with engine.decide is tested.
    """
    questions.refuse_unlike(policy, people)
    questions.refuse_alike([*policy.facts, *policy.terms, *policy.tables])
    sheet = Sheet(policy, people, on)
    questions.answers(sheet)
    _define(sheet, reasons=reasons)
    awards.decide_incentives(sheet, reasons=reasons)
    amounts = overlaps.apply(sheet)
    conflict = _settle_conflicts(sheet)
    awards.pay(sheet, amounts)
    results = list(_results(sheet, amounts, conflict, words=words))
    if reasons:
        results += _reasons(sheet)
    questions.refuse_alike(name for name, _ in results)
    return sheet.people.select(**dict(results))


def _define(sheet: Sheet, *, reasons: bool) -> None:
    """Write terms and tables, each after those it reads; a term that is read but once is written out there."""
    policy = sheet.policy
    order = TopologicalSorter(_reads(policy))
    order.prepare()
    while order.is_active():
        ready = order.get_ready()
        expressions = Expressions(sheet)
        terms = [name for name in ready if name in policy.terms and sheet.readings[name] > 1]
        sheet.write({name: expressions.value(policy.terms[name].meaning.tree) for name in terms})
        decide_tables(sheet, [policy.tables[name] for name in policy.tables if name in ready], reasons=reasons)
        order.done(*ready)


def _reads(policy: Policy) -> dict[str, set[str]]:
    """Return, per term and table, the terms and tables it reads."""
    read = {name: set(term.meaning.names) for name, term in policy.terms.items()}
    read |= {name: {used for row in table.rows for used in row.when.names} for name, table in policy.tables.items()}
    return {name: used & read.keys() for name, used in read.items()}


def _settle_conflicts(sheet: Sheet) -> str | None:
    """Grant nobody anything under a table that contradicts itself; return the column that names the first."""
    tables = [table for table in _in_order(sheet.policy) if can_conflict(table)]
    if not tables:
        return None
    name = "first conflict"
    named = [(sheet.test(conflict_name(table)), table.name) for table in tables]
    sheet.write({name: ibis.cases(*named)})
    granted = [awards.granted_name(incentive) for incentive in sheet.policy.incentives]
    sheet.write({each: ibis.cases((sheet[name].isnull(), sheet.test(each))) for each in granted})
    return name


def _in_order(policy: Policy) -> list[Table]:
    """Return the tables in the order in which a person's are decided: each after all that some table reads first."""
    reads = _reads(policy)
    level: dict[str, int] = {}
    for name in TopologicalSorter(reads).static_order():
        level[name] = max((level[used] + (used in policy.tables) for used in reads[name]), default=0)
    return sorted(policy.tables.values(), key=lambda table: level[table.name])


def _results(
    sheet: Sheet, amounts: overlaps.Amounts, conflict: str | None, *, words: bool
) -> Iterator[tuple[str, ir.Value]]:
    """Yield the columns that come out."""
    policy = sheet.policy
    yield PERSON, sheet[questions.WHO]
    for table in policy.tables.values():
        choice = words and table.value_type.kind is Kind.CHOICE
        yield table.name, _in_words(table.type.choices, sheet[table.name]) if choice else sheet[table.name]
    for incentive in policy.incentives:
        granted = sheet.test(awards.granted_name(incentive))
        verdict = ibis.cases((granted, 1), (~granted, 2), else_=3).cast("int64")
        yield f"{incentive}_verdict", _in_words(_VERDICTS, verdict) if words else verdict
        yield f"{incentive}_fen", ibis.cases((granted, sheet.whole(amounts[incentive][-1])), else_=0).cast("int64")
        yield f"{incentive}_paid", sheet[awards.paid_name(incentive)]
    yield "conflict", ibis.null("string") if conflict is None else sheet[conflict]


def _in_words(words: Sequence[str], place: ir.Value) -> ir.Value:
    """Return places as people read them."""
    return _word_at(ibis.array(list(words)), place)


def _reasons(sheet: Sheet) -> Iterator[tuple[str, ir.BooleanValue]]:
    """Yield whether each row matched and each line held."""
    for table in sheet.policy.tables.values():
        for n in range(1, len(table.rows) + 1):
            yield f"{table.name}_row_{n}", sheet.test(row_name(table, n))
    for incentive in sheet.policy.incentives.values():
        for n in range(1, len(incentive.lines) + 1):
            yield f"{incentive.id}_line_{n}", sheet.test(awards.line_name(incentive.id, n))
