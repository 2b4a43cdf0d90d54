"""The same document, person, telephone or household in another case."""

from collections.abc import Iterable, Iterator, Sequence

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import select, union_all

from talent.accounts.models import Person
from talent.applications.households.queries import links_of
from talent.applications.models import Application, Evidence, Stage
from talent.applications.queries import policy_of
from talent.cases.checks.check import Check, Result
from talent.cases.models import CLOSED, Case
from talent.database import db
from talent.web.filters import said

#: How many other cases a check names: who looks at one finds the rest.
NAMED = 5


def documents(case: Case) -> Iterator[Check]:
    """Look for every document, byte for byte, in applications that others, or the applicant, handed in."""
    evidence = policy_of(case.application).evidence
    compared = _("Every file, by its SHA-256 fingerprint, with all files of other applications.")
    title = _("The same document elsewhere")
    own = {each.sha256: each for each in case.application.evidence}
    if not own:
        yield Check(title, compared, Result.UNKNOWN, _("No document was handed in."))
        return
    found = _handed_in_elsewhere(case.application, own)
    for sha256, others in found.items():
        kind = own[sha256].kind
        name = said(evidence[kind].label) if kind in evidence else own[sha256].filename
        theirs = [reference for reference, applicant in others if applicant != case.application.applicant_id]
        if theirs:
            yield Check(title, compared, Result.LOOK, _("%(name)s: another person's too.", name=name), theirs)
        else:
            references = [reference for reference, _applicant in others]
            says = _("%(name)s: the applicant handed it in with another application too.", name=name)
            yield Check(title, compared, Result.AGREES, says, references)
    if not found:
        yield Check(title, compared, Result.AGREES, _("None was handed in elsewhere."))


def _handed_in_elsewhere(application: Application, fingerprints: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
    """Return the reference and applicant of a few other applications with each file, in one query of many."""
    others = [
        select(Evidence.sha256, Application.reference, Application.applicant_id)
        .join(Evidence.application)
        .where(Evidence.sha256 == each, Evidence.application_id != application.id, Application.stage != Stage.DRAFT)
        .order_by(Evidence.id)
        .limit(NAMED)
        .subquery()
        for each in sorted(fingerprints)
    ]
    found: dict[str, list[tuple[str, int]]] = {}
    for sha256, reference, applicant in db.session.execute(union_all(*(select(each) for each in others))):
        found.setdefault(sha256, []).append((reference, applicant))
    return found


def person(case: Case) -> Iterator[Check]:
    """Look for other open cases of the same person: an identity number belongs to one account."""
    compared = _("The person, by the fingerprint of the identity number, with the applicants of all open cases.")
    others = open_cases([case.application.applicant_id], but=case)
    yield _found(_("The same person elsewhere"), compared, others, _("No other case of this person is open."))


def telephone(case: Case) -> Iterator[Check]:
    """Look for open cases of others with the same telephone number."""
    applicant, title = case.application.applicant, _("The same telephone elsewhere")
    compared = _("The telephone number with those of all other people.")
    if not applicant.phone:
        yield Check(title, compared, Result.UNKNOWN, _("No telephone number is recorded."))
        return
    same = select(Person.id).where(Person.phone == applicant.phone, Person.id != applicant.id).limit(NAMED)
    others = open_cases(db.session.scalars(same).all(), but=case)
    yield _found(title, compared, others, _("Nobody else with an open case has given it."))


def household(case: Case) -> Iterator[Check]:
    """Look for open cases of whoever is, or was, linked with the applicant as spouse."""
    applicant, title = case.application.applicant, _("The same household elsewhere")
    compared = _("The applicant's links with a spouse, also those that ended, with the applicants of all open cases.")
    spouses = [other for link in links_of(applicant) if link.agreed_at and (other := link.other(applicant))]
    if not spouses:
        says = _("The applicant has linked no spouse. Addresses and children are not kept, so they are not compared.")
        yield Check(title, compared, Result.UNKNOWN, says)
        return
    others = open_cases([each.id for each in spouses], but=case)
    yield _found(title, compared, others, _("No case of the spouse is open."))


def open_cases(people: Sequence[int], *, but: Case) -> Sequence[str]:
    """Return the references of a few other open cases of people, by their ids."""
    if not people:
        return []
    query = select(Application.reference).join(Case, Case.application_id == Application.id)
    query = query.where(Application.applicant_id.in_(people), Case.id != but.id, Case.stage.not_in(CLOSED))
    return db.session.scalars(query.order_by(Case.id).limit(NAMED)).all()


def _found(title: str, compared: str, others: Sequence[str], nothing: str) -> Check:
    if not others:
        return Check(title, compared, Result.AGREES, nothing)
    says = ngettext("%(num)d open case was found:", "%(num)d open cases were found:", len(others))
    return Check(title, compared, Result.LOOK, says, others)
