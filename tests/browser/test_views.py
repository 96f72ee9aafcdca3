"""Law with summaries, annotated, text only: on the screen and in print."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from pages import NOTED
from playwright.sync_api import Page, expect
from steps import MODEL, answer, choose, clause
from toolkit.programs import find


def view(page: Page, name: str) -> None:
    page.locator(f'input[name=toolkit-view][value="{name}"]').check()


def visible(page: Page, selector: str) -> int:
    return page.locator(f"{selector}:visible").count()


@pytest.fixture
def noted(open_page) -> Page:
    return open_page(NOTED)


def test_annotated_opens_all_notes_and_back(noted: Page) -> None:
    page = noted
    view(page, "annotated")
    assert visible(page, ".commentary p") >= page.locator(".commentary").count() > 0
    view(page, "")
    assert visible(page, ".commentary p") == 0
    assert visible(page, ".commentary summary") > 0


def test_a_text_whose_notes_have_pages_offers_no_annotated_view(page: Page, noted: Page) -> None:
    assert noted.locator("input[name=toolkit-view]").count() == 3
    assert page.locator("input[name=toolkit-view]").count() == 2


def test_text_only_hides_all_but_law_notices_and_tools(page: Page, noted: Page) -> None:
    view(noted, "text")
    assert visible(noted, ".commentary") == 0
    view(page, "text")
    for hidden in (".plain", ".notes", ".choices"):
        assert visible(page, hidden) == 0
    for kept in (".text", ".notice", ".choice-state"):
        assert visible(page, kept) > 0


def test_the_view_is_kept(page: Page) -> None:
    view(page, "text")
    page.reload()
    page.locator("html.view-text").wait_for()
    assert page.locator('input[name=toolkit-view][value="text"]').is_checked()


def test_an_answer_does_not_close_what_was_opened_by_hand(noted: Page) -> None:
    page = noted
    page.locator(".commentary > summary").first.click()
    answer(page, kind="town")
    assert page.locator(".commentary").first.get_attribute("open") is not None


@pytest.mark.parametrize(("name", "commentary"), [("", False), ("text", False), ("annotated", True)])
def test_print_follows_the_view(noted: Page, name: str, commentary: bool) -> None:
    page = noted
    view(page, name)
    page.emulate_media(media="print")
    assert bool(visible(page, ".commentary p")) is commentary
    for chrome in (".panel", ".tools", ".model", ".compare", ".md-header", "button"):
        assert visible(page, chrome) == 0, chrome
    assert visible(page, ".text") == page.locator(".clause").count()
    page.emulate_media(media="screen")
    answer(page, state="tx")
    expect(page.locator(".print-head")).to_contain_text("Texas")
    page.emulate_media(media="print")
    assert bool(visible(page, ".clause .notice")) is commentary  # elsewhere the head of the printout says it


def test_annotated_print_opens_what_was_closed_by_hand(open_page, tmp_path: Path) -> None:
    page = open_page(NOTED, expected="ERR_FAILED")
    page.route("**/bundle.*.js", lambda route: route.abort())  # Material opens it too, but comes late
    view(page, "annotated")
    closed = page.locator(".commentary").first
    closed.locator("summary").click()
    words = " ".join(closed.locator("p").first.text_content().split()[:6])
    assert words in " ".join(pdf(page, tmp_path).split())


def test_print_shows_the_chosen_text_only_even_when_all_are_open(page: Page) -> None:
    choose(page, "detainers", "detainers-floor")
    clause(page, "detainers").get_by_role("button", name="in full").click()
    page.emulate_media(media="print")
    shown = clause(page, "detainers").locator(".text:visible")
    assert shown.count() == 1
    assert shown.get_attribute("data-text") == "detainers-floor"


def test_an_open_choice_is_marked_in_print(page: Page) -> None:
    page.emulate_media(media="print")
    assert "Choice still open" in clause(page, "detainers").inner_text()


def pdf(page: Page, folder: Path) -> str:
    page.pdf(path=folder / "law.pdf")
    return subprocess.run([find("poppler-utils"), "-layout", folder / "law.pdf", "-"], capture_output=True, text=True, check=True).stdout


def test_the_law_of_the_state_stands_at_the_head_of_a_printout(page: Page, library, tmp_path: Path) -> None:
    answer(page, state="tx")
    view(page, "text")
    expect(page.locator(".print-head")).to_contain_text("State law: Texas")
    assert not page.locator(".print-head").is_visible()
    printed = " ".join(pdf(page, tmp_path).split())
    head, _, law = printed.partition("Section 1. Short title.")
    rule = next(rule for state, rule in library.rules_on(f"{MODEL}#detainers") if state.id == "tx")
    assert " ".join(str(rule["says"]).split()) in head
    assert re.search(r"not been checked against the law of Texas. That is no permission", head)
    assert "Judicial warrant means" in law


def test_a_printout_without_a_state_says_so(page: Page, tmp_path: Path) -> None:
    page.mouse.move(400, 400)
    expect(page.locator(".print-head")).to_contain_text("No state was chosen")
    head = " ".join(pdf(page, tmp_path).split()).partition("Section 1. Short title.")[0]
    assert "No state was chosen for this printout. States known to restrict sections of it:" in head
    assert "Texas" in head
