"""The prose of a page as passages: one paragraph, heading, list item or table each, with what it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from toolkit.model import Citation, Clause, Page, Prose
from toolkit.parse import citations, without_code

_HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*\s*(?:\{[^}]*\})?\s*$")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_LAST_NOTES = re.compile(r"(?:\[\^[^\[\]]*\]\s*)+$")
# No class crosses the sign that opens it: a run of signs that never close would else be read again from each of them.
_NOT_WORDS = re.compile(
    r"\[\^[^\[\]]*\]:?"  # notes
    r"|\[§[^\[\]]*\]"  # references to clauses
    r"|(?<=\])(?:\([^()\s]*(?:\s+\"[^\"\n]*\")?\)|\[[^\[\]]*\])"  # where a link leads
    r"|\{[:#.][^{}\n]*\}"  # attribute lists
    r"|https?://[^\s)>]*"
    r"|<[a-zA-Z/!][^<>]*>"  # HTML
    r"|^\s*(?:[-*+]|\d+[.)])\s+",  # list markers
    re.M,
)


Notes = dict[int, list[Citation]]  # the citations of a page by line


@dataclass(frozen=True)
class Passage:
    """One paragraph, list item or table of prose; code in it is blanked out.

    `kind` is "paragraph", "heading", "item" or "table"; `heading` the nearest heading above; `clause` the clause that it
    comments on; `plain` whether it is the sentence that says what the clause does; `lead` the paragraph that introduces it.
    """

    page: Page
    text: str
    line: int
    kind: str = "paragraph"
    heading: str = ""
    clause: Clause | None = None
    plain: bool = False
    lead: str = ""
    notes: Notes = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def words(self) -> str:
        """The words that a reader sees, without notes, markers and addresses."""
        return _NOT_WORDS.sub(" ", self.text)

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """What the passage cites."""
        if "[^" not in self.text:
            return ()
        rows = range(self.line, self.line + self.text.count("\n") + 1)
        return tuple(citation for row in rows for citation in self.notes.get(row, ()))

    @cached_property
    def support(self) -> tuple[Citation, ...]:
        """What its statements rest on: its own citations and those of the paragraph that introduces it."""
        return (*self.citations, *citations(self.lead, self.line)) if self.lead else self.citations

    def line_at(self, offset: int) -> int:
        """Return the line of a place in `text`."""
        return self.line + self.text.count("\n", 0, offset)

    def line_of(self, offset: int) -> int:
        """Return the line of a place in `words`."""
        return self.line + self.words.count("\n", 0, offset)


def passages(page: Page) -> Iterator[Passage]:
    """Yield the passages of a page in order, commentary included."""
    notes: Notes = {}
    for citation in page.citations:
        notes.setdefault(citation.line, []).append(citation)
    for block in page.blocks:
        if isinstance(block, Prose):
            yield from _split(page, block.text, block.line, None, notes)
        elif isinstance(block, Clause) and block.commentary:
            note = block.commentary
            if note.plain:
                yield Passage(page, without_code(note.plain), note.line, heading=block.title, clause=block, plain=True, notes=notes)
            yield from _split(page, note.notes, note.notes_line, block, notes)


def _split(page: Page, text: str, first: int, clause: Clause | None, notes: Notes) -> Iterator[Passage]:
    heading, lead = clause.title if clause else "", ""
    for rows, line, kind in _groups(without_code(text).split("\n"), first):
        body = "\n".join(rows)
        if kind == "heading":
            found = _HEADING.match(body)
            heading, lead = (found.group(1) if found else body), ""
        if kind == "paragraph":
            lead = ""
        yield Passage(page, body, line, kind, heading, clause, lead=lead, notes=notes)
        if kind == "paragraph" and _LAST_NOTES.sub("", body[-400:].rstrip()).rstrip(" *\n").endswith(":"):
            lead = body


def _groups(rows: list[str], first: int) -> Iterator[tuple[list[str], int, str]]:
    """Yield the rows of each passage with its first line and its kind."""
    held: list[str] = []
    kind, start = "", first
    for number, row in enumerate(rows, first):
        now = _kind(row, kind)
        if held and (now != kind or (now == "item" and _ITEM.match(row)) or now == "heading"):
            yield held, start, kind
            held = []
        if now:
            start = start if held else number
            held.append(row)
        kind = now
    if held:
        yield held, start, kind


def _kind(row: str, before: str) -> str:
    if not row.strip():
        return ""
    if _HEADING.match(row):
        return "heading"
    if row.lstrip().startswith("|"):
        return "table"
    if _ITEM.match(row) or (before == "item"):
        return "item"
    return "paragraph"
