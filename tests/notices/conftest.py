"""A letter that was issued."""

from collections.abc import Callable

import pytest

from talent.accounts.models import Person
from talent.database import db
from talent.notices.models import Letter
from talent.notices.operations import issue
from talent.web.access import Role
from tests.conftest import NOON
from tests.notices.samples import letter_content


@pytest.fixture
def wang(people: Callable[..., Person]) -> Person:
    """The applicant."""
    return people("wang@example.org", Role.APPLICANT, name="王小明")


@pytest.fixture
def letter(wang: Person) -> Letter:
    """A letter to Wang Xiaoming."""
    issued = issue(letter_content(), wang.id, NOON)
    db.session.commit()
    return issued
