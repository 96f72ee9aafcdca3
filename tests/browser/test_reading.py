"""Reading: the law as it stands in the source, deep links, and a page that is whole without JavaScript."""

from __future__ import annotations

import re

import pytest
from building import ROOT
from pages import MODEL, NOTED, NOTES
from playwright.sync_api import Page
from serving import until
from steps import clause

SOURCE = (ROOT / "docs/cooperation/ordinance.md").read_text("utf-8")
FENCES = re.findall(r"^/// (clause|variant) \| (.+)\n    id: (\S+)", SOURCE, re.M)
CLAUSES = [(title, found) for kind, title, found in FENCES if kind == "clause"]
VARIANTS = [found for kind, _, found in FENCES if kind == "variant"]


def test_what_the_browser_shows_is_what_the_source_holds(page: Page) -> None:
    """A plain scan for fences, which knows nothing of the parser, finds the same sections in the same order."""
    headings = page.locator("h2:has(~ .clause)").filter(has_text=re.compile("^Section"))
    shown = [(h.evaluate("h => h.firstChild.data.trim()"), h.get_attribute("id")) for h in headings.all()]
    assert shown == [(f"Section {n}. {title}.", found) for n, (title, found) in enumerate(CLAUSES, 1)]
    assert page.locator(".clause").count() == len(CLAUSES)
    assert page.locator(".text").count() == len(FENCES)
    assert page.locator(".text[id]").evaluate_all("texts => texts.map(text => text.id)") == VARIANTS


def test_the_law_comes_first_and_each_section_leads_to_its_notes(page: Page) -> None:
    assert page.locator(".plain:visible").count() == len(CLAUSES)
    assert page.locator(".text:visible").count() == len(CLAUSES)
    links = page.locator(".notes a:visible")
    assert links.evaluate_all("links => links.map(link => link.pathname.split('/').at(-2))") == [found for _, found in CLAUSES]


def test_notes_under_a_clause_are_folded(open_page) -> None:
    page = open_page(NOTED)
    assert page.locator("details.commentary").count() == page.locator(".clause").count() > 5
    assert page.locator("details.commentary[open]").count() == 0


def test_a_page_of_notes_has_the_section_to_take_and_what_the_records_say_of_it(open_page) -> None:
    page = open_page(NOTES)
    assert clause(page, "detainers").locator(".text:visible").count() == 1
    assert clause(page, "detainers").get_by_role("button", name="Copy clause").is_visible()
    assert page.get_by_role("button", name="Copy whole").count() == 0
    headings = page.locator("article h2:visible").all_inner_texts()
    for heading in ("Why", "Choices", "Legal basis", "Risk", "Who has enacted it", "Cases that bear on it", "State law on it"):
        assert heading in [text.rstrip("¶") for text in headings]
    page.locator(".part a").click()
    page.wait_for_url(re.compile(rf"/{MODEL}#detainers$"))


def test_markers_are_literal_text(page: Page) -> None:
    first = clause(page, "detainers").locator(".text").first.locator("p").first
    assert first.inner_text().startswith("(a) ")


@pytest.mark.parametrize("view", ["", "annotated", "text"])
def test_a_link_leads_to_its_section_in_every_view(page: Page, base: str, view: str) -> None:
    page.goto(base + NOTED)
    page.locator(f'input[name=toolkit-view][value="{view}"]').check()
    page.goto("about:blank")
    page.goto(f"{base}{NOTED}#reporting")
    page.locator("html.view-" + (view or "summaries")).wait_for()
    assert page.locator("#reporting").is_visible()
    until(page, "Math.abs(document.querySelector('#reporting').getBoundingClientRect().top) < 150")


def test_a_link_to_a_text_that_is_not_chosen_shows_it(page: Page, base: str) -> None:
    page.goto("about:blank")
    page.goto(f"{base}{MODEL}#detainers-floor")
    page.locator("#detainers-floor").wait_for()
    until(page, "Math.abs(document.querySelector('#detainers-floor').getBoundingClientRect().top) < 150")


def test_a_link_into_what_text_only_hides_brings_it_back(page: Page, base: str) -> None:
    page.goto(base + NOTED)
    page.locator('input[name=toolkit-view][value="text"]').check()
    note = page.locator("details.commentary").first
    note.evaluate("note => { note.querySelector('p').id = 'a-note' }")
    assert not note.is_visible()
    page.evaluate("location.hash = 'a-note'")
    page.locator("#a-note").wait_for()


class TestWithoutScript:
    """Everything is there to read, and no control that does nothing."""

    @pytest.fixture
    def page(self, open_page) -> Page:
        return open_page(java_script_enabled=False)

    def test_every_text_shows(self, page: Page) -> None:
        assert page.locator(".text:visible").count() == len(FENCES)
        assert page.locator(".plain:visible").count() == len(CLAUSES)

    def test_every_comparison_shows_with_gains_and_costs(self, page: Page) -> None:
        rows = page.locator(".choices tr[data-choice]:visible")
        assert rows.count() == sum(1 for _ in re.finditer(r"^    gains:", SOURCE, re.M))
        assert all(row.locator("td:visible").count() == 3 for row in rows.all())

    def test_each_clause_lists_the_states_that_restrict_it(self, page: Page, library) -> None:
        for found in page.locator(".clause").all():
            key = f"cooperation/ordinance#{found.get_attribute('data-clause')}"
            restricting = {state["name"] for state, rule in library.rules_on(key) if rule.get("effect") in ("forbids", "punishes", "limits")}
            shown = [name for row in found.locator(".notice li.restricts:visible > span").all() for name in row.inner_text().split(", ")]
            assert sorted(shown) == sorted(restricting)
            assert "That is no permission." in found.locator(".notice").inner_text()

    def test_notes_open(self, open_page) -> None:
        fold = open_page(NOTED, java_script_enabled=False).locator("details.commentary").first
        fold.locator("summary").click()
        assert fold.locator("p").first.is_visible()

    def test_no_dead_control_is_shown(self, page: Page) -> None:
        controls = page.locator("article :is(button, input, select, textarea, [role=button])")
        assert [control for control in controls.all() if control.is_visible()] == []
        assert page.locator(".model").bounding_box() is None
