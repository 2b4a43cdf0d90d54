"""People and what they may do."""

from datetime import datetime

from flask_security import RoleMixin, UserMixin
from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from talent.accounts.identity import EncryptedText, IdentityKind, masked
from talent.database import Base, choice_of
from talent.web.access import Role


class Person(Base, UserMixin):
    """Somebody with an account: an applicant, or somebody of the bureau."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_lower"),
        CheckConstraint(
            "(identity_number IS NULL) = (identity_lookup IS NULL) "
            "AND (identity_number IS NULL) = (identity_kind IS NULL)",
            name="identity_is_whole",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    #: Argon2; None while the person has not chosen one: they sign in after a reset by mail.
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    #: 'zh' or 'en': the language we write to this person in.
    language: Mapped[str] = mapped_column(String(2), default="zh")

    #: The second step when signing in: 'authenticator' once set up, its sealed secret, and codes for a lost phone.
    tf_primary_method: Mapped[str | None] = mapped_column(String(64))
    tf_totp_secret: Mapped[str | None] = mapped_column(String(255))
    mf_recovery_codes: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(JSON(none_as_null=True)))

    name: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str | None] = mapped_column(String(20), index=True)
    identity_kind: Mapped[IdentityKind | None] = mapped_column(choice_of(IdentityKind, "identity_kind"))
    identity_number: Mapped[str | None] = mapped_column(EncryptedText)
    #: Keyed hash of the number: one account per document.
    identity_lookup: Mapped[str | None] = mapped_column(String(64), unique=True)

    roles: Mapped[list["RoleGrant"]] = relationship(
        back_populates="person", cascade="all, delete-orphan", lazy="selectin"
    )

    def has_any(self, roles: frozenset[str]) -> bool:
        """Return whether the person has one of the roles."""
        return any(grant.name in roles for grant in self.roles)

    def has(self, role: Role) -> bool:
        """Return whether the person has the role."""
        return self.has_any(frozenset({role}))

    @property
    def has_details(self) -> bool:
        """Whether it is known who this is."""
        return bool(self.name and self.phone and self.identity_number)

    @property
    def masked_name(self) -> str:
        """The name with all but its first letter hidden."""
        return self.name[:1] + "*" * max(len(self.name) - 1, 1)

    @property
    def masked_identity(self) -> str:
        """The identity number with its middle hidden, or ''."""
        return masked(self.identity_number) if self.identity_number else ""


class RoleGrant(Base, RoleMixin):
    """A role that a person has."""

    __tablename__ = "role_grant"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    name: Mapped[Role] = mapped_column(choice_of(Role, "role"))

    person: Mapped[Person] = relationship(back_populates="roles")
