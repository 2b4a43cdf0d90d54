"""What accounts themselves, and the features below them, keep of a person."""

from flask_babel import gettext as _

from talent.accounts.consent.purposes import TERMS
from talent.accounts.consent.queries import history
from talent.accounts.forms import KIND_NAMES, ROLE_NAMES
from talent.accounts.models import Person
from talent.accounts.own_data import wording
from talent.accounts.own_data.mails import GROUNDS
from talent.accounts.own_data.plain import both, in_yuan, instant
from talent.accounts.own_data.queries import wishes_of
from talent.accounts.signals import Entry, Link, Part, data_asked
from talent.audit import own_data as record
from talent.audit.wording import ACTIONS
from talent.notices import own_data as notices
from talent.web.filters import moment, said
from talent.web.language import language


def everything(person: Person) -> list[Part]:
    """Return all that is kept of a person, in the language of the page."""
    answers = [part for _receiver, parts in data_asked.send(person) for part in parts]
    above = sorted(answers, key=lambda part: part.key)
    first, last = [_account(person), _identity(person), _consents(person)], [_letters(person), _messages(person)]
    return [*first, *above, *last, _sign_ins(person), *_wishes(person)]


def _account(person: Person) -> Part:
    roles = [grant.name for grant in person.roles]
    return Part(
        "account",
        str(_("Your account")),
        str(_("So that you can sign in and we can write to you.")),
        str(wording.FROM_YOU),
        str(wording.UNTIL_DELETED),
        str(_("Change the phone number and the password yourself. For another e-mail address write to the bureau.")),
        {
            "email": person.email,
            "phone": person.phone,
            "language": person.language,
            "roles": [role.value for role in roles],
            "created_at": instant(person.created_at),
            "confirmed_at": instant(person.confirmed_at),
            "second_step": person.tf_primary_method,
        },
        [
            Entry(
                "",
                [
                    (str(_("E-mail address")), person.email),
                    (str(_("Phone")), person.phone or "—"),
                    (str(_("Password")), str(_("As a hash, from which it cannot be read"))),
                    (str(_("Roles")), str(_(", ")).join(str(ROLE_NAMES[role]) for role in roles) or "—"),
                    (str(_("Account made")), moment(person.created_at)),
                ],
            )
        ],
        link=Link(str(_("Change your details")), "accounts.details"),
    )


def _identity(person: Person) -> Part:
    kind = person.identity_kind
    return Part(
        "identity",
        str(_("Who you are")),
        str(_("To check your documents against it, and so that one person has one account.")),
        str(wording.FROM_YOU),
        str(wording.ON_RECORD),
        str(
            _(
                "Change it yourself until you hand in an application. After that only the bureau can: write to it and "
                "bring the document."
            )
        ),
        {"name": person.name, "kind": kind.value if kind else None, "number": person.identity_number},
        [
            Entry(
                "",
                [
                    (str(_("Full name")), person.name or "—"),
                    (str(_("Identity document")), str(KIND_NAMES[kind]) if kind else "—"),
                    (str(_("Number of the document")), person.masked_identity or "—"),
                ],
            )
        ],
        link=Link(str(_("Show the number in full")), "own_data.identity") if person.identity_number else None,
    )


def _consents(person: Person) -> Part:
    given = history(person)
    return Part(
        "consents",
        str(_("What you agreed to")),
        str(_("To prove what your data may be used for.")),
        str(wording.FROM_YOU),
        str(wording.ON_RECORD),
        str(_("Agree or withdraw on this page, at any time.")),
        [
            {
                "purpose": each.purpose.value,
                "version": each.version,
                "text": both(TERMS[each.purpose].versions[each.version]),
                "given_at": instant(each.given_at),
                "withdrawn_at": instant(each.withdrawn_at),
            }
            for each in given
        ],
        [
            Entry(
                said(TERMS[each.purpose].title),
                [
                    (str(_("Text %(number)d", number=each.version)), said(TERMS[each.purpose].versions[each.version])),
                    (str(_("Agreed")), moment(each.given_at)),
                    *([(str(_("Withdrawn")), moment(each.withdrawn_at))] if each.withdrawn_at else []),
                ],
            )
            for each in given
        ],
        link=Link(str(_("Agree or withdraw")), "own_data.show", {"_anchor": "consents"}),
    )


def _letters(person: Person) -> Part:
    letters = notices.letters_to(person.id)
    return Part(
        "letters",
        str(_("Letters")),
        str(_("To tell you what was decided and why, and so that anybody you show a letter to can check it.")),
        str(wording.FROM_BUREAU),
        str(wording.ON_RECORD),
        str(_("A letter is kept as it was issued. If you think it is wrong, appeal: the letter says how.")),
        [
            {
                "number": each.number,
                "application": each.case_reference,
                "issued_at": instant(each.issued_at),
                "content": in_yuan(each.content.to_json()),
            }
            for each in letters
        ],
        [
            Entry(each.number, [(str(_("Issued")), moment(each.issued_at)), (str(_("About")), each.case_reference)])
            for each in letters
        ],
    )


def _messages(person: Person) -> Part:
    messages = notices.messages_to(person.id, person.email)
    return Part(
        "messages",
        str(_("Messages to you")),
        str(_("To tell you what happened, and to show later that you were told.")),
        str(wording.FROM_SERVICE),
        str(wording.ON_RECORD),
        str(wording.NOT_CHANGED),
        [
            {
                "to": each.recipient,
                "language": each.language,
                "subject": each.subject,
                "text": each.body,
                "written_at": instant(each.created_at),
                "sent_at": instant(each.sent_at),
                "read_at": instant(each.read_at),
            }
            for each in messages
        ],
        [
            Entry(each.said(language()).subject, [(str(_("Written")), moment(each.created_at))])
            for each in reversed(messages)
        ],
    )


def _sign_ins(person: Person) -> Part:
    entries = record.of_account(person.id)
    return Part(
        "sign_ins",
        str(_("Signing in, and what was done to your account")),
        str(_("So that you and the bureau notice if somebody else uses your account.")),
        str(wording.FROM_SERVICE),
        str(wording.ON_RECORD),
        str(wording.NOT_CHANGED),
        [{"at": instant(each.at), "what": each.action, "by_you": each.actor_id == person.id} for each in entries],
        [Entry("", [(moment(each.at), str(ACTIONS.get(each.action, each.action))) for each in entries[:50]])],
    )


def _wishes(person: Person) -> list[Part]:
    wishes = wishes_of(person)
    if not wishes:
        return []
    return [
        Part(
            "deletion_wishes",
            str(_("Your wishes to be deleted")),
            str(_("To answer them.")),
            str(wording.FROM_YOU),
            str(wording.ON_RECORD),
            str(wording.NOT_CHANGED),
            [
                {
                    "asked_at": instant(each.asked_at),
                    "reason": each.reason,
                    "outcome": each.outcome.value if each.outcome else None,
                    "decided_at": instant(each.decided_at),
                    "answer": each.answer,
                    "ground": both(GROUNDS[each.ground]) if each.ground else None,
                }
                for each in wishes
            ],
            [
                Entry(
                    moment(each.asked_at),
                    [
                        (str(_("Reason")), each.reason),
                        (str(_("Answer")), str(wording.OUTCOMES[each.outcome])),
                        *([("", each.answer)] if each.answer else []),
                    ],
                )
                for each in wishes
            ],
        )
    ]
