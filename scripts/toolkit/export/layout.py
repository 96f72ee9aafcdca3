"""What the layouts share: a document is a row of paragraphs, with tokens where the words depend on the reader.

A token stands between two private-use characters: a number is a blank of the kit, a word is a slot that assembly fills.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

OPEN, CLOSE = "\ue000", "\ue001"
TOKEN = re.compile(f"{OPEN}([a-z]+|[0-9]+){CLOSE}")
_EM = re.compile(r"\*([^*]+)\*")

Run = tuple[str, str]  # words, and their style: "", "strong" or "em"
Line = tuple[str, list[Run]]  # style of the paragraph, and its runs


@dataclass(frozen=True)
class Words:
    """The words of a blank: `core` is what was typed, or the blank in its brackets; the rest is its form."""

    core: str
    before: str = ""
    after: str = ""
    given: bool = False


class Layout(Protocol):
    """Turns paragraphs into a file format.

    Styles are title, subtitle, h1, law (the h1 above the law itself), h2, p, item, mark, and l0 to l4 for the levels of the law.
    """

    name: str
    hint: str

    def begin(self, title: str) -> str: ...
    def end(self) -> str: ...
    def paragraph(self, style: str, runs: Iterable[Run], keep: bool = False) -> str:
        """Return a paragraph; `keep` holds it on one page with the next."""
        ...

    def escape(self, text: str) -> str: ...
    def blank(self, spec: Mapping[str, Any], words: Words, count: int) -> str:
        """Return what stands for a token of a blank, the `count`th in the file."""
        ...

    def templates(self) -> dict[str, Any]:
        """Return what the browser needs to do the work of `blank`."""
        ...


def token(name: str | int) -> str:
    """Return the token of a slot or a blank."""
    return f"{OPEN}{name}{CLOSE}"


def put(template: str, words: Mapping[str, str]) -> str:
    """Return `template` with its slots filled; tokens not in `words` stay."""
    return TOKEN.sub(lambda found: words.get(found.group(1), found.group()), template)


def marked(text: str) -> list[Run]:
    """Return a line of a record as runs: *italics* for case names, white space joined."""
    parts = _EM.split(" ".join(text.split()))
    return [(part, "em" if n % 2 else "") for n, part in enumerate(parts) if part]
