"""How a policy is said on pages: its texts, days, figures and rules as sentences, never as code."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from flask_babel import gettext as _
from flask_babel import ngettext

from rules.dependencies import DAY
from rules.expressions import Kind
from rules.policy import HitPolicy, Obligation, Output, Overlap, Part, Policy, Process, Standing, Table, Text
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
    if unit == "share":
        return f"{value / 100:g} %"
    words = {
        "year": ngettext("%(num)d year", "%(num)d years", value),
        "month": ngettext("%(num)d month", "%(num)d months", value),
        "day": ngettext("%(num)d day", "%(num)d days", value),
        "working_day": ngettext("%(num)d working day", "%(num)d working days", value),
    }
    return str(words.get(unit, value))


def output(value: Output | None, table: Table) -> str:
    """Write what a row of a table gives: what its choice is called, a number with its unit, yes or no."""
    if value is None:
        return str(_("Cannot be told yet"))
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, str):
        return said(table.outputs.get(value)) or value
    return figure(value, "share" if table.type.kind is Kind.SHARE else table.type.unit or "number")


def combined(hit: HitPolicy) -> str:
    """Say what a table comes to when several of its lines fit."""
    words = {
        HitPolicy.UNIQUE: _("At most one line fits anybody."),
        HitPolicy.ANY: _("Lines that fit at the same time give the same result."),
        HitPolicy.FIRST: _("Read from the top: the first line that fits decides."),
        HitPolicy.PRIORITY: _("Of the lines that fit, the one with the highest result decides."),
        HitPolicy.MAX: _("Of the lines that fit, the one with the highest result decides."),
        HitPolicy.MIN: _("Of the lines that fit, the one with the lowest result decides."),
        HitPolicy.COLLECT: _("Every line that fits counts."),
        HitPolicy.SUM: _("The results of all lines that fit are added up."),
        HitPolicy.COUNT: _("The result is how many lines fit."),
    }
    return str(words[hit])


def titled(name: str, policy: Policy) -> str:
    """Write what a name of a policy stands for: the question, term, number or incentive."""
    if name == DAY:
        return str(_("the day of application"))
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


class Promise(NamedTuple):
    """What the bureau promises, in a sentence, and the id of its source."""

    says: str
    source: str


def promises(process: Process) -> list[Promise]:
    """Say what the bureau promises, each with its source."""
    days = process.decide_within_working_days
    sentences = (
        _("It decides within %(days)d working days after you hand in.", days=days),
        _("What is to be granted is on public notice for %(days)d working days.", days=process.notice_working_days),
        _("It looks again every %(months)d months at what is still being paid.", months=process.review_every_months),
    )
    appeal = _(
        "You can apply for administrative reconsideration of the decision within %(days)d days.",
        days=process.appeal_within_days,
    )
    own = [Promise(str(sentence), process.source) for sentence in sentences]
    own.append(Promise(str(appeal), process.appeal_source or process.source))
    if process.saving_source:
        saved = _("Applications handed in before this version came into force are decided under the version of then.")
        own.append(Promise(str(saved), process.saving_source))
    return own


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


FILTERS = (told, dated, fen, standing, figure, output, combined, titled, owed, part_of, promises, overlap_rule)
