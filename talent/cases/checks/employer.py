"""The unified social credit code of the applicant's employer."""

from collections.abc import Iterator

from flask_babel import gettext as _
from stdnum.cn import uscc

from talent.accounts.employers.queries import mandates_of
from talent.cases.checks.check import Check, Result
from talent.cases.models import Case


def company_code(case: Case) -> Iterator[Check]:
    """Check the code of every employer the applicant lets fill in for them."""
    employers = {each.employer.id: each.employer for each in mandates_of(case.application.applicant) if each.stands}
    title = _("Company code")
    if not employers:
        says = _("The applicant has agreed to no registered employer, so there is no code to check.")
        yield Check(title, _("The employer's credit code with its own check digit."), Result.UNKNOWN, says)
    for employer in employers.values():
        compared = _("The code %(code)s of %(name)s with its own check digit.", code=employer.code, name=employer.name)
        fits = uscc.is_valid(employer.code)
        says = _("The check digit fits.") if fits else _("The check digit does not fit: no such company can exist.")
        yield Check(title, compared, Result.AGREES if fits else Result.LOOK, says)
