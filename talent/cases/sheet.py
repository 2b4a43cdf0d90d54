"""The list of cases as a sheet."""

import csv
import io
from collections.abc import Iterable

from flask_babel import gettext as _

from rules.facts import yuan
from talent.applications.queries import policy_of
from talent.cases.models import Case
from talent.cases.queries import engine_of
from talent.cases.wording import OUTCOMES, STAGES
from talent.web.days import policy_day
from talent.web.filters import said
from talent.web.language import language
from talent.web.spreadsheets import guarded


def csv_of(cases: Iterable[Case]) -> str:
    """Return the cases as CSV that spreadsheets open as UTF-8; money in yuan, days as 2026-11-23."""
    out = io.StringIO()
    out.write("\ufeff")
    sheet = csv.writer(out)
    sheet.writerow(
        [
            _("Reference"),
            _("Applicant"),
            _("Community"),
            _("Policy"),
            _("Stage"),
            _("Outcome"),
            _("Incentives granted under the rules"),
            _("Amount under the rules (yuan)"),
            _("Arrived on"),
            _("Due on"),
            _("Decided on"),
        ]
    )
    for case in cases:
        sheet.writerow([guarded(value) for value in _row(case)])
    return out.getvalue()


def _row(case: Case) -> list[object]:
    application, engine = case.application, engine_of(case)
    return [
        case.reference,
        application.applicant.name,
        application.pilot.name_en if language() == "en" else application.pilot.name_zh,
        said(policy_of(application).title),
        STAGES[case.stage],
        OUTCOMES[case.outcome][0] if case.outcome else "",
        engine.granted,
        yuan(engine.fen),
        policy_day(case.arrived_at),
        case.due_on,
        policy_day(case.decided_at) if case.decided_at else "",
    ]
