"""The library: files read once, texts kept for what was decided under them."""

import pytest
from sqlalchemy import func, select

from talent.database import db, now
from talent.policies.errors import NoSuchPolicy
from talent.policies.library import library, policies_in_force, policy_by_digest
from talent.policies.models import PolicyText
from talent.policies.operations import keep

ID = "jinhua-future-community-talent"


@pytest.fixture
def policy(app):
    return library().policies[ID]


def test_the_files_are_read_once(app):
    assert library() is library()


def test_a_policy_is_found_by_its_digest(policy):
    assert policy_by_digest(policy.digest) is policy


def test_a_text_is_kept_once_letter_by_letter(policy):
    keep(policy, at=now())
    kept = keep(policy, at=now())
    assert kept.text == policy.text
    assert db.session.scalar(select(func.count()).select_from(PolicyText)) == 1


def test_a_policy_whose_file_changed_is_read_from_the_text_kept(policy):
    earlier = policy.text.replace("serve_years: 5", "serve_years: 4")
    digest = library().add(earlier, "earlier").digest
    keep(library().by_digest(digest), at=now())
    del library()._by_digest[digest]

    found = policy_by_digest(digest)

    assert found.digest == digest
    assert policies_in_force() == [policy]


def test_an_unknown_digest_is_refused(app):
    with pytest.raises(NoSuchPolicy):
        policy_by_digest("sha256:0")


def test_a_wrong_file_is_left_out_and_the_others_serve(app, policy, tmp_path):
    (tmp_path / "good.yaml").write_text(policy.text)
    (tmp_path / "wrong.yaml").write_text("policy: x\n")
    app.config["POLICIES"] = tmp_path
    del app.extensions["policies"]

    assert [each.id for each in policies_in_force()] == [ID]
    assert {problem.file for problem in library().problems} == {str(tmp_path / "wrong.yaml")}
