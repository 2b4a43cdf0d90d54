"""What the applicant is told, in the applicant's language."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from talent.cases.models import Case
from talent.web.filters import day
from talent.web.language import LANGUAGES


def path(endpoint: str, **values: object) -> str:
    """Return the path of a page."""
    return str(current_app.url_map.bind("localhost").build(endpoint, values))


def address(endpoint: str, **values: object) -> str:
    """Return the public address of a page, whatever address the visitor came by."""
    return f"{current_app.config['PUBLIC_URL']}{path(endpoint, **values)}"


def received(case: Case) -> dict[str, str]:
    """Return the message that an application has arrived: recipient, subject, body, language."""
    applicant = case.application.applicant
    with force_locale(LANGUAGES[applicant.language]):
        return {
            "recipient": applicant.email,
            "subject": str(_("We received your application %(reference)s", reference=case.reference)),
            "body": str(
                _(
                    "Dear %(name)s,\n\nwe received your application %(reference)s. A clerk checks your documents, "
                    "a second officer decides. You will hear from us by %(day)s.\n\nWhere it stands: %(link)s\n",
                    name=applicant.name,
                    reference=case.reference,
                    day=day(case.due_on),
                    link=address("applications.show", reference=case.reference),
                )
            ),
            "language": applicant.language,
        }
