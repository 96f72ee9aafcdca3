"""The register of what was published: pages, and each text of each model with its version and a digest of its words.

docs/_data/published.yml is written here (`python -m toolkit publish`, which scripts/fix runs) and never by hand. A word of a
published law cannot change without a new version, even one "not"; a page cannot vanish from the address that others cite.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import takewhile

from toolkit.library import Library
from toolkit.model import Blank, CrossRef, Page, Provision

FILE = "published"
HEAD = """# What was published: every page, and each text of each model by version and a digest of its words. Written by scripts/fix,
# never by hand. A text that changes needs a new version of its model and a line in docs/about/changelog.md.
"""


@dataclass(frozen=True)
class Change:
    """How a model differs from what is registered under the version that it states; `text` is the id, `line` where it stands."""

    text: str
    line: int
    what: str  # "changed", "added", "removed" or "put in another place"


def digest(text: Provision) -> str:
    """Return 16 hexadecimal digits that change with any word, item, blank or reference of a text, and not with how it is wrapped."""
    rows = [text.title, *(f"{p.level}|{''.join(p.markers)}|{''.join(map(_shown, p.inlines))}" for p in text.paragraphs)]
    return sha256("\n".join(rows).encode()).hexdigest()[:16]


def _shown(inline: object) -> str:
    return inline.shown if isinstance(inline, Blank | CrossRef) else getattr(inline, "text", "")


def texts(page: Page) -> dict[str, Provision]:
    """Return every text of a model by id: its clauses and their variants."""
    return {text.id: text for clause in page.clauses for text in clause.texts}


def registered(library: Library) -> Mapping[str, object]:
    """Return the registered models by id; {} when the register is broken."""
    return _mapping(library.file(FILE).get("models"))


def registered_pages(library: Library) -> list[str]:
    """Return every path below docs/ that was ever published."""
    pages = library.file(FILE).get("pages")
    return [str(path) for path in pages] if isinstance(pages, list) else []


def version_of(entry: object) -> str:
    """Return the version in an entry of the register; "" when there is none."""
    return str(_mapping(entry).get("version", ""))


def order(version: str) -> tuple[int, ...]:
    """Return what versions are compared by: the numbers at its start, as in 2.0.1."""
    return tuple(int(part) for part in takewhile(str.isdigit, version.split(".")))


def changes(page: Page, entry: object) -> Iterator[Change]:
    """Yield how the texts of `page` differ from an entry of the register."""
    known = _mapping(_mapping(entry).get("texts"))
    now = texts(page)
    for key, text in now.items():
        if key not in known:
            yield Change(key, text.line, "added")
        elif digest(text) != str(known[key]):
            yield Change(key, text.line, "changed")
    if now.keys() == known.keys() and list(now) != list(known):  # each section has another number then
        yield Change(next(one for one, other in zip(now, known, strict=True) if one != other), page.meta_lines.get("version", 1), "put in another place")
    for key in known:
        if key not in now:
            yield Change(str(key), page.meta_lines.get("version", 1), "removed")


def rewritten(library: Library, before: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Yield each model and text whose registered digest differs from `before`, the register of an earlier commit, under one version."""
    now = registered(library)
    for model, entry in before.items():
        if version_of(now.get(model)) == version_of(entry):
            kept = _mapping(_mapping(now.get(model)).get("texts"))
            known = _mapping(_mapping(entry).get("texts"))
            yield from ((model, str(key)) for key in sorted({*kept, *known}) if kept.get(key) != known.get(key))


def written(library: Library) -> str:
    """Return the register as it should stand. A model whose texts changed without a new version keeps its old entry."""
    known = registered(library)
    pages = sorted({*registered_pages(library), *library.pages})
    rows = [HEAD + "pages:", *(f"  - {path}" for path in pages), "models:"]
    for page in sorted(library.models, key=lambda model: model.id):
        rows += _entry(page) if may_replace(page, known.get(page.id)) else _kept(page.id, known[page.id])
    return "\n".join([*rows, ""])


def may_replace(page: Page, entry: object) -> bool:
    """Whether the entry of a model may be written anew: it has none, its version rose, or nothing of its texts changed."""
    if entry is None:
        return True
    rose = order(str(page.meta.get("version", ""))) > order(version_of(entry))
    return rose or (version_of(entry) == page.meta.get("version") and not any(changes(page, entry)))


def _entry(page: Page) -> list[str]:
    return _rows(page.id, str(page.meta.get("version", "")), {key: digest(text) for key, text in texts(page).items()})


def _kept(model: str, entry: object) -> list[str]:
    return _rows(model, version_of(entry), _mapping(_mapping(entry).get("texts")))


def _rows(model: str, version: str, digests: Mapping[str, object]) -> list[str]:
    return [f"  {model}:", f"    version: '{version}'", "    texts:", *(f"      {key}: '{value}'" for key, value in digests.items())]


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
