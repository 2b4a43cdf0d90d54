"""What every page knows: the language, the visitor, where the visitor can go."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, g, request, url_for
from flask_babel import lazy_gettext as _l
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader

from talent.web.access import Role
from talent.web.language import language


@dataclass(frozen=True)
class Entry:
    """A place in the navigation. roles: whose; empty means everybody's."""

    endpoint: str
    text: str
    roles: frozenset[str] = frozenset()


#: In the order they are shown.
NAVIGATION = (
    Entry("pilots.index", _l("Communities")),
    Entry("policies.index", _l("Policies")),
    Entry("public_notices.index", _l("Public notices")),
    Entry("applications.index", _l("My applications"), frozenset({Role.APPLICANT})),
    Entry("on_behalf.index", _l("Our people"), frozenset({Role.EMPLOYER})),
    Entry("cases.index", _l("Cases"), frozenset({Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR})),
    Entry("appeals.index", _l("Appeals"), frozenset({Role.APPROVER, Role.OFFICER})),
    Entry("life_events.desk", _l("Reported changes"), frozenset({Role.CLERK})),
    Entry("public_notices.desk", _l("Objections"), frozenset({Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR})),
    Entry("reviews.index", _l("Yearly review"), frozenset({Role.CLERK})),
    Entry("recoveries.index", _l("Money owed back"), frozenset({Role.APPROVER, Role.AUDITOR})),
    Entry("payments.index", _l("Payments"), frozenset({Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR})),
    Entry("budgets.index", _l("Budgets"), frozenset({Role.CLERK, Role.APPROVER, Role.OFFICER, Role.AUDITOR})),
    Entry("registries.index", _l("Registries"), frozenset({Role.OFFICER, Role.AUDITOR})),
    Entry("office_days.index", _l("Working days"), frozenset({Role.OFFICER})),
    Entry("interests.mine", _l("My interests"), frozenset({Role.CLERK, Role.APPROVER, Role.OFFICER})),
    Entry("holds.index", _l("On hold"), frozenset({Role.CLERK, Role.APPROVER})),
    Entry("spot_checks.index", _l("Spot checks"), frozenset({Role.APPROVER, Role.OFFICER, Role.AUDITOR})),
    Entry("overrides.index", _l("Against the rules"), frozenset({Role.OFFICER, Role.AUDITOR})),
    Entry("offers.index", _l("Offers"), frozenset({Role.OFFICER, Role.AUDITOR})),
    Entry("notifications.templates", _l("Mails"), frozenset({Role.OFFICER})),
    Entry("audit.index", _l("Audit record"), frozenset({Role.AUDITOR, Role.ADMINISTRATOR})),
    Entry("accounts.people", _l("People"), frozenset({Role.ADMINISTRATOR})),
)


def init_app(app: Flask) -> None:
    """Give the layout to every template, and the govuk components to the layout."""
    parts = {name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")}
    app.jinja_env.loader = ChoiceLoader([app.create_global_jinja_loader(), PrefixLoader(parts)])
    WTFormsHelpers(app)
    app.context_processor(_layout)


def _layout() -> dict[str, object]:
    person = g.get("person")
    entries = [entry for entry in NAVIGATION if not entry.roles or (person is not None and person.has_any(entry.roles))]
    return {
        "language": language(),
        "person": person,
        "navigation": entries,
        "is_current": _is_current(),
        "this_page": this_page(),
    }


def this_page() -> str:
    """Return the address of the page being shown, for the language switch: a posted form is shown anew by a visit."""
    return request.full_path.rstrip("?") if request.method in {"GET", "HEAD"} else request.path


def _is_current() -> Callable[[Entry], bool]:
    return lambda entry: request.path.startswith(url_for(entry.endpoint))
