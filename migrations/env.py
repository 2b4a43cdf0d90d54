"""How migrations reach the application's database."""

from logging.config import dictConfig

from alembic import context
from flask import current_app

from talent.database import db

dictConfig({"version": 1, "disable_existing_loggers": False, "loggers": {"alembic": {"level": "WARN"}}})


def run() -> None:
    """Run the migrations, each in a transaction of its own, on the database the settings name."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            transaction_per_migration=True,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
