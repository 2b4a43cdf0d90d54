"""Rooms stay small enough to hold in one's head, and their names say what they hold."""

import ast

import pytest

from talent.settings import ROOT

MODULES = [path for folder in ("talent", "rules", "benchmarks") for path in (ROOT / folder).rglob("*.py")] + [
    ROOT / "app.py"
]
FEATURE_ROOMS = {"__init__", "models", "operations", "queries", "forms", "routes", "commands", "jobs", "errors"}
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "common", "misc", "util", "helper"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_small_and_well_named(path):
    assert len(path.read_text().splitlines()) <= 320
    assert path.stem not in NAMES_THAT_SAY_NOTHING


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_functions_fit_on_a_screen(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno <= 40, node.name


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("*.py")), ids=lambda path: path.name)
def test_a_test_file_is_small(path):
    assert len(path.read_text().splitlines()) <= 400


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda path: path.name)
def test_a_template_is_small(path):
    assert len(path.read_text().splitlines()) <= 130


def test_nothing_reads_outside_the_project():
    for path in MODULES + sorted((ROOT / "tests").rglob("*.py")):
        assert ".." + "/shared" not in path.read_text(), path
