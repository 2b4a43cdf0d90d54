"""The texts of policies somebody applied under: what an application is pinned to."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from talent.database import Base


class PolicyText(Base):
    """One version of a policy, letter by letter. digest: 'sha256:' and the hex digest of the text."""

    __tablename__ = "policy_text"

    digest: Mapped[str] = mapped_column(String(71), primary_key=True)
    policy_id: Mapped[str] = mapped_column(String(120), index=True)
    text: Mapped[str] = mapped_column(Text)
    kept_at: Mapped[datetime]
