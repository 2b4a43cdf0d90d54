"""Taking up communities."""

from sqlalchemy import select

from talent.database import db
from talent.pilots.models import Pilot

_ABOUT = {
    "about_zh": "金华市首批3个省级未来社区试点创建项目之一（金政办发〔2020〕4号，一（三））。",
    "about_en": "One of Jinhua's first three provincial pilots (金政办发〔2020〕4号, clause 一（三）).",
}

#: As named in 金政办发〔2020〕4号, clause 一（三）. The text does not say which of the two types each one is.
FIRST_PILOTS: tuple[dict[str, str], ...] = (
    {
        "slug": "shanzuitou",
        "name_zh": "山嘴头社区",
        "name_en": "Shanzuitou Community",
        "district_zh": "金华开发区",
        "district_en": "Jinhua Development Zone",
    },
    {
        "slug": "xiachemen",
        "name_zh": "下车门社区",
        "name_en": "Xiachemen Community",
        "district_zh": "义乌市",
        "district_en": "Yiwu City",
    },
    {
        "slug": "tianchuan",
        "name_zh": "田川社区",
        "name_en": "Tianchuan Community",
        "district_zh": "永康市",
        "district_en": "Yongkang City",
    },
)


def seed_pilots() -> None:
    """Take up the first three pilots; those already there stay as they are."""
    known = set(db.session.scalars(select(Pilot.slug)))
    for facts in FIRST_PILOTS:
        if facts["slug"] not in known:
            db.session.add(Pilot(**facts, **_ABOUT))
    db.session.flush()
