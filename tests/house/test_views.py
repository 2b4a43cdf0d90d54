"""Every view says whom it is open to, and every page has its view."""

import re
from pathlib import Path

import pytest
from flask import Flask

from talent.settings import ROOT
from talent.web.access import EVERYONE, SIGNED_IN, Role

AUDIENCES = {EVERYONE, SIGNED_IN, *Role}

#: Templates that a library draws, by its own names.
DRAWN_BY_LIBRARIES = {"security"}


@pytest.fixture(scope="module")
def bare_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    from app import create_app

    return create_app({"INSTANCE": tmp_path_factory.mktemp("bare")})


def test_every_view_states_whom_it_is_open_to(bare_app):
    silent = [endpoint for endpoint, view in bare_app.view_functions.items() if not getattr(view, "open_to", None)]
    assert silent == []


def test_views_are_open_to_roles_that_exist(bare_app):
    for endpoint, view in bare_app.view_functions.items():
        assert view.open_to <= AUDIENCES, endpoint


def test_a_view_that_states_nobody_is_served_to_nobody(tmp_path):
    from app import create_app

    app = create_app({"INSTANCE": tmp_path, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{tmp_path / 'x.sqlite'}"})
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    answer = app.test_client().get("/forgotten")
    assert answer.status_code == 302
    assert "secret" not in answer.text


def test_every_page_template_is_named_after_its_view(bare_app):
    folder = ROOT / "templates"
    pages = [path.relative_to(folder) for path in folder.glob("*/*.html")]
    named = {
        page
        for page in pages
        if page.parts[0] not in {"components", *DRAWN_BY_LIBRARIES} and not page.name.startswith("_")
    }
    drawn = set(
        re.findall(
            r'render_template\(\s*"([^"]+)"', "".join(path.read_text() for path in (ROOT / "talent").rglob("*.py"))
        )
    )
    whole = {name for name in drawn if not Path(name).name.startswith("_")}
    assert {str(page) for page in named} == {name for name in whole if name.split("/")[0] not in DRAWN_BY_LIBRARIES}


def test_pages_carry_no_inline_script_or_style():
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", text), path


def test_every_form_that_posts_carries_its_token():
    """But those of the pre-check, which change nothing: with a token they would need a cookie."""
    for path in (ROOT / "templates").rglob("*.html"):
        text = re.sub(r"<form[^>]*url_for\('precheck\.ask'[^>]*>", "", path.read_text())
        posts = len(re.findall(r'<form[^>]*method="post"', text, re.IGNORECASE))
        tokens = len(re.findall(r"csrf_token|hidden_tag", text))
        assert tokens >= posts, path
