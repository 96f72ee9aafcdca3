"""The budget worksheet in a browser: the figures, what is refused, what is kept, what is taken along, and for everybody."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import pytest
from building import ROOT
from pages import KEEP_NOTHING, REFUSE_COPY
from playwright.sync_api import Browser, Locator, Page, expect
from serving import until
from steps import open_panel
from test_access import faults, tab_to
from test_worksheet import STAFF, estimate, rounded
from toolkit.lists.worksheet import GROUPS
from toolkit.programs import find

PATH = "counsel/worksheet/"
IDS = [identity for ids in GROUPS.values() for identity in ids]
MONEY = ("Salaries of", "Salaries in all", "Fringe", "Other costs", "Subtotal", "Administration", "Total", "Cost", "Year", "Three")
LISTEN = "addEventListener('securitypolicyviolation', event => (window.refused ??= []).push(event.violatedDirective))"
Open = Callable[..., Page]
Numbers = Mapping[str, Fraction]


@pytest.fixture
def page(open_page: Open) -> Page:
    return opened(open_page)


def opened(open_page: Open, **options: object) -> Page:
    page = open_page(PATH, **options)
    page.locator(".results").wait_for()
    return page


@pytest.fixture(scope="module")
def assumptions(library) -> dict[str, dict[str, object]]:
    return library.file("worksheet")


@pytest.fixture(scope="module")
def starts(assumptions) -> Numbers:
    return {identity: Fraction(str(assumption["default"])) for identity, assumption in assumptions.items()}


def number(page: Page, identity: str) -> Locator:
    return page.locator(f"#number-{identity}")


def row(page: Page, identity: str) -> Locator:
    return page.locator(f"[data-assumption={identity}]")


def put(page: Page, typed: Mapping[str, str]) -> None:
    """Type into many fields as fast as a script can, and leave each."""
    page.evaluate(
        """typed => { for (const [id, text] of Object.entries(typed)) {
            const input = document.getElementById(`number-${id}`)
            input.value = text
            for (const name of ["input", "change"]) input.dispatchEvent(new Event(name, { bubbles: true }))
        } }""",
        dict(typed),
    )


def change(page: Page, identity: str, typed: str) -> None:
    number(page, identity).fill(typed)
    number(page, identity).blur()


def figures(page: Page) -> dict[str, tuple[str, str]]:
    """Return the words and the value of each result."""
    read = "rows => rows.map(row => [row.cells[0].textContent, row.cells[1].textContent, row.cells[1].querySelector('data')?.value ?? ''])"
    return {item: (words, value) for item, words, value in page.locator(".results tbody tr:not(.group)").evaluate_all(read)}


def said(page: Page) -> Locator:
    return page.locator(".worksheet .tools .spoken")


def heard(page: Page) -> Locator:
    return page.locator(".worksheet .heard")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


# The figures


def words_of(item: str, value: Fraction) -> set[str]:
    """Return how a result may read: the cents of a computer may fall on either side of what is exactly one half."""
    places = 1 if item in STAFF or not item.startswith(MONEY) else 0
    sign = "$" if item.startswith(MONEY) else ""
    near = {rounded(value + Fraction(shift, 10**9), places) for shift in (-1, 1)}
    return {sign + (text if item in STAFF or not places else text.removesuffix(".0")) for text in near}


def compare(page: Page, numbers: Numbers) -> None:
    shown = figures(page)
    expected = estimate(numbers)
    assert list(shown) == list(expected)
    for item, value in expected.items():
        words, exact = shown[item]
        assert abs(Fraction(exact) - value) < Fraction(1, 200), (item, exact, float(value))
        assert words in words_of(item, value), (item, words, float(value))
    total = f"Total ${rounded(expected['Total'])} a year. ${rounded(expected['Cost per case'])} a case. ${rounded(expected['Three years'])} in three years."
    assert page.locator(".worksheet .sum").inner_text() == total or any(len(words_of(i, expected[i])) > 1 for i in ("Total", "Cost per case", "Three years"))


def test_the_figures_at_the_start(page: Page, starts: Numbers) -> None:
    compare(page, starts)


PLACES = {"cases a year": 0, "dollars": 2, "percent": 3, "people": 4, "hours": 2}


def drawn_set(rng: random.Random, assumptions: Mapping[str, Mapping[str, object]]) -> dict[str, str]:
    """Return numbers to type: the least, the most, a whole one or one with all its decimals."""
    out = {}
    for identity, assumption in assumptions.items():
        low, high = Fraction(str(assumption["min"])), Fraction(str(assumption["max"]))
        scale = 10 ** rng.choice((0, PLACES[str(assumption["unit"])]))
        within = Fraction(rng.randint(int(low * scale), int(high * scale)), scale)
        out[identity] = f"{float(rng.choice((low, high, within, within, within))):.6f}".rstrip("0").rstrip(".")
    return out


def test_the_figures_of_many_sets_of_numbers(page: Page, assumptions) -> None:
    rng = random.Random(2026)
    ends = [{identity: str(assumption[end]) for identity, assumption in assumptions.items()} for end in ("min", "max")]
    for typed in [*ends, *(drawn_set(rng, assumptions) for _ in range(80))]:
        put(page, typed)
        compare(page, {identity: Fraction(text) for identity, text in typed.items()})


def test_every_assumption_counts(page: Page, assumptions) -> None:
    """A number that nothing follows from would be a field that lies."""
    before = figures(page)["Three years"]
    for identity, assumption in assumptions.items():
        if identity == "detained-share":
            continue  # at the start both kinds of case take the same hours; the next test changes it
        change(page, identity, str(assumption["max"]))
        assert figures(page)["Three years"] != before, identity
        press_back(page, identity)
        assert figures(page)["Three years"] == before


def test_the_share_detained_counts(page: Page) -> None:
    before = figures(page)["Total"]
    change(page, "detained-share", "100")
    assert figures(page)["Total"] != before
    assert figures(page)["Other cases"][0] == "0"


def press_back(page: Page, identity: str) -> None:
    row(page, identity).get_by_role("button", name="Back to").click()


def test_the_table_follows_each_keystroke(page: Page, starts: Numbers) -> None:
    number(page, "cases").fill("")
    for typed in ("2", "25", "250"):
        number(page, "cases").press("End")
        page.keyboard.type(typed[-1])
        compare(page, {**starts, "cases": Fraction(typed)})


# What is typed


@pytest.fixture(scope="module")
def shared(browser: Browser, base: str) -> Iterator[Page]:
    """One page for what is typed and taken back again."""
    with browser.new_context() as context:
        shared = context.new_page()
        shared.goto(base + PATH)
        shared.locator(".results").wait_for()
        yield shared


@pytest.fixture
def fresh(shared: Page) -> Iterator[Page]:
    yield shared
    press(shared, "All back to the numbers at the start")


ACCEPTED = [
    ("attorney-hours", "1,350", "1,350", 1350),
    ("attorney-hours", "1400 hours", "1,400", 1400),
    ("attorney-salary", "$90,000", "90,000", 90000),
    ("attorney-salary", "$ 90,000.50", "90,000.50", 90000.5),
    ("attorney-salary", "  90000\t", "90,000", 90000),
    ("attorney-salary", "\u00a090,000\u202f", "90,000", 90000),
    ("detained-share", "40%", "40", 40),
    ("detained-share", "40 %", "40", 40),
    ("detained-share", "40 percent", "40", 40),
    ("detained-share", "30.5", "30.5", 30.5),
    ("paralegals", ".5", ".5", 0.5),
    ("paralegals", "0.333", "0.333", 0.333),
    ("cases", "0200", "200", 200),
    ("cases", "200 cases a year", "200", 200),
]


@pytest.mark.parametrize(("identity", "typed", "tidy", "value"), ACCEPTED)
def test_what_is_plainly_a_number_is_taken(fresh: Page, starts: Numbers, identity: str, typed: str, tidy: str, value: float) -> None:
    page = fresh
    change(page, identity, typed)
    assert number(page, identity).input_value() == tidy
    assert number(page, identity).get_attribute("aria-invalid") == "false"
    compare(page, {**starts, identity: Fraction(str(value))})


UNITED_STATES = "is not written as in the United States: a comma marks thousands and a point marks decimals"
REFUSED = [
    ("cases", "", "This field is empty. Type a whole number from 1 to 5,000 cases a year."),
    ("cases", "   ", "This field is empty."),
    ("cases", "many", "“many” is not a plain number. Type a whole number from 1 to 5,000 cases a year."),
    ("cases", "1e3", "“1e3” is not a plain number."),
    ("cases", "1e9", "“1e9” is not a plain number."),
    ("cases", "NaN", "“NaN” is not a plain number."),
    ("cases", "Infinity", "“Infinity” is not a plain number."),
    ("cases", "0x64", "“0x64” is not a plain number."),
    ("cases", "100+100", "“100+100” is not a plain number."),
    ("cases", "=100", "“=100” is not a plain number."),
    ("cases", "<b>9</b>", "“<b>9</b>” is not a plain number."),
    ("cases", "0", "“0” is too low. Type a whole number from 1 to 5,000 cases a year."),
    ("cases", "-5", "“-5” is below zero."),
    ("cases", "−5", "“−5” is below zero."),
    ("cases", "5001", "“5001” is too high."),
    ("cases", "9" * 400, "is too high."),
    ("cases", "99.5", "“99.5” has decimals; a comma marks thousands. Type a whole number"),
    ("cases", "1.500", "“1.500” has decimals; a comma marks thousands."),
    ("cases", "1,50", f"“1,50” {UNITED_STATES}"),
    ("cases", "1 500", f"“1 500” {UNITED_STATES}"),
    ("cases", "1\u00a0500", f"“1\u00a0500” {UNITED_STATES}"),
    ("cases", "10 20", f"“10 20” {UNITED_STATES}"),
    ("cases", "٣٠", "“٣٠” is not written in the digits 0 to 9."),
    ("cases", "３０", "“３０” is not written in the digits 0 to 9."),
    ("cases", "$100", "“$100” is not a plain number."),
    ("cases", "30%", "“30%” is not a plain number."),
    ("attorney-hours", "1.350,00", f"“1.350,00” {UNITED_STATES}"),
    ("attorney-hours", "1.350", "“1.350” is too low. Type a number from 900 to 2,080 hours."),
    ("attorney-salary", "80.000", "“80.000” has more than 2 decimals; a comma marks thousands. Type a number from $40,000 to $250,000."),
    ("attorney-salary", "80k", "“80k” is not a plain number."),
    ("attorney-salary", "€80,000", "“€80,000” is not a plain number."),
    ("attorney-salary", "-$80,000", "“-$80,000” is below zero."),
    ("attorney-salary", "39,999.99", "“39,999.99” is too low."),
    ("attorney-salary", "8,00,000", f"“8,00,000” {UNITED_STATES}"),
    ("ancillary-detained", "1.500", "“1.500” has more than 2 decimals"),
    ("detained-share", "100.1", "“100.1” is too high. Type a number from 0 to 100 percent."),
    ("paralegals", "0,333", f"“0,333” {UNITED_STATES}"),
    ("paralegals", "1/3", "“1/3” is not a plain number."),
    ("growth", "3,4", f"“3,4” {UNITED_STATES}"),
]


@pytest.mark.parametrize(("identity", "typed", "message"), REFUSED)
def test_what_is_no_number_here_is_refused_beside_its_field(fresh: Page, assumptions, identity: str, typed: str, message: str) -> None:
    page = fresh
    change(page, identity, typed)
    field = number(page, identity)
    error = row(page, identity).locator(".error")
    assert message in error.inner_text()
    assert field.get_attribute("aria-invalid") == "true"
    assert error.get_attribute("id") in field.get_attribute("aria-describedby").split()
    assert field.input_value() == typed, "what was typed is not lost"
    label = str(assumptions[identity]["label"])
    problem = f"No figures: there is no usable number for “{label}”."
    assert page.locator(".worksheet > .error").inner_text() == problem
    assert {words for words, _ in figures(page).values()} == {"–"}
    assert not re.search(r"\d{2}", page.locator(".results").inner_text() + heard(page).inner_text().replace(label, ""))
    assert page.locator(".sum").inner_text() == "No total: 1 number above cannot be used."
    assert heard(page).inner_text() == problem


def test_what_is_refused_is_kept_as_it_was_typed(page: Page) -> None:
    change(page, "attorney-hours", " 1.350,00 ")
    page.reload()
    assert number(page, "attorney-hours").input_value() == " 1.350,00 "
    assert "“1.350,00” is not written as in the United States" in row(page, "attorney-hours").locator(".error").inner_text()
    assert figures(page)["Total"] == ("–", "")


def test_all_refused_fields_are_named_and_mending_them_brings_the_figures(page: Page, assumptions, starts: Numbers) -> None:
    change(page, "cases", "x")
    change(page, "growth", "")
    problem = page.locator(".worksheet > .error")
    for identity in ("cases", "growth"):
        assert f"“{assumptions[identity]['label']}”" in problem.inner_text()
    change(page, "cases", "120")
    assert str(assumptions["cases"]["label"]) not in problem.inner_text()
    change(page, "growth", "2")
    assert problem.inner_text() == ""
    assert number(page, "growth").get_attribute("aria-invalid") == "false"
    compare(page, {**starts, "cases": Fraction(120), "growth": Fraction(2)})


def test_a_fault_waits_for_the_reader_to_pause_but_the_figures_do_not(page: Page) -> None:
    number(page, "attorney-salary").fill("")
    page.keyboard.type("9")
    error = row(page, "attorney-salary").locator(".error")
    assert error.inner_text() == ""
    assert figures(page)["Total"] == ("–", "")
    expect(error).to_contain_text("“9” is too low.")
    page.keyboard.type("5000")
    assert error.inner_text() == ""
    assert figures(page)["Total"][0].startswith("$")


def test_the_total_is_said_once_the_reader_pauses(page: Page) -> None:
    page.evaluate(
        """() => { const line = document.querySelector(".heard"); window.said = []
            new MutationObserver(() => window.said.push(line.textContent)).observe(line, { childList: true }) }"""
    )
    number(page, "cases").fill("")
    for digit in "1500":
        page.keyboard.type(digit)
        page.wait_for_timeout(50)
    assert page.evaluate("window.said") == []
    until(page, "window.said.length > 0")
    assert page.evaluate("window.said") == [page.locator(".sum").inner_text()]
    assert heard(page).get_attribute("role") == "status"


# Changes


def test_a_changed_row_says_so_and_goes_back(page: Page, starts: Numbers) -> None:
    changed = row(page, "attorney-salary").locator(".changes")
    assert not changed.is_visible()
    change(page, "attorney-salary", "95000")
    assert "Changed from $80,000." in changed.inner_text()
    assert page.locator(".changes:visible").count() == 1
    button = changed.get_by_role("button")
    assert button.inner_text() == "Back to $80,000"
    assert button.get_attribute("aria-label") == "Back to $80,000: Salary of a staff attorney"
    button.click()
    expect(number(page, "attorney-salary")).to_be_focused()
    assert number(page, "attorney-salary").input_value() == "80,000"
    assert not changed.is_visible()
    compare(page, starts)


def test_the_same_number_written_otherwise_is_no_change(page: Page) -> None:
    change(page, "attorney-salary", "$80000.00")
    assert page.locator(".changes:visible").count() == 0


def test_a_refused_number_can_go_back_too(page: Page, starts: Numbers) -> None:
    change(page, "cases", "lots")
    press_back(page, "cases")
    assert row(page, "cases").locator(".error").inner_text() == ""
    compare(page, starts)


def test_all_go_back_at_once_and_come_again(page: Page, starts: Numbers) -> None:
    press(page, "All back to the numbers at the start")
    assert said(page).inner_text() == "Nothing was changed."
    change(page, "cases", "250")
    change(page, "growth", "nothing")
    page.locator("#number-cases-note").fill("Court count")
    press(page, "All back to the numbers at the start")
    assert said(page).inner_text().startswith("All numbers are as at the start again; 2 changes taken back.")
    compare(page, starts)
    press(page, "Undo")
    assert number(page, "cases").input_value() == "250"
    assert number(page, "growth").input_value() == "nothing"
    assert page.locator("#number-cases-note").input_value() == "Court count"
    expect(page.get_by_role("button", name="All back to the numbers at the start")).to_be_focused()


def test_an_undo_cannot_take_what_was_typed_after_it(page: Page) -> None:
    change(page, "cases", "250")
    press(page, "All back to the numbers at the start")
    change(page, "cases", "300")
    assert page.get_by_role("button", name="Undo").count() == 0
    assert number(page, "cases").input_value() == "300"


def test_a_note_outlives_a_number_that_goes_back(page: Page) -> None:
    change(page, "cases", "250")
    page.locator("#number-cases-note").fill("Court count")
    press_back(page, "cases")
    change(page, "cases", "260")
    assert page.locator("#number-cases-note").input_value() == "Court count"


# What is kept


def kept(page: Page) -> object:
    return json.loads(page.evaluate("localStorage.getItem('toolkit.answers')") or "{}").get("worksheet")


def test_numbers_and_notes_are_kept_and_cleared_by_the_panel_of_any_page(page: Page, base: str) -> None:
    change(page, "cases", "250")
    page.locator("#number-cases-note").fill("Court count")
    page.reload()
    assert number(page, "cases").input_value() == "250"
    assert page.locator("#number-cases-note").input_value() == "Court count"
    assert figures(page)["Detained cases"][0] == "75"
    page.goto(base + "about/privacy/")
    open_panel(page)
    press(page, "Clear everything")
    assert page.locator(".panel-foot .spoken").inner_text().startswith("Cleared: the budget worksheet.")
    assert page.evaluate("localStorage.getItem('toolkit.answers')") is None
    page.goto(base + PATH)
    assert number(page, "cases").input_value() == "100"


def test_the_panel_of_the_page_clears_at_once_and_brings_back(page: Page, starts: Numbers) -> None:
    change(page, "cases", "250")
    open_panel(page)
    press(page, "Clear everything")
    assert number(page, "cases").input_value() == "100"
    compare(page, starts)
    press(page, "Undo")
    assert number(page, "cases").input_value() == "250"


def test_what_is_as_at_the_start_is_not_kept(page: Page) -> None:
    change(page, "cases", "250")
    assert kept(page) == {"cases": {"typed": "250"}}
    change(page, "cases", "100")
    assert page.evaluate("localStorage.getItem('toolkit.answers')") is None


def test_another_tab_follows(page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    other.locator(".results").wait_for()
    change(page, "cases", "250")
    expect(number(other, "cases")).to_have_value("250")
    expect(other.locator(".results")).to_contain_text("75")


def test_a_browser_that_keeps_nothing_still_computes_and_says_so(open_page: Open, starts: Numbers) -> None:
    page = opened(open_page, script=KEEP_NOTHING)
    assert "stays in this browser" in page.locator(".worksheet caption").first.inner_text()
    change(page, "cases", "250")
    compare(page, {**starts, "cases": Fraction(250)})
    assert "refuses to keep what you type" in page.locator(".worksheet caption").first.inner_text()


# What is taken along

NASTY = ["=1+1", "+1", "-1+1", "@SUM(A1)", "  =2+2", "\t=3", "＝4", 'He said "9", then; left', "O’Neill’s scale, 2026 → step 3"]


def exported(page: Page) -> str:
    with page.expect_download() as waiting:
        press(page, "Download as CSV")
    assert waiting.value.suggested_filename == "budget-worksheet.csv"
    raw = waiting.value.path().read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    return raw.decode("utf-8-sig")


def head_and_rows(text: str, **dialect: str) -> tuple[list[str], list[dict[str, str]]]:
    lines = list(csv.reader(io.StringIO(text), **dialect))
    end = next(n for n, line in enumerate(lines) if not any(line))
    columns, *rows = lines[end + 1 :]
    assert columns == ["Section", "Item", "Value", "Unit", "At the start", "Changed", "Source or note"]
    assert {len(row) for row in rows} == {len(columns)}
    return [line[0] for line in lines[:end]], [dict(zip(columns, row, strict=True)) for row in rows]


def check_rows(rows: list[dict[str, str]], assumptions, numbers: Numbers, starts: Numbers) -> None:
    given, found = rows[: len(IDS)], rows[len(IDS) :]
    for line, identity in zip(given, IDS, strict=True):
        assert line["Item"] == assumptions[identity]["label"]
        assert line["Section"].startswith("Assumption: ")
        assert line["Unit"] == assumptions[identity]["unit"]
        assert (Fraction(line["Value"]), Fraction(line["At the start"])) == (numbers[identity], starts[identity])
        assert line["Changed"] == ("yes" if numbers[identity] != starts[identity] else "no")
    expected, before = estimate(numbers), estimate(starts)
    assert [line["Item"] for line in found] == list(expected)
    for line in found:
        for column, results in (("Value", expected), ("At the start", before)):
            assert abs(Fraction(line[column]) - results[line["Item"]]) < Fraction(6, 1000)
        assert line["Section"].startswith("Result: ")
        assert line["Source or note"]


def test_the_file_has_every_number_with_its_source(page: Page, assumptions, starts: Numbers, base: str) -> None:
    change(page, "cases", "1250")
    change(page, "attorney-salary", "95,500.50")
    page.locator("#number-attorney-salary-note").fill("City pay plan 2026, grade 31")
    head, rows = head_and_rows(exported(page))
    source = (ROOT / "docs/counsel/worksheet.md").read_text("utf-8")
    title = re.search(r"^title: '(.*)'$", source, re.M).group(1)
    day = re.search(r"^date: '(.*)'$", source, re.M).group(1)
    assert head == [title, base + PATH, f"Text of {day}", "An estimate from the numbers in this table. Not legal or budget advice."]
    check_rows(rows, assumptions, {**starts, "cases": Fraction(1250), "attorney-salary": Fraction("95500.5")}, starts)
    notes = {line["Item"]: line["Source or note"] for line in rows}
    assert notes["Salary of a staff attorney"] == "City pay plan 2026, grade 31"
    assert notes["New cases a year"] == "No source named"
    assert notes["Salary of a paralegal"].replace("’", "'") == assumptions["paralegal-salary"]["basis"]
    assert said(page).inner_text().startswith("Saved as budget-worksheet.csv.")


@pytest.mark.skipif(not shutil.which("localc"), reason="LibreOffice Calc is not installed")
def test_a_spreadsheet_reads_numbers_as_numbers_and_no_note_as_a_formula(page: Page, assumptions, starts: Numbers, tmp_path: Path) -> None:
    typed = dict(zip(IDS, (str(assumption["max"]) for assumption in map(assumptions.get, IDS)), strict=True))
    put(page, typed)
    for identity, note in zip(IDS, NASTY, strict=False):
        page.locator(f"#number-{identity}-note").fill(note)
    (tmp_path / "sheet.csv").write_bytes(b"\xef\xbb\xbf" + exported(page).encode())
    opened_as = "--infilter=CSV:44,34,76,1"  # commas and UTF-8, as its dialog offers for a file with this mark
    office = [find("libreoffice-writer"), f"-env:UserInstallation=file://{tmp_path}/office", "--headless", opened_as]
    subprocess.run([*office, "--convert-to", "fods", "--outdir", tmp_path, tmp_path / "sheet.csv"], check=True, capture_output=True, timeout=120)
    cells = sheet_cells(tmp_path / "sheet.fods")
    assert not [cell for row in cells for cell in row if cell[0] == "formula"]
    rows = [row for row in cells if row and row[0][1].startswith(("Assumption", "Result"))]
    assert len(rows) == len(IDS) + 21
    assert {row[n][0] for row in rows for n in (2, 4)} == {"float"}
    columns = ("Section", "Item", "Value", "Unit", "At the start", "Changed", "Source or note")
    check_rows([dict(zip(columns, (text for _, text in row), strict=True)) for row in rows], assumptions, {i: Fraction(t) for i, t in typed.items()}, starts)
    notes = [row[6][1] for row in rows[: len(NASTY)]]
    assert notes[:2] == ["'=1+1", "'+1"]
    assert [note.lstrip("'") for note in notes] == [" ".join(note.split()) for note in NASTY]


def sheet_cells(path: Path) -> list[list[tuple[str, str]]]:
    """Return the cells of a flat OpenDocument sheet: their type ("formula" for one that has it) and their value or words."""
    office, table, text = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text"))

    def cell(found: ET.Element) -> tuple[str, str]:
        kind = "formula" if found.get(f"{table}formula") else found.get(f"{office}value-type", "")
        return kind, found.get(f"{office}value") or "".join(found.find(f"{text}p").itertext() if found.find(f"{text}p") is not None else [])

    return [[cell(found) for found in row.iter(f"{table}table-cell") if found.get(f"{office}value-type")] for row in ET.parse(path).iter(f"{table}table-row")]


def clipboard(page: Page) -> tuple[str, str]:
    press(page, "Copy the table")
    expect(said(page)).to_have_text(f"Copied the table: {len(IDS) + 21} rows.")
    read = "async type => (await (await navigator.clipboard.read())[0].getType(type)).text()"
    return page.evaluate(read, "text/plain"), page.evaluate(read, "text/html")


def test_the_table_is_copied_plain_and_rich(page: Page, assumptions, starts: Numbers, base: str) -> None:
    change(page, "cases", "1250")
    page.locator("#number-cases-note").fill("=<b>1</b> & more")
    plain, rich = clipboard(page)
    head, rows = head_and_rows(plain, delimiter="\t")
    assert head[1] == base + PATH
    check_rows(rows, assumptions, {**starts, "cases": Fraction(1250)}, starts)
    assert rows[0]["Source or note"] == "'=<b>1</b> & more"
    assert "'=&lt;b&gt;1&lt;/b&gt; &amp; more" in rich
    assert rich.count("<tr>") == len(IDS) + 21 + 1
    assert ">1,250<" in rich
    assert "Not legal or budget advice." in rich
    assert "<input" not in rich + plain
    assert "<button" not in rich + plain


def test_a_page_without_the_newer_clipboard_still_copies(open_page: Open) -> None:
    page = opened(open_page, script="Object.defineProperty(window, 'ClipboardItem', { value: undefined })")
    press(page, "Copy the table")
    expect(said(page)).to_contain_text("Copied the table")
    assert "New cases a year\t100\tcases a year\t100\tno" in page.evaluate("navigator.clipboard.readText()")


def test_a_refused_copy_shows_the_table_selected(open_page: Open) -> None:
    page = opened(open_page, script=REFUSE_COPY)
    press(page, "Copy the table")
    expect(said(page)).to_contain_text("did not allow")
    assert "New cases a year" in page.evaluate("getSelection().toString()")
    press(page, "Close")
    assert page.locator(".to-copy").count() == 0


def test_nothing_is_taken_while_a_number_is_refused(page: Page) -> None:
    change(page, "cases", "lots")
    page.evaluate("navigator.clipboard.writeText('before')")
    asked: list[object] = []
    page.on("download", lambda download: asked.append(download))
    for name in ("Copy the table", "Download as CSV"):
        press(page, name)
        expect(said(page)).to_have_text("Nothing was taken. No figures: there is no usable number for “New cases a year”.")
    assert page.evaluate("navigator.clipboard.readText()") == "before"
    assert asked == []


def test_a_printout_has_the_numbers_as_text(page: Page, tmp_path: Path) -> None:
    change(page, "attorney-salary", "95,500")
    page.locator("#number-attorney-salary-note").fill("City pay plan 2026, grade 31, as adopted by the council on the first of July")
    page.emulate_media(media="print")
    assert page.locator(".worksheet :is(input, button):visible").count() == 0
    page.pdf(path=tmp_path / "page.pdf", format="Letter")
    done = subprocess.run([find("poppler-utils"), "-layout", tmp_path / "page.pdf", "-"], capture_output=True, text=True, check=True)
    words = page.locator(".worksheet").inner_text()
    for line in ("$95,500", "Changed from $80,000.", "Its source: City pay plan 2026, grade 31, as adopted by the council on the first of July", "1,350 hours"):
        assert line in words
    for figure in ("$95,500", "1,350 hours", figures(page)["Total"][0]):
        assert figure in done.stdout


# For everybody


def test_without_a_script_the_table_is_whole_and_nothing_is_dead(open_page: Open, assumptions) -> None:
    page = open_page(PATH, java_script_enabled=False)
    table = page.locator(".worksheet table")
    assert table.count() == 1
    assert table.locator("tr[data-assumption]:visible").count() == len(assumptions)
    for shown in ("$80,000", "30 percent", "1,350 hours", "0.33 people"):
        assert table.locator("td", has_text=shown).first.is_visible()
    assert page.locator("article :is(button, input, select, [role=button]):visible").count() == 0
    assert table.locator("caption").inner_text().startswith("The numbers at the start.")
    assert table.locator("th[scope=rowgroup]").all_inner_texts() == list(GROUPS)
    assert table.locator("thead th[scope=col]").count() == 3
    for mark in table.locator("a.footnote-ref").all():
        assert page.locator(mark.get_attribute("href")).count() == 1


def test_the_keyboard_alone_changes_hears_and_goes_back(page: Page, starts: Numbers) -> None:
    tab_to(page, number(page, "cases"))
    page.keyboard.press("Control+a")
    page.keyboard.type("200")
    results = estimate({**starts, "cases": Fraction(200)})
    expect(heard(page)).to_contain_text(f"Total ${rounded(results['Total'])} a year.")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Back to 100 cases a year: New cases a year"
    page.keyboard.press("Tab")
    page.keyboard.type("Court count")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(number(page, "cases")).to_be_focused()
    expect(heard(page)).to_contain_text(f"Total ${rounded(estimate(starts)['Total'])} a year.")
    for name in ("Copy the table", "Download as CSV", "All back to the numbers at the start"):
        tab_to(page, page.get_by_role("button", name=name, exact=True))
    page.keyboard.press("Enter")
    assert said(page).inner_text() == "Nothing was changed."


def test_each_field_has_its_label_and_range_in_words(page: Page, assumptions) -> None:
    for identity, assumption in assumptions.items():
        field = page.get_by_label(str(assumption["label"]), exact=True)
        assert field.get_attribute("id") == f"number-{identity}"
        assert field.get_attribute("inputmode") == "decimal"
        described = [page.locator(f"#{found}").inner_text() for found in field.get_attribute("aria-describedby").split()]
        least, most = (f"{assumption[end]:,}" for end in ("min", "max"))
        unit = assumption["unit"]
        assert described[0] == (f"From ${least} to ${most}" if unit == "dollars" else f"From {least} to {most} {unit}")
        assert ("$" if unit == "dollars" else str(unit)) in row(page, identity).locator(".amount").inner_text()


def spoil(page: Page) -> None:
    """Change every number, with a refused one, a note, and the box of a refused copy."""
    put(page, dict.fromkeys(IDS[:6], "1"))
    put(page, {"cases": "1.350,00", "growth": "7.25"})
    page.locator("#number-growth-note").fill("A note that is so long that it does not fit into any field of such a narrow page")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page: Open, scheme: str) -> None:
    page = opened(open_page, color_scheme=scheme, script=REFUSE_COPY)
    assert faults(page) == []
    press(page, "Copy the table")
    page.locator(".to-copy").wait_for()
    spoil(page)
    assert faults(page) == []


@pytest.mark.parametrize("width", [320, 360, 640])  # 640 is 1280 at 200 percent
@pytest.mark.parametrize("scripted", [True, False])
def test_narrow_pages_need_no_scrolling_sideways(open_page: Open, width: int, scripted: bool) -> None:
    page = open_page(PATH, viewport={"width": width, "height": 740}, java_script_enabled=scripted)
    if scripted:
        page.locator(".results").wait_for()
        spoil(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = (
        "(all, width) => all.filter(e => { const r = e.getBoundingClientRect(); return r.width > 1 && (r.right > width + 1 || r.left < -1) })"
        ".map(e => e.outerHTML.slice(0, 90))"
    )
    assert page.locator(".worksheet *").evaluate_all(outside, width) == []


@pytest.mark.parametrize("size", [(1280, 800), (640, 400), (360, 640)])
def test_the_line_with_the_total_hides_no_field_that_has_the_focus(open_page: Open, size: tuple[int, int]) -> None:
    page = opened(open_page, viewport={"width": size[0], "height": size[1]})
    number(page, IDS[0]).focus()
    hidden = """() => { const sum = document.querySelector(".sum").getBoundingClientRect(), own = document.activeElement.getBoundingClientRect()
        return document.activeElement.closest("[data-assumption]") ? [own.bottom - sum.top, own.top] : null }"""
    seen = 0
    while found := page.evaluate(hidden):
        assert found[0] <= 1, page.evaluate("document.activeElement.outerHTML")
        assert found[1] >= 48, "nor does the head of the page"
        page.keyboard.press("Tab")
        seen += 1
    assert seen > len(IDS)


def test_nothing_is_refused_by_the_policy(open_page: Open) -> None:
    page = opened(open_page, script=LISTEN)
    spoil(page)
    change(page, "cases", "150")
    for identity in IDS[:6]:
        press_back(page, identity)
    exported(page)
    clipboard(page)
    assert page.evaluate("window.refused ?? []") == []


def test_a_link_into_the_page_arrives_though_the_worksheet_grows(open_page: Open, base: str) -> None:
    page = open_page("about/privacy/")
    page.goto(f"{base}{PATH}#how-it-computes")
    page.locator(".results").wait_for()
    until(page, "Math.abs(document.querySelector('#how-it-computes').getBoundingClientRect().top) < 150")
