"""The command line of policies: read, check, test, decide and explain them, with no database at hand."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from flask.cli import AppGroup

from rules import advice, engine, examples, explaining
from rules.decision import Decision
from rules.facts import FactErrors, parse_facts
from rules.library import FOLDER, Library
from rules.policy import Policy
from rules.reading import PolicyInvalid, Problem, read_file
from talent.web.days import today

policy = AppGroup("policy", help="Read, check, test, decide and explain policies written as data.")

#: Longest file of facts, in characters.
_MOST_FACTS = 1_000_000


class _Day(click.ParamType):  # type: ignore[type-arg]  # generic only in later versions of click
    """A day of the calendar, YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day or say what is wrong with it."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            self.fail(f"'{value}' is not a day of the calendar written YYYY-MM-DD", param, ctx)


def _about_a_person(command: Callable[..., None]) -> Callable[..., None]:
    """Add the arguments of a command that decides one person."""
    command = click.option(
        "--on", type=_Day(), default=today, help="Day of application; today in Shanghai if not given."
    )(command)
    command = click.option("--facts", "source", required=True, metavar="FILE|-", help="JSON object of answers.")(
        command
    )
    return click.argument("name", metavar="POLICY")(command)


@policy.command("list")
def list_policies() -> None:
    """List the policies that come with the product; exit 1 if one of them cannot be read."""
    library = Library.load(FOLDER)
    for each in library.all():
        until = f" to {each.in_force_to}" if each.in_force_to else ""
        click.echo(f"{each.id}  {each.in_force_from}{until}  {each.title.zh} / {each.title.en}")
    _tell(library.problems)
    if library.problems:
        raise SystemExit(1)


@policy.command("show")
@click.argument("name", metavar="POLICY")
def show(name: str) -> None:
    """Show a policy: its questions, tables and incentives with their sources."""
    found = _find(name)
    click.echo(f"{found.title.zh} / {found.title.en}\n{found.id}  {found.in_force_from}  {found.digest}")
    for section in found.sections.values():
        click.echo(f"\n{section.title.zh} / {section.title.en}")
        for fact in found.facts.values():
            if fact.section == section.id:
                click.echo(f"  {fact.name} ({fact.type}{f', {fact.unit}' if fact.unit else ''}): {fact.ask.zh}")
    for table in found.tables.values():
        click.echo(f"\n{table.title.zh} / {table.title.en}")
        for row in table.rows:
            click.echo(f"  {row.gives}: {row.when.text}  [{row.source}]")
    for incentive in found.incentives.values():
        click.echo(f"\n{incentive.title.zh} / {incentive.title.en}")
        for line in incentive.lines:
            click.echo(f"  {line.condition.text}  [{line.source}]")
        for amount in [incentive.amount.formula, *(part.amount for part in incentive.parts)]:
            if amount is not None:
                click.echo(f"  = {amount.text}  [{incentive.amount.source}]")


@policy.command("check")
@click.argument("names", metavar="[POLICY]...", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    """Check policies, or all: every problem with file, line and how to mend it; exit 1 if there is one."""
    library = None if names else Library.load(FOLDER)
    for found in [_find(name) for name in names] if library is None else library.all():
        click.echo(f"{found.id}: no problems, {len(found.facts)} facts, {len(found.examples)} examples")
    if library is not None and library.problems:
        _tell(library.problems)
        raise SystemExit(1)


@policy.command("test")
@click.argument("names", metavar="[POLICY]...", nargs=-1)
def test(names: tuple[str, ...]) -> None:
    """Run the examples of policies; exit 1 if one comes out otherwise than its author says."""
    library = None if names else Library.load(FOLDER)
    passed = failed = 0
    for each in [_find(name) for name in names] if library is None else library.all():
        for result in examples.run(each, engine.decide):
            passed, failed = passed + result.passed, failed + (not result.passed)
            for difference in result.differences:
                click.echo(f"{each.id}, line {result.example.line}: {result.example.name}: {difference}")
    _tell([] if library is None else library.problems)
    click.echo(f"{passed} passed, {failed} failed")
    if failed or (library is not None and library.problems):
        raise SystemExit(1)


@policy.command("decide")
@_about_a_person
def decide(name: str, source: str, on: date) -> None:
    """Decide one person and print the decision as JSON; exit 2 on facts that cannot be used."""
    _, decision = _decision(name, source, on)
    click.echo(json.dumps(decision.as_json(), ensure_ascii=False, indent=2))


@policy.command("explain")
@_about_a_person
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language.")
def explain(name: str, source: str, on: date, lang: str) -> None:
    """Decide one person and say why in sentences; exit 2 on facts that cannot be used."""
    found, decision = _decision(name, source, on)
    for line in explaining.explain(found, decision, language=lang):
        click.echo(line)


def _decision(name: str, source: str, on: date) -> tuple[Policy, Decision]:
    found = _find(name)
    raw = _raw_facts(source)
    try:
        facts = parse_facts(found, raw, on=on)
    except FactErrors as errors:
        for error in errors.errors:
            click.echo(f"{error.name}: {error.says.en} / {error.says.zh}", err=True)
        raise SystemExit(2) from None
    return found, advice.advised(found, engine.decide(found, facts, on=on), facts)


def _find(name: str) -> Policy:
    """Return a policy by its id or the path of its file, or end with what is wrong."""
    path = Path(name)
    try:
        if path.suffix in (".yaml", ".yml") or path.exists():
            return read_file(path)
    except PolicyInvalid as error:
        _tell(error.problems)
        raise SystemExit(1) from None
    library = Library.load(FOLDER)
    if name in library.policies:
        return library.policies[name]
    _tell(library.problems)
    raise click.UsageError(f"There is no policy '{name}'; 'flask policy list' names those there are")


def _raw_facts(source: str) -> dict[str, object]:
    """Read a JSON object from a file or, for '-', from standard input; end with 2 when there is none."""
    try:
        with click.open_file(source, encoding="utf-8") as file:
            text = file.read(_MOST_FACTS + 1)
        if len(text) > _MOST_FACTS:
            _refuse(source, f"the file has more than {_MOST_FACTS} characters")
        raw = json.loads(text, object_pairs_hook=_once)
    except OSError as error:
        _refuse(source, error.strerror or "it cannot be read")
    except UnicodeDecodeError:
        _refuse(source, "it is not text in UTF-8")
    except (ValueError, RecursionError) as error:
        _refuse(source, f"it is not JSON: {error}")
    if not isinstance(raw, dict):
        _refuse(source, "it is not a JSON object of answers by fact name")
    return raw


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse an answer given twice, which JSON would let the last one win."""
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"'{name[:60]}' is given twice")
        found[name] = value
    return found


def _refuse(source: str, why: str) -> NoReturn:
    click.echo(f"{source}: {why}", err=True)
    raise SystemExit(2)


def _tell(problems: list[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem), err=True)
