"""Links inside the site, read from the sources: what a page links to, and what it can be linked by. No network."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from toolkit import lists
from toolkit.findings import nearest
from toolkit.library import Library
from toolkit.model import Clause, ListBlock, Page, Prose
from toolkit.parse import without_code
from toolkit.prose import Passage

GENERATED = ("data/", "downloads/")  # written into the site by toolkit.export

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_LINK = re.compile(
    r"\]\(\s*<?(?P<inline>[^()\[\]<>\s]*)>?(?:\s+[\"'][^\"'\n]*[\"'])?\s*\)"
    r"|^ {0,3}\[(?!\^)[^\[\]\n]+\]:\s+<?(?P<defined>[^\s<>]+)"
    r"|\b(?:href|src)\s*=\s*(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)')",
    re.M,
)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*$", re.M)
_OWN_ID = re.compile(r"\{[^{}]*?#([\w:.-]+)[^{}]*\}\s*$")
_MARKS = re.compile(r"\[\^[^\[\]]*\]|(?<=\])\([^()]*\)|[\[\]*_`]|\{[^{}]*\}\s*$")


@dataclass(frozen=True)
class Link:
    """One link as written; `raw` when it stands in HTML, where it is resolved from the page's address and not its file."""

    target: str
    line: int
    raw: bool = False

    @property
    def external(self) -> bool:
        return bool(_SCHEME.match(self.target))


def links_of(passage: Passage) -> Iterator[Link]:
    """Yield the links and images of a passage."""
    text = passage.text
    if "](" not in text and "]:" not in text and "href" not in text and "src" not in text:
        return
    for found in _LINK.finditer(text):
        kind = str(found.lastgroup)
        yield Link(found.group(kind).strip(), passage.line_at(found.start()), kind in ("double", "single"))


def fault_of(link: Link, page: Page, library: Library) -> tuple[str, str] | None:
    """Return what is wrong with a link inside the site, and the remedy; None when it leads somewhere."""
    path, _, anchor = link.target.partition("#")
    if not link.target:
        return "a link to nothing", "give its target, or remove it"
    if path.startswith("/"):
        return f'"{link.target}" starts at the root of the domain', "write it relative to this file, as in ../law/index.md"
    target = page.path if not path else resolved(unquote(path.partition("?")[0]), page, link.raw)
    if target.startswith("../") or target == ".." or target.startswith("_data/"):
        return f'"{link.target}" leads out of the site', "link to a page or a file in docs/"
    if link.raw and target.startswith(GENERATED):
        return None
    if target in library.pages:
        return _anchor_fault(anchor, library.pages[target], library)
    return None if target in library.files else _missing(link, target, library)


def resolved(path: str, page: Page, raw: bool = False) -> str:
    """Return the file below docs/ that a path in `page` leads to; a `raw` one, in HTML, starts from the page's address."""
    if not raw:
        return posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path))
    target = posixpath.normpath(posixpath.join(page.address or ".", path))
    if not path.endswith("/") and posixpath.splitext(path)[1]:
        return target
    stem = "" if target == "." else target
    return f"{stem}.md" if stem else "index.md"


def _missing(link: Link, target: str, library: Library) -> tuple[str, str]:
    known = {name.casefold(): name for name in (*library.pages, *library.files)}
    if target.casefold() in known:
        return f'"{link.target}" differs in case from the file', f"the file is {known[target.casefold()]}"
    for name in (f"{target}.md", posixpath.join(target, "index.md")):
        if name in library.pages:
            return f'"{link.target}" names no file', f"link to the file itself: {name}"
    return f'"{link.target}" leads to no file', nearest(target, known.values())


def _anchor_fault(anchor: str, page: Page, library: Library) -> tuple[str, str] | None:
    if not anchor or anchor in (known := anchors(page, library)):
        return None
    return f'{page.path} has no "#{anchor}"', nearest(anchor, known)


def anchors(page: Page, library: Library) -> frozenset[str]:
    """Return every id on a page that a link can name: its clauses and its headings."""
    if page.path not in library.anchors:
        library.anchors[page.path] = frozenset(identity for identity, _ in headings(page, library))
    return library.anchors[page.path]


def headings(page: Page, library: Library) -> Iterator[tuple[str, int]]:
    """Yield the ids of a page's clauses and headings in order, with their lines; an id that was written stands as written."""
    used: dict[str, int] = {}
    for block in page.blocks:
        for identity, line, written in _of_block(block, page, library):
            unique = identity if written else _unique(identity, used)
            used.setdefault(unique, 0)
            yield unique, line


def _of_block(block: Prose | Clause | ListBlock, page: Page, library: Library) -> Iterator[tuple[str, int, bool]]:
    if isinstance(block, Clause):
        yield block.id, block.line, True
        return
    if isinstance(block, Prose):
        text = without_code(block.text)
        line, at = block.line, 0
        for found in _HEADING.finditer(text):
            line, at = line + text.count("\n", at, found.start()), found.start()
            identity, written = _identity(found.group(1))
            yield identity, line, written
        return
    # The headings of a list are the same wherever it stands, but for a state's own; drawing one for every page would be slow.
    key = f"/// {block.name} {page.meta.get('state', '')}"
    if key not in library.listed:
        drawn = without_code(lists.draw(block.name, page, library))
        library.listed[key] = [_identity(found.group(1)) for found in _HEADING.finditer(drawn)]
    yield from ((identity, block.line, written) for identity, written in library.listed[key])


def _identity(heading: str) -> tuple[str, bool]:
    """Return the id of a heading, and whether it was written."""
    own = _OWN_ID.search(heading)
    return (own.group(1), True) if own else (slug(_MARKS.sub("", heading)), False)


def _unique(identity: str, used: dict[str, int]) -> str:
    """Return the id that Python-Markdown gives to a heading whose own is taken; `used` keeps how often each was."""
    unique = identity
    while unique in used:
        used[identity] += 1
        unique = f"{identity}_{used[identity]}"
    return unique


def slug(heading: str) -> str:
    """Return the id that Python-Markdown makes of a heading (markdown.extensions.toc.slugify)."""
    plain = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode()
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", plain).strip().lower())
