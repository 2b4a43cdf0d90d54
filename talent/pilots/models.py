"""A future community that takes newcomers."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from talent.database import Base, choice_of


class Kind(StrEnum):
    """The two types of the opinion, clause 一（二）: an old quarter renewed, or one planned anew."""

    RENEWAL = "renewal"
    NEW = "new"


class Pilot(Base):
    """One pilot community. kind: None where no text at hand says which type it is."""

    __tablename__ = "pilot"
    __table_args__ = (CheckConstraint("name_zh <> '' AND name_en <> ''", name="has_a_name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80))
    district_zh: Mapped[str] = mapped_column(String(80))
    district_en: Mapped[str] = mapped_column(String(80))
    kind: Mapped[Kind | None] = mapped_column(choice_of(Kind, "kind"))
    about_zh: Mapped[str] = mapped_column(String(400))
    about_en: Mapped[str] = mapped_column(String(400))
