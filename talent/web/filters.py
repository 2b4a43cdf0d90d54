"""How values are written on pages: money in yuan, dates and instants in Shanghai's time, texts of policies."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import gettext, ngettext

from rules.policy import Text
from talent.web.language import language

SHANGHAI = ZoneInfo("Asia/Shanghai")


def init_app(app: Flask) -> None:
    """Register the filters."""
    for write in (money, day, moment, said, size):
        app.add_template_filter(write)


def money(fen: int | None) -> str:
    """Write whole fen as yuan with its unit: 20000000 is '200,000 元' or 'CNY 200,000'."""
    if fen is None:
        return "—"
    yuan, rest = divmod(fen, 100)
    digits = f"{yuan:,}" + (f".{rest:02}" if rest else "")
    return f"CNY {digits}" if language() == "en" else f"{digits} 元"


def day(value: date | None) -> str:
    """Write a day: '2026年11月23日' or '23 November 2026'."""
    if value is None:
        return "—"
    if language() == "en":
        return f"{value.day} {value:%B %Y}"
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime | None) -> str:
    """Write an instant as it was in Shanghai."""
    if value is None:
        return "—"
    local = value.astimezone(SHANGHAI)
    return f"{day(local.date())} {local:%H:%M}"


def said(text: Text | None) -> str:
    """Write a policy's sentence in the language of the page."""
    return text.to(language()) if text is not None else ""


def size(count: int) -> str:
    """Write a number of bytes for people."""
    if count < 1024:
        return str(ngettext("%(num)d byte", "%(num)d bytes", count))
    if count < 1024 * 1024:
        return str(gettext("%(number)d KB", number=round(count / 1024)))
    return str(gettext("%(number).1f MB", number=count / 1024 / 1024))
