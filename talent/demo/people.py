"""The demo people, one role each."""

from datetime import datetime

from talent.accounts.models import Person
from talent.accounts.operations import register_person
from talent.accounts.queries import person_by_email
from talent.web.access import Role

PASSWORD = "future-community"  # noqa: S105 - shown on the sign-in page, and only where DEMO is on

ACCOUNTS = {
    "applicant": (Role.APPLICANT, "陈晓"),
    "employer": (Role.EMPLOYER, "钱人事"),
    "clerk": (Role.CLERK, "王经办"),
    "approver": (Role.APPROVER, "李复核"),
    "officer": (Role.OFFICER, "张政策"),
    "advisor": (Role.ADVISOR, "赵顾问"),
    "mentor": (Role.MENTOR, "周导师"),
    "auditor": (Role.AUDITOR, "吴审计"),
    "admin": (Role.ADMINISTRATOR, "郑管理"),
}


def addresses() -> list[tuple[str, Role]]:
    """Return the e-mail address and the role of every demo account."""
    return [(f"{name}@demo.example", role) for name, (role, _shown) in ACCOUNTS.items()]


def account(name: str, *, at: datetime) -> Person:
    """Return a demo account by its role's short name, made when it is not there."""
    role, shown = ACCOUNTS[name]
    return made(f"{name}@demo.example", shown, role, password=PASSWORD, at=at)


def made(email: str, name: str, role: Role, *, password: str | None = None, at: datetime) -> Person:
    """Return the person with this address, made when there is none; without a password nobody can sign in as them."""
    there = person_by_email(email)
    return there or register_person(email=email, password=password, name=name, roles=(role,), at=at, confirmed=True)
