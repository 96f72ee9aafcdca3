"""docs/ loaded once: every page and record, and the questions that outputs ask of them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from toolkit import dates, records
from toolkit.findings import Finding
from toolkit.model import Case, Clause, Law, Options, Page, Pinpoint, Record, Source, State
from toolkit.parse import parse

# What a state rule says against a local government, worst first: these are shown without a script.
RESTRICTING = ("punishes", "forbids", "limits")


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
        return str((self.file("vocabulary").get(vocabulary) or {}).get(value, value))

    @cached_property
    def models(self) -> list[Page]:
        return [page for page in self.pages.values() if page.is_model]

    @cached_property
    def clauses(self) -> dict[str, tuple[Page, Clause]]:
        """Every clause by its full id, as in cooperation/ordinance#detainers."""
        return {f"{page.id}#{clause.id}": (page, clause) for page in self.models for clause in page.clauses}

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
    def symlinks(self) -> list[str]:
        """Every symbolic link below docs/."""
        entries = (Path(folder, name) for folder, folders, names in os.walk(self.root) for name in (*folders, *names))
        return sorted(entry.relative_to(self.root).as_posix() for entry in entries if entry.is_symlink())

    @cached_property
    def hows(self) -> dict[str, str]:
        """How each source was checked, by id."""
        return {source.id: source.how for source in self.sources.values()}

    @cached_property
    def all_records(self) -> list[Record]:
        return [*self.sources.values(), *self.laws.values(), *self.cases.values(), *self.states.values()]

    @cached_property
    def _rules(self) -> dict[str, list[tuple[State, Options]]]:
        by_clause: dict[str, list[tuple[State, Options]]] = {}
        for state in sorted(self.states.values(), key=lambda s: str(s.get("name"))):
            for _, rule in records.rules(state):
                for key in records.items(rule.get("clauses")):
                    by_clause.setdefault(str(key), []).append((state, rule))
        return by_clause

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

    def enacted(self, clause: str) -> list[tuple[Law, Options]]:
        """Return the laws that contain a clause, with how they contain it."""
        return self._enacted.get(clause, [])

    def cases_on(self, clause: str) -> list[Case]:
        """Return the cases that bear on a clause, oldest first."""
        return self._cases.get(clause, [])


def load(root: Path) -> Library:
    """Load a docs folder. Faults are collected in the library and in its pages."""
    data = records.load(root / "_data", f"{root.name}/_data")
    paths = [path.relative_to(root).as_posix() for path in sorted(root.rglob("*.md"))]
    parsed = {path: _page(root, path) for path in paths}
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


def _page(root: Path, relative: str) -> tuple[Page | None, list[Finding]]:
    """Return the page in a file, None when it is no text, and every fault."""
    shown = f"{root.name}/{relative}"
    text, faults = records.read_text(root / relative, shown)
    if text is None:
        return None, faults
    page = parse(text, relative, shown)
    return page, [*faults, *page.faults]
