"""What was published stays what it was: the words of a version, the addresses of pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit import published
from toolkit.findings import nearest
from toolkit.library import Library
from toolkit.model import Page
from toolkit.rules import Fault, rule

CHANGELOG = "about/changelog.md"
_ITEM = re.compile(r"^[ \t]*[-*+] ", re.M)


@rule()
def silent_change(page: Page, library: Library) -> Iterator[Fault]:
    """Words of a published text that changed while the version of its model stayed, be it one "not".

    Bad:  "shall not hold" made "shall hold" under `version: '2.0'`, which is registered
    Good: the same under `version: '2.1'`, with a line in docs/about/changelog.md, then `scripts/fix`
    """
    entry = published.registered(library).get(page.id) if page.is_model else None
    if entry is None:
        return
    now, was, line = str(page.meta.get("version", "")), published.version_of(entry), page.meta_lines.get("version", 1)
    if published.order(now) < published.order(was):
        yield Fault(line, f"the version went back from {was} to {now}", f"write {was}, or a higher one")
    elif now == was:
        for change in published.changes(page, entry):
            yield Fault(
                change.line,
                f'the text of "{change.text}" was {change.what}, and the version is still {was}',
                f"raise version and date, say in docs/{CHANGELOG} what changed, then run scripts/fix; or take the words back",
            )


@rule()
def unlogged_version(page: Page, library: Library) -> Iterator[Fault]:
    """A version of a model that the changelog does not name.

    Bad:  `version: '2.1'` in docs/cooperation/ordinance.md alone
    Good: also an item "Model ordinance (`cooperation/ordinance`), version 2.1: …" in docs/about/changelog.md
    """
    version = str(page.meta.get("version", ""))
    if page.is_model and version and not any(f"`{page.id}`" in item and f"version {version}" in item for item in _logged(library)):
        line = page.meta_lines.get("version", 1)
        yield Fault(line, f"the changelog says nothing of version {version}", f"add an item to docs/{CHANGELOG}: what changed (`{page.id}`), version {version}")


def _logged(library: Library) -> list[str]:
    """Return the items of the changelog, each in one line."""
    page = library.pages.get(CHANGELOG)
    return [" ".join(item.split()) for text, _ in (page.prose if page else ()) for item in _ITEM.split(text)]


@rule()
def stale_register(library: Library) -> Iterator[Fault]:
    """A page or a version that docs/_data/published.yml does not have yet.

    Bad:  a new page, and the register as it was
    Good: `scripts/fix`, which writes it
    """
    path, hint = f"{library.prefix}/_data/{published.FILE}.yml", "run scripts/fix, which writes it, or ask a maintainer to"
    for page in sorted({*library.pages} - {*published.registered_pages(library)}):
        yield Fault(1, f"{page} is not registered", hint, path)
    known = published.registered(library)
    for model in library.models:
        version = str(model.meta.get("version", ""))
        if published.order(version) > published.order(published.version_of(known.get(model.id))):
            yield Fault(1, f"version {version} of {model.id} is not registered", hint, path)


@rule()
def moved_page(library: Library) -> Iterator[Fault]:
    """A published page that is gone from its address, or an entry of docs/_data/moved.yml that leads nowhere.

    Bad:  docs/law/1373.md renamed to docs/law/section-1373.md, and nothing else
    Good: also `law/1373.md: law/section-1373.md` in docs/_data/moved.yml
    """
    moved = library.file("moved")
    for index, page in enumerate(published.registered_pages(library)):
        if page not in library.pages and page not in library.files and page not in moved:
            gone = f"{library.prefix}/_data/{published.FILE}.yml"
            line = library.data.lines[published.FILE].line("pages", index)
            yield Fault(line, f"{page} was published and is gone", f"restore it, or say in docs/_data/moved.yml where it went: `{page}: new/path.md`", gone)
    for old, new in moved.items():
        message, hint = _astray(str(old), str(new), library)
        if message:
            yield Fault(library.data.lines["moved"].line(old), message, hint, f"{library.prefix}/_data/moved.yml")


def _astray(old: str, new: str, library: Library) -> tuple[str, str]:
    """Return what is wrong with an entry of moved.yml, and the remedy."""
    if old in library.pages:
        return f"{old} is a page", "remove the entry, or the page"
    if new in library.file("moved"):
        return f"{new} moved on itself", f"write where it is now: {library.file('moved')[new]}"
    return ("", "") if new in library.pages else (f'"{new}" is no page', nearest(new, library.pages))
