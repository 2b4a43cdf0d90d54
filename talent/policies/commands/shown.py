"""The command that shows a policy: as plain text, or as a page to read and print."""

import click
from flask.cli import with_appcontext

from rules.policy import Incentive, Policy
from talent.policies import printed
from talent.policies.commands.arguments import policy_named

_LANGUAGES = {"zh": ("zh",), "en": ("en",), "both": ("zh", "en")}


@click.command("show")
@click.argument("name", metavar="POLICY")
@click.option("--html", is_flag=True, help="As one HTML file to read and print, every rule beside its clause.")
@click.option(
    "--lang", type=click.Choice(list(_LANGUAGES)), default="zh", show_default=True, help="Language of --html."
)
@with_appcontext
def show(name: str, html: bool, lang: str) -> None:
    """Show a policy: its questions, tables and incentives with their sources."""
    found = policy_named(name)
    if html:
        click.echo(printed.page(found, _LANGUAGES[lang]))
    else:
        _plain(found)


def _plain(found: Policy) -> None:
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
        _plain_incentive(incentive)


def _plain_incentive(incentive: Incentive) -> None:
    click.echo(f"\n{incentive.title.zh} / {incentive.title.en}")
    for line in incentive.lines:
        click.echo(f"  {line.condition.text}  [{line.source}]")
    for amount in [incentive.amount.formula, *(part.amount for part in incentive.parts)]:
        if amount is not None:
            click.echo(f"  = {amount.text}  [{incentive.amount.source}]")
