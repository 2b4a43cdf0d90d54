"""What was asked, answered and written is among a person's own data, and nobody else's."""

import io
import json
import zipfile

import pytest
from flask import current_app

from talent.applications.documents import Document
from talent.cases.requests import answering
from talent.database import db
from talent.web.access import Role
from tests.cases.asking import CONTRACT, LATER, LEASE, OWN, ask, fill, item
from tests.cases.conftest import PIXEL
from tests.cases.test_correspondence import write
from tests.conftest import PASSWORD, Visitor


@pytest.fixture
def asked(case, clerk):
    found = ask(case, clerk, CONTRACT, LEASE, OWN)
    fill(found, contract_months=36, None_said="三号楼")
    answering.add_document(
        item(found, "lease"),
        Document(PIXEL + b"new", "image/png", "租约.png"),
        current_app.config["EVIDENCE"],
        at=LATER,
    )
    write(case, clerk, "大约一周。")
    write(case, case.application.applicant, "谢谢！")
    return found


def taken(visitor: Visitor) -> zipfile.ZipFile:
    answer = visitor.post("/account/data/download", data={"password": PASSWORD, "documents": "y", "files": "y"})
    return zipfile.ZipFile(io.BytesIO(answer.data))


def plain(archive: zipfile.ZipFile) -> str:
    name = next(name for name in archive.namelist() if name.endswith(".json"))
    return json.dumps(json.loads(archive.read(name)), ensure_ascii=False)


def test_the_person_takes_along_what_was_asked_answered_and_written(client, case, clerk, asked):
    client.sign_in(case.application.applicant.email)
    said = plain(taken(client))
    for expected in ("合同写的是 36 个月，请核对。", "三号楼", "租约.png", "大约一周。", "谢谢！"):
        assert expected in said
    assert clerk.email not in said


def test_the_page_shows_them(client, case, asked):
    client.sign_in(case.application.applicant.email).get("/language/en")
    page = client.get("/account/data").text
    for expected in ("What the bureau asked of you", "36 months", "大约一周。"):
        assert expected in page


def test_they_are_nobody_elses(client, people, asked):
    people("other@example.org", Role.APPLICANT)
    db.session.commit()
    client.sign_in("other@example.org")
    page = client.get("/account/data").text
    assert "三号楼" not in page
    assert "谢谢！" not in page
