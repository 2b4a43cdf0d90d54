"""Who has not handed in yet is told of documents that run out as well."""

from datetime import timedelta

from sqlalchemy import select

from talent.accounts.consent.operations import give
from talent.accounts.consent.purposes import Purpose
from talent.applications import operations as applying
from talent.applications.documents import Document
from talent.applications.evidence import operations
from talent.applications.evidence.jobs import announce
from talent.database import db
from talent.notices.models import OutboxMessage
from tests.applications.conftest import DOCTOR
from tests.conftest import NOON


def sheet(name: str) -> Document:
    return Document(name.encode(), "image/png", f"{name}.png", 1)


def test_documents_of_a_draft_are_announced_together_and_anew_after_a_replacement(draft, newcomer, tmp_path):
    give(newcomer, Purpose.DEADLINES, at=NOON)
    applying.answer(draft, DOCTOR, at=NOON)
    for kind in ("housing_record", "insurance_record"):
        months_ago = NOON.date() - timedelta(days=20 if kind == "housing_record" else 80)
        operations.add(draft, kind, sheet(kind), tmp_path, at=NOON, issued_on=months_ago)
    db.session.commit()
    assert (announce(NOON), announce(NOON + timedelta(hours=1))) == (1, 0)
    first = draft.evidence[0]
    operations.replace(first, sheet("newer"), tmp_path, seen=first.version, at=NOON, issued_on=NOON.date())
    db.session.commit()
    assert announce(NOON + timedelta(days=1)) == 0
    assert announce(NOON + timedelta(days=20)) == 1
    told = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [message.said("en").body.count("valid until") for message in told] == [2, 1]


def test_what_the_answers_do_not_call_for_is_not_announced(draft, newcomer, tmp_path):
    give(newcomer, Purpose.DEADLINES, at=NOON)
    operations.add(draft, "housing_record", sheet("x"), tmp_path, at=NOON, issued_on=NOON.date())
    db.session.commit()
    assert announce(NOON + timedelta(days=20)) == 0
