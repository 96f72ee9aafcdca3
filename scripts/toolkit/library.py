"""docs/ loaded once: every page and record, and the questions that outputs ask of them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from toolkit import dates, records
from toolkit.findings import Finding
from toolkit.model import Case, Clause, Law, Options, Page, Pinpoint, Record, Source, State
from toolkit.parse import parse

# What a state rule says of a clause, worst first: against a local government, then the rest.
RESTRICTING = ("punishes", "forbids", "limits")
EFFECTS = (*RESTRICTING, "requires", "permits", "none-found")
_FEDERAL = re.compile(r"\b(\d+) (U\.S\.C\.|C\.F\.R\.) §+[ \u00a0]?((?:\d[\w.-]*(?:\([\w]+\))*(?:, | and |, and | & |)?)+)")
_NUMBER = re.compile(r"(?<![\w(])\d[\w.-]*")
LARGEST = 500_000  # bytes of an asset
# Kinds of source that are law.
LAW_KINDS = ("constitution", "statute", "session-law", "regulation", "executive-order", "case", "ordinance", "resolution", "local-order", "bill")


@dataclass(frozen=True)
class Library:
    """All content. `pages` by path below docs/; records by id; `files` the single data files."""

    root: Path
    pages: dict[str, Page]
    sources: dict[str, Source]
    laws: dict[str, Law]
    states: dict[str, State]
    cases: dict[str, Case]
    data: records.Data = field(repr=False)
    faults: tuple[Finding, ...] = ()
    anchors: dict[str, frozenset[str]] = field(default_factory=dict, repr=False, compare=False)  # kept by toolkit.links
    listed: dict[str, list[tuple[str, bool]]] = field(default_factory=dict, repr=False)  # headings of drawn lists, as they are asked for

    @property
    def prefix(self) -> str:
        return self.root.name

    def file(self, name: str) -> Options:
        """Return one of the single data files: "blanks", "vocabulary" …"""
        return self.data.files.get(name, {})

    def words(self, vocabulary: str, value: object) -> str:
        """Return what readers see for a value of a closed vocabulary."""
        return str((self.file("vocabulary").get(vocabulary) or {}).get(str(value), value))

    @cached_property
    def models(self) -> list[Page]:
        return [page for page in self.pages.values() if page.is_model]

    @cached_property
    def clauses(self) -> dict[str, tuple[Page, Clause]]:
        """Every clause by its full id, as in cooperation/ordinance#detainers."""
        return {f"{page.id}#{clause.id}": (page, clause) for page in self.models for clause in page.clauses}

    @cached_property
    def commentaries(self) -> dict[str, Page]:
        """The page of notes on each clause that has one, by the clause's full id."""
        return {page.comments_on: page for page in self.pages.values() if page.comments_on}

    @cached_property
    def pinpoints(self) -> dict[str, dict[str, frozenset[Pinpoint]]]:
        """What can be cited in each text of a clause: by full clause id, then by id of the text (the clause's own first)."""
        return {key: {text.id: text.pinpoints for text in clause.texts} for key, (_, clause) in self.clauses.items()}

    @cached_property
    def day(self) -> date:
        """The day from which ages are counted."""
        return dates.reference(self.root)

    @cached_property
    def today(self) -> date:
        """The last day that lies in no future."""
        return dates.today(self.root)

    @cached_property
    def files(self) -> frozenset[str]:
        """Every file below docs/ but the data, as paths from there."""
        found = (Path(folder, name).relative_to(self.root).as_posix() for folder, _, names in os.walk(self.root) for name in names)
        return frozenset(path for path in found if not path.startswith("_data/"))

    @cached_property
    def assets(self) -> dict[str, bytes]:
        """What is published as it is, by path: at most one byte more than the largest may have, and nothing of what is no file."""
        paths = sorted(path for path in self.files if not path.endswith(".md"))
        return {path: records.read_bytes(self.root / path, path, LARGEST)[0] for path in paths}

    @cached_property
    def symlinks(self) -> list[str]:
        """Every symbolic link below docs/."""
        entries = (Path(folder, name) for folder, folders, names in os.walk(self.root) for name in (*folders, *names))
        return sorted(entry.relative_to(self.root).as_posix() for entry in entries if entry.is_symlink())

    @cached_property
    def _broken(self) -> frozenset[str]:
        return frozenset(fault.path for fault in self.data.faults)

    def is_broken(self, record: str) -> bool:
        """Whether a record such as sources/galarza could not be read whole; with "sources/", whether any of them could not."""
        path = f"{self.prefix}/_data/{record}"
        return f"{path}.yml" in self._broken or (path.endswith("/") and any(broken.startswith(path) for broken in self._broken))

    @cached_property
    def hows(self) -> dict[str, str]:
        """How each source was checked, by id."""
        return {source.id: source.how for source in self.sources.values()}

    @cached_property
    def federal_sections(self) -> frozenset[tuple[str, ...]]:
        """The sections of federal codes that source records are about, as ("8", "U.S.C.", "1373")."""
        texts = (f"{source.get('citation')} {source.get('title')}" for source in self.sources.values())
        return frozenset(section for text in texts if "C." in text or "F.R." in text for section in _sections(text))

    def is_law_read(self, source: str) -> bool:
        """Whether a source is law, and its operative words were read."""
        found = self.sources.get(source)
        return found is not None and found.how == "read" and found.get("kind") in LAW_KINDS

    @cached_property
    def all_records(self) -> list[Record]:
        return [*self.sources.values(), *self.laws.values(), *self.cases.values(), *self.states.values()]

    @cached_property
    def _bearings(self) -> list[tuple[State, Options, list[str]]]:
        """Every state rule with the clauses on which it bears, by name of the state."""
        by_name = sorted(self.states.values(), key=lambda s: str(s.get("name")))
        return [(state, rule, self.bearing(rule)) for state in by_name for _, rule in records.rules(state)]

    @cached_property
    def _rules(self) -> dict[str, list[tuple[State, Options]]]:
        by_clause: dict[str, list[tuple[State, Options]]] = {}
        for state, rule, keys in self._bearings:
            for key in keys:
                by_clause.setdefault(key, []).append((state, rule))
        return by_clause

    @cached_property
    def _followers(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, (_, clause) in self.clauses.items():
            for followed in clause.follows:
                found.setdefault(followed, []).append(key)
        return found

    def bearing(self, rule: Options) -> list[str]:
        """Return the clauses that a state rule bears on: those it names, those of other models that follow them, and so on."""
        found = dict.fromkeys(str(key) for key in records.items(rule.get("clauses")))
        while more := {key: None for name in found for key in self._followers.get(name, []) if key not in found}:
            found |= more
        return list(found)

    @cached_property
    def _rules_of_models(self) -> dict[tuple[str, str], list[tuple[Options, list[str]]]]:
        found: dict[tuple[str, str], list[tuple[Options, list[str]]]] = {}
        for state, rule, keys in self._bearings:
            for model in dict.fromkeys(key.partition("#")[0] for key in keys):
                found.setdefault((model, state.id), []).append((rule, [key for key in keys if key.startswith(f"{model}#")]))
        return found

    def rules_of(self, state: str, model: str) -> list[tuple[Options, list[str]]]:
        """Return the rules of a state that bear on a model, in the record's order, each with the full ids of the clauses."""
        return self._rules_of_models.get((model, state), [])

    @cached_property
    def compared(self) -> set[str]:
        """The models that records of laws and states speak of."""
        named = (key for state in self.states.values() for _, rule in records.rules(state) for key in records.items(rule.get("clauses")))
        return {str(key).partition("#")[0] for key in (*named, *self._enacted)}

    @cached_property
    def _enacted(self) -> dict[str, list[tuple[Law, Options]]]:
        by_clause: dict[str, list[tuple[Law, Options]]] = {}
        for law in self.laws.values():
            for entry in records.items(law.get("clauses")):
                if isinstance(entry, dict):
                    by_clause.setdefault(str(entry.get("clause")), []).append((law, entry))
        return by_clause

    @cached_property
    def _cases(self) -> dict[str, list[Case]]:
        by_clause: dict[str, list[Case]] = {}
        for case in sorted(self.cases.values(), key=lambda c: str(c.get("decided"))):
            for key in dict.fromkeys(map(str, records.items(case.get("bears_on")))):
                by_clause.setdefault(key, []).append(case)
        return by_clause

    def rules_on(self, clause: str) -> list[tuple[State, Options]]:
        """Return what state laws say of a clause, by name of the state."""
        return self._rules.get(clause, [])

    def states_on(self, clause: str) -> list[tuple[State, list[Options]]]:
        """Return each state with what its law says of a clause, worst first."""
        found: dict[str, list[Options]] = {}
        for state, rule in self.rules_on(clause):
            found.setdefault(state.id, []).append(rule)
        return [(self.states[code], sorted(rules, key=lambda rule: rank(rule.get("effect")))) for code, rules in found.items()]

    @cached_property
    def elements(self) -> dict[str, dict[str, tuple[str, Pinpoint]]]:
        """The operative elements of each provision, with the clause and item of its subject's ordinance that has each."""
        return {str(name): dict(_elements(str(name), provision)) for name, provision in self.file("provisions").items()}

    def enacted(self, clause: str) -> list[tuple[Law, Options]]:
        """Return the laws that contain a clause, with how they contain it."""
        return self._enacted.get(clause, [])

    def cases_on(self, clause: str) -> list[Case]:
        """Return the cases that bear on a clause, oldest first."""
        return self._cases.get(clause, [])


def _sections(text: str) -> Iterator[tuple[str, ...]]:
    """Yield every federal section in a citation, those after "§§ 1373," and "and" too."""
    for found in _FEDERAL.finditer(text):
        yield from ((found.group(1), found.group(2), number.rstrip(".-")) for number in _NUMBER.findall(found.group(3)))


def _elements(name: str, provision: object) -> Iterator[tuple[str, tuple[str, Pinpoint]]]:
    """Yield each element of a provision such as cooperation-10: its words, the clause's full id, the item in it."""
    model = f"{name.rpartition('-')[0]}/ordinance"
    found = provision.get("elements") if isinstance(provision, dict) else None
    for words, place in found.items() if isinstance(found, dict) else ():
        clause, *items = str(place).replace(")", "").split("(")
        yield str(words), (f"{model}#{clause}", tuple(items))


def rank(effect: object) -> int:
    """Return where an effect stands in the order of what matters most to an adopter; what was not checked comes last."""
    return EFFECTS.index(str(effect)) if effect in EFFECTS else len(EFFECTS)


def load(root: Path) -> Library:
    """Load a docs folder. Faults are collected in the library and in its pages."""
    data = records.load(root / "_data", f"{root.name}/_data")
    paths = [path.relative_to(root).as_posix() for path in sorted(root.rglob("*.md"))]
    parsed = {path: _page(root, path, data.texts) for path in paths}
    data.faults += _settings(root, data.texts)
    pages = {path: page for path, (page, _) in parsed.items() if page is not None}
    faults = [*data.faults, *(fault for _, found in parsed.values() for fault in found)]
    return Library(
        root,
        pages,
        records.of_type(data, "sources", Source),
        records.of_type(data, "laws", Law),
        records.of_type(data, "states", State),
        records.of_type(data, "cases", Case),
        data,
        tuple(faults),
    )


def _settings(root: Path, texts: dict[str, str]) -> list[Finding]:
    """Keep the text of the site's settings; a folder of content can stand without them."""
    path = root.parent / "mkdocs.yml"
    text, faults = records.read_text(path, path.name) if path.exists() else ("", [])
    texts[path.name] = text or ""
    return faults


def _page(root: Path, relative: str, texts: dict[str, str]) -> tuple[Page | None, list[Finding]]:
    """Return the page in a file, None when it is no text, and every fault; its text goes into `texts`."""
    shown = f"{root.name}/{relative}"
    text, faults = records.read_text(root / relative, shown)
    if text is None:
        return None, faults
    texts[shown] = text
    page = parse(text, relative, shown)
    return page, [*faults, *page.faults]
