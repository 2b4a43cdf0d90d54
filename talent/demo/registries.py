"""An extract of the degree register, one of whose rows differs, and a clerk with a relative among the applicants."""

import csv
import io
from datetime import datetime

from sqlalchemy import select

from rules.policy import Registry
from talent.applications.models import Application
from talent.applications.queries import facts_of, policy_of
from talent.cases.interests.models import Interest
from talent.cases.interests.operations import declare_relative
from talent.cases.models import CLOSED, Case
from talent.cases.registries.models import Extract
from talent.cases.registries.operations import take_in
from talent.database import db
from talent.demo.people import account
from talent.web.days import policy_day

#: How many open cases the extract tells of, counted from the newest; who is called the clerk's relative.
TOLD, RELATIVE = 8, "person006@demo.example"


def load_registries(*, at: datetime) -> None:
    """Take in an extract of the degree register and declare an interest, where there is none yet."""
    clerk, theirs = account("clerk", at=at), Application.applicant.has(email=RELATIVE)
    relative = db.session.scalar(select(Application).where(theirs))
    if relative is not None and db.session.scalar(select(Interest.id).limit(1)) is None:
        declare_relative(clerk, name=relative.applicant.name, number="", at=at)
    cases = select(Case).where(Case.stage.not_in(CLOSED)).order_by(Case.id.desc()).limit(TOLD)
    found = [
        each for each in db.session.scalars(cases) if facts_of(each.application).get("degree") not in {None, "none"}
    ]
    if found and db.session.scalar(select(Extract.id).limit(1)) is None:
        _take_in(found, at)
    db.session.commit()


def _take_in(cases: list[Case], at: datetime) -> None:
    """Write what each answered, but of the first another degree; the last is not in it."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["身份证号", "您的最高学位", "这个学位是全日制取得的吗？"])
    policy = policy_of(cases[0].application)
    for number, case in enumerate(cases[:-1] or cases):
        facts = facts_of(case.application)
        degree = "bachelor" if number == 0 and facts["degree"] != "bachelor" else str(facts["degree"])
        full_time = {True: "是", False: "否"}.get(facts.get("full_time"), "")  # type: ignore[call-overload]
        label = policy.facts["degree"].choices[degree].zh
        sheet.writerow([case.application.applicant.identity_number, label, full_time])
    take_in(
        out.getvalue().encode(),
        registry=Registry.DEGREES,
        policy=policy,
        dated_on=policy_day(at),
        filename="学位登记.csv",
        officer=account("officer", at=at),
        at=at,
    )
