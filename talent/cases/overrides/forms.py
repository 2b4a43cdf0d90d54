"""The fields by which a clerk recommends otherwise than the rules say, of one incentive."""

from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, Form, SelectField, StringField, TextAreaField

from rules.policy import Policy
from talent.cases.overrides.operations import LONGEST, MOST_FEN, SHORTEST
from talent.cases.overrides.values import Override


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


def override_fields(policy: Policy, name: str, *, grants: bool) -> dict[str, Field]:
    """Return the fields of an incentive. grants: whether the rules do not grant it, and it may be granted."""
    clauses = [(id_, f"{source.document} {source.clause}") for id_, source in policy.sources.items()]
    fields: dict[str, Field] = {
        f"clause-{name}": SelectField(
            _l("The clause it rests on"), choices=[("", "—"), *clauses], validate_choice=False
        ),
        f"why-{name}": TextAreaField(
            _l("Why it is not what the rules say"),
            description=_l("The applicant, the approver and the auditors read this. Write 10 to 2,000 characters."),
            filters=[_trimmed],
        ),
    }
    if grants:
        fields[f"against-{name}"] = BooleanField(_l("Recommend it all the same"))
        fields[f"amount-{name}"] = StringField(_l("Amount in yuan"), filters=[_trimmed])
    return fields


def override_of(form: Form, name: str, *, grants: bool) -> Override:
    """Return what was filled in."""
    fen = fen_of(form[f"amount-{name}"].data) if grants else None
    return Override(name, form[f"why-{name}"].data, form[f"clause-{name}"].data, fen)


def refuse_unfit(form: Form, name: str, *, grants: bool) -> bool:
    """Say beside each field of an incentive what is wrong with it. Returns whether nothing is."""
    clause, why = form[f"clause-{name}"], form[f"why-{name}"]
    wrong: list[tuple[Any, str]] = []
    if grants and not 0 < (fen_of(form[f"amount-{name}"].data) or 0) <= MOST_FEN:
        wrong.append((form[f"amount-{name}"], _("Give an amount in yuan above 0, such as 30,000.")))
    if not clause.data or clause.data not in {value for value, _label in clause.choices}:
        wrong.append((clause, _("Choose the clause of the policy on which it rests.")))
    if not SHORTEST <= len(why.data) <= LONGEST:
        wrong.append((why, _("Write a reason of 10 to 2,000 characters.")))
    for field, says in wrong:
        field.errors = [says]
    return not wrong


def fen_of(text: str) -> int | None:
    """Return an amount in yuan as whole fen, None where it is none."""
    try:
        fen = Decimal(text.replace(",", "").replace("，", "").strip()) * 100
    except InvalidOperation:
        return None
    return int(fen) if fen.is_finite() and fen == fen.to_integral_value() else None
