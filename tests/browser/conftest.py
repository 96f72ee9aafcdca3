"""A real build, served under a sub-path, in a real Chromium.

TOOLKIT_SITE may name an already built folder. Every page that a test opens by these fixtures must stay free of console errors and of
requests to another origin: that is checked when the test ends.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from building import ROOT, built_site
from pages import MODEL
from serving import QUIET, serving
from toolkit.library import Library, load
from toolkit.programs import find


@pytest.fixture(scope="session")
def site() -> Path:
    return built_site()


@pytest.fixture(scope="session")
def library() -> Library:
    return load(ROOT / "docs")


@pytest.fixture(scope="session")
def base(site: Path) -> Iterator[str]:
    with serving(site, "/sub/path") as address:
        yield address


@pytest.fixture(scope="session")
def root(site: Path) -> Iterator[str]:
    """The same site at the root of a domain."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find("chromium"), args=QUIET)
        yield browser
        browser.close()


Open = Callable[..., Page]


@pytest.fixture
def context_of(browser: Browser, base: str, root: str) -> Iterator[Callable[..., BrowserContext]]:
    """Make contexts whose pages may neither complain nor call elsewhere. `expected` is a fault that the test causes."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []
    own = tuple(address.split("/sub")[0].rstrip("/") for address in (base, root))

    def make(expected: str = r"(?!)", **options: object) -> BrowserContext:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        context.on("console", lambda m: m.type in ("error", "warning") and not re.search(expected, m.text) and faults.append(f"console: {m.text}"))
        context.on("weberror", lambda e: not re.search(expected, str(e.error)) and faults.append(f"error: {e.error}"))
        context.on("request", lambda r: not r.url.startswith((*own, "data:", "blob:")) and faults.append(f"request: {r.url}"))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert not faults


@pytest.fixture
def open_page(context_of: Callable[..., BrowserContext], base: str) -> Open:
    """Open a page of the site in a context of its own, once its scripts have run."""

    def opened(path: str = MODEL, script: str = "", base: str = base, **options: object) -> Page:
        context = context_of(**options)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.goto(base + path)
        if options.get("java_script_enabled", True):
            page.locator(".panel").wait_for()
        return page

    return opened


@pytest.fixture
def page(open_page: Open) -> Page:
    """The model page at 1280 pixels, nothing answered."""
    return open_page()
