"""What all pages share: who may see them, forms, errors, filters, language, layout and safe headers."""

from flask import Flask

from talent.web import access, csrf, errors, filters, headers, language, layout, numbers, routes, smaller


def init_app(app: Flask) -> None:
    """Prepare the application for pages; `access.enforce` comes after all features."""
    numbers.init_app(app)
    headers.init_app(app)
    csrf.protect.init_app(app)
    language.init_app(app)
    filters.init_app(app)
    layout.init_app(app)
    errors.init_app(app)
    smaller.init_app(app)
    app.register_blueprint(routes.web)
    access.open_endpoint(app, "static", access.EVERYONE)
