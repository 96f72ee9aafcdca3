"""The kit of a model: every piece of its files, in both layouts, with tokens where the words depend on the reader.

The files for nobody in particular and, in the browser, a reader's own are put together from the same kit, by the same
steps (`Draft` here, assets/javascripts/files.js there), so that the two cannot say different things.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from toolkit import fill
from toolkit.export import front, package
from toolkit.export.docx import WordLayout
from toolkit.export.layout import TOKEN, Layout, Line, Run, Words, put, token
from toolkit.export.text import TextLayout
from toolkit.fill import NOBODY, Answers
from toolkit.library import Library
from toolkit.model import Blank, Clause, CrossRef, Inline, Options, Page, Paragraph, Provision

Kit = dict[str, Any]
Pieces = dict[str, Any]
_NO_BODY = "Leave out what names it, or have an attorney adapt it."
LAYOUTS: dict[str, Layout] = {"docx": WordLayout(), "txt": TextLayout()}

# Controls, line ends, marks of byte order and half characters: none can stand in XML, none is part of a name.
_NOT_WORDS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def clean(typed: str) -> str:
    """Return what a reader typed as one line that any file can hold."""
    return re.sub(" +", " ", _NOT_WORDS.sub(" ", typed)).strip(" ")


def file_name(page: Page) -> str:
    """Return the stem of a model's files: cooperation-ordinance."""
    return page.id.replace("/", "-")


def tag(name: str, clause: str) -> str:
    """Return the XML name under which a blank is kept: government-name, detainers.days."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return f"number.{clause.split('#')[-1]}.{slug}" if clause else f"blank.{slug}"


class _Blanks:
    """The blanks of a model, each different one once; their place in `specs` is their token."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.specs: list[dict[str, str]] = []
        self.places: dict[tuple[str, ...], int] = {}
        self.place(Blank("GOVERNMENT NAME"), "", 0)  # for the cover: token 0

    def place(self, blank: Blank, clause: str, section: int) -> int:
        owner = clause if blank.default else ""
        key = (blank.name, blank.form, blank.default, owner, blank.style)
        if key not in self.places:
            self.places[key] = len(self.specs)
            label = str((self.library.file("blanks").get(blank.name) or {}).get("label", blank.name))
            shown = f"{label}, section {section}" if owner else label
            spec = {"name": blank.name, "form": blank.form, "default": blank.default, "clause": owner, "style": blank.style}
            self.specs.append(spec | {"label": shown, "tag": tag(blank.name, owner)})
        return self.places[key]


class _Writer:
    """Writes the pieces of one model in one layout."""

    def __init__(self, page: Page, library: Library, layout: Layout, blanks: _Blanks) -> None:
        self.page, self.layout, self.blanks = page, layout, blanks
        self.library = library
        self.wording = fill.Wording(page, library)

    def pieces(self, site_url: str, notices: Mapping[str, list[Line]]) -> Pieces:
        kind = front.instrument(self.page, self.library)
        return {
            "begin": self.layout.begin(self.page.title) + self.lines(front.cover(self.page, self.library, site_url, self.layout.hint)),
            "notices": {code: self.lines(lines) for code, lines in notices.items()},
            "choices": self.lines([("h2", [("Choices still open", "")]), ("p", [("Where no choice was made, the default text stands and is marked.", "")])]),
            "choice": self.line("item", f"Section {token('number')} ({token('title')}): the text stands as “{token('shown')}”. {token('others')}"),
            "law": self.line("law", f"Text of the {kind}"),
            "clauses": [self.clause(clause) for clause in self.page.clauses],
            "open": self.line("mark", f"[Choice still open: {token('shown')}. {token('others')}]"),
            "absent": self.line("mark", f"[This section needs a {token('roles')}, and “{token('kind')}” has none. {_NO_BODY}]"),
            "end": self.layout.end(),
            "blank": self.layout.templates(),
        }

    def lines(self, lines: Iterable[Line]) -> str:
        return "".join(self.layout.paragraph(style, runs) for style, runs in lines)

    def line(self, style: str, words: str) -> str:
        return self.lines([(style, [(words, "")])])

    def clause(self, clause: Clause) -> Options:
        return {"head": self.line("h2", clause.heading), "texts": [self.provision(text, clause) for text in clause.texts]}

    def provision(self, text: Provision, clause: Clause) -> str:
        after = [*(p.level for p in text.paragraphs[1:]), 0]
        return "".join(self.paragraph(p, clause, deeper > p.level) for p, deeper in zip(text.paragraphs, after, strict=True))

    def paragraph(self, paragraph: Paragraph, clause: Clause, introduces: bool) -> str:
        runs = [self.run(inline, clause) for inline in paragraph.inlines]
        if paragraph.markers:
            runs.insert(0, ("".join(paragraph.markers) + " ", ""))
        keep = introduces or (bool(runs) and runs[-1][0].rstrip().endswith(":"))
        return self.layout.paragraph(f"l{paragraph.level}", runs, keep)

    def run(self, inline: Inline, clause: Clause) -> Run:
        if isinstance(inline, Blank):
            return token(self.blanks.place(inline, f"{self.page.id}#{clause.id}", clause.number)), ""
        words = self.wording.reference(inline) if isinstance(inline, CrossRef) else inline.text
        return words, inline.style


def build(page: Page, library: Library, site_url: str = "") -> Kit:
    """Return the kit of a model: plain data, as it goes into downloads/<name>.kit.json."""
    blanks = _Blanks(library)
    notices = front.notices(page, library)
    pieces = {name: _Writer(page, library, layout, blanks).pieces(site_url, notices) for name, layout in LAYOUTS.items()}
    return {
        "name": file_name(page),
        "states": {str(code): str(name) for code, name in library.file("jurisdictions").items()},
        "kinds": dict(library.file("vocabulary").get("government_kind") or {}),
        "blanks": blanks.specs,
        "clauses": [_clause(page, clause, library) for clause in page.clauses],
        **pieces,
    }


def _clause(page: Page, clause: Clause, library: Library) -> Options:
    texts = [
        {"id": "" if text is clause else text.id, "name": text_name(text, clause), "kinds": text.kinds, "needs": _needs(text, library)} for text in clause.texts
    ]
    return {"key": f"{page.id}#{clause.id}", "number": clause.number, "title": clause.title, "texts": texts}


def text_name(text: Provision, clause: Clause) -> str:
    """Return what one of a clause's texts is called."""
    return clause.name if text is clause else text.title


def _needs(text: Provision, library: Library) -> list[str]:
    names = {blank.name for blank in text.blanks} | set(text.options.get("needs") or [])
    return sorted(n for n in names if (library.file("blanks").get(n) or {}).get("type") == "role")


@dataclass
class Draft:
    """One file being put together for one reader; `values` are the words of the bound blanks by tag."""

    kit: Kit
    layout: Layout
    page: Page
    library: Library
    answers: Answers = NOBODY
    values: dict[str, str] = field(default_factory=dict)
    count: int = 0

    @property
    def specs(self) -> Options:
        return self.library.file("blanks")

    def document(self) -> str:
        """Return the whole file; for Word, its main part."""
        pieces = self.kit[self.layout.name]
        parts = [pieces["begin"], self.notice(pieces), self.choices(pieces), pieces["law"]]
        for n, clause in enumerate(self.page.clauses):
            parts += self.clause(pieces, n, clause)
        return "".join(self.filled(part) for part in [*parts, pieces["end"]])

    def notice(self, pieces: Pieces) -> str:
        name = self.kit["states"].get(self.answers.state)
        if not name:
            return str(pieces["notices"][""])
        known = pieces["notices"].get(self.answers.state)
        return known or self.slots(pieces["notices"]["unchecked"], state=name)

    def choices(self, pieces: Pieces) -> str:
        """Return the list of choices that the reader has left open."""
        rows = [
            self.slots(pieces["choice"], number=str(clause.number), title=clause.title, shown=text_name(text, clause), others=self.others(clause, text))
            for clause in self.page.clauses
            if self.is_open(clause) and (text := self.text(clause))
        ]
        return pieces["choices"] + "".join(rows) if rows else ""

    def clause(self, pieces: Pieces, n: int, clause: Clause) -> Iterable[str]:
        text = self.text(clause)
        yield pieces["clauses"][n]["head"]
        if self.is_open(clause):
            yield self.slots(pieces["open"], shown=text_name(text, clause), others=self.others(clause, text))
        absent = fill.absent_roles(text, self.answers.kind, self.specs)
        if absent:
            labels = [str(self.specs[role]["label"]) for role in absent]
            roles = " and a ".join(label[:1].lower() + label[1:] for label in labels)
            yield self.slots(pieces["absent"], kind=str(self.kit["kinds"].get(self.answers.kind, "")), roles=roles)
        yield pieces["clauses"][n]["texts"][clause.texts.index(text)]

    def is_open(self, clause: Clause) -> bool:
        return fill.is_open(clause, f"{self.page.id}#{clause.id}", self.answers, self.specs)

    def text(self, clause: Clause) -> Provision:
        return fill.chosen_text(clause, f"{self.page.id}#{clause.id}", self.answers, self.specs)

    def others(self, clause: Clause, shown: Provision) -> str:
        """Return in words which other texts suit the reader's kind of government."""
        suit = [t for t in clause.texts if t is not shown and fill.fits(t, self.answers.kind, self.specs)]
        if not suit:
            return "No other text suits this kind of government."
        return f"Alternatives: {'; '.join(text_name(t, clause) for t in suit)}."

    def slots(self, template: str, **words: str) -> str:
        return put(template, {name: self.layout.escape(text) for name, text in words.items()})

    def filled(self, piece: str) -> str:
        """Return a piece with its blanks filled, as far as the reader filled them."""
        return TOKEN.sub(lambda found: self.blank(self.kit["blanks"][int(found.group(1))]), piece)

    def blank(self, spec: Mapping[str, str]) -> str:
        words = self.words(Blank(spec["name"], spec["form"], spec["default"]), spec["clause"])
        self.values.setdefault(spec["tag"], self.layout.escape(words.core))
        self.count += 1
        return self.layout.blank(spec, words, self.count)

    def words(self, blank: Blank, clause: str) -> Words:
        given = clean(fill.value(blank, clause, self.answers, self.specs))
        if not given and blank.form in ("article", "Article") and not blank.default:
            # On the page the article stands inside the bracket; a bound control must hold the same words everywhere.
            return self.open_article(blank)
        core = given or f"[{blank.default or blank.name}]"
        before, _, after = fill.blank_words(blank, given).partition(core)
        return Words(core, before, after, bool(given))

    def open_article(self, blank: Blank) -> Words:
        lead = "A" if blank.form == "Article" else "a"
        if self.layout.name == "txt":
            return Words(f"[{lead} {blank.name}]")
        return Words(f"[{blank.name}]", f"{lead} ")


def write(kit: Kit, name: str, page: Page, library: Library, answers: Answers = NOBODY) -> bytes:
    """Return a model's file: `name` is "docx" or "txt"."""
    draft = Draft(kit, LAYOUTS[name], page, library, answers)
    document = draft.document()
    if name == "txt":
        return document.rstrip("\n").encode() + b"\n"
    footer = f"{page.title}, {front.version(page)[0].lower()}{front.version(page)[1:]}"
    return package.pack(document, package.custom(draft.values), page.title, str(page.meta.get("date", "")), footer, close="pages" in page.meta)
