"""Links and addresses in the sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.library import Library
from toolkit.links import fault_of, headings, links_of
from toolkit.model import Page
from toolkit.prose import Passage
from toolkit.rules import Fault, rule

_ADDRESS = re.compile(r"(?:\b(?:https?|ftp)://|\bfile:/|\bdata:[a-z]+/|\b(?:javascript|vbscript|mailto):(?=\S)|(?<=[(\"'<])//|\bwww\.)[^\s)>\"'\]]*", re.I)
_SCHEMES = ("file:", "data:", "javascript:", "vbscript:", "mailto:")
_UNDEFINED = re.compile(r"\[([^\[\]^§][^\[\]]*)\]\[([^\[\]^]*)\](?!\()")
_DEFINED = re.compile(r"^ {0,3}\[([^\[\]\n]+)\]:", re.M)
_LISTED = re.compile(r"^\s*- (?:[^\n]*?: )?[\"']?([\w./-]+\.md)[\"']?[ \t]*(?:#.*)?$", re.M)
_INCLUDE = re.compile(r"^ *;*-{2,}8<-{2,}[^\n]*", re.M)
_NOTE = re.compile(r"^ {0,3}\[\^([^\]\s]+)\]:", re.M)


@rule()
def broken_link(passage: Passage, library: Library) -> Iterator[Fault]:
    """A link inside the site that leads nowhere: no such file, no such heading or clause, another case, an absolute path.

    Bad:  `[the clause](ordinance.md#detainer)`
    Good: `[the clause](ordinance.md#detainers)`
    """
    for link in links_of(passage):
        fault = None if link.external else fault_of(link, passage.page, library)
        if fault:
            yield Fault(link.line, *fault)


@rule()
def raw_address(passage: Passage, library: Library) -> Iterator[Fault]:
    """An address outside the site, written into a page. Addresses live in source records, where they are checked and archived.

    Bad:  `see <https://www.law.example/1373>`
    Good: `…[^usc-8-1373]`
    """
    if not _may_hold_address(passage.text.lower()):
        return
    for found in _ADDRESS.finditer(passage.text):
        shown = found.group()[:80].rstrip(".,;:")
        yield Fault(passage.line_at(found.start()), f'"{shown}" in a page', "make it a source record and cite that: [^source-id]")


def _may_hold_address(text: str) -> bool:
    return "//" in text or "www." in text or (":" in text and any(scheme in text for scheme in _SCHEMES))


@rule()
def undefined_link(page: Page, library: Library) -> Iterator[Fault]:
    """A reference link whose target is defined nowhere on the page: it would stand there as plain brackets.

    Bad:  `[the law][tx]` without `[tx]: …`
    Good: `[the law](../law/states/tx.md)`
    """
    prose = [(text, line) for text, line in page.prose if "][" in text]
    defined = {name.casefold() for text, _ in page.prose for name in _DEFINED.findall(text)} if prose else set()
    for text, first in prose:
        for found in _UNDEFINED.finditer(text):
            if (found.group(2) or found.group(1)).casefold() not in defined:
                yield Fault(first + text.count("\n", 0, found.start()), f'"{found.group()[:60]}" has no target', "write [text](file.md)")


@rule()
def unlisted_page(library: Library) -> Iterator[Fault]:
    """A page that stands in no menu: a reader finds it by search alone.

    Bad:  a new docs/law/subpoenas.md, and the `nav` of mkdocs.yml as it was
    Good: `- Subpoenas: law/subpoenas.md` in it
    """
    nav = library.data.texts.get("mkdocs.yml", "").partition("\nnav:")[2]  # without one, every page is in the menu
    for path in sorted({*library.pages} - set(_LISTED.findall(nav))) if nav else ():
        yield Fault(1, "in no menu", f"add it to the nav of mkdocs.yml: `- {path}`", f"{library.prefix}/{path}")


@rule()
def repeated_title(library: Library) -> Iterator[Fault]:
    """Two pages with one title: in the menu, the search and a browser's tabs nobody can tell them apart.

    Bad:  `title: Evidence` in docs/counsel/evidence.md and in docs/diversion/evidence.md
    Good: `title: Evidence on representation`
    """
    seen: dict[str, str] = {}
    for page in library.pages.values():
        title = page.title.casefold()
        if title in seen:
            hint = "give one of them a title that says what is different"
            yield Fault(page.meta_lines.get("title", 1), f'"{page.title}" is the title of {seen[title]} too', hint, f"{library.prefix}/{page.path}")
        seen.setdefault(title, page.path)


@rule(needs="8<-")
def outside_include(passage: Passage, library: Library) -> Iterator[Fault]:
    """A snippet sign, which other sites use to include files: here it would stand on the page, or take in a file from anywhere.

    Bad:  `--8<-- "../../etc/passwd"`
    Good: the words themselves, or a link to the page that has them
    """
    for found in _INCLUDE.finditer(passage.text):
        yield Fault(
            passage.line_at(found.start()), f'"{found.group().strip()[:40]}" includes nothing here', "write the words, or link to the page that has them"
        )


@rule()
def repeated_anchor(page: Page, library: Library) -> Iterator[Fault]:
    """Two headings or clauses of a page with one id: a link reaches only the first.

    Bad:  a heading `{#detainers}` on the page of the clause `detainers`
    Good: `{#detainers-history}`
    """
    seen: dict[str, int] = {}
    clause_lines = {clause.line for clause in page.clauses}
    for identity, line in headings(page, library):
        if identity in seen and not {line, seen[identity]} <= clause_lines:
            yield Fault(line, f'the id "#{identity}" is taken by line {seen[identity]}', "give the heading another id: {#…}")
        seen.setdefault(identity, line)


@rule(needs="]:")
def footnote_definition(passage: Passage, library: Library) -> Iterator[Fault]:
    """A footnote written into a page. Notes are made from source records.

    Bad:  `[^1]: See 8 U.S.C. § 1373.`
    Good: `…[^usc-8-1373]` in the text, and a record in docs/_data/sources/
    """
    for found in _NOTE.finditer(passage.text):
        yield Fault(passage.line_at(found.start()), f"[^{found.group(1)}]: is written out", "remove it, and cite a source record by id")
