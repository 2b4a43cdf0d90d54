"""Applications of made-up people, taken through the bureau by the same operations that people use."""

import io
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from flask import current_app
from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import func, select, update

from rules.policy import EvidenceKind, Policy
from talent.accounts.models import Person
from talent.accounts.operations import record_details
from talent.applications import operations, queries
from talent.applications.documents import Document
from talent.applications.evidence import operations as evidence
from talent.database import db
from talent.demo.bureau import bring
from talent.demo.made_up import MadeUp, people
from talent.demo.payments import give_account
from talent.demo.people import PASSWORD, account, made
from talent.notices.models import OutboxMessage
from talent.pilots.queries import pilots
from talent.policies.library import library
from talent.web.access import Role
from talent.web.days import policy_day

POLICY = "jinhua-future-community-talent"

#: How far each application has come, again and again, and how many days ago it was handed in.
STAGES = (
    ("decided", 40), ("decided", 33), ("arrived", 1), ("recommended", 9), ("decided", 26), ("verified", 6),
    ("arrived", 3), ("decided", 21), ("returned", 12), ("draft", 2), ("decided", 6), ("arrived", 36),
)  # fmt: skip

#: What was handed in less than so many days ago is on public notice still. A colleague approved it, so that the demo
#: approver can decide the objections that visitors raise.
STILL_ON_NOTICE = 10

#: So many are as they always were; those after them came earlier and to other clerks.
HAND_MADE = 60
COLLEAGUES = ("冯经办", "沈经办", "许经办", "曹经办")

#: How old the documents of made-up people are.
RECENTLY = timedelta(days=6)


def load_applications(count: int, *, at: datetime) -> int:
    """Bring the number of applications up to `count`; returns how many were made.

    One person of each stage can sign in, with the password of the demo accounts.
    """
    there = db.session.scalar(select(func.count()).where(Person.email.like("person___@demo.example"))) or 0
    policy = library().in_force(POLICY, policy_day(at))
    if there >= count or policy is None:
        return 0
    proofs = _proofs(policy)
    for number, somebody in _remaining(people(count, policy_day(at)), there):
        password = PASSWORD if number < len(STAGES) else None
        person = made(f"person{number:03}@demo.example", somebody.name, Role.APPLICANT, password=password, at=at)
        _apply(number, person, somebody, policy=policy, proofs=proofs, at=at)
        told_nobody(at)
    return count - there


def told_nobody(at: datetime) -> None:
    """Let no mail go out to people who do not exist."""
    db.session.execute(update(OutboxMessage).where(OutboxMessage.sent_at.is_(None)).values(sent_at=at, attempts=1))
    db.session.commit()


def _remaining(everybody: Iterator[MadeUp], there: int) -> Iterator[tuple[int, MadeUp]]:
    return ((number, somebody) for number, somebody in enumerate(everybody) if number >= there)


def _apply(
    number: int, person: Person, somebody: MadeUp, *, policy: Policy, proofs: dict[str, Document], at: datetime
) -> None:
    """Apply as somebody would, then take the case as far as its stage says."""
    stage, days_ago = STAGES[number % len(STAGES)]
    days_ago += longer_ago(number, stage)
    then = at - timedelta(days=days_ago, minutes=number)
    places = pilots()
    record_details(
        person,
        name=somebody.name,
        phone=f"+8613{number:09}",
        identity_kind="identity_card",
        identity_number=somebody.identity_number,
        at=then,
    )
    draft = operations.begin(
        person, pilot=places[(number + number // len(STAGES)) % len(places)], policy=policy, at=then
    )
    operations.answer(draft, somebody.facts, at=then)
    if stage == "draft":
        operations.answer(draft, dict.fromkeys(list(somebody.facts)[-6:]), at=then)
        return
    folder: Path = current_app.config["EVIDENCE"]
    for kind in queries.missing_evidence(draft):
        proof = _own(proofs[kind.id], number)
        evidence.add(draft, kind.id, proof, folder, at=then, issued_on=policy_day(then) - RECENTLY)
    operations.submit(draft, at=then)
    give_account(person, number, at=then)
    clerk, approver = _clerk(number, at), account("approver", at=at)
    if stage == "decided" and days_ago < STILL_ON_NOTICE:
        approver = made("colleague@demo.example", "孙复核", Role.APPROVER, at=at)
    bring(draft, stage, clerk=clerk, approver=approver, at=then, chance=random.Random(number))  # noqa: S311


def longer_ago(number: int, stage: str) -> int:
    """Return how many days earlier than the first hand-made ones somebody came: what is open a few, the rest weeks."""
    rounds = max(number - HAND_MADE, 0) // len(STAGES)
    return rounds * 7 if stage == "decided" else rounds * 2


def _clerk(number: int, at: datetime) -> Person:
    """Return who deals with a case: the demo clerk, or after the first hand-made ones one of some colleagues."""
    if number < HAND_MADE or number % 5 == 0:
        return account("clerk", at=at)
    name = COLLEAGUES[number % len(COLLEAGUES)]
    return made(f"clerk{number % len(COLLEAGUES) + 2}@demo.example", name, Role.CLERK, at=at)


def _own(proof: Document, number: int) -> Document:
    """Return a sheet as a file of somebody's own: what stands after the end of a picture or a PDF is not drawn."""
    return Document(proof.content + f"\n%{number}\n".encode(), proof.content_type, proof.filename)


def _proofs(policy: Policy) -> dict[str, Document]:
    """Draw one sheet for every kind of document; each says that it is made up."""
    font = ImageFont.truetype(str(current_app.config["FONTS"] / "400Regular" / "NotoSerifSC_400Regular.ttf"), 34)
    return {kind.id: _sheet(kind, font) for kind in policy.evidence.values()}


def _sheet(kind: EvidenceKind, font: ImageFont.FreeTypeFont) -> Document:
    page = Image.new("RGB", (794, 560), "#fdfcf8")
    draw = ImageDraw.Draw(page)
    draw.rectangle((24, 24, 770, 536), outline="#17594a", width=3)
    draw.text((397, 150), kind.label.zh, font=font, fill="#1d2b36", anchor="mm")
    draw.text((397, 210), kind.label.en, font=font.font_variant(size=22), fill="#52606b", anchor="mm")
    small = font.font_variant(size=26)
    draw.text((397, 400), "演示样本 · made up for the demo", font=small, fill="#b4552d", anchor="mm")
    out = io.BytesIO()
    pdf_only = kind.accepts == ("pdf",)
    page.save(out, "PDF" if pdf_only else "PNG")
    content_type, ending = ("application/pdf", "pdf") if pdf_only else ("image/png", "png")
    return Document(out.getvalue(), content_type, f"{kind.label.zh}.{ending}")
