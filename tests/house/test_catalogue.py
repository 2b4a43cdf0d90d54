"""Every sentence of the pages is said in Chinese, with the same values in it, and none is left over."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from talent.settings import ROOT

PO = ROOT / "talent" / "translations" / "zh_Hans_CN" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None}
#: Units and names that are the same in both languages.
SAID_ALIKE = {"%(number).1f MB", "%(number)d KB", "PDF"}
PLACEHOLDER = re.compile(r"%\(\w+\)[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]")
#: A mark of English punctuation right after a Chinese character.
NARROW_MARK = re.compile(r"[\u4e00-\u9fff][,;:?!.()]")

Sentence = str | tuple[str, ...]


def holds_sentences(folder: str) -> bool:
    """Return whether to look into a folder for sentences."""
    name = Path(folder).name
    return not name.startswith(".") and name not in {"node_modules", "instance", "tests"}


def found() -> Iterator[Sentence]:
    """Return every sentence of the code and the templates; a template that cannot be parsed raises."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    strict = {pattern: {**options.get(pattern, {}), "silent": "false"} for pattern, _method in methods}
    for _file, _line, sentence, _comments, _context in extract_from_dir(
        ROOT, methods, strict, KEYWORDS, directory_filter=holds_sentences
    ):
        yield sentence


@pytest.fixture(scope="module")
def sentences() -> set[Sentence]:
    """What the pages say, in English."""
    return set(found())


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    """What the pages say, in Chinese."""
    with PO.open("rb") as file:
        return read_po(file)


def said(catalogue: Catalog) -> Iterator[tuple[str, str]]:
    """Return each sentence in English, the plural where there is one, with its Chinese."""
    for message in catalogue:
        if message.id:
            english = message.id[-1] if message.pluralizable else message.id
            chinese = message.string[0] if message.pluralizable else message.string
            yield english, chinese


def test_every_sentence_is_translated(sentences, catalogue):
    translated = {message.id for message in catalogue if message.string and all(message.string) and not message.fuzzy}
    assert sentences - translated == set()


def test_no_sentence_is_left_over(sentences, catalogue):
    assert {message.id for message in catalogue if message.id} - sentences == set()
    assert not catalogue.obsolete


def test_both_languages_carry_the_same_values(catalogue):
    for english, chinese in said(catalogue):
        assert sorted(PLACEHOLDER.findall(english)) == sorted(PLACEHOLDER.findall(chinese)), english
        assert english.count("%") == english.count("%("), english
        assert chinese.count("%") == chinese.count("%("), chinese


def test_no_sentence_stays_english(catalogue):
    assert {english for english, chinese in said(catalogue) if english == chinese} <= SAID_ALIKE


def test_chinese_is_set_as_chinese(catalogue):
    for _english, chinese in said(catalogue):
        assert not NARROW_MARK.search(chinese), chinese
        assert chinese.strip(" ") == chinese, chinese
        assert "你" not in chinese, chinese


def test_lines_begin_and_end_alike(catalogue):
    for english, chinese in said(catalogue):
        assert english.startswith("\n") == chinese.startswith("\n"), english
        assert english.endswith("\n") == chinese.endswith("\n"), english


def test_the_catalogue_can_be_compiled(catalogue):
    assert catalogue.num_plurals == 1
    assert not catalogue.fuzzy
    assert catalogue.charset == "utf-8"
