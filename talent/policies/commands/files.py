"""Commands about policy files: list, show, check and test them, and the schema that editors use."""

import click

from rules import engine, examples, schema
from rules.library import FOLDER, Library
from rules.policy import Policy
from talent.policies.commands.arguments import policy_named, tell


@click.command("list")
def list_policies() -> None:
    """List the policies that come with the product; exit 1 if one of them cannot be read."""
    library = Library.load(FOLDER)
    for each in library.all():
        until = f" to {each.in_force_to}" if each.in_force_to else ""
        click.echo(f"{each.id}  {each.in_force_from}{until}  {each.title.zh} / {each.title.en}")
    _end(library)


@click.command("check")
@click.argument("names", metavar="[POLICY]...", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    """Check policies, or all: every problem with file, line and how to mend it; exit 1 if there is one."""
    policies, library = _chosen(names)
    for found in policies:
        click.echo(f"{found.id}: no problems, {len(found.facts)} facts, {len(found.examples)} examples")
    _end(library)


@click.command("test")
@click.argument("names", metavar="[POLICY]...", nargs=-1)
def test(names: tuple[str, ...]) -> None:
    """Run the examples of policies; exit 1 if one comes out otherwise than its author says."""
    policies, library = _chosen(names)
    passed = failed = 0
    for each in policies:
        for result in examples.run(each, engine.decide):
            passed, failed = passed + result.passed, failed + (not result.passed)
            for difference in result.differences:
                click.echo(f"{each.id}, line {result.example.line}: {result.example.name}: {difference}")
    tell(library.problems)
    click.echo(f"{passed} passed, {failed} failed")
    if failed or library.problems:
        raise SystemExit(1)


@click.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of a policy file, by which an editor completes and checks it while it is written."""
    click.echo(schema.text(), nl=False)


def _chosen(names: tuple[str, ...]) -> tuple[list[Policy], Library]:
    """Return the policies named, or all, and the library with what is wrong with its files."""
    library = Library() if names else Library.load(FOLDER)
    return [policy_named(name) for name in names] or library.all(), library


def _end(library: Library) -> None:
    """Say what is wrong with the library's files; exit 1 if anything is."""
    tell(library.problems)
    if library.problems:
        raise SystemExit(1)
