"""A static server for a built site, and a headless Chromium: what the browser tests and measurements stand on."""

from __future__ import annotations

import functools
import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from toolkit.programs import find

# Without these, Debian's Chromium asks its maker's hosts for updates at every start.
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


class _Handler(http.server.SimpleHTTPRequestHandler):
    prefix = ""

    def translate_path(self, path: str) -> str:
        """Serve the folder below a prefix, as a host that keeps the site under a sub-path does."""
        return super().translate_path(path.removeprefix(self.prefix) if path.startswith(self.prefix + "/") else "/-missing-")

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(folder: Path, prefix: str = "") -> Iterator[str]:
    """Serve `folder` on a free loopback port, below `prefix` ("/sub"); yield its address with a final slash."""
    handler = type("Handler", (_Handler,), {"prefix": prefix})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def browser_page(**context: object) -> Iterator[Page]:
    """Yield a page of a headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find("chromium"), args=QUIET)
        yield browser.new_context(**context).new_page()  # type: ignore[arg-type]
        browser.close()


def until(page: Page, condition: str) -> None:
    """Wait until an expression holds. Playwright's own way evaluates it within the page, which the page's policy refuses."""
    end = time.monotonic() + 30
    while not page.evaluate(condition):
        assert time.monotonic() < end, condition
        page.wait_for_timeout(20)
