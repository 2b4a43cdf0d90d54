"""What is wrong with a page that a browser shows: axe's findings, sideways scroll, words of the other language."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from talent.demo.bureau import GRANTED, LESS, REFUSED, RETURNED
from talent.demo.employers import NAME

WIDTHS = (1280, 390)
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
AXE = Axe().axe_script
RUN = "rules => axe.run(document, rules).then(({ violations }) => violations)"

#: Every text of a page with the language that it says it is in. People's own words and code are no part of it.
TEXTS = """() => {
  const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, text = walker.currentNode.textContent.trim()
    if (!text || element.closest("script, style, code, textarea, [hidden], [translate=no]")) continue
    texts.push([element.closest("[lang]").lang.slice(0, 2), text])
  }
  return texts
}"""
#: What is the same in both languages: references, digests, addresses, file names, and the demo's own words.
SHARED = re.compile(
    "|".join(
        [
            *(re.escape(said) for said in (GRANTED, LESS, REFUSED, RETURNED, NAME)),
            r"\S+@\S+|https?://\S+|\S+\.(?:png|pdf|jpg|yaml|xlsx|csv)|future-community|‹\w+›",
            r"(?:sha256:)?\b[0-9a-f]{32,64}\b|(?:L-\d{4}-)?\b[0-9A-Z]{4,6}(?:-[0-9A-Z]{4})?\b",
        ]
    )
)
#: Latin words that Chinese pages use.
LATIN = {
    "PDF",
    "JPEG",
    "PNG",
    "HEIC",
    "JPG",
    "Web",
    "axe",
    "JavaScript",
    "Cookie",
    "SHA",
    "Excel",
    "CSV",
    "csv",
    "xlsx",
    "YAML",
    "JSON",
}
#: Chinese that English pages may quote: the numbers and names of official documents and their clauses, people's names.
QUOTED = re.compile(r"\S+〔\d+〕\d+号|《[^》]*》|第\S+条\S*|[一二三四五六七八九十]（[一二三四五六七八九十]）|[（）]")


def problems(page: Page, address: str | None = None, *, languages: bool = False) -> list[str]:
    """Say what is wrong with a page on a desk, then on a phone, which stays. It is visited first where its address is
    given. languages: whether to read its words."""
    if address is not None:
        page.goto(address)
    page.wait_for_load_state()
    where = address or page.url.split("/", 3)[-1]
    found = [f"{where}: not translated: {text}" for text in foreign_texts(page)] if languages else []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        found += [f"{where} at {width} px: {problem}" for problem in (*_violations(page), *_too_wide(page))]
    return found


def foreign_texts(page: Page) -> list[str]:
    """Return the texts that are not in the language they say they are in."""
    found = []
    for language, text in page.evaluate(TEXTS):
        own = SHARED.sub(" ", QUOTED.sub(" ", text))
        if language == "zh":
            strange = bool(set(re.findall(r"[A-Za-z]{3,}", own)) - LATIN)
        else:
            strange = re.search(r"[\u4e00-\u9fff]{4,}", own) is not None
        found += [f"{text[:100]} (in {language})"] if strange else []
    return found


def _violations(page: Page) -> list[str]:
    if page.evaluate("window.axe === undefined"):
        page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(RUN, RULES)
    return [f"{rule['id']} {rule['nodes'][0]['html'][:200]}" for rule in found]


def _too_wide(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [f"{wide} px too wide"] if wide > 0 else []
