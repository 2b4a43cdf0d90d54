"""What the commands of policies are given: a policy, a file, a day, answers; and how they say what is wrong."""

import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from rules.library import FOLDER, Library
from rules.policy import Policy
from rules.reading import PolicyInvalid, Problem, read_file
from talent.web.days import today

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


def about_a_person(command: Callable[..., None]) -> Callable[..., None]:
    """Add the arguments of a command that decides one person."""
    command = click.option(
        "--on", type=_Day(), default=today, help="Day of application; today in Shanghai if not given."
    )(command)
    command = click.option("--facts", "source", required=True, metavar="FILE|-", help="JSON object of answers.")(
        command
    )
    return click.argument("name", metavar="POLICY")(command)


def policy_named(name: str) -> Policy:
    """Return a policy by its id or the path of its file, or end with what is wrong."""
    path = Path(name)
    try:
        if path.suffix in (".yaml", ".yml") or path.exists():
            return read_file(path)
    except PolicyInvalid as error:
        tell(error.problems)
        raise SystemExit(1) from None
    library = Library.load(FOLDER)
    if name in library.policies:
        return library.policies[name]
    tell(library.problems)
    raise click.UsageError(f"There is no policy '{name}'; 'flask policy list' names those there are")


def text_of(source: str, most: int) -> str:
    """Read a file of at most so many characters or, for '-', standard input; end with 2 when that cannot be."""
    try:
        with click.open_file(source, encoding="utf-8") as file:
            text: str = file.read(most + 1)
    except OSError as error:
        refuse(source, error.strerror or "it cannot be read")
    except UnicodeDecodeError:
        refuse(source, "it is not text in UTF-8")
    except ValueError:
        refuse(repr(source), "it is no name of a file")
    if len(text) > most:
        refuse(source, f"the file has more than {most} characters")
    return text


def answers(source: str) -> dict[str, object]:
    """Read a JSON object of answers; end with 2 when there is none."""
    try:
        raw = json.loads(text_of(source, _MOST_FACTS), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        refuse(source, f"it is not JSON: {error}")
    if not isinstance(raw, dict):
        refuse(source, "it is not a JSON object of answers by fact name")
    return raw


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse an answer given twice, which JSON would let the last one win."""
    found: dict[str, object] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"'{name[:60]}' is given twice")
        found[name] = value
    return found


def refuse(source: str, why: str) -> NoReturn:
    """Say what is wrong with something given, and end with 2."""
    click.echo(f"{source}: {why}", err=True)
    raise SystemExit(2)


def tell(problems: list[Problem]) -> None:
    """Say what is wrong with policies, a line each."""
    for problem in problems:
        click.echo(str(problem), err=True)
