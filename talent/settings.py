"""Every setting: name, default, what it means. Values come from the environment or, for secrets, instance/."""

import os
import secrets
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from rules.policy import Text

ROOT = Path(__file__).resolve().parent.parent

#: Secrets that are made on first run, each in a file of its own that only its owner can read.
SECRETS = ("SECRET_KEY", "SECURITY_PASSWORD_SALT", "IDENTITY_KEY")


def secret(name: str, instance: Path) -> str:
    """Return the secret from the environment, or from instance/, where it is made when it is not there."""
    if value := os.environ.get(name):
        return value
    path = instance / name.lower()
    if not path.exists():
        _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    """Write a secret whole before it gets its name: of two processes that start at once, one makes it."""
    written = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(written, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(32))
    with suppress(FileExistsError):
        os.link(written, path)
    written.unlink()


def flag(name: str) -> bool:
    """Return whether a switch of the environment is on."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def database_url(instance: Path) -> str:
    """Return DATABASE_URL, with psycopg 3 as PostgreSQL's driver, or the SQLite file under instance/."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{instance / 'talent.sqlite'}"
    scheme, separator, rest = url.partition("://")
    return f"postgresql+psycopg{separator}{rest}" if scheme in {"postgres", "postgresql"} else url


def settings(instance: Path) -> dict[str, object]:
    """Return the whole configuration of the application."""
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        **{name: secret(name, instance) for name in SECRETS},
        "SQLALCHEMY_DATABASE_URI": database_url(instance),
        #: Errors of the database are logged without the values, which are somebody's.
        "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
        #: How many proxies of ours stand in front: each adds one address to X-Forwarded-For.
        "PROXIES": int(os.environ.get("PROXIES", "0")),
        #: The demo accounts and data exist only when this is on.
        "DEMO": flag("DEMO"),
        #: The folder of the policies that people can apply under here; other cities' lie beside it.
        "POLICIES": Path(os.environ.get("POLICIES", ROOT / "rules" / "policies" / "jinhua")),
        #: Where evidence is kept: outside everything that is served.
        "EVIDENCE": Path(os.environ.get("EVIDENCE", instance / "evidence")),
        #: One document at most, in bytes; the request may carry one document and its form.
        "EVIDENCE_BYTES": 10 * 1024 * 1024,
        "MAX_CONTENT_LENGTH": 11 * 1024 * 1024,
        #: Fonts that letters embed.
        "FONTS": ROOT / "node_modules" / "@expo-google-fonts" / "noto-serif-sc",
        **_authority(),
        #: The address the service is known by, for links in letters and mails.
        "PUBLIC_URL": os.environ.get("PUBLIC_URL", f"http://127.0.0.1:{os.environ.get('PORT', '5000')}").rstrip("/"),
        **_mail(instance),
        #: The only names the service answers to, once it has a public one.
        "TRUSTED_HOSTS": [urlsplit(os.environ["PUBLIC_URL"]).hostname] if os.environ.get("PUBLIC_URL") else None,
        #: Cookies travel over TLS only, wherever the service has a public address that does.
        "SESSION_COOKIE_SECURE": os.environ.get("PUBLIC_URL", "").startswith("https://"),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "WTF_CSRF_TIME_LIMIT": None,
        "BABEL_DEFAULT_LOCALE": "zh_Hans_CN",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "talent" / "translations"),
        #: Counters of sign-in and sign-up attempts: a shared store when several processes serve.
        "RATELIMIT_STORAGE_URI": os.environ.get("RATELIMIT_STORAGE_URI", "memory://"),
        "RATELIMIT_ENABLED": os.environ.get("RATELIMIT", "on") != "off",
    }


def _authority() -> dict[str, object]:
    """Return who decides and whom its decisions are appealed to, as letters say, and how many are looked at again."""
    zh = os.environ.get("BUREAU_ZH", "金华市人力资源和社会保障局")
    en = os.environ.get("BUREAU_EN", "Jinhua Municipal Human Resources and Social Security Bureau")
    return {
        "BUREAU": Text(f"{zh}（演示，无效）", f"{en} (demo, not valid)") if flag("DEMO") else Text(zh, en),
        "APPEAL_BODY": Text(
            os.environ.get("APPEAL_BODY_ZH", "金华市人民政府"),
            os.environ.get("APPEAL_BODY_EN", "Jinhua Municipal People's Government"),
        ),
        #: How many of a hundred decisions are drawn by chance, for a second officer to look at again.
        "SPOT_CHECKS": float(os.environ.get("SPOT_CHECKS", "5")),
    }


def _mail(instance: Path) -> dict[str, object]:
    """Return where mails go: to a server, or to instance/outbox and the log while none is set."""
    return {
        "MAIL_SERVER": os.environ.get("MAIL_SERVER", ""),
        "MAIL_PORT": int(os.environ.get("MAIL_PORT", "25")),
        "MAIL_USE_TLS": flag("MAIL_USE_TLS"),
        "MAIL_USERNAME": os.environ.get("MAIL_USERNAME"),
        "MAIL_PASSWORD": os.environ.get("MAIL_PASSWORD"),
        "MAIL_DEFAULT_SENDER": os.environ.get("MAIL_SENDER", "talent@localhost"),
        "OUTBOX": instance / "outbox",
    }
