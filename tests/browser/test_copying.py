"""Taking a clause or the whole law along: both flavours of the clipboard, read back."""

from __future__ import annotations

import re

import pytest
from pages import REFUSE_COPY
from playwright.sync_api import Page, expect
from steps import MODEL, answer, choose, clause, copied, copy_clause, expected, field, model_clause, number
from toolkit.fill import Answers


def paragraphs(plain: str) -> list[str]:
    return plain.rstrip("\n").split("\n\n")


@pytest.mark.parametrize("clause_id", ["definitions", "detainers", "information", "savings", "reporting", "remedies"])
def test_a_clause_is_copied_unfilled_with_its_blanks_visible(page: Page, library, clause_id: str) -> None:
    plain, _ = copy_clause(page, clause_id)
    assert paragraphs(plain) == expected(library, model_clause(library, clause_id))


def test_blanks_are_filled_and_the_choice_followed(page: Page, library) -> None:
    values = {"GOVERNMENT": "Borough", f"{MODEL}#detainers/HOURS": "12", f"{MODEL}#detainers/DAYS": "3"}
    answer(page, kind="city", GOVERNMENT="Borough")
    choose(page, "detainers", "detainers-convictions")
    field(page, number("detainers", "HOURS")).fill("12")
    field(page, number("detainers", "DAYS")).fill("3")
    plain, _ = copy_clause(page, "detainers")
    answers = Answers(kind="city", values=values, choices={f"{MODEL}#detainers": "detainers-convictions"})
    assert paragraphs(plain) == expected(library, model_clause(library, "detainers"), answers)
    assert "Choice still open" not in plain
    assert "more than 12 hours" in plain
    assert "[" in plain  # what was left open stays visible


def test_an_open_choice_is_marked_with_one_line(page: Page) -> None:
    plain, rich = copy_clause(page, "detainers")
    assert len(re.findall(r"^\[Choice still open: .*\]$", plain, re.M)) == 1
    assert rich.count("Choice still open") == 1


def test_rich_text_keeps_emphasis_and_indents_and_nothing_of_ours(page: Page) -> None:
    answer(page, kind="city")
    choose(page, "detainers", "")
    plain, rich = copy_clause(page, "detainers")
    shape = re.sub(r">[^<]*<", "><", rich)
    tags = set(re.findall(r"<[^>]*>", shape))
    assert tags <= {"<p>", "</p>", "<strong>", "</strong>", "<em>", "</em>", '<p style="margin-left:0.5in">', '<p style="margin-left:1in">'} | set(INDENTS)
    assert re.match(r"<p><strong>Section \d+\. .*?\.</strong></p>", rich)
    assert [re.sub(r"<[^>]+>", "", p) for p in rich.split("\n")] == paragraphs(plain)
    assert re.search(r'<p style="margin-left: ?0\.5in;?">\(a\) ', rich)
    assert re.search(r'<p style="margin-left: ?1in;?">\(1\) ', rich)


INDENTS = [f'<p style="margin-left: {width}in;">' for width in ("0.5", "1", "1.5", "2")]


def test_definitions_keep_their_bold_terms(page: Page) -> None:
    _, rich = copy_clause(page, "definitions")
    assert "<p><strong>Judicial warrant</strong> means" in rich


def test_a_word_processor_gets_paragraphs_and_no_class(page: Page) -> None:
    copy_clause(page, "detainers")
    box = page.evaluate_handle("document.body.insertBefore(document.createElement('div'), document.body.firstChild)")
    box.evaluate("box => { box.id = 'paste'; box.contentEditable = 'true'; box.style.marginTop = '9rem' }")
    page.locator("#paste").focus()
    page.keyboard.press("Control+V")
    assert page.locator("#paste p").count() > 5
    assert page.locator("#paste :is([class], [id], a, span.blank, button)").count() == 0


def test_the_whole_law_is_copied_in_order_under_its_title(page: Page, library) -> None:
    plain, rich = copied(page, page.get_by_role("button", name="Copy whole ordinance"))
    model = library.pages[f"{MODEL}.md"]
    assert paragraphs(plain) == [model.title, *(line for found in model.clauses for line in expected(library, found))]
    assert rich.startswith(f"<p><strong>{model.title}</strong></p>")


def test_the_reader_is_told_what_is_still_open(page: Page) -> None:
    copied(page, page.get_by_role("button", name="Copy whole ordinance"))
    expect(page.locator(".model .spoken")).to_have_text(re.compile(r"^Copied the ordinance: \d+ sections. Still open in it: \d+ blanks and \d+ choices.$"))
    assert page.locator(".model .spoken").get_attribute("role") == "status"


def test_a_last_line_with_link_and_version_only_when_asked_for(page: Page, library, base: str) -> None:
    assert base not in copy_clause(page, "savings")[0]
    page.get_by_label("Add a last line with link and version").check()
    version = library.pages[f"{MODEL}.md"].meta["version"]
    plain, rich = copy_clause(page, "savings")
    assert paragraphs(plain)[-1].endswith(f", version {version}: {base}{MODEL}/#savings")
    assert f'href="{base}{MODEL}/#savings"' in rich
    page.reload()
    assert page.get_by_label("Add a last line with link and version").is_checked()
    plain, _ = copied(page, page.get_by_role("button", name="Copy whole ordinance"))
    assert paragraphs(plain)[-1].endswith(f", version {version}: {base}{MODEL}/")


def test_a_link_is_to_the_section_or_to_the_text_that_was_chosen(page: Page, base: str) -> None:
    link = clause(page, "detainers").get_by_role("button", name="Copy link")
    assert copied(page, link)[0].strip() == f"{base}{MODEL}/#detainers"
    choose(page, "detainers", "detainers-floor")
    assert copied(page, link)[0].strip() == f"{base}{MODEL}/#detainers-floor"


def test_showing_all_texts_does_not_change_what_is_copied(page: Page, library) -> None:
    clause(page, "detainers").locator(".compare > summary").click()
    clause(page, "detainers").get_by_role("button", name="in full").click()
    assert paragraphs(copy_clause(page, "detainers")[0]) == expected(library, model_clause(library, "detainers"))


class TestRefusedClipboard:
    def test_the_text_is_selected_instead_and_nothing_else(self, open_page, library) -> None:
        page = open_page(script=REFUSE_COPY)
        choose(page, "savings", "") if clause(page, "savings").locator(".compare").count() else None
        clause(page, "savings").get_by_role("button", name="Copy clause").click()
        expect(clause(page, "savings").locator(".spoken")).to_contain_text("did not allow")
        selected = page.evaluate("getSelection().toString()")
        assert [line for line in selected.split("\n") if line] == expected(library, model_clause(library, "savings"))
        page.get_by_role("button", name="Close").click()
        assert page.locator(".to-copy").count() == 0

    def test_a_page_without_the_newer_clipboard_still_copies(self, open_page) -> None:
        page = open_page(script="Object.defineProperty(window, 'ClipboardItem', { value: undefined })")
        plain, rich = copy_clause(page, "detainers")
        assert plain.startswith("Section 10. ")
        assert "<strong>Section 10. " in rich


def test_a_tool_that_cannot_be_loaded_says_so(open_page) -> None:
    page = open_page(expected="503|Failed to fetch")
    page.route("**/copying.js", lambda route: route.fulfill(status=503))
    button = clause(page, "savings").get_by_role("button", name="Copy clause")
    button.click()
    expect(clause(page, "savings").locator(".spoken")).to_have_text("This could not be loaded. Try again.")
