"""Commands that decide one person: as JSON, in sentences."""

import json
from datetime import date

import click

from rules import advice, engine, explaining
from rules.decision import Decision
from rules.facts import FactErrors, Value, parse_facts
from rules.hits import Conflict
from rules.policy import Policy
from talent.policies.commands.arguments import about_a_person, answers, policy_named, refuse
from talent.policies.commands.tables import decide_by_tables, holds_tables


@click.command("decide")
@about_a_person
def decide(name: str, source: str, on: date) -> None:
    """Decide one person, or one case by the tables of a DMN or .xlsx file, as JSON; exit 2 on unusable facts."""
    if holds_tables(name):
        decide_by_tables(name, source)
        return
    _, decision = _decision(name, source, on)
    click.echo(json.dumps(decision.as_json(), ensure_ascii=False, indent=2))


@click.command("explain")
@about_a_person
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language.")
def explain(name: str, source: str, on: date, lang: str) -> None:
    """Decide one person and say why in sentences; exit 2 on facts that cannot be used."""
    found, decision = _decision(name, source, on)
    for line in explaining.explain(found, decision, language=lang):
        click.echo(line)


def _decision(name: str, source: str, on: date) -> tuple[Policy, Decision]:
    found = policy_named(name)
    facts = facts_of(found, source, on)
    try:
        return found, advice.advised(found, engine.decide(found, facts, on=on), facts)
    except Conflict as conflict:
        refuse(found.id, f"{conflict}; mend the policy")


def facts_of(found: Policy, source: str, on: date) -> dict[str, Value]:
    """Read the facts of one person, or end with 2 and every answer that cannot be used."""
    try:
        return parse_facts(found, answers(source), on=on)
    except FactErrors as errors:
        for error in errors.errors:
            click.echo(f"{error.name}: {error.says.en} / {error.says.zh}", err=True)
        raise SystemExit(2) from None
