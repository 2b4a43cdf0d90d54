"""Whole numbers in addresses: none is larger than a number of a row can be, so the database is never asked for more."""

from flask import Flask
from werkzeug.routing import IntegerConverter, Map

#: The largest number that a column of whole numbers holds, on every database.
LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:…>` in a rule: an address with a larger number is not found."""

    def __init__(self, map: Map, *, max: int = LARGEST) -> None:
        super().__init__(map, max=max)


def whole_number(text: str) -> int:
    """Read a number from an address or a form. ValueError where it is none, or larger than a row's."""
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError(text)
    return number


def init_app(app: Flask) -> None:
    """Read `<int:…>` so in every rule to come."""
    app.url_map.converters["int"] = RowNumber
