"""Checks on the built site: links and anchors, ids, markup that leaked or is unsafe, addresses and requests that leave the site."""

from __future__ import annotations

import json
import os
import posixpath
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from urllib.parse import unquote

from toolkit.built import BuiltPage, Site, fetched, load, read
from toolkit.findings import Finding, nearest

_EXTERNAL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_REMOTE = re.compile(r"(?:https?:)?//.", re.I)
_ANYWHERE = "404.html"  # served at any depth, so its links start at the root
Check = Callable[[Site], Iterator[Finding]]


def run(root: Path) -> list[Finding]:
    """Return every finding on the site built in `root`."""
    return check(root, (links, repeated_ids, leaks, addresses, requests, markup, index))


def check_links(root: Path) -> list[Finding]:
    """Return what is wrong with the links inside the site built in `root`."""
    return _found(load(root, links_only=True), (links,))


def check(root: Path, checks: Collection[Check]) -> list[Finding]:
    """Return what `checks` find on the site built in `root`, sorted."""
    return _found(load(root), checks)


def _found(site: Site, checks: Collection[Check]) -> list[Finding]:
    return sorted({*site.faults, *(finding for each in checks for finding in each(site))})


def links(site: Site) -> Iterator[Finding]:
    """Links that lead to no page or file, or to an id that is not there; files that a style sheet fetches and that are missing."""
    for page in site.pages.values():
        for ref in page.references:
            inside = _inside(ref.target, page, site)
            fault = _link_fault(inside, page, site) if inside is not None else None
            if fault:
                yield Finding(site.shown(page.path), ref.line, "broken-built-link", *fault)
    for path, sheet in site.sheets.items():
        for target, line in fetched(sheet):
            if not _EXTERNAL.match(target) and not target.startswith("#") and _target(target.partition("?")[0], BuiltPage(path), site) is None:
                yield Finding(site.shown(path), line, "broken-built-link", f'"{target[:80]}" leads to no file', "keep the file in docs/assets/")


def _inside(target: str, page: BuiltPage, site: Site) -> str | None:
    """Return a link as one inside the site, the site's own public address too; None when it leads elsewhere."""
    if not _EXTERNAL.match(target):
        return target
    own = os.environ.get("TOOLKIT_SITE_URL", "").rstrip("/")
    if not own or not (target + "/").startswith(own + "/"):
        return None
    path = target.removeprefix(own)
    if page.path == _ANYWHERE:
        return path
    return posixpath.join(posixpath.relpath(".", posixpath.dirname(page.path) or "."), path.lstrip("/"))


def _link_fault(to: str, page: BuiltPage, site: Site) -> tuple[str, str] | None:
    path, _, anchor = to.partition("#")
    path = unquote(path.partition("?")[0])
    if path.startswith("/") and page.path != _ANYWHERE:
        return f'"{to}" starts at the root of the domain', "the site must also work below a path: make the link relative"
    target = _target(path, page, site)
    if target is None:
        return f'"{to}" leads to no file', nearest(posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path)), site.pages)
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
    for path, sheet in site.sheets.items():
        for target, line in fetched(sheet):
            if _REMOTE.match(target):
                yield Finding(site.shown(path), line, "third-party-request", f'the stylesheet fetches "{target[:80]}"', "keep the file in docs/assets/")


def markup(site: Site) -> Iterator[Finding]:
    """Elements, attributes and addresses that no page of ours has a use for."""
    for page in site.pages.values():
        for line, message, hint in page.unsafe:
            yield Finding(site.shown(page.path), line, "unsafe-html", message, f"{hint}; {_source(page.path)}")


def _source(path: str) -> str:
    """Return in words which page a file was built from."""
    stem = path.removesuffix("/index.html").removesuffix(".html")
    return f"the page is docs/{stem}.md" if stem == "index" else f"the page is docs/{stem}.md or docs/{stem}/index.md"


def index(site: Site) -> Iterator[Finding]:
    """Entries of the search index: its words are shown as HTML."""
    path = "search/search_index.json"
    try:
        entries = json.loads((site.root / path).read_text("utf-8"))["docs"] if path in site.files else []
        texts = [(str(entry["location"]), str(entry[key])) for entry in entries for key in ("title", "text")]
    except (OSError, ValueError, KeyError, TypeError):
        yield Finding(site.shown(path), 1, "unsafe-html", "the search index cannot be read", "build the site again")
        return
    for location, text in texts:
        for _, message, hint in read(text, path, whole=False).unsafe if "<" in text else ():
            yield Finding(site.shown(path), 1, "unsafe-html", f'the entry "{location}": {message}', hint)
