"""The path from a stop to a deportation: a diagram that is an ordered list, whole without scripts, styles or sight."""

from __future__ import annotations

import re

import pytest
from building import ROOT
from playwright.sync_api import Page
from toolkit.library import Library

PATH = "diversion/path/"
STEPS = re.findall(r"^## (\d+\. .+)$", (ROOT / "docs/diversion/path.md").read_text("utf-8"), re.M)


def said(page: Page) -> list[str]:
    """The words of the diagram's steps, in the order in which they are read aloud."""
    return page.locator(".path > ol > li > .step > strong").all_inner_texts()


@pytest.mark.parametrize("script", [True, False])
def test_the_steps_are_the_sections_of_the_page(open_page, script: bool) -> None:
    page = open_page(PATH, java_script_enabled=script)
    assert said(page) == [*STEPS, "Deportation"]
    assert len(STEPS) == 10


def test_every_way_names_where_it_leads_and_the_sections_that_open_it(open_page, library: Library) -> None:
    """By a plain reading of the record; the numbers are those of the sections as the models stand."""
    page = open_page(PATH)
    names = list(library.file("path"))
    expected = [
        [
            way["title"].replace("'", "’"),
            "out" if way["to"] == "out" else f"to step {names.index(way['to']) + 1}",
            [f"{key.partition('/')[0].capitalize()} §\u00a0{library.clauses[key][1].number}" for key in way["by"]],
        ]
        for step in library.file("path").values()
        for way in step["exits"]
    ]
    shown = page.locator(".path ul > li").evaluate_all(
        "ways => ways.map(way => [...['strong', 'em'].map(tag => way.querySelector(tag).textContent), [...way.querySelectorAll('a')].map(a => a.textContent)])"
    )
    assert shown == expected
    assert len(shown) > 20


def test_a_way_leads_to_its_section_by_keyboard(open_page) -> None:
    page = open_page(PATH)
    page.locator(".path a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/diversion/ordinance/#civil-penalties")
    assert page.locator("#civil-penalties").is_visible()


def test_each_step_stands_above_the_next_and_its_ways_beside_it(open_page) -> None:
    """The drawing: one column of steps, the ways to their right where there is room, and below them where there is none."""
    for width, beside in ((1280, True), (360, False)):
        page = open_page(PATH, viewport={"width": width, "height": 800})
        boxes = page.locator(".path > ol > li").evaluate_all(
            "items => items.map(item => [item.querySelector('.step'), item.querySelector('ul')].map(part => part && part.getBoundingClientRect().toJSON()))"
        )
        tops = [step["top"] for step, _ in boxes]
        assert tops == sorted(tops)
        assert len({step["left"] for step, _ in boxes}) == 1
        assert all((ways["left"] >= step["right"]) == beside for step, ways in boxes[:-1])
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_does_not_rest_on_color(open_page) -> None:
    """In forced colors the points, lines and words are there: subjects differ by their sign, ways by their words."""
    page = open_page(PATH, forced_colors="active")
    signs = dict(page.locator(".path ul a").evaluate_all("links => links.map(a => [a.className, getComputedStyle(a, '::before').content])"))
    assert len(signs) == len(set(signs.values())) == 3
    assert page.locator(".path .at").first.evaluate("step => getComputedStyle(step, '::before').borderLeftWidth") == "2px"
