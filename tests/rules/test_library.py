"""Policies at hand: those in order serve while one is wrong."""

from datetime import date

import pytest

from rules.library import FOLDER, Library
from rules.policy import Standing
from rules.reading import PolicyInvalid
from tests.rules.conftest import SMALL


def test_a_wrong_file_is_told_and_the_others_serve(tmp_path):
    (tmp_path / "town").mkdir()
    (tmp_path / "town" / "right.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "wrong.yaml").write_text(SMALL.replace("months >= 6", "mnths >= 6"), encoding="utf-8")
    library = Library.load(tmp_path)
    assert list(library.policies) == ["small"]
    assert [problem.file for problem in library.problems] == [str(tmp_path / "wrong.yaml")]


def test_the_version_in_force_on_a_day_is_found(tmp_path):
    (tmp_path / "a.yaml").write_text(SMALL.replace("{from: 2020-01-01}", "{from: 2020-01-01, to: 2022-12-31}"))
    (tmp_path / "b.yaml").write_text(SMALL.replace("in_force: {from: 2020-01-01}", "in_force: {from: 2022-06-01}"))
    library = Library.load(tmp_path)
    starts = [
        found.in_force_from.year if (found := library.in_force("small", day)) else None
        for day in (date(2019, 12, 31), date(2020, 1, 1), date(2022, 5, 31), date(2022, 6, 1), date(2030, 1, 1))
    ]
    assert starts == [None, 2020, 2020, 2022, 2022]
    assert library.policies["small"].in_force_from == date(2022, 6, 1)


def test_two_versions_from_one_day_are_refused(tmp_path):
    (tmp_path / "a.yaml").write_text(SMALL)
    (tmp_path / "b.yaml").write_text(SMALL.replace("小政策", "另一政策"))
    library = Library.load(tmp_path)
    assert len(library.all()) == 1
    assert "Another file has policy 'small'" in library.problems[0].message


def test_a_text_kept_elsewhere_is_read_once():
    library = Library()
    policy = library.add(SMALL, "draft 3")
    assert library.add(SMALL, "draft 3") is policy
    assert library.by_digest(policy.digest) is policy
    assert library.by_digest("sha256:0") is None
    with pytest.raises(PolicyInvalid) as caught:
        library.add(SMALL + "more: 1\n", "draft 4")
    assert caught.value.problems[0].file == "draft 4"


def test_the_policies_that_come_with_the_product_have_no_problems():
    library = Library.load(FOLDER)
    assert library.problems == []
    for policy in library.all():
        assert len(policy.examples) >= 25
        for fact in policy.facts.values():
            assert fact.ask.zh and fact.ask.en


def test_every_number_not_in_force_says_so(jinhua):
    own = {each.source for parameter in jinhua.parameters.values() for each in parameter.values}
    assert {jinhua.sources[name].standing for name in own} == {Standing.REFERENCE, Standing.ILLUSTRATIVE}
    contribution = {row.source for row in jinhua.tables["by_contribution"].rows}
    assert {jinhua.sources[name].standing for name in contribution} == {Standing.ILLUSTRATIVE}
