"""Markdown text to a Page. The only module that knows our syntax; faults are collected, never raised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from toolkit import enumeration, yamltext
from toolkit.findings import Finding, nearest
from toolkit.model import (
    Blank,
    Block,
    Citation,
    Clause,
    Commentary,
    CrossRef,
    Inline,
    ListBlock,
    Page,
    Paragraph,
    Pinpoint,
    Prose,
    Provision,
    Text,
    Variant,
)

FENCES = ("clause", "variant", "list")
MAX_LINE = 20_000  # characters; a longer line is never prose
MAX_FAULTS = 50  # in one page; more of them help nobody, and hostile input has thousands

_OPEN = re.compile(r"^/{3,}[ \t]*([A-Za-z]\w*)[ \t]*(?:\|[ \t]*(.*?))?[ \t]*$")
_CLOSE = re.compile(r"^/{3,}[ \t]*$")
_CODE_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_MARKERS = re.compile(r"^((?:\([A-Za-z0-9]{1,5}\))+)(?:\s+|$)")
_FLUSH = re.compile(r"^\{flush ([^}]*)\}\s*")
_PINPOINT = re.compile(r"\(([A-Za-z0-9]+)\)")
_REF = re.compile(r"(?:([a-z0-9/-]+)#)?([a-z0-9][a-z0-9-]*)((?:\([A-Za-z0-9]+\))*)$")
# No class crosses an opening bracket: a long run of "[§ [§ [§ …" would else be read again from each of them.
_INLINE = re.compile(
    r"\[§[ \u00a0]?(?P<ref>[^\[\]\n]*)\]"
    r"|\[(?P<article>[aA]n? )?(?P<blank>[A-Z][A-Z0-9 &/’'-]*)(?::[ \u00a0]?(?P<default>[^\[\]\n]*))?\](?P<possessive>['’]s)?"
    r"|(?P<strong>\*\*)|(?P<em>\*)"
)
_STYLES = ("strong", "em")
_CITATION = re.compile(r"\[\^([^\[\],\s]+)(?:,\s*([^\[\]]+))?\](?!:)")
_PROSE_REF = re.compile(r"\[§[ \u00a0]?([^\[\]\n]*)\]")
_BLANK_ROWS = re.compile(r"(\n[ \t]*(?=\n))")
_BACKTICKS = re.compile(r"`+")
_NOT_NEWLINE = re.compile(r"[^\n]")
_LETTERS = frozenset("(ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")  # most paragraphs: looked at no further
_OPENING = re.compile(r"(?<=[\s(])\"")
_BLOCK_MARKDOWN = re.compile(r"^(?:    |\t|#{1,6} |[-*+] |\d+[.)] |>|\||```|~~~|<[a-zA-Z/!])")


@dataclass
class _Open:
    """A fence that is being read."""

    name: str
    title: str
    line: int
    rows: list[str] = field(default_factory=list)


class _Reader:
    """State of one pass over the lines of a page."""

    def __init__(self, path: str, numbered: bool = True) -> None:
        self.path = path
        self.numbered = numbered
        self.blocks: list[Block] = []
        self.faults: list[Finding] = []
        self.prose: list[str] = []
        self.prose_line = 1
        self.fence: _Open | None = None
        self.code = ""
        self.clauses: dict[str, int] = {}  # place in blocks of each clause, by id
        self.number = 0
        self.full = False

    def fault(self, line: int, rule: str, message: str, hint: str = "") -> None:
        if self.full:
            return
        if len(self.faults) == MAX_FAULTS:
            self.full = True
            rule, message, hint = "too-many", f"more than {MAX_FAULTS} faults; the rest of the page was not read", "mend those above first"
        self.faults.append(Finding(self.path, line, rule, message, hint))

    def read(self, lines: list[str], first: int) -> None:
        self.prose_line = first
        for number, row in enumerate(lines, first):
            if "///" in row or "```" in row or "~~~" in row:
                self.row(row, number)
                if self.full:
                    self.fence = None
                    break
            else:
                (self.fence.rows if self.fence else self.prose).append(row)
        if self.fence:
            self.unclosed(self.fence)
        self.flush_prose(first + len(lines))

    def row(self, row: str, number: int) -> None:
        if not self.code and row.startswith("///"):
            self.fence_row(row, number)
            return
        if self.fence is None and (mark := _CODE_FENCE.match(row)):
            self.toggle_code(mark.group(1))
        (self.fence.rows if self.fence else self.prose).append(row)

    def toggle_code(self, mark: str) -> None:
        if not self.code:
            self.code = mark
        elif mark.startswith(self.code):
            self.code = ""

    def fence_row(self, row: str, number: int) -> None:
        if _CLOSE.match(row):
            if self.fence is None:
                self.fault(number, "fence", "a closing /// without a block", "remove it, or write /// clause | Title before the text")
            else:
                self.close(number)
            return
        if self.fence:
            self.unclosed(self.fence)
        self.open(row, number)

    def open(self, row: str, number: int) -> None:
        self.flush_prose(number)
        found = _OPEN.match(row)
        name, title = (found.group(1), found.group(2) or "") if found else ("", "")
        if name not in FENCES:
            hint = nearest(name, FENCES)
            self.fault(number, "fence", f'no block is named "{name or row[3:].strip()}"', hint)
        if name in ("clause", "variant") and not title:
            self.fault(number, "fence", f"a {name} needs a title", f"write /// {name} | Title")
        self.fence = _Open(name, title, number)

    def unclosed(self, fence: _Open) -> None:
        self.fault(fence.line, "fence", f'the block "{fence.title or fence.name}" is never closed', "put a line /// after its last paragraph")
        self.close(fence.line + len(fence.rows))

    def close(self, end: int) -> None:
        fence, self.fence = self.fence, None
        self.prose_line = end + 1
        if fence is None:
            return
        if fence.name == "list":
            self.blocks.append(ListBlock(fence.title, fence.line))
        elif fence.name == "clause":
            self.number += 1
            clause = Clause(**vars(self.provision(fence, end)), number=self.number, numbered=self.numbered)
            self.clauses[clause.id] = len(self.blocks)
            self.blocks.append(clause)
        elif fence.name == "variant":
            self.add_variant(Variant(**vars(self.provision(fence, end))))

    def add_variant(self, variant: Variant) -> None:
        target = str(variant.options.get("replaces", ""))
        at = self.clauses.get(target, -1)
        block = self.blocks[at] if at >= 0 else None
        if isinstance(block, Clause):
            self.blocks[at] = replace(block, variants=(*block.variants, variant))
            return
        hint = nearest(target, self.clauses)
        self.fault(variant.line_of("replaces"), "variant", f'the variant replaces "{target}", which is no clause above it', hint)

    def flush_prose(self, next_line: int) -> None:
        rows, line, self.prose, self.prose_line = self.prose, self.prose_line, [], next_line
        if not any(row.strip() for row in rows):
            return
        last = self.blocks[-1] if self.blocks else None
        if isinstance(last, Clause) and last.commentary is None:
            rows = self.take_commentary(last, rows, line)
            line = next_line - len(rows)
        if any(row.strip() for row in rows):
            self.blocks.append(Prose("\n".join(rows), line))

    def take_commentary(self, clause: Clause, rows: list[str], line: int) -> list[str]:
        """Attach the commentary to `clause`; return the rows from the next `## ` heading on."""
        end = next((n for n, row in enumerate(rows) if row.startswith(("# ", "## "))), len(rows))
        note = _commentary(rows[:end], line)
        if note:
            self.blocks[-1] = replace(clause, commentary=note)
        return rows[end:]

    def provision(self, fence: _Open, end: int) -> Provision:
        count = next((n for n, row in enumerate(fence.rows) if not row.startswith("    ")), len(fence.rows))
        options = yamltext.load("\n".join(row[4:] for row in fence.rows[:count]), self.path, fence.line + 1)
        self.faults += options.faults
        lines = {str(key[0]): line for key, line in options.lines.items() if len(key) == 1}
        paragraphs = tuple(self.paragraphs(fence.rows[count:], fence.line + 1 + count))
        if not paragraphs:
            self.fault(fence.line, "fence", f'the block "{fence.title}" has no text', "write its paragraphs before the closing ///")
        identity = str(options.values.get("id", ""))
        return Provision(identity, fence.title, options.values, lines, paragraphs, fence.line, end)

    def paragraphs(self, rows: list[str], first: int) -> Iterator[Paragraph]:
        spot = _Spot()
        for text, line in _split(rows, first):
            if text[0] not in _LETTERS and _BLOCK_MARKDOWN.match(text):
                self.fault(
                    line,
                    "clause-text",
                    f'"{text[:20].strip()}" is Markdown that a clause cannot hold',
                    "write plain paragraphs at the left margin; enumerate with (a), (1), (A), (i)",
                )
            yield self.paragraph(" ".join(map(str.strip, text.split("\n"))), line, spot)

    def paragraph(self, text: str, line: int, spot: _Spot) -> Paragraph:
        markers: tuple[str, ...] = ()
        if text[:1] == "(" and (found := _MARKERS.match(text)):
            markers, text = tuple(_PINPOINT.findall(found.group(1))), text[found.end() :]
            level = self.enumerate(markers, line, spot)
        elif text[:1] == "{" and (found := _FLUSH.match(text)):
            text = text[found.end() :]
            level = self.flush(found.group(1), line, spot)
        else:
            level = spot.unmarked()
        inlines = tuple(self.inlines(text, line))
        return Paragraph(inlines, tuple([f"({m})" for m in markers]), spot.path, level, line, _term(inlines))

    def enumerate(self, markers: Pinpoint, line: int, spot: _Spot) -> int:
        """Open the items that `markers` name; return the level of the first."""
        level = 0
        for label in markers:
            try:
                spot.enter(enumeration.place(label, spot.sequence, spot.deeper))
            except enumeration.EnumerationError as error:
                self.fault(line, "enumeration", str(error), error.hint)
                spot.enter(spot.recover(label))
            level = level or len(spot.path)
        return level

    def flush(self, named: str, line: int, spot: _Spot) -> int:
        path = () if named == "section" else tuple(_PINPOINT.findall(named))
        if path != spot.path[: len(path)] or (not path and named != "section"):
            hint = f"open here: {enumeration.written(spot.path) or 'none'}; or write {{flush section}}"
            self.fault(line, "enumeration", f'"{named}" is not an open item', hint)
        else:
            spot.leave(path)
        return len(spot.path)

    def inlines(self, text: str, line: int) -> Iterator[Inline]:
        if "[" not in text and "*" not in text:
            if text:
                yield Text(self.plain(text, line))
            return
        style, at, before = "", 0, ""
        for found in _INLINE.finditer(text):
            if found.start() > at:
                first, before = not before, text[at : found.start()]
                yield Text(self.plain(before, line, first), style)
            at = found.end()
            kind = found.lastgroup
            if kind in _STYLES:
                style = "" if style else str(kind)
            elif kind == "ref":
                yield self.reference(found.group("ref"), line, style, not before or before.endswith(". "))
                before = "x"
            else:
                yield _blank(found, line, style)
                before = "x"
        if at < len(text):
            yield Text(self.plain(text[at:], line, not before), style)
        if style:
            self.fault(line, "clause-text", "bold or italics is opened and not closed", "put the second * or ** in the same paragraph")

    def plain(self, text: str, line: int, first: bool = True) -> str:
        """Return the words of a stretch as a word processor would set them; `first` where it begins a paragraph."""
        for sign in "[]":
            if sign in text:
                at = text.index(sign)
                shown = text[at : at + 30]
                hint = "a blank is [CAPITALS], a reference [§ clause-id]; links and footnotes belong in the commentary"
                self.fault(line, "bracket", f'"{shown}" is neither a blank nor a reference', hint)
                break
        if "`" in text or "<" in text:
            self.fault(line, "clause-text", "code or HTML in a clause", "write the words plainly")
        text = text.replace("'", "’")
        if '"' not in text:
            return text
        text = "“" + text[1:] if first and text[0] == '"' else text
        return _OPENING.sub("“", text).replace('"', "”")

    def reference(self, target: str, line: int, style: str, capital: bool) -> Inline:
        found = _reference(target, line, capital, style)
        if found is None:
            self.fault(line, "cross-reference", f'"[§ {target}]" is not a reference', "write [§ clause-id] or [§ clause-id(a)(1)]")
            return Text(f"[§ {target}]", style)
        return found


@dataclass
class _Spot:
    """Where in the enumeration the reader stands.

    `path` is the item that the paragraph belongs to; `sequence` the item whose successor comes next. Flush text moves the
    first and not the second: after it no item can be opened a second time.
    """

    path: Pinpoint = ()
    sequence: Pinpoint = ()
    flush: bool = False

    @property
    def deeper(self) -> bool:
        """Whether the next item may be the first below `sequence`: flush text has closed what it stands above."""
        return self.path == self.sequence

    def enter(self, path: Pinpoint) -> None:
        """Open an item."""
        self.path = self.sequence = path
        self.flush = False

    def leave(self, path: Pinpoint) -> None:
        """Go to flush text of the item `path`."""
        self.path, self.sequence = path, self.sequence[: len(path) + 1]
        self.flush = True

    def unmarked(self) -> int:
        """Flush text belongs to the item whose sub-items it follows; more of it stays there."""
        if not self.flush:
            self.leave(self.path[:-1])
        return len(self.path)

    def recover(self, label: str) -> Pinpoint:
        """Go on after a wrong marker as if it were at the level its form names, to report one fault and not ten."""
        level = 2 if label.isdigit() else 3 if label.isupper() else 1
        level = min(level, len(self.sequence) + 1)
        return (*self.sequence[: level - 1], label) if enumerable(level, label) else self.sequence


def enumerable(level: int, label: str) -> bool:
    """Whether `label` has the form of `level`."""
    return bool(re.fullmatch((r"([a-z])\1*", r"\d+", r"([A-Z])\1*", r"[ivx]+")[level - 1], label))


def _blank(found: re.Match[str], line: int, style: str) -> Blank:
    article, name, default, possessive = found.group("article", "blank", "default", "possessive")
    form = "possessive" if possessive else "Article" if article and article[0] == "A" else "article" if article else "plain"
    return Blank(name.strip(), form, default.strip() if default else "", line, style)


def _term(inlines: tuple[Inline, ...]) -> str:
    if len(inlines) > 1 and isinstance(inlines[0], Text) and inlines[0].style == "strong":
        rest = inlines[1]
        if isinstance(rest, Text) and re.match(r"\s+(means|includes|has the meaning)\b", rest.text):
            return inlines[0].text
    return ""


def _split(rows: list[str], first: int) -> Iterator[tuple[str, int]]:
    """Yield the paragraphs of `rows` with the line each starts on."""
    start = first
    held: list[str] = []
    for number, row in enumerate([*rows, ""], first):
        if row.strip():
            start = start if held else number
            held.append(row)
        elif held:
            yield "\n".join(held), start
            held = []


def _commentary(rows: list[str], line: int) -> Commentary | None:
    parts = list(_split(rows, line))
    if not parts:
        return None
    plain, plain_line = parts[0]
    if plain.startswith("#"):
        return Commentary("", "\n".join(rows), line, line)
    after = plain_line + plain.count("\n") + 1
    return Commentary(plain, "\n".join(rows[after - line :]).rstrip(), plain_line, after)


def blanked(text: str) -> str:
    """Return as many spaces as `text` has characters, its line breaks kept: what follows stays where it stood."""
    return _NOT_NEWLINE.sub(" ", text)


def without_code(text: str) -> str:
    """Return `text` with code spans and fenced code blanked out, every character in its place."""
    if "`" not in text and "~~~" not in text:
        return text
    return "".join(_without_spans(part) for part in _BLANK_ROWS.split(_without_fences(text)))


def _without_fences(text: str) -> str:
    mark, out = "", []
    for row in text.split("\n"):
        found = _CODE_FENCE.match(row)
        inside = bool(mark or found)
        if found and not mark:
            mark = found.group(1)
        elif found and found.group(1).startswith(mark):
            mark = ""
        out.append(" " * len(row) if inside else row)
    return "\n".join(out)


def _without_spans(paragraph: str) -> str:
    """Blank the code spans of one paragraph: a run of backticks closes at the next run of its length."""
    runs = list(_BACKTICKS.finditer(paragraph))
    partner: dict[int, int] = {}
    last: dict[int, int] = {}
    for n in range(len(runs) - 1, -1, -1):
        size = len(runs[n].group())
        partner[n], last[size] = last.get(size, -1), n
    out, at, n = [], 0, 0
    while n < len(runs):
        if partner[n] < 0:
            n += 1
            continue
        start, end = runs[n].start(), runs[partner[n]].end()
        out += [paragraph[at:start], blanked(paragraph[start:end])]
        at, n = end, partner[n] + 1
    return "".join(out) + paragraph[at:]


def _located(pattern: re.Pattern[str], clean: str, first_line: int) -> Iterator[tuple[re.Match[str], int]]:
    """Yield the matches in `clean` with the line of each."""
    line, at = first_line, 0
    for found in pattern.finditer(clean):
        line += clean.count("\n", at, found.start())
        at = found.start()
        yield found, line


def citations(text: str, first_line: int) -> Iterator[Citation]:
    """Yield the footnote references in a stretch of prose."""
    for found, line in _located(_CITATION, without_code(text), first_line):
        yield Citation(found.group(1), " ".join((found.group(2) or "").split()), line, found.group())


def prose_references(text: str, first_line: int) -> Iterator[tuple[re.Match[str], CrossRef | None, int]]:
    """Yield each [§ …] in prose with its reference (None when it is malformed) and line."""
    clean = without_code(text)
    for found, line in _located(_PROSE_REF, clean, first_line):
        capital = found.start() == 0 or clean.endswith((". ", "\n\n"), 0, found.start())
        yield found, _reference(found.group(1), line, capital), line


def _reference(written: str, line: int, capital: bool, style: str = "") -> CrossRef | None:
    """Return what stands after the section sign as a reference; None when it is malformed."""
    found = _REF.match(written.strip())
    if not found:
        return None
    return CrossRef(found.group(2), tuple(_PINPOINT.findall(found.group(3))), found.group(1) or "", line, capital, style)


def front_matter(text: str, path: str) -> tuple[yamltext.Mapping, list[str], int]:
    """Split off the front matter: its values, the remaining lines, and the line they start on."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return yamltext.Mapping(lines={(): 1}), lines, 1
    for end in range(1, len(lines)):
        if lines[end].rstrip() == "---":
            return yamltext.load("\n".join(lines[1:end]), path, 2), lines[end + 1 :], end + 2
    broken = yamltext.Mapping(lines={(): 1})
    broken.faults.append(Finding(path, 1, "front-matter", "the front matter is never closed", "put a line --- after its last key"))
    return broken, lines, 1


def parse(text: str, path: str, shown: str = "") -> Page:
    """Parse one page.

    Args:
        text: The whole file.
        path: Its path below docs/.
        shown: The path that faults name; `path` when empty.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    shown = shown or path
    meta, lines, first = front_matter(text, shown)
    reader = _Reader(shown, meta.values.get("numbered") is not False)
    long = next((n for n, row in enumerate(lines, first) if len(row) > MAX_LINE), 0)
    if long:
        reader.fault(long, "long-line", f"a line of {len(lines[long - first]):,} characters", f"break it into paragraphs; a line has at most {MAX_LINE:,}")
    else:
        reader.read(lines, first)
    faults = tuple(meta.faults + reader.faults)
    lines_of = {str(key[0]): line for key, line in meta.lines.items() if len(key) == 1}
    page = Page(path, meta.values, lines_of, tuple(reader.blocks), (), faults, first)
    return replace(page, citations=tuple(c for words, line in page.prose for c in citations(words, line)))
