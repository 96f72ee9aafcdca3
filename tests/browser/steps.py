"""What readers do, in steps that several tests share, and what they should then get, worked out from the model."""

from __future__ import annotations

from playwright.sync_api import Locator, Page
from serving import until
from toolkit import fill
from toolkit.library import Library
from toolkit.model import Clause

MODEL = "cooperation/ordinance"


def open_panel(page: Page) -> Locator:
    """Open the panel with all its folds."""
    panel = page.locator(".panel")
    if panel.get_attribute("open") is None:
        panel.locator(":scope > summary").click()
    field(page, "state").wait_for()
    panel.locator(".fold").evaluate_all("folds => folds.forEach(fold => { fold.open = true })")
    return panel


def field(page: Page, key: str) -> Locator:
    return page.locator(f'.panel [data-key="{key}"]')


def number(clause: str, name: str) -> str:
    return f"{MODEL}#{clause}/{name}"


def answer(page: Page, state: str = "", kind: str = "", **blanks: str) -> None:
    """Fill in the panel; a blank is written with _ for its spaces."""
    open_panel(page)
    if state:
        field(page, "state").select_option(state)
    if kind:
        field(page, "kind").select_option(kind)
    for name, value in blanks.items():
        field(page, name.replace("_", " ")).fill(value)


def clause(page: Page, clause_id: str) -> Locator:
    return page.locator(f'.clause[data-clause="{clause_id}"]')


def standing(page: Page, clause_id: str) -> Locator:
    """The text of a clause that the reader sees."""
    return clause(page, clause_id).locator(".text:visible")


def choose(page: Page, clause_id: str, text_id: str) -> None:
    found = clause(page, clause_id)
    if found.locator(".compare").get_attribute("open") is None:
        found.locator(".compare > summary").click()
    found.locator(f'input[type=radio][value="{text_id}"]').check()


def copied(page: Page, button: Locator) -> tuple[str, str]:
    """Press a copy button and read both flavours of the clipboard back: (plain, rich)."""
    button.click()
    until(page, "[...document.querySelectorAll('.spoken')].some(line => line.textContent.startsWith('Copied'))")
    read = """async type => (await (await navigator.clipboard.read())[0].getType(type)).text()"""
    return page.evaluate(read, "text/plain"), page.evaluate(read, "text/html")


def copy_clause(page: Page, clause_id: str) -> tuple[str, str]:
    return copied(page, clause(page, clause_id).get_by_role("button", name="Copy clause"))


def expected(library: Library, found: Clause, answers: fill.Answers = fill.NOBODY) -> list[str]:
    """The paragraphs of a clause as copied, by the Python side: the same text by another way."""
    model = library.pages[f"{MODEL}.md"]
    wording = fill.Wording(model, library, answers)
    text = wording.text(found)
    lines = [found.heading]
    if fill.is_open(found, f"{MODEL}#{found.id}", answers, library.file("blanks")):
        names = [name(t, found) for t in found.texts if t is not text and fill.fits(t, answers.kind, library.file("blanks"))]
        lines.append(f"[Choice still open: {name(text, found)}. Alternatives: {'; '.join(names)}.]")
    return lines + [wording.paragraph(paragraph, found.id) for paragraph in text.paragraphs]


def name(text: object, found: Clause) -> str:
    return found.name if text is found else text.title  # type: ignore[attr-defined]


def model_clause(library: Library, clause_id: str) -> Clause:
    found = library.pages[f"{MODEL}.md"].clause(clause_id)
    assert found
    return found
