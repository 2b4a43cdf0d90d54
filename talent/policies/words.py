"""How a policy is said on pages: its texts, days, figures and rules as sentences, never as code."""

from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from rules.policy import Obligation, Overlap, Part, Policy, Standing, Text
from talent.web.filters import day, money, said
from talent.web.language import language


def told(text: Text | Mapping[str, str] | None) -> str:
    """Write a policy's sentence, or one kept as JSON, in the language of the page."""
    return text.get(language(), "") if isinstance(text, Mapping) else said(text)


def dated(value: date | str) -> str:
    """Write a day, or one kept as JSON: '2026-11-23'."""
    return day(date.fromisoformat(value) if isinstance(value, str) else value)


def fen(sum_of: object) -> int | None:
    """Return the whole fen of an outcome or an instalment, or of their JSON, which says 'amount' in yuan."""
    if not isinstance(sum_of, Mapping):
        found: int | None = getattr(sum_of, "fen", None)
        return found
    if "fen" in sum_of or sum_of.get("amount") is None:
        return sum_of.get("fen")
    yuan, _point, rest = str(sum_of["amount"]).partition(".")
    return int(yuan) * 100 + int(rest.ljust(2, "0"))


def standing(value: Standing) -> str:
    """Say how far a source binds."""
    words = {
        Standing.IN_FORCE: _("In force here"),
        Standing.REFERENCE: _("Borrowed by reference"),
        Standing.ILLUSTRATIVE: _("Set for illustration"),
    }
    return str(words[value])


def figure(value: int, unit: str) -> str:
    """Write a number of a policy with its unit."""
    if unit.startswith("CNY"):
        period = unit.partition("/")[2]
        words = {"year": _("%(sum)s a year", sum=money(value)), "month": _("%(sum)s a month", sum=money(value))}
        return str(words.get(period, money(value)))
    words = {
        "year": ngettext("%(num)d year", "%(num)d years", value),
        "month": ngettext("%(num)d month", "%(num)d months", value),
        "day": ngettext("%(num)d day", "%(num)d days", value),
    }
    return str(words.get(unit, value))


def titled(name: str, policy: Policy) -> str:
    """Write what a name of a policy stands for: the question, term, number or incentive."""
    if name in policy.facts:
        return said(policy.facts[name].ask)
    for group in (policy.incentives, policy.terms, policy.parameters, policy.tables):
        if name in group:
            return said(getattr(group[name], "title", None)) or name
    return name


def owed(obligation: Obligation) -> list[str]:
    """Say what the person owes in return."""
    sentences = []
    if obligation.serve_years:
        years = obligation.serve_years
        sentences.append(
            ngettext("You work in the pilot for %(num)d year.", "You work in the pilot for %(num)d years.", years)
        )
    if obligation.hold_home_years:
        years = obligation.hold_home_years
        sentences.append(ngettext("You keep the home for %(num)d year.", "You keep the home for %(num)d years.", years))
    ends = {
        "pro_rata": _("If you stop earlier, you pay back the share for the time that is missing."),
        "full": _("If you stop earlier, you pay back the whole amount."),
        "stop": _("Payment stops when the conditions no longer hold."),
    }
    return [str(sentence) for sentence in (*sentences, ends[obligation.recovery])]


def part_of(part: Part) -> str:
    """Say one part of the payment: how much of the whole, and when."""
    share = f"{part.share / 100:g} %" if part.share is not None else _("a part of its own")
    if part.after_months == 0:
        return str(_("%(share)s when granted", share=share))
    return str(_("%(share)s after %(months)d months", share=share, months=part.after_months))


def overlap_rule(overlap: Overlap, policy: Policy) -> str:
    """Say how incentives that meet go together."""
    names = "、" if language() == "zh" else ", "
    among = names.join(titled(name, policy) for name in overlap.among)
    words = {
        "choose": _("Only one of these, the one you choose: %(among)s.", among=among),
        "highest": _("Only the highest of these: %(among)s.", among=among),
        "top_up": _("Topped up to the higher amount, not added: %(among)s.", among=among),
        "deduct": _("What one gives is taken off the other: %(among)s.", among=among),
        "stop": _("When one begins, the other ends: %(among)s.", among=among),
    }
    return str(words[overlap.rule])


FILTERS = (told, dated, fen, standing, figure, titled, owed, part_of, overlap_rule)
