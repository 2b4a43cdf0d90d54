"""How the applicant is told that the decision is there, in the applicant's language."""

from flask_babel import force_locale
from flask_babel import gettext as _

from talent.cases.messages import address
from talent.cases.models import Case
from talent.notices.models import Letter
from talent.web.language import LANGUAGES


def decided(case: Case, letter: Letter) -> dict[str, str]:
    """Return the message: recipient, subject, body, language. What was decided stands in the letter only."""
    applicant = case.application.applicant
    with force_locale(LANGUAGES[applicant.language]):
        return {
            "recipient": applicant.email,
            "subject": str(_("Your application %(reference)s has been decided", reference=case.reference)),
            "body": str(
                _(
                    "Dear %(name)s,\n\nyour application %(reference)s has been decided. Sign in to read the letter "
                    "with the reasons, the clauses and your rights:\n\n%(link)s\n",
                    name=applicant.name,
                    reference=case.reference,
                    link=address("letters.show", number=letter.number),
                )
            ),
            "language": applicant.language,
        }
