"""The application: settings, database, features. The only file that knows all of them."""

import os
from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from talent import accounts, applications, audit, awards, cases, demo, notices, pilots, policies, web
from talent.database import db
from talent.settings import ROOT, settings
from talent.web import access, logs

#: Bottom to top: a feature may count on those before it.
FEATURES = (web, audit, notices, accounts, pilots, policies, applications, cases, awards, demo)


def create_app(overrides: Mapping[str, object] | None = None) -> Flask:
    """Return the application. overrides: settings that win over the environment; INSTANCE is the instance folder."""
    given = dict(overrides or {})
    instance = Path(str(given.pop("INSTANCE", os.environ.get("INSTANCE", ROOT / "instance"))))
    logs.configure()
    app = Flask(
        "talent",
        root_path=str(ROOT / "talent"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "talent" / "static"),
        instance_path=str(instance),
    )
    app.config.update(settings(instance))
    app.config.update(given)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    for feature in FEATURES:
        feature.init_app(app)
    access.enforce(app)
    if proxies := app.config["PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    return app
