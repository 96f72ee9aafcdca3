"""The reader's own files, made in a browser: the same bytes as from Python, and delivered by the links of the page."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from building import ROOT
from playwright.sync_api import Browser, Page
from serving import serving, until
from toolkit import export, library
from toolkit.export import kit
from toolkit.fill import Answers
from toolkit.library import Library

MODEL = "cooperation/ordinance"
DETAINERS = f"{MODEL}#detainers"
TABLE = yaml.safe_load((ROOT / "tests/fixtures/words.yml").read_text(encoding="utf-8"))

READERS = {
    "nobody": {},
    "a city in Texas": {
        "state": "tx",
        "kind": "city",
        "values": {"GOVERNMENT NAME": ' A & B <City>\t of "Sun" 🏛  ', "CLERK": "Recorders", f"{DETAINERS}/DAYS": "3", f"{DETAINERS}/HOURS": "24"},
        "choices": {DETAINERS: "detainers-convictions", f"{MODEL}#reporting": ""},
    },
    "a town without a jail in Ohio": {"state": "oh", "kind": "town", "values": {"GOVERNMENT NAME": "Town of Ny’ås"}},
    "a county with a sheriff": {
        "state": "ca",
        "kind": "county-sheriff",
        "values": {"GOVERNING BODY": "Board of Supervisors"},
        "choices": {DETAINERS: "detainers-sheriff", f"{MODEL}#remedies": "remedies-damages"},
    },
    "answers gone stale": {"state": "zz", "kind": "city", "values": {"GOVERNMENT": "\ue0005\ue001 \ud83c \u0007x"}, "choices": {DETAINERS: "no-such-text"}},
    "a town that chose a text for jails": {"kind": "town", "choices": {DETAINERS: ""}},
}


@pytest.fixture(scope="module")
def copy(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site, with the files of the test's own model beside its own."""
    target = tmp_path_factory.mktemp("copy") / "site"
    shutil.copytree(site, target)
    for path, content in export.files(fixture_library(tmp_path_factory.mktemp("docs")), ""):
        if path.startswith("downloads/"):
            (target / path).write_bytes(content)
    return target


def fixture_library(folder: Path) -> Library:
    """Return a library of one model that has everything that a file has to carry."""
    shutil.copytree(ROOT / "docs/_data", folder / "docs/_data")
    (folder / "docs/forms").mkdir()
    shutil.copy(ROOT / "tests/fixtures/files.md", folder / "docs/forms/files.md")
    loaded = library.load(folder / "docs")
    assert not loaded.faults, loaded.faults
    return loaded


@pytest.fixture(scope="module")
def page(copy: Path, browser: Browser) -> Iterator[Page]:
    with serving(copy, "/sub") as address:
        context = browser.new_context(accept_downloads=True)
        opened = context.new_page()
        opened.set_default_timeout(15_000)
        opened.goto(f"{address}cooperation/ordinance/")
        yield opened
        context.close()


def answer(page: Page, answers: dict[str, object]) -> None:
    """Come back to the page as a reader whose browser keeps `answers`."""
    page.evaluate("answers => localStorage.setItem('toolkit.answers', answers)", json.dumps(answers))
    page.reload()


def made(page: Page, name: str, form: str) -> tuple[str, bytes]:
    """Return the name and the bytes of the file that the browser makes."""
    script = """async ([name, form]) => {
        const base = JSON.parse(document.getElementById("__config").textContent).base + "/"
        const { make } = await import(new URL(base + "assets/javascripts/files.js", location.href))
        const file = await make(name, form)
        const bytes = new Uint8Array(await file.blob.arrayBuffer())
        return [file.name, btoa(bytes.reduce((all, byte) => all + String.fromCharCode(byte), ""))]
    }"""
    called, content = page.evaluate(script, [name, form])
    return called, base64.b64decode(content)


def as_answers(given: dict[str, object]) -> Answers:
    return Answers(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", ["docx", "txt"])
@pytest.mark.parametrize("reader", READERS)
def test_browser_and_python_make_the_same_bytes(page: Page, reader: str, form: str) -> None:
    loaded = library.load(ROOT / "docs")
    model = loaded.pages[f"{MODEL}.md"]
    answer(page, READERS[reader])
    _, content = made(page, "cooperation-ordinance", form)
    assert content == kit.write(kit.build(model, loaded), form, model, loaded, as_answers(READERS[reader]))


@pytest.mark.parametrize("form", ["docx", "txt"])
@pytest.mark.parametrize("kind", ["", "district"])
@pytest.mark.parametrize("values", [{}, {"GOVERNMENT": "Authorities & <Co>", "GOVERNING BODY": "Trustees"}])
def test_forms_levels_and_signs_are_the_same_in_both(page: Page, tmp_path: Path, values: dict[str, str], kind: str, form: str) -> None:
    given = {"state": "tn", "kind": kind, "values": {**values, "forms/files#levels/DAYS": "10"}}
    loaded = fixture_library(tmp_path)
    model = loaded.pages["forms/files.md"]
    answer(page, given)
    _, content = made(page, "forms-files", form)
    assert content == kit.write(kit.build(model, loaded), form, model, loaded, as_answers(given))


def test_a_file_for_nobody_is_the_file_of_the_site(page: Page, site: Path) -> None:
    answer(page, {})
    for form in ("docx", "txt"):
        name, content = made(page, "cooperation-ordinance", form)
        assert name == f"cooperation-ordinance.{form}"
        assert content == (site / "downloads" / name).read_bytes()


def clicked(page: Page, form: str) -> tuple[str, bytes]:
    with page.expect_download() as waiting:
        page.click(f'.files a[data-format="{form}"]')
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


@pytest.mark.parametrize("form", ["docx", "txt"])
def test_the_links_of_the_page_deliver_the_filled_file(page: Page, form: str) -> None:
    answer(page, READERS["a city in Texas"])
    page.locator(".files [role=status]:not(:empty)").wait_for()
    assert 'A & B <City> of "Sun" 🏛' in page.inner_text(".files [role=status]")
    name, content = clicked(page, form)
    assert name == f"a-b-city-of-sun-cooperation-ordinance.{form}"
    assert content == made(page, "cooperation-ordinance", form)[1]


def test_without_answers_the_links_deliver_the_files_of_the_site(page: Page, site: Path) -> None:
    answer(page, {})
    page.mouse.move(5, 5)
    page.locator(".files [role=status]").wait_for(state="attached")
    assert page.inner_text(".files [role=status]") == ""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert clicked(page, "txt") == ("cooperation-ordinance.txt", (site / "downloads/cooperation-ordinance.txt").read_bytes())
    assert not [url for url in asked if "kit.json" in url], "nothing is made where nothing was answered"


def test_without_a_script_the_links_work(base: str, site: Path, browser: Browser) -> None:
    with browser.new_context(java_script_enabled=False, accept_downloads=True) as context:
        page = context.new_page()
        page.goto(f"{base}cooperation/ordinance/")
        assert clicked(page, "docx") == ("cooperation-ordinance.docx", (site / "downloads/cooperation-ordinance.docx").read_bytes())


def test_a_failed_fetch_says_so_and_leaves_the_unfilled_files(page: Page, site: Path) -> None:
    answer(page, {"values": {"GOVERNMENT NAME": "City of X"}})
    page.locator(".files [role=status]:not(:empty)").wait_for()
    page.route("**/*.kit.json", lambda route: route.abort())
    page.click('.files a[data-format="txt"]')
    until(page, "document.querySelector('.files [role=status]').textContent.includes('could not be made')")
    page.unroute("**/*.kit.json")
    assert clicked(page, "txt")[1] == (site / "downloads/cooperation-ordinance.txt").read_bytes()


def test_the_words_of_blanks_follow_the_table(page: Page) -> None:
    found = page.evaluate(
        """async table => {
        const base = JSON.parse(document.getElementById("__config").textContent).base + "/"
        const { article, possessive, words } = await import(new URL(base + "assets/javascripts/answers.js", location.href))
        return [Object.keys(table.article).map(article), Object.keys(table.possessive).map(possessive), table.blanks.map(row => words(...row))]
    }""",
        TABLE,
    )
    assert found == [list(TABLE["article"].values()), list(TABLE["possessive"].values()), [row[-1] for row in TABLE["blanks"]]]
