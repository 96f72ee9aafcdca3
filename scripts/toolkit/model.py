"""The typed model that every output is made from. No module of ours is imported here but findings."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from toolkit.findings import Finding

Options = dict[str, Any]
Pinpoint = tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """Words as they are; `style` is "", "strong" or "em"."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class Blank:
    """A bracketed blank such as [GOVERNMENT NAME] or [DAYS: 30].

    `form` is "plain", "article" ([a GOVERNMENT]), "Article" ([A GOVERNMENT]) or "possessive" ([GOVERNMENT]'s).
    """

    name: str
    form: str = "plain"
    default: str = ""
    line: int = 0
    style: str = ""

    @property
    def shown(self) -> str:
        """The blank as it stands in an unfilled text."""
        if self.default:
            return f"[{self.name}: {self.default}]"
        article = {"article": "a ", "Article": "A "}.get(self.form, "")
        return f"[{article}{self.name}]" + ("’s" if self.form == "possessive" else "")


@dataclass(frozen=True)
class CrossRef:
    """A reference to a clause, with the pinpoint inside it; `model` is "" for the same model."""

    clause: str
    pinpoint: Pinpoint = ()
    model: str = ""
    line: int = 0
    capital: bool = False
    style: str = ""

    @property
    def shown(self) -> str:
        return f"[§ {self.model + '#' if self.model else ''}{self.clause}{''.join(f'({p})' for p in self.pinpoint)}]"


Inline = Text | Blank | CrossRef


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of model text.

    `markers` are the enumeration it opens, as written; `path` the item it belongs to, as in ("b", "1");
    `level` how deep it stands (0 is the section itself).
    """

    inlines: tuple[Inline, ...]
    markers: tuple[str, ...] = ()
    path: Pinpoint = ()
    level: int = 0
    line: int = 0
    term: str = ""


@dataclass(frozen=True)
class Provision:
    """What a clause and a variant share: an id, options and a text."""

    id: str
    title: str
    options: Options
    lines: dict[str, int]
    paragraphs: tuple[Paragraph, ...]
    line: int
    end_line: int

    def __iter__(self) -> Iterator[Inline]:
        for paragraph in self.paragraphs:
            yield from paragraph.inlines

    @property
    def blanks(self) -> tuple[Blank, ...]:
        return tuple(inline for inline in self if isinstance(inline, Blank))

    @property
    def references(self) -> tuple[CrossRef, ...]:
        return tuple(inline for inline in self if isinstance(inline, CrossRef))

    @property
    def pinpoints(self) -> frozenset[Pinpoint]:
        """Every item that a reference can cite, the section itself included."""
        return frozenset(p.path[:n] for p in self.paragraphs for n in range(len(p.path) + 1)) | {()}

    @property
    def strength(self) -> str:
        return str(self.options.get("strength", ""))

    @property
    def kinds(self) -> list[str]:
        kinds = self.options.get("kinds")
        return [str(kind) for kind in kinds] if isinstance(kinds, list) else []

    def line_of(self, option: str) -> int:
        return self.lines.get(option, self.line)


@dataclass(frozen=True)
class Variant(Provision):
    """A text that can stand in place of the clause it replaces."""


@dataclass(frozen=True)
class Commentary:
    """The Markdown that explains a clause: one plain paragraph, then what is folded."""

    plain: str
    notes: str
    line: int
    notes_line: int


@dataclass(frozen=True)
class Clause(Provision):
    """A section of a model, with its variants and commentary; `number` follows from the order and stands in the heading if `numbered`."""

    number: int = 0
    numbered: bool = True
    variants: tuple[Variant, ...] = ()
    commentary: Commentary | None = None

    @property
    def level(self) -> str:
        return str(self.options.get("level", ""))

    @property
    def covers(self) -> list[str]:
        covers = self.options.get("covers")
        return [str(provision) for provision in covers] if isinstance(covers, list) else []

    @property
    def follows(self) -> list[str]:
        """The clauses of other models, by full id, whose state law and notes bear on this one too."""
        follows = self.options.get("follows")
        return [str(key) for key in follows] if isinstance(follows, list) else []

    @property
    def texts(self) -> tuple[Provision, ...]:
        """The default text, then the variants."""
        return (self, *self.variants)

    @property
    def heading(self) -> str:
        return f"Section {self.number}. {self.title}." if self.numbered else self.title

    @property
    def name(self) -> str:
        """What the default text is called in the list of choices."""
        return str(self.options.get("name") or "Standard text")


@dataclass(frozen=True)
class Prose:
    """Markdown outside clauses."""

    text: str
    line: int


@dataclass(frozen=True)
class ListBlock:
    """A table or list that is drawn from the records: /// list | states."""

    name: str
    line: int


@dataclass(frozen=True)
class Citation:
    """A footnote reference to a source: [^galarza, at 643]."""

    source: str
    pinpoint: str
    line: int
    raw: str


Block = Prose | Clause | ListBlock


@dataclass(frozen=True)
class Page:
    """One Markdown file, parsed once. `path` is relative to docs/, with forward slashes."""

    path: str
    meta: Options
    meta_lines: dict[str, int]
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...]
    faults: tuple[Finding, ...] = ()
    body_line: int = 1

    @property
    def id(self) -> str:
        return self.path.removesuffix(".md").removesuffix("/index")

    @property
    def title(self) -> str:
        return str(self.meta.get("title", self.id))

    @property
    def is_model(self) -> bool:
        return self.meta.get("kind") == "model"

    @property
    def comments_on(self) -> str:
        """The full id of the clause that a page of notes is about; its path says which: cooperation/ordinance/detainers."""
        model, _, clause = self.id.rpartition("/")
        return f"{model}#{clause}" if self.meta.get("kind") == "commentary" else ""

    @property
    def of_model(self) -> str:
        """The model whose clauses a bare reference on this page means: the page itself, or the one it comments on; "" on others."""
        return self.id if self.is_model else self.comments_on.partition("#")[0]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Clause))

    def clause(self, clause_id: str) -> Clause | None:
        return next((c for c in self.clauses if c.id == clause_id), None)

    @property
    def address(self) -> str:
        """The address of the page below the site's root: "cooperation/ordinance/"."""
        stem = self.path.removesuffix(".md")
        stem = stem.removesuffix("index") if stem.split("/")[-1] == "index" else stem + "/"
        return stem

    def relative(self, address: str) -> str:
        """Return a link from this page's own address to another below the site's root."""
        link = posixpath.relpath(address or ".", self.address or ".")
        return link + "/" if address.endswith("/") or not address else link

    @property
    def topic(self) -> str:
        """The folder in which the page's subject stands: "counsel"."""
        return self.path.partition("/")[0]

    @property
    def prose(self) -> Iterator[tuple[str, int]]:
        """Every stretch of Markdown prose with its first line, commentary included."""
        for block in self.blocks:
            if isinstance(block, Prose):
                yield block.text, block.line
            elif isinstance(block, Clause) and block.commentary:
                yield block.commentary.plain, block.commentary.line
                yield block.commentary.notes, block.commentary.notes_line


@dataclass(frozen=True)
class Record:
    """A YAML record: its id is its path below its folder; `lines` gives the line of every key path."""

    id: str
    path: str
    values: Options
    lines: dict[tuple[str | int, ...], int] = field(repr=False)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def get(self, key: str, default: Any = "") -> Any:
        return self.values.get(key, default)

    def line(self, *path: str | int) -> int:
        """Return the line of the nearest known key on `path`."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 1


@dataclass(frozen=True)
class Source(Record):
    """A source of law or fact, with how far it was checked."""

    @property
    def checked(self) -> Options:
        value = self.get("checked", {})
        return value if isinstance(value, dict) else {}

    @property
    def how(self) -> str:
        return str(self.checked.get("how", ""))

    @property
    def as_of(self) -> str:
        return str(self.checked.get("as_of", ""))


@dataclass(frozen=True)
class Law(Record):
    """An enacted law, and the clauses of our models that it contains."""


@dataclass(frozen=True)
class Case(Record):
    """A court case: holding, limits, stage, and the clauses it bears on."""


@dataclass(frozen=True)
class State(Record):
    """What the law of a state does to a local government that wants our clauses."""
