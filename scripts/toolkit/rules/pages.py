"""Pages: names, kinds, lists, and what lies in docs/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from toolkit.findings import nearest
from toolkit.library import Library
from toolkit.lists import LISTS
from toolkit.model import ListBlock, Page
from toolkit.rules import Fault, rule

_PATH = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*/)*[a-z0-9]+(?:-[a-z0-9]+)*\.md")


@rule()
def misnamed_page(page: Page, library: Library) -> Iterator[Fault]:
    """A page whose path cannot be an address, or a model whose `id` is not its file's name.

    Bad:  `docs/cooperation/Model Ordinance.md`
    Good: `docs/cooperation/ordinance.md` with `id: ordinance`
    """
    if not _PATH.fullmatch(page.path):
        yield Fault(1, f'"{page.path}" cannot be an address', "small letters, digits and single hyphens")
    stem = PurePosixPath(page.path).stem
    if "id" in page.meta and page.meta["id"] != stem:
        yield Fault(page.meta_lines.get("id", 1), f'id is "{page.meta["id"]}" in a file named {stem}.md', f"write id: {stem}; the path is the id")


@rule()
def unmatched_state(page: Page, library: Library) -> Iterator[Fault]:
    """A state page that names no state, has no record, or lies elsewhere than law/states/<code>.md.

    Bad:  `kind: state` without `state: tx`
    Good: `docs/law/states/tx.md` with `state: tx` and docs/_data/states/tx.yml
    """
    state = str(page.meta.get("state") or "")
    if page.meta.get("kind") != "state":
        if state:
            yield Fault(page.meta_lines.get("state", 1), "only a page of kind: state names a state", "remove the key, or write kind: state")
        return
    if not state:
        yield Fault(page.meta_lines.get("kind", 1), "a page of kind: state names no state", "add state: with the postal code in small letters")
        return
    if page.path != f"law/states/{state}.md":
        yield Fault(page.meta_lines.get("state", 1), f"the page of {state} lies at {page.path}", f"move it to law/states/{state}.md, or mend the key")
    if state not in library.states:
        yield Fault(page.meta_lines.get("state", 1), f'there is no record of "{state}"', f"add docs/_data/states/{state}.yml")


@rule()
def unsigned_review(page: Page, library: Library) -> Iterator[Fault]:
    """A page that claims an attorney's review and does not say by whom and when.

    Bad:  `review: attorney-reviewed` alone
    Good: `review: attorney-reviewed`, `reviewed_by: …`, `reviewed_on: '2026-11-20'`
    """
    missing = [key for key in ("reviewed_by", "reviewed_on") if not page.meta.get(key)]
    if page.meta.get("review") == "attorney-reviewed" and missing:
        yield Fault(page.meta_lines.get("review", 1), f"a review without {' and '.join(missing)}", "say who reviewed it and when, or write what was done")


@rule()
def unknown_list(page: Page, library: Library) -> Iterator[Fault]:
    """A `/// list` block that names no list.

    Bad:  `/// list | case`
    Good: `/// list | cases`
    """
    for block in page.blocks:
        if isinstance(block, ListBlock) and block.name not in LISTS:
            yield Fault(block.line, f'no list is named "{block.name}"', nearest(block.name, LISTS))


@rule()
def symbolic_link(library: Library) -> Iterator[Fault]:
    """A symbolic link in docs/: it can publish a file from elsewhere, or make a build run in circles.

    Bad:  `docs/notes -> /home/me/notes`
    Good: the file itself
    """
    for path in library.symlinks:
        yield Fault(1, "a symbolic link", "put the file itself there", f"{library.prefix}/{path}")
