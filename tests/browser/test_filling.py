"""Filling in: the panel, where its words show, what keeps them and what clears them."""

from __future__ import annotations

import pytest
from pages import KEEP_NOTHING
from playwright.sync_api import Page, expect
from steps import answer, clause, copy_clause, field, number, open_panel, standing


def status(page: Page):
    return page.locator(".panel-status")


def test_the_panel_asks_for_the_state_first_and_offers_all_of_them(page: Page) -> None:
    panel = open_panel(page)
    assert panel.locator("select").first.get_attribute("data-key") == "state"
    assert field(page, "state").locator("option").count() == 52
    assert panel.locator("label").first.inner_text() == "State"


def test_kinds_of_government_come_from_the_vocabulary(page: Page, library) -> None:
    open_panel(page)
    kinds = field(page, "kind").locator("option").all_inner_texts()
    assert kinds[1:] == list(library.file("vocabulary")["government_kind"].values())


def test_nothing_is_fetched_before_the_panel_is_opened(open_page) -> None:
    page = open_page("about/privacy/")
    fetched = lambda: page.evaluate("performance.getEntriesByType('resource').map(e => e.name).filter(n => n.includes('/data/'))")  # noqa: E731
    assert fetched() == []
    open_panel(page)
    assert len(fetched()) == 2


def test_a_kind_of_government_fills_its_offices_in_every_clause(page: Page) -> None:
    answer(page, kind="county")
    blanks = page.locator('.text:visible .blank[data-blank="GOVERNING BODY"]')
    assert set(blanks.all_inner_texts()) == {"County Board"}
    assert field(page, "GOVERNING BODY").input_value() == "County Board"


def test_what_is_typed_shows_at_once_and_in_its_form(page: Page) -> None:
    answer(page, kind="city")
    field(page, "GOVERNMENT").fill("Borough of Ashes")
    shown = page.locator('.text .blank[data-blank="GOVERNMENT"]').all_text_contents()
    assert set(shown) == {"Borough of Ashes", "Borough of Ashes’"}


def test_markup_that_is_typed_stays_words(page: Page) -> None:
    answer(page, kind="city", GOVERNMENT="<b>X</b> & Y")
    blank = page.locator('.text:visible .blank[data-blank="GOVERNMENT"]:not([data-form])').first
    assert blank.inner_text() == "<b>X</b> & Y"
    assert "&lt;b&gt;X&lt;/b&gt; &amp; Y" in copy_clause(page, "definitions")[1]


def test_an_office_that_is_emptied_falls_back_to_the_usual_word(page: Page) -> None:
    answer(page, kind="city", CLERK="Registrar")
    field(page, "CLERK").fill("")
    field(page, "CLERK").blur()
    assert field(page, "CLERK").input_value() == "City Clerk"


def test_answers_survive_a_reload_and_reach_other_pages(page: Page, base: str) -> None:
    answer(page, state="tx", kind="county", GOVERNMENT_NAME="County of Ash")
    page.reload()
    expect(status(page)).to_contain_text("Texas · County · County of Ash")
    page.goto(base + "about/privacy/")
    expect(status(page)).to_have_text("Texas · County · County of Ash")
    open_panel(page)
    assert field(page, "GOVERNMENT NAME").input_value() == "County of Ash"


def test_another_tab_follows(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    answer(page, kind="town")
    expect(other.locator('.text:visible .blank[data-blank="CLERK"]').first).to_have_text("Town Clerk")


def test_the_status_line_counts_the_blanks_of_the_texts_that_stand(page: Page) -> None:
    keys = page.evaluate(
        """() => new Set([...document.querySelectorAll('.text:not([hidden]) .blank')]
            .map(b => b.dataset.default ? b.closest('.clause').dataset.clause + b.dataset.blank : b.dataset.blank)).size"""
    )
    expect(status(page)).to_have_text(f"Nothing chosen yet · 0 of {keys} blanks filled")
    answer(page, **{"CLERK": "Registrar"})
    expect(status(page)).to_contain_text(f"1 of {keys} blanks filled")


class TestNumbers:
    KEY = number("remedies", "DAYS")

    def test_a_number_goes_into_its_section_only(self, page: Page) -> None:
        """Two clauses with a number of the same name don't share a value."""
        others = lambda: page.locator('.clause:not([data-clause="remedies"]) .blank[data-blank="DAYS"]').all_inner_texts()  # noqa: E731
        before = others()
        answer(page)
        field(page, self.KEY).fill("9")
        assert set(page.locator('.clause[data-clause="remedies"] .blank[data-blank="DAYS"]').all_text_contents()) == {"9"}
        assert before
        assert others() == before

    @pytest.mark.parametrize("typed", ["0", "366", "ten", "1.5", "-3"])
    def test_a_number_that_cannot_be_is_refused_in_words(self, page: Page, typed: str) -> None:
        blank = standing(page, "remedies").locator('.blank[data-blank="DAYS"]').first
        usual = blank.inner_text()
        answer(page)
        field(page, self.KEY).fill("9")
        field(page, self.KEY).fill(typed)
        assert blank.inner_text() == usual
        row = page.locator(".field").filter(has=page.locator(f'[data-key="{self.KEY}"]'))
        assert "from 1 to 365" in row.locator(".error").inner_text() or "outside 1 to 365" in row.locator(".error").inner_text()
        assert field(page, self.KEY).get_attribute("aria-invalid") == "true"
        page.reload()
        assert blank.inner_text() == usual

    def test_each_number_says_which_one_it_is(self, page: Page) -> None:
        answer(page)
        row = page.locator(".field").filter(has=page.locator(f'[data-key="{self.KEY}"]'))
        assert standing(page, "remedies").locator('.blank[data-blank="DAYS"]').first.inner_text() in row.locator(".quote").inner_text()
        assert "From 1 to 365 days" in row.locator(".help").inner_text()


class TestClearing:
    def test_clearing_names_what_it_clears_and_can_be_undone(self, page: Page) -> None:
        answer(page, state="tx", kind="county", CLERK="Registrar")
        foot = page.locator(".panel-foot")
        foot.get_by_role("button", name="Clear everything").click()
        assert foot.locator(".spoken").inner_text().startswith("Cleared: Texas, County, 1 blank.")
        assert page.locator('.text:visible .blank[data-blank="CLERK"]').first.inner_text() == "[CLERK]"
        assert field(page, "state").input_value() == ""
        assert page.evaluate("localStorage.getItem('toolkit.answers')") is None
        foot.get_by_role("button", name="Undo").click()
        assert page.locator('.text:visible .blank[data-blank="CLERK"]').first.inner_text() == "Registrar"
        assert field(page, "state").input_value() == "tx"

    def test_what_was_cleared_stays_cleared(self, page: Page) -> None:
        answer(page, state="tx", kind="county")
        page.get_by_role("button", name="Clear everything").click()
        page.reload()
        expect(status(page)).to_contain_text("Nothing chosen yet")


class TestTrouble:
    def test_a_browser_that_keeps_nothing_is_told_of(self, open_page) -> None:
        page = open_page(script=KEEP_NOTHING)
        answer(page, kind="city")
        assert "refuses to keep" in page.locator(".panel-foot .error").inner_text()
        assert page.locator('.text:visible .blank[data-blank="CLERK"]').first.inner_text() == "City Clerk"

    def test_a_failed_fetch_is_said_and_can_be_tried_again(self, open_page) -> None:
        page = open_page(expected="503|404")
        page.route("**/data/*.json", lambda route: route.fulfill(status=503))
        page.locator(".panel > summary").click()
        expect(page.locator(".panel [role=alert]:visible")).to_contain_text("could not be loaded")
        page.unroute("**/data/*.json")
        page.locator(".panel").get_by_role("button", name="Try again").click()
        field(page, "state").wait_for()
        assert page.locator(".panel [role=alert]:visible").count() == 0

    def test_an_unknown_law_does_not_look_like_none(self, open_page) -> None:
        page = open_page(expected="503")
        answer(page, state="tx")
        page.route("**/data/*.json", lambda route: route.fulfill(status=503))
        page.reload()
        expect(clause(page, "detainers").locator(".notice")).to_contain_text("could not be loaded")
        expect(clause(page, "detainers").locator(".notice")).to_contain_text("no permission")


def test_a_click_on_a_blank_leads_to_its_field(page: Page) -> None:
    standing(page, "remedies").locator('.blank[data-blank="DAYS"]').first.click()
    expect(field(page, number("remedies", "DAYS"))).to_be_focused()
    standing(page, "remedies").locator('.blank[data-blank="CLERK"]').first.click()
    expect(field(page, "CLERK")).to_be_focused()
