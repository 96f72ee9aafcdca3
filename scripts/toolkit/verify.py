"""Checks on the built site: links and anchors, ids, markup that leaked, addresses and requests that leave the site."""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from toolkit import records
from toolkit.findings import Finding, nearest

MAX_HTML = 20_000_000  # bytes; a page larger than this is no page
_EXTERNAL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_LEAK = re.compile(r"(?<![:/])///|\[§|\[\^|\]\[|\{flush|\{: ?[.#]|&lt;(?:div|aside|p|span)\b")
_CSS_REQUEST = re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])((?:https?:)?//[^\s\"')]+)", re.I)
_VERBATIM = frozenset({"script", "style", "code", "pre", "textarea", "kbd", "template"})
_LOADING_RELS = frozenset({"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "manifest", "apple-touch-icon"})
_LOADING = frozenset({"src", "srcset", "poster", "data", "action", "formaction", "background", "ping"})
_ANYWHERE = "404.html"  # served at any depth, so its links start at the root


@dataclass(frozen=True)
class Reference:
    """An address in a page; `loads` when the browser fetches it without being asked."""

    target: str
    line: int
    tag: str
    loads: bool


@dataclass
class BuiltPage:
    """What one HTML file holds that can be checked."""

    path: str
    ids: Counter[str] = field(default_factory=Counter)
    id_lines: dict[str, int] = field(default_factory=dict)
    references: list[Reference] = field(default_factory=list)
    leaks: list[tuple[int, str]] = field(default_factory=list)


class _Collector(HTMLParser):
    """Fills a BuiltPage from HTML."""

    def __init__(self, page: BuiltPage) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.verbatim: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag in _VERBATIM:
            self.verbatim.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        values = {name: value or "" for name, value in attrs}
        if identity := values.get("id"):
            self.page.ids[identity] += 1
            self.page.id_lines[identity] = line
        if tag in ("a", "area", "link", "use", "image", "base") and "href" in values:
            rels = set(values.get("rel", "").lower().split())
            loads = tag in ("use", "image", "base") or (tag == "link" and bool(rels & _LOADING_RELS))
            self.page.references.append(Reference(values["href"].strip(), line, tag, loads))
        for name in _LOADING & values.keys():
            targets = re.findall(r"[^\s,]+", values[name])[::2] if name == "srcset" else [values[name].strip()]
            if not (name == "data" and tag != "object"):
                self.page.references += [Reference(target, line, tag, True) for target in targets]
        for found in _CSS_REQUEST.finditer(values.get("style", "")):
            self.page.references.append(Reference(found.group(1), line, tag, True))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.verbatim:
            while self.verbatim.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.verbatim:
            if self.verbatim[-1] == "style":
                line = self.getpos()[0]
                self.page.references += [Reference(f.group(1), line, "style", True) for f in _CSS_REQUEST.finditer(data)]
            return
        for found in _LEAK.finditer(data):
            self.page.leaks.append((self.getpos()[0] + data.count("\n", 0, found.start()), data[found.start() : found.start() + 40].split("\n")[0]))


@dataclass(frozen=True)
class Site:
    """A built site, read once."""

    root: Path
    pages: dict[str, BuiltPage]
    files: frozenset[str]
    faults: tuple[Finding, ...] = ()

    @cached_property
    def known(self) -> frozenset[str]:
        """Addresses outside the site that its pages may link to: those of source records."""
        try:
            sources = json.loads((self.root / "data" / "sources.json").read_text("utf-8"))
            listed = [(s.get("url"), s.get("archived"), (s.get("checked") or {}).get("copy")) for s in sources]
        except (OSError, ValueError, AttributeError, TypeError):
            return frozenset()
        return frozenset(address for addresses in listed for address in addresses if address)

    @cached_property
    def below(self) -> str:
        """The path of the public site below its domain, as in "/toolkit": root links start with it."""
        return urlsplit(os.environ.get("TOOLKIT_SITE_URL", "")).path.rstrip("/")

    def shown(self, path: str) -> str:
        return f"{self.root.name}/{path}"


Check = Callable[[Site], Iterator[Finding]]


def load(root: Path) -> Site:
    """Read every HTML file below `root`.

    Raises:
        FileNotFoundError: there is no built site there.
    """
    files = frozenset(Path(folder, name).relative_to(root).as_posix() for folder, _, names in os.walk(root) for name in names)
    if "index.html" not in files:
        raise FileNotFoundError(f"{root}: no built site (no index.html); run scripts/build first")
    pages: dict[str, BuiltPage] = {}
    faults: list[Finding] = []
    for path in sorted(f for f in files if f.endswith(".html")):
        text, found = records.read_text(root / path, f"{root.name}/{path}", MAX_HTML)
        faults += found
        if text is not None:
            pages[path] = BuiltPage(path)
            _Collector(pages[path]).feed(text)
    return Site(root, pages, files, tuple(faults))


def run(root: Path) -> list[Finding]:
    """Return every finding on the site built in `root`."""
    return check(root, (links, repeated_ids, leaks, addresses, requests))


def check(root: Path, checks: Collection[Check]) -> list[Finding]:
    """Return what `checks` find on the site built in `root`, sorted."""
    site = load(root)
    return sorted({*site.faults, *(finding for each in checks for finding in each(site))})


def links(site: Site) -> Iterator[Finding]:
    """Links that lead to no page or file, or to an id that is not there."""
    for page in site.pages.values():
        for ref in page.references:
            fault = None if _EXTERNAL.match(ref.target) else _link_fault(ref, page, site)
            if fault:
                yield Finding(site.shown(page.path), ref.line, "broken-built-link", *fault)


def _link_fault(ref: Reference, page: BuiltPage, site: Site) -> tuple[str, str] | None:
    path, _, anchor = ref.target.partition("#")
    path = unquote(path.partition("?")[0])
    if path.startswith("/") and page.path != _ANYWHERE:
        return f'"{ref.target}" starts at the root of the domain', "the site must also work below a path: make the link relative"
    target = _target(path, page, site)
    if target is None:
        return f'"{ref.target}" leads to no file', nearest(posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path)), site.pages)
    goal = site.pages.get(target)
    if anchor and goal and not anchor.startswith(":~:") and unquote(anchor) not in goal.ids:
        return f'{target} has no "#{anchor}"', nearest(unquote(anchor), goal.ids)
    return None


def _target(path: str, page: BuiltPage, site: Site) -> str | None:
    """Return the file that a path in a page leads to; None when there is none."""
    if not path:
        return page.path
    path = path.removeprefix(site.below) if path.startswith(site.below + "/") else path
    base = "" if path.startswith("/") else posixpath.dirname(page.path)
    target = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
    if target.startswith(".."):
        return None
    index = posixpath.normpath(posixpath.join(target, "index.html"))
    return target if target in site.files else index if index in site.files else None


def repeated_ids(site: Site) -> Iterator[Finding]:
    """Ids that stand twice on a page."""
    for page in site.pages.values():
        for identity, count in page.ids.items():
            if count > 1:
                yield Finding(site.shown(page.path), page.id_lines[identity], "repeated-html-id", f'the id "{identity}" stands {count} times on the page')


def leaks(site: Site) -> Iterator[Finding]:
    """Our own syntax, left unrendered where a reader sees it."""
    for page in site.pages.values():
        for line, shown in page.leaks:
            yield Finding(site.shown(page.path), line, "leaked-markup", f'"{shown}" reached the reader', "mend it in the page's source; lint says where")


def addresses(site: Site) -> Iterator[Finding]:
    """Links that leave the site for an address of no source record."""
    own = tuple(filter(None, (os.environ.get(name) for name in ("TOOLKIT_SITE_URL", "TOOLKIT_REPOSITORY"))))
    for page in site.pages.values() if site.known else ():
        for ref in page.references:
            if ref.loads or not _EXTERNAL.match(ref.target) or ref.target in site.known:
                continue
            mail = os.environ.get("TOOLKIT_CONTACT", "")
            if (own and ref.target.startswith(own)) or (mail and ref.target.startswith(f"mailto:{mail}")):
                continue
            yield Finding(site.shown(page.path), ref.line, "unrecorded-address", f'"{ref.target[:80]}" is in no source record', "cite a source record")


def requests(site: Site) -> Iterator[Finding]:
    """What a browser would fetch from another origin."""
    for page in site.pages.values():
        for ref in page.references:
            if ref.loads and _EXTERNAL.match(ref.target) and not ref.target.startswith("data:image/"):
                yield Finding(
                    site.shown(page.path), ref.line, "third-party-request", f'<{ref.tag}> fetches "{ref.target[:80]}"', "keep the file in docs/assets/"
                )
    for path in sorted(f for f in site.files if f.endswith(".css")):
        text, _ = records.read_text(site.root / path, site.shown(path), MAX_HTML)
        for found in _CSS_REQUEST.finditer(text or ""):
            line = (text or "").count("\n", 0, found.start()) + 1
            yield Finding(site.shown(path), line, "third-party-request", f'the stylesheet fetches "{found.group(1)[:80]}"', "keep the file in docs/assets/")
