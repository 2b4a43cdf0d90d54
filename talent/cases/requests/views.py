"""A request in words: what was asked, what came, and what it changed."""

from dataclasses import dataclass
from datetime import date

from rules.facts import parse_fact
from rules.policy import Policy
from talent.applications import queries as applications
from talent.applications.models import Application, Evidence
from talent.cases.requests.models import ItemKind, Request, RequestItem
from talent.cases.requests.queries import days_stood_still, is_late, resumed_due_on
from talent.cases.requests.weighing import Difference, differences
from talent.web.filters import said


@dataclass(frozen=True)
class Asked:
    """One thing of a request. before, after: the answer in words, where one was asked for and sent.

    text: what the applicant wrote, in answer or why it cannot be given. documents: as evidence of the application.
    """

    title: str
    item: RequestItem
    before: str
    after: str
    text: str
    documents: tuple[Evidence, ...]


@dataclass(frozen=True)
class Asking:
    """A request. stood: working days the clock stood still; then: when the decision is due if it is answered today."""

    request: Request
    items: tuple[Asked, ...]
    changes: tuple[Difference, ...]
    late: bool
    stood: int
    then: date


def view_of(request: Request, policy: Policy, today: date) -> Asking:
    """Return a request in words. What is not sent yet is the applicant's own: it is left out."""
    return Asking(
        request=request,
        items=tuple(_asked(item, policy, request.case.application) for item in request.items),
        changes=tuple(differences(policy, request.result)),
        late=is_late(request, today),
        stood=days_stood_still(request, today),
        then=resumed_due_on(request, today),
    )


def title_of(item: RequestItem, policy: Policy) -> str:
    """Return what a thing that is asked for is called: the policy's question, its document, or our own question."""
    if item.kind is ItemKind.ANSWER:
        return said(policy.facts[item.subject or ""].ask)
    return said(policy.evidence[item.subject or ""].label) if item.kind is ItemKind.DOCUMENT else item.why


def _asked(item: RequestItem, policy: Policy, application: Application) -> Asked:
    title = title_of(item, policy)
    if item.request.answered_at is None:
        return Asked(title, item, "", "", "", ())
    names = {file.stored_as for file in item.documents}
    return Asked(
        title=title,
        item=item,
        before=in_words(item, item.before, policy),
        after=in_words(item, item.value, policy),
        text=item.said,
        documents=tuple(evidence for evidence in application.evidence if evidence.stored_as in names),
    )


def in_words(item: RequestItem, value: object, policy: Policy) -> str:
    """Write an answer, as it is kept, in the words of its question; '' where no question of the policy was asked."""
    if item.kind is not ItemKind.ANSWER:
        return ""
    fact, application = policy.facts[item.subject or ""], item.request.case.application
    return applications.shown(fact, parse_fact(fact, value, on=applications.applied_on(application)))
