"""Commands that carry decision tables in from DMN and sheets, decide under them, and carry ours out."""

import json
from pathlib import Path
from typing import NoReturn

import click

from rules.interchange import DecisionTable, TableInvalid, decide_tables, read_tables, runnable, written_dmn
from talent.policies.commands.arguments import answers, policy_named, refuse

#: How the files of other programs end.
_ENDINGS = (".dmn", ".xml", ".xlsx")


def holds_tables(name: str) -> bool:
    """Tell from its name whether a file holds decision tables of another program."""
    return name.lower().endswith(_ENDINGS)


def decide_by_tables(file: str, source: str) -> None:
    """Decide one case by the tables of a file and print what each gives; exit 2 on answers that cannot be used."""
    tables, given = _read(file), answers(source)
    try:
        click.echo(json.dumps(decide_tables(tables, given), ensure_ascii=False, indent=2))
    except TableInvalid as error:
        _end(error, 2)


@click.command("import-table")
@click.argument("file", metavar="FILE")
def import_table(file: str) -> None:
    """Print the decision tables of a DMN or .xlsx file as a policy to complete; exit 1 with what cannot be read."""
    tables = _read(file)
    try:
        click.echo(runnable(tables, Path(file).name).text, nl=False)
    except TableInvalid as error:
        _end(error, 1)


@click.command("export-table")
@click.argument("name", metavar="POLICY")
@click.argument("table", metavar="TABLE")
def export_table(name: str, table: str) -> None:
    """Print a decision table of a policy as DMN 1.3; exit 1 with what DMN cannot say."""
    try:
        click.echo(written_dmn(policy_named(name), table), nl=False)
    except TableInvalid as error:
        _end(error, 1)


def _read(file: str) -> tuple[DecisionTable, ...]:
    try:
        return read_tables(Path(file))
    except TableInvalid as error:
        _end(error, 1)
    except ValueError:
        refuse(repr(file), "it is no name of a file")


def _end(error: TableInvalid, code: int) -> NoReturn:
    """Say what is wrong with a table, a line each."""
    for problem in error.problems:
        click.echo(str(problem), err=True)
    raise SystemExit(code)
