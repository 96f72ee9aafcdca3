"""How many of the committed queries find their section among the first five results, typed in a real browser.

    python tests/search/measure.py SITE [QUERIES.yml]

A result counts when the reader sees it without opening anything. `waits` marks queries on subjects not yet written.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page

FIRST = 5
# Results are drawn in slices: until two looks find the same number.
DRAWN = """async () => {
  const list = document.querySelector(".md-search-result__list")
  for (let before = -1; before !== list.childElementCount; ) {
    before = list.childElementCount
    await new Promise(resolve => setTimeout(resolve, 60))
  }
}"""
HERE = Path(__file__).parent

sys.path.insert(0, str(HERE.parent))
from serving import browser_page, serving, until  # noqa: E402 - the tests are not a package


def queries(name: str = "queries.yml") -> list[dict[str, Any]]:
    """Return the queries of a file that do not wait for content."""
    return [query for query in yaml.safe_load((HERE / name).read_text("utf-8")) if "waits" not in query]


def search(page: Page, query: str) -> list[str]:
    """Type `query` and return the addresses of the results that show, below the site's root."""
    root = page.evaluate("new URL(JSON.parse(document.getElementById('__config').textContent).base + '/', location.href).href")
    field = page.locator("[data-md-component=search-query]")
    if not field.evaluate("field => field === document.activeElement"):
        field.click()
    # Stock Material, which this is compared with, has its bundle from the start.
    until(page, "!document.documentElement.classList.contains('waiting') || document.documentElement.dataset.material === 'ready'")
    # The list is emptied and marked, so that the new answer is read and not the old one.
    page.evaluate("document.querySelector('.md-search-result__list').replaceChildren()")
    page.evaluate("document.querySelector('.md-search-result__meta').textContent = 'waiting'")
    field.fill(query[:-1])
    field.press_sequentially(query[-1])  # Material listens for keys, not for input
    until(page, "!/waiting|Type to start/.test(document.querySelector('.md-search-result__meta').textContent)")
    page.evaluate(DRAWN)
    links = page.eval_on_selector_all(
        ".md-search-result__link", "links => links.filter(a => a.checkVisibility()).map(a => { const u = new URL(a.href); u.search = ''; return u.href })"
    )
    return [link.removeprefix(root) for link in links]


def of_clause(link: str) -> str:
    """Return the address of the clause that a page of notes is about; a reader of either has the clause before them."""
    return re.sub(r"^([a-z]+/ordinance/)([a-z-]+)/(?:#.*)?$", r"\1#\2", link)


def measure(page: Page, name: str = "queries.yml") -> tuple[Counter[str], Counter[str], list[str]]:
    """Return hits and totals by kind of query, and a line for each miss."""
    hits: Counter[str] = Counter()
    total: Counter[str] = Counter()
    misses = []
    for query in queries(name):
        found = search(page, query["query"])[:FIRST]
        total[query["kind"]] += 1
        if {address for link in found for address in (link, of_clause(link))} & set(query["expect"]):
            hits[query["kind"]] += 1
        else:
            misses.append(f"{query['kind']}: {query['query']!r} wanted {' or '.join(query['expect'])}; got {', '.join(found) or 'nothing'}")
    return hits, total, misses


def counted(site: Path, name: str) -> tuple[Counter[str], Counter[str]]:
    """Serve a built site and return hits and totals for a file of queries; print each miss to standard error."""
    with serving(site) as address, browser_page() as page:
        page.goto(address)
        hits, total, misses = measure(page, name)
    print("\n".join(misses), file=sys.stderr)
    return hits, total


if __name__ == "__main__":
    hits, total = counted(Path(sys.argv[1]), *sys.argv[2:3] or ["queries.yml"])
    for kind in total:
        print(f"{kind:12} {hits[kind]:3} of {total[kind]}")
    print(f"{'all':12} {hits.total():3} of {total.total()}")
