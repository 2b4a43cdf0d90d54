"""The JSON Schema of a policy file (draft 2020-12), by which an editor completes and checks it while it is written."""

from pathlib import Path

#: The schema as editors read it.
FILE = Path(__file__).with_name("policy.schema.json")


def text() -> str:
    """Return the schema as JSON."""
    return FILE.read_text(encoding="utf-8")
