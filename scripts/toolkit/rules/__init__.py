"""The registry of rules, and what a rule looks at.

A rule is a small generator function over one subject and the library: a Library, a Page, a Draft (one text of a clause), a
Passage of prose, or a Record (or one kind of it). The annotation of its first parameter says which. Its name is the fault it
finds; its docstring is one line of summary, then a Bad and a Good example.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, get_type_hints

from toolkit.library import Library
from toolkit.model import Blank, Clause, CrossRef, Inline, Page, Provision, Text


@dataclass(frozen=True)
class Fault:
    """What a rule yields: the line, what is wrong, what would mend it; `path` when it is not the subject's own."""

    line: int
    message: str
    hint: str = ""
    path: str = ""


@dataclass(frozen=True)
class Draft:
    """One text of a clause: the clause's own, or that of a variant."""

    page: Page
    clause: Clause
    text: Provision

    @property
    def is_variant(self) -> bool:
        return self.text is not self.clause

    @cached_property
    def inlines(self) -> list[Inline]:
        return [inline for paragraph in self.text.paragraphs for inline in paragraph.inlines]

    @cached_property
    def blanks(self) -> list[Blank]:
        return [inline for inline in self.inlines if isinstance(inline, Blank)]

    @cached_property
    def references(self) -> list[CrossRef]:
        return [inline for inline in self.inlines if isinstance(inline, CrossRef)]

    @cached_property
    def stretches(self) -> list[tuple[str, int]]:
        """The words between blanks and references, each stretch with the line of its paragraph."""
        return [(inline.text, paragraph.line) for paragraph in self.text.paragraphs for inline in paragraph.inlines if isinstance(inline, Text)]

    @cached_property
    def words(self) -> str:
        """The words of the text in one piece, without blanks and references: to see quickly what it cannot hold."""
        return "\n".join([words for words, _ in self.stretches])


Check = Callable[[Any, Library], Iterator[Fault]]


@dataclass(frozen=True)
class Rule:
    """A registered rule.

    `grows` makes its warning an error in a file that a change touches; `needs` is what a passage must hold to be looked at,
    which spares most passages most rules; `apart` is for one that stands on a library that is slow to load: it runs beside the
    others, on whole pages or records only.
    """

    name: str
    check: Check
    subject: type
    severity: str
    grows: bool
    needs: str
    apart: bool
    documented: str

    @property
    def summary(self) -> str:
        return self.documented.splitlines()[0]


RULES: dict[str, Rule] = {}


def rule(severity: str = "error", grows: bool = False, needs: str = "", apart: bool = False) -> Callable[[Any], Any]:
    """Register a function as a rule; `unknown_source` becomes the rule `unknown-source`."""

    def keep(check: Callable[..., Iterator[Fault]]) -> Callable[..., Iterator[Fault]]:
        name = check.__name__.replace("_", "-")
        subject = next(iter(get_type_hints(check).values()))
        RULES[name] = Rule(name, _of_library(check) if subject is Library else check, subject, severity, grows, needs, apart, (check.__doc__ or "").strip())
        return check

    return keep


def _of_library(check: Callable[[Library], Iterator[Fault]]) -> Check:
    """Return a rule over the library in the form of all others."""
    return lambda subject, library: check(library)
