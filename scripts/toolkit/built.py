"""A built site, read once: what each page links to, loads, can be linked by, and shows; and what its style sheets fetch."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from toolkit import records, safe_html
from toolkit.findings import Finding

MAX_HTML = 20_000_000  # bytes; a page larger than this is no page
_REQUEST = re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])((?:https?:)?//[^\s\"')]+)", re.I)
_LEAK = re.compile(r"(?<![:/])///|\[§|\[\^|\]\[|\{flush|\{: ?[.#]|&lt;(?:div|aside|p|span)\b")
_VERBATIM = frozenset({"script", "style", "code", "pre", "textarea", "kbd", "template"})
_LOADING_RELS = frozenset({"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "manifest", "apple-touch-icon"})
_LOADING = frozenset({"src", "srcset", "poster", "data", "action", "formaction", "background", "ping"})
_LINKING = frozenset({"a", "area", "link", "use", "image", "base"})
_URL = re.compile(r"url\(\s*[\"']?([^\s\"')]+)|@import\s+[\"']([^\"']+)", re.I)
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
# Of a page whose every tag can be read in one way only (safe_html.is_plain): its tags that have attributes, and where raw text ends.
_TAG = re.compile(r"<!--.*?-->|<([a-zA-Z][a-zA-Z0-9]*)(\s[^<>]*)>", re.S)
_VALUE = re.compile(r"\s([a-zA-Z][\w:.-]*)=(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>=`]+))")
_RAW = {name: re.compile(rf"</{name}\s*>", re.I) for name in ("script", "style", "textarea", "title")}


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
    unsafe: list[safe_html.Fault] = field(default_factory=list)


class Collector(HTMLParser):
    """Fills a BuiltPage from any HTML, as a browser would read it."""

    def __init__(self, page: BuiltPage, guard: safe_html.Guard | None = None) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.guard = guard or safe_html.Guard("")
        self.verbatim: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        if tag in _VERBATIM:
            self.verbatim.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.getpos()[0]
        self.guard.element(tag, attrs, line)
        note(self.page, tag, {name: value or "" for name, value in attrs}, line)

    def handle_endtag(self, tag: str) -> None:
        self.guard.end(tag, self.getpos()[0])
        if tag in self.verbatim:
            while self.verbatim.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.verbatim:
            if self.verbatim[-1] == "style":
                line = self.getpos()[0]
                self.page.references += [Reference(f.group(1), line, "style", True) for f in _REQUEST.finditer(data)]
            return
        for found in _LEAK.finditer(data):
            self.page.leaks.append((self.getpos()[0] + data.count("\n", 0, found.start()), data[found.start() : found.start() + 40].split("\n")[0]))


def note(page: BuiltPage, tag: str, values: dict[str, str], line: int) -> None:
    """Keep of one element what is linked, loaded, or can be linked to."""
    if identity := values.get("id"):
        page.ids[identity] += 1
        page.id_lines[identity] = line
    if tag in _LINKING and "href" in values:
        rels = set(values.get("rel", "").lower().split())
        loads = tag in ("use", "image", "base") or (tag == "link" and bool(rels & _LOADING_RELS))
        page.references.append(Reference(values["href"].strip(), line, tag, loads))
    for name in _LOADING & values.keys():
        # A srcset is a list of addresses, each with a width or density after it or none.
        targets = [part.split()[0] for part in values[name].split(",") if part.strip()] if name == "srcset" else [values[name].strip()]
        if not (name == "data" and tag != "object"):
            page.references += [Reference(target, line, tag, True) for target in targets]
    page.references += [Reference(found.group(1), line, tag, True) for found in _REQUEST.finditer(values.get("style", ""))]


def _links(text: str, path: str) -> BuiltPage:
    """Return the ids and references alone of a plain page: a fifth of the time that reading it whole takes."""
    page, line, at, counted = BuiltPage(path), 1, 0, 0
    while found := _TAG.search(text, at):
        at = found.end()
        tag = (found.group(1) or "").lower()
        if tag in _RAW:
            end = _RAW[tag].search(text, at)
            at = end.end() if end else len(text)
        if tag and "=" in found.group(2):
            line, counted = line + text.count("\n", counted, found.start()), found.start()
            note(page, tag, {name.lower(): unescape(a or b or c) for name, a, b, c in _VALUE.findall(found.group(2))}, line)
    return page


@dataclass(frozen=True)
class Site:
    """A built site, read once."""

    root: Path
    pages: dict[str, BuiltPage]
    files: frozenset[str]
    sheets: dict[str, str] = field(default_factory=dict, repr=False)  # style sheets, by path
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


def load(root: Path, links_only: bool = False) -> Site:
    """Read every page and style sheet below `root`; with `links_only`, of pages only what links need.

    Raises:
        FileNotFoundError: there is no built site there.
    """
    files = frozenset(Path(folder, name).relative_to(root).as_posix() for folder, _, names in os.walk(root) for name in names)
    if "index.html" not in files:
        raise FileNotFoundError(f"{root}: no built site (no index.html); run scripts/build first")
    site = Site(root, {}, files)
    faults: list[Finding] = []
    for path in sorted(f for f in files if f.endswith((".html", ".css"))):
        text, found = records.read_text(root / path, f"{root.name}/{path}", MAX_HTML)
        faults += found
        if text is not None and path.endswith(".css"):
            site.sheets[path] = text
        elif text is not None:
            site.pages[path] = _links(text, path) if links_only and safe_html.is_plain(text) else read(text, path)
    return replace(site, faults=tuple(faults))


def read(text: str, path: str, whole: bool = True) -> BuiltPage:
    """Return what can be checked of a page, or of a piece of one if it is not the `whole`."""
    page, guard = BuiltPage(path), safe_html.Guard(text, whole)
    Collector(page, guard).feed(text)
    page.unsafe = guard.faults
    return page


def fetched(sheet: str) -> list[tuple[str, int]]:
    """Return every address that a style sheet fetches, with its line."""
    plain = _COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), sheet)
    return [(found.group(1) or found.group(2), plain.count("\n", 0, found.start()) + 1) for found in _URL.finditer(plain)]
