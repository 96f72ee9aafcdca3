"""What stands at a clause about the law of the reader's state."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from steps import MODEL, answer, clause


def notice(page: Page, clause_id: str = "detainers"):
    return clause(page, clause_id).locator(".notice")


def rules(library, code: str, clause_id: str = "detainers"):
    return [rule for state, rule in library.rules_on(f"{MODEL}#{clause_id}") if state.id == code]


def test_the_notice_stands_above_the_copy_button(page: Page) -> None:
    for found in page.locator(".clause").all():
        copy = found.get_by_role("button", name="Copy clause")
        assert found.locator(".notice").bounding_box()["y"] < copy.bounding_box()["y"]


def test_without_a_state_the_list_of_states_stays_and_asks_for_one(page: Page) -> None:
    assert "Texas" in notice(page).locator("li.restricts").first.inner_text()
    notice(page).get_by_role("button", name="Choose your state").click()
    expect(page.locator('.panel [data-key="state"]')).to_be_focused()


def test_a_restricting_state_warns_in_words_with_every_rule(page: Page, library) -> None:
    answer(page, state="tx")
    expect(notice(page)).to_contain_text("Warning: the law of Texas restricts this section.")
    text = " ".join(notice(page).evaluate("element => element.textContent").split())
    found = rules(library, "tx")
    assert found
    for rule in found:
        assert " ".join(f"{rule['says']} ({rule['authority']}".split()) in text
        assert " ".join(str(rule.get("enjoined") or "").split()) in text
        assert f"as of {library.sources[rule['source']].as_of}" in text
    shown = set(notice(page).locator(".effect:visible").all_inner_texts())
    assert shown == {f"{rule['effect'].upper()}." for rule in found if rule["effect"] in ("forbids", "punishes", "limits")}
    notice(page).locator(".rest > summary").click()
    assert notice(page).locator("li:visible").count() == len(found)


def test_the_warning_does_not_rest_on_colour(open_page) -> None:
    page = open_page(forced_colors="active")
    answer(page, state="tx")
    assert notice(page).locator("strong").first.inner_text().startswith("Warning")
    assert notice(page).evaluate("n => parseFloat(getComputedStyle(n).borderLeftWidth)") > 5


def test_a_notice_leads_to_the_page_of_the_state(page: Page, base: str) -> None:
    answer(page, state="tx")
    link = notice(page).get_by_role("link", name="More on the law of Texas")
    link.click()
    page.wait_for_url(base + "law/states/tx/")


def test_a_section_that_was_not_checked_in_a_state_is_no_permission(page: Page, library) -> None:
    answer(page, state="tx")
    silent = [c.id for c in library.pages[f"{MODEL}.md"].clauses if not rules(library, "tx", c.id)]
    assert silent
    for found in silent:
        expect(notice(page, found)).to_contain_text("This section has not been checked against the law of Texas. That is no permission.")
        assert "Florida" not in notice(page, found).inner_text()


def test_a_state_that_requires_the_clause_is_not_a_warning(page: Page, library) -> None:
    helpful = next(
        c.id
        for c in library.pages[f"{MODEL}.md"].clauses
        if (found := rules(library, "il", c.id)) and not {r["effect"] for r in found} & {"forbids", "punishes", "limits"}
    )
    answer(page, state="il")
    expect(notice(page, helpful)).to_contain_text("The law of Illinois on this section")
    assert "Warning" not in notice(page, helpful).inner_text()
