"""The choice among the texts of a section, and what follows from the kind of government."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from steps import answer, choose, clause, copy_clause, model_clause, name, standing
from toolkit import fill


def state_line(page: Page, clause_id: str = "detainers"):
    return clause(page, clause_id).locator(".choice-state")


def test_where_one_text_alone_suits_there_is_nothing_to_choose(page: Page, library) -> None:
    answer(page, kind="town")
    found = model_clause(library, "transfers")
    assert [text.id for text in found.texts if fill.fits(text, "town", library.file("blanks"))] == ["transfers"] != [text.id for text in found.texts]
    assert "Nothing to choose" in clause(page, "transfers").locator(".choice-state").inner_text()
    assert "Choice still open" not in copy_clause(page, "transfers")[0]
    clause(page, "transfers").locator(".compare > summary").click()
    clause(page, "transfers").locator('input[value="transfers-convictions"]').check()
    assert "Your choice" in clause(page, "transfers").locator(".choice-state").inner_text()


def test_the_default_shows_and_is_marked_as_open(page: Page) -> None:
    assert standing(page, "detainers").get_attribute("data-text") == ""
    assert state_line(page).inner_text().startswith("Choice still open. Shown: “Judicial warrant only”")
    assert clause(page, "detainers").locator("input:checked").count() == 0


def test_a_choice_shows_its_text_and_hides_the_others(page: Page) -> None:
    choose(page, "detainers", "detainers-floor")
    assert standing(page, "detainers").get_attribute("data-text") == "detainers-floor"
    assert "Your choice: “Custody after release time”" in state_line(page).inner_text()


def test_the_default_can_be_chosen(page: Page) -> None:
    choose(page, "detainers", "")
    assert state_line(page).inner_text().startswith("Your choice: “Judicial warrant only”")


def test_a_choice_survives_a_reload_and_can_be_taken_back(page: Page) -> None:
    choose(page, "detainers", "detainers-floor")
    page.reload()
    expect(state_line(page)).to_contain_text("Your choice")
    clause(page, "detainers").get_by_role("button", name="Take the choice back").click()
    assert standing(page, "detainers").get_attribute("data-text") == ""
    assert "Choice still open" in state_line(page).inner_text()
    expect(clause(page, "detainers").locator(".compare > summary")).to_be_focused()
    page.reload()
    expect(state_line(page)).to_contain_text("Choice still open")


def test_all_texts_can_be_read_side_by_side(page: Page, library) -> None:
    found = model_clause(library, "detainers")
    clause(page, "detainers").locator(".compare > summary").click()
    every = clause(page, "detainers").get_by_role("button", name="in full")
    every.click()
    assert standing(page, "detainers").count() == len(found.texts)
    titles = standing(page, "detainers").locator("h3:visible").all_inner_texts()
    assert [title.split(": ")[1] for title in titles] == [name(text, found) for text in found.texts]
    every.click()
    assert standing(page, "detainers").count() == 1


def test_a_number_follows_the_choice(page: Page) -> None:
    """The panel asks for the numbers of the text that stands."""
    answer(page)
    hours = page.locator('.panel [data-key="cooperation/ordinance#detainers/HOURS"]')
    assert not hours.is_visible()
    choose(page, "detainers", "detainers-convictions")
    assert hours.is_visible()


class TestTownWithoutJail:
    def test_it_gets_a_text_that_needs_no_jail_and_is_told_why(self, page: Page) -> None:
        answer(page, kind="town")
        assert standing(page, "detainers").get_attribute("data-text") == "detainers-no-jail"
        assert "[CORRECTIONS AGENCY]" not in standing(page, "detainers").inner_text()
        suits = clause(page, "detainers").locator(".suits")
        expect(suits).to_contain_text("“Judicial warrant only” needs a corrections agency, and “Town without a jail” has none.")
        expect(suits).to_contain_text("“Government without a jail” is shown instead.")

    def test_a_text_that_needs_a_jail_is_answered_with_the_one_that_suits(self, page: Page) -> None:
        answer(page, kind="town")
        choose(page, "detainers", "")
        suits = clause(page, "detainers").locator(".suits")
        expect(suits).to_contain_text("“Judicial warrant only” needs a corrections agency")
        suits.get_by_role("button", name="Use that text").click()
        assert standing(page, "detainers").get_attribute("data-text") == "detainers-no-jail"
        expect(suits).to_be_hidden()

    def test_a_text_for_others_is_said_not_to_suit(self, page: Page) -> None:
        answer(page, kind="town")
        choose(page, "detainers", "detainers-sheriff")
        expect(clause(page, "detainers").locator(".suits")).to_contain_text("“Town without a jail”")
        row = clause(page, "detainers").locator('tr[data-choice="detainers-sheriff"]')
        assert "Does not suit: Town without a jail" in row.inner_text()

    def test_the_panel_asks_for_no_corrections_agency(self, page: Page) -> None:
        answer(page, kind="town")
        assert not page.locator('.panel [data-key="CORRECTIONS AGENCY"]').is_visible()
        assert "“Town without a jail” has none." in page.locator(".panel").inner_text()


class TestCountyWithElectedSheriff:
    def test_it_gets_its_own_text_and_is_told_why(self, page: Page) -> None:
        answer(page, kind="county-sheriff")
        assert standing(page, "detainers").get_attribute("data-text") == "detainers-sheriff"
        assert "Sheriff’s Office" in standing(page, "detainers").inner_text()
        suits = clause(page, "detainers").locator(".suits")
        expect(suits).to_contain_text("“Judicial warrant only” is not written for “County with an elected sheriff”.")
        expect(suits).to_contain_text("“County with an elected sheriff” is shown instead.")
        assert "Nothing to choose" in state_line(page).inner_text()

    def test_the_text_for_others_points_back_to_its_own(self, page: Page) -> None:
        answer(page, kind="county-sheriff")
        choose(page, "detainers", "detainers-no-jail")
        suits = clause(page, "detainers").locator(".suits")
        expect(suits).to_contain_text("is not written for “County with an elected sheriff”")
        suits.get_by_role("button", name="Use that text").click()
        expect(suits).to_be_hidden()
