"""Demo data: made-up people and what becomes of their applications. Only where DEMO is on."""

from flask import Flask

from talent.demo.commands import demo


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(demo)
