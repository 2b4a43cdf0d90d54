"""How a decision otherwise than the rules say is told: in the letter, on the status page, in a person's own data."""

from flask_babel import gettext as _

from rules.decision import Verdict
from rules.policy import Text
from talent.applications.queries import policy_of
from talent.applications.signals import Step
from talent.cases.models import Case, CaseIncentive
from talent.web.filters import money, said

#: What the rules said and the bureau did not follow.
SAID = {
    Verdict.GRANTED: Text(
        "按规则测算应予支持，主管部门认定不予支持。理由：%s", "The rules grant it; the bureau does not, because: %s"
    ),
    Verdict.REFUSED: Text(
        "按规则测算不予支持，主管部门认定予以支持。理由：%s", "The rules do not grant it; the bureau does, because: %s"
    ),
    Verdict.UNKNOWN: Text(
        "按规则测算无法得出结论，主管部门认定予以支持。理由：%s",
        "The rules cannot tell; the bureau grants it, because: %s",
    ),
}


def override_said(each: CaseIncentive) -> Text:
    """Return why an incentive was decided otherwise than the rules say."""
    says = SAID[each.verdict]
    reason = each.override_reason or ""
    return Text(says.zh % reason, says.en % reason)


def clause_said(case: Case, each: CaseIncentive) -> str:
    """Return the clause that an override rests on, as it is cited."""
    source = policy_of(case.application).sources.get(each.override_clause or "")
    return f"{source.document} {source.clause}" if source else each.override_clause or ""


def override_plain(case: Case, each: CaseIncentive) -> dict[str, str] | None:
    """Return an override as plain data, None where the rules were followed."""
    if not each.is_overridden:
        return None
    return {"reason": each.override_reason or "", "clause": clause_said(case, each)}


def override_rows(case: Case) -> list[tuple[str, str]]:
    """Return the overrides of a case as rows of a person's own data."""
    return [
        (_title(case, each), f"{said(override_said(each))} ({clause_said(case, each)})") for each in case.overridden
    ]


def steps(case: Case) -> list[Step]:
    """Return what the timeline of an application says of a decision otherwise than the rules."""
    if case.outcome is None:
        return []
    title = _("Decided otherwise than the rules say")
    return [
        Step(
            f"{title}: {_title(case, each)}",
            f"{said(override_said(each))} ({clause_said(case, each)})",
            case.decided_at,
        )
        for each in case.overridden
    ]


def _title(case: Case, each: CaseIncentive) -> str:
    title = said(policy_of(case.application).incentives[each.incentive].title)
    return f"{title} · {money(each.fen)}" if each.recommended and each.fen else title
