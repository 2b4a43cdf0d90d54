"""How the applicant is told that the decision is there. What was decided stands in the letter only."""

from datetime import datetime

from rules.policy import Text
from talent.cases.messages import address, path
from talent.cases.models import Case
from talent.cases.undoings.queries import decided_key
from talent.notices.mails import template
from talent.notices.models import Letter
from talent.notices.operations import tell

DECIDED = template(
    Text("您的申请 %(reference)s 已有决定", "Your application %(reference)s has been decided"),
    Text(
        "您的申请 %(reference)s 已经作出决定。请登录查看决定书，里面写明理由、依据的条款和您的权利：\n\n%(link)s",
        "Your application %(reference)s has been decided. Sign in to read the letter with the reasons, the clauses and "
        "your rights:\n\n%(link)s",
    ),
)


def tell_decided(case: Case, letter: Letter, *, at: datetime) -> None:
    """Tell the applicant that the letter is there."""
    values = {"reference": case.reference, "link": address("letters.show", number=letter.number)}
    link = path("letters.show", number=letter.number)
    tell(decided_key(case), case.application.applicant, DECIDED.filled(values), at, link=link)
