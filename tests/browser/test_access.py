"""For everybody: axe in both colour schemes, 360 pixels, the keyboard alone, a sub-path and the root of a domain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from pages import MODEL, NOTED, NOTES
from playwright.sync_api import Page, expect
from steps import answer, choose, clause, field, open_panel, standing

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# One of every kind of page.
KINDS = [
    *("", "cooperation/", MODEL, NOTES, NOTED, "cooperation/kit/front-desk-card/", "cooperation/coverage/", "cooperation/evidence/"),
    *("start/", "counsel/", "counsel/ordinance/", "counsel/grant-agreement/", "counsel/programs/", "counsel/worksheet/", "counsel/coverage/"),
    *("diversion/ordinance/", "diversion/ordinance/citation/", "diversion/agreement-form/", "diversion/path/", "diversion/campaign/summary/"),
    *("law/", "law/conviction/", "law/federal-pressure/", "law/states/", "law/states/tx/", "law/litigation/", "law/sources/", "enacted/", "about/checking/"),
]


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}}).response["violations"]
    return [f"{rule['id']}: {[node['target'] for node in rule['nodes'][:4]]}" for rule in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", KINDS)
def test_axe_finds_nothing(open_page, path: str, scheme: str) -> None:
    page = open_page(path, color_scheme=scheme)
    page.locator(f"body[data-md-color-scheme={'slate' if scheme == 'dark' else 'default'}]").wait_for()
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_page_for_a_wrong_address(open_page, root: str, scheme: str) -> None:
    page = open_page("404.html", base=root, color_scheme=scheme)
    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_everything_open(open_page, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    answer(page, state="tx", kind="town")
    field(page, "cooperation/ordinance#remedies/DAYS").fill("999")
    choose(page, "detainers", "detainers-sheriff")
    clause(page, "detainers").get_by_role("button", name="in full").click()
    for fold in page.locator(".rest > summary").all():
        fold.click()
    page.get_by_role("button", name="Copy whole ordinance").click()
    assert faults(page) == []


@pytest.mark.parametrize("path", KINDS)
def test_360_pixels_need_no_scrolling_sideways(open_page, path: str) -> None:
    page = open_page(path, viewport={"width": 360, "height": 740})
    open_panel(page)
    answer(page, state="tx", kind="county-sheriff")
    if path == MODEL:
        for found in page.locator(".compare > summary, .rest > summary, .commentary > summary").all():
            found.click()
        clause(page, "detainers").get_by_role("button", name="in full").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    outside = (
        "els => els.filter(e => { const r = e.getBoundingClientRect(); return r.width && (r.right > 361 || r.left < -1) }).map(e => e.outerHTML.slice(0, 90))"
    )
    assert page.locator("article :is(p, li, h2, h3, button, input, select, label, summary)").evaluate_all(outside) == []


@pytest.mark.parametrize("path", KINDS)
def test_360_pixels_suffice_without_scripts(open_page, path: str) -> None:
    page = open_page(path, viewport={"width": 360, "height": 740}, java_script_enabled=False)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def tab_to(page: Page, target) -> None:
    """Press Tab until `target` has the focus."""
    for _ in range(600):  # a whole law with the panel open has many stops
        page.keyboard.press("Tab")
        if target.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError("the keyboard does not reach it")


def test_the_keyboard_alone_fills_in_chooses_and_copies(page: Page) -> None:
    tab_to(page, page.locator(".panel > summary"))
    page.keyboard.press("Enter")
    field(page, "state").wait_for()
    tab_to(page, field(page, "state"))
    page.keyboard.type("Tex")
    tab_to(page, field(page, "kind"))
    page.keyboard.type("City")
    expect(page.locator(".panel-status")).to_contain_text("Texas · City")
    tab_to(page, page.locator('input[name=toolkit-view][value=""]'))
    page.keyboard.press("ArrowRight")
    page.locator("html.view-text").wait_for()
    page.keyboard.press("ArrowLeft")
    page.locator("html.view-summaries").wait_for()
    tab_to(page, clause(page, "detainers").locator(".compare > summary"))
    page.keyboard.press("Enter")
    tab_to(page, clause(page, "detainers").locator('input[value=""]'))
    page.keyboard.press("ArrowDown")
    assert standing(page, "detainers").get_attribute("data-text") == "detainers-convictions"
    tab_to(page, clause(page, "detainers").get_by_role("button", name="Copy clause"))
    page.keyboard.press("Enter")
    expect(clause(page, "detainers").locator(".spoken")).to_contain_text("Copied section 10.")
    assert page.evaluate("navigator.clipboard.readText()").startswith("Section 10. ")


def test_the_focus_is_always_seen(page: Page) -> None:
    answer(page, state="tx")
    page.locator(".panel > summary").focus()
    seen = """() => { const e = document.activeElement, s = getComputedStyle(e)
        return e.closest('article') ? [e.outerHTML.slice(0, 80), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1] : null }"""
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(seen)
        if found and not found[1]:
            unseen.append(found[0])
    assert unseen == []


def test_no_motion_is_added(open_page) -> None:
    page = open_page(reduced_motion="reduce")
    moving = "els => els.filter(e => parseFloat(getComputedStyle(e).animationDuration) > 0).map(e => e.className)"
    assert page.locator("article .clause *, article .panel *").evaluate_all(moving) == []


def test_the_site_works_at_the_root_of_a_domain_too(open_page, root: str) -> None:
    page = open_page(base=root)
    answer(page, state="tx", kind="city")
    expect(page.locator(".panel-status")).to_contain_text("Texas · City")
    link = page.locator(".notice").get_by_role("link", name="More on the law of Texas").first
    assert link.evaluate("a => a.href") == root + "law/states/tx/"


def test_controls_are_not_in_the_search_index(site: Path) -> None:
    entries = json.loads((site / "search/search_index.json").read_text("utf-8"))["docs"]
    text = " ".join(entry["title"] + entry["text"] for entry in entries if entry["location"].startswith(MODEL))
    assert "Judicial warrant" in text
    for words in ("Copy clause", "Your jurisdiction", "Choose your state", "What it costs", "Compare the"):
        assert words not in text
