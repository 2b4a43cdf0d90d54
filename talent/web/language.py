"""Chinese first, English by a switch that keeps the page."""

from flask import Flask, request, session
from flask_babel import Babel, get_locale

LANGUAGES = {"zh": "zh_Hans_CN", "en": "en"}

babel = Babel()


def init_app(app: Flask) -> None:
    """Choose the language of every page."""
    babel.init_app(app, locale_selector=chosen)


def chosen() -> str:
    """Return the locale the visitor chose, or what the browser prefers, or Chinese."""
    language = session.get("language")
    if language not in LANGUAGES:
        language = request.accept_languages.best_match(["zh", "zh-CN", "en"], default="zh")
    return LANGUAGES[language[:2]]


def language() -> str:
    """Return 'zh' or 'en': the language of the page being made."""
    locale = get_locale()
    return locale.language if locale is not None and locale.language in LANGUAGES else "zh"
