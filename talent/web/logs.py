"""Logs: one line of JSON an event, without the values of local variables, which may be somebody's secrets."""

import logging

import structlog


def configure() -> None:
    """Set the log up once for the process."""
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
