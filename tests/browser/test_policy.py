"""The policy that every page carries: nothing that readers use is refused by it, and what gets into a page by stealth is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pages import MODEL, REFUSE_COPY
from playwright.sync_api import BrowserContext, Page, expect
from serving import serving, until
from steps import answer, choose, clause, copied, copy_clause, open_panel
from test_access import KINDS

# Told by the browser itself, so that a refusal which nobody logs is seen too.
LISTEN = "addEventListener('securitypolicyviolation', event => (window.refused ??= []).push(`${event.violatedDirective}: ${event.blockedURI}`))"


def refused(page: Page) -> list[str]:
    return page.evaluate("window.refused ?? []")


@pytest.fixture
def opened(open_page: Callable[..., Page]) -> Callable[..., Page]:
    return lambda path=MODEL, script="", **options: open_page(path, script=LISTEN + ";" + script, **options)


@pytest.mark.parametrize("path", KINDS)
def test_no_kind_of_page_is_refused_anything(opened: Callable[..., Page], path: str) -> None:
    page = opened(path)
    open_panel(page)
    page.keyboard.press("/")  # opens search, and by it Material's bundle
    page.locator("[data-md-component=search-query]:focus").wait_for()
    page.keyboard.type("detainer")
    page.locator(".md-search-result__item a").first.wait_for()
    assert refused(page) == []
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator(".panel").wait_for()
    assert refused(page) == []


def test_the_page_for_a_wrong_address(opened: Callable[..., Page], root: str) -> None:
    page = opened("404.html", base=root)
    page.locator(".scheme").click()
    page.keyboard.press("/")
    page.locator("[data-md-component=search-query]:focus").wait_for()  # the bundle has come
    page.keyboard.type("detainer")
    page.locator(".md-search-result__item a").first.wait_for()
    assert refused(page) == []


def test_everything_on_the_page_of_a_law(opened: Callable[..., Page]) -> None:
    page = opened()
    answer(page, state="tx", kind="city", GOVERNMENT_NAME="Peñasco")
    choose(page, "detainers", "detainers-convictions")
    plain, rich = copy_clause(page, "detainers")
    assert plain.startswith("Section 10. ")
    assert "margin-left" in rich, "the copied text keeps its indents"
    copied(page, page.get_by_role("button", name="Copy whole ordinance"))
    for name in ("Word", "plain text"):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert Path(download.value.path()).stat().st_size > 1000
    page.locator(".scheme").click()
    page.locator("body[data-md-color-scheme=slate]").wait_for()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.pdf().startswith(b"%PDF")
    assert refused(page) == []


def test_a_refused_copy_shows_the_text_with_its_indents(opened: Callable[..., Page]) -> None:
    page = opened(script=REFUSE_COPY)
    clause(page, "detainers").get_by_role("button", name="Copy clause").click()
    page.locator(".to-copy").wait_for()
    indents = page.locator(".to-copy p").evaluate_all("all => all.map(p => parseFloat(getComputedStyle(p).marginLeft))")
    assert max(indents) > 0
    assert refused(page) == []


def test_what_is_searched_is_not_sent_by_a_key_that_comes_too_early(opened: Callable[..., Page]) -> None:
    """Until Material's bundle is there, Enter would send the words as an address, to be seen by whoever hosts the site."""
    page = opened(expected="Sending form data")
    page.evaluate("document.querySelector('[data-md-component=search-query]').value = 'x'; document.querySelector('.md-search__form').requestSubmit()")
    until(page, "window.refused?.length")
    assert "query=" not in page.url


# What gets in


PROOF = "document.documentElement.dataset.ran = 'yes'"
STRANGER = "https://stranger.example/"
INJECTED = {
    "a script": f"<script>{PROOF}</script>",
    "a handler": f'<img src="x.png" alt="" onerror="{PROOF}"><details open ontoggle="{PROOF}"><summary>x</summary></details>',
    "a script as an address of data": f'<script src="data:text/javascript,{PROOF}"></script>',
    "a module as an address of data": f'<script type="module">import "data:text/javascript,{PROOF}"</script>',
    "a script of another site": f'<script src="{STRANGER}x.js"></script>',
    "a picture of another site": f'<img src="{STRANGER}x.png" alt="">',
    "a stylesheet of another site": f'<link rel="stylesheet" href="{STRANGER}x.css">',
    "styles": "<style>body { display: none }</style>",
    "a style": '<p style="position: fixed; inset: 0; background: red">Pay here.</p>',
    "a frame": f'<iframe src="{STRANGER}"></iframe>',
    "a frame with a document": f'<iframe srcdoc="<script>parent.{PROOF}</script>"></iframe>',
    "an object": f'<object data="{STRANGER}x.swf"></object><embed src="{STRANGER}x.swf">',
    "another base": f'<base href="{STRANGER}">',
    "a drawing with a script": f"<svg><script>{PROOF}</script><set attributeName='x' onbegin=\"{PROOF}\"/></svg>",
    "a film": f'<video src="{STRANGER}x.mp4" poster="{STRANGER}x.png" autoplay></video>',
    "a font": "<style>@font-face { font-family: x; src: url(https://stranger.example/x.woff2) } p { font-family: x }</style>",
}


@pytest.fixture
def infected(site: Path, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Serve a copy of the site in whose page of laws something stands that nobody reviewed; return its address."""
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    page = copy / "enacted/index.html"

    with serving(copy) as address:

        def infect(html: str) -> str:
            text = page.read_text("utf-8")
            assert text.count("</article>") == 1
            page.write_text(text.replace("</article>", f"{html}</article>"), "utf-8")
            return address + "enacted/"

        yield infect


@pytest.fixture
def visit(browser, context_of: Callable[..., BrowserContext]) -> Iterator[Callable[[str], tuple[Page, list[str]]]]:
    """Open an address in a context of its own; return the page and what it asked of other sites."""
    context = browser.new_context()

    def opened(address: str) -> tuple[Page, list[str]]:
        asked: list[str] = []
        page = context.new_page()
        page.route(f"{STRANGER}**", lambda route: (asked.append(route.request.url), route.abort()))  # never reached by what is refused
        page.add_init_script(LISTEN)
        page.goto(address)
        page.locator(".panel").wait_for()
        return page, asked

    yield opened
    context.close()


@pytest.mark.parametrize("name", INJECTED)
def test_what_gets_in_does_nothing(name: str, infected: Callable[[str], str], visit: Callable[[str], tuple[Page, list[str]]]) -> None:
    page, asked = visit(infected(INJECTED[name]))
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.dataset.ran") is None
    assert asked == []
    assert refused(page) != [] or "srcdoc" in INJECTED[name]  # a document within a frame has the policy too, and tells its own window
    expect(page.locator("body")).to_be_visible()
    assert page.evaluate("document.baseURI") == page.url


def test_a_link_to_a_script_does_nothing(infected: Callable[[str], str], visit: Callable[[str], tuple[Page, list[str]]]) -> None:
    page, _ = visit(infected(f'<a id="stranger" href="javascript:{PROOF}">more</a>'))
    page.locator("#stranger").click()
    until(page, "window.refused?.length")
    assert page.evaluate("document.documentElement.dataset.ran") is None


def test_a_form_is_not_sent(infected: Callable[[str], str], visit: Callable[[str], tuple[Page, list[str]]]) -> None:
    page, asked = visit(infected(f'<form action="{STRANGER}"><input name="n" value="1"><button id="stranger">Send</button></form>'))
    page.locator("#stranger").evaluate("button => button.click()")
    until(page, "window.refused?.length")
    assert asked == []


def test_without_the_policy_each_would_have_acted(
    site: Path, infected: Callable[[str], str], visit: Callable[[str], tuple[Page, list[str]]], tmp_path: Path
) -> None:
    """What is refused above is refused by the policy and by nothing else: without it, scripts run and requests go out."""
    address = infected("".join(INJECTED[name] for name in ("a script", "a handler", "a picture of another site", "a script as an address of data")))
    page_file = tmp_path / "site/enacted/index.html"
    text = page_file.read_text("utf-8")
    page_file.write_text(re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text), "utf-8")
    page, asked = visit(address)
    assert page.evaluate("document.documentElement.dataset.ran") == "yes"
    assert asked == [STRANGER + "x.png"]
