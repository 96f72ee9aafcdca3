"""The plain text layout: one line a paragraph, so that it can be pasted anywhere; items are indented by level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from toolkit.export.layout import Run, Words

# Word on Windows reads a text without it in the code page of the machine, and § becomes two wrong characters.
MARK = "\ufeff"


class TextLayout:
    """Writes UTF-8 text with line feeds."""

    name = "txt"
    hint = "Words in [brackets] are blanks to fill; a number in brackets is a suggestion."

    def begin(self, title: str) -> str:
        return MARK

    def end(self) -> str:
        return ""

    def paragraph(self, style: str, runs: Iterable[Run], keep: bool = False) -> str:
        words = "".join(words for words, _ in runs)
        if style in ("h1", "law"):
            return f"\n{words.upper()}\n\n"
        level = int(style[1]) if style in ("l1", "l2", "l3", "l4") else 0
        lead = "- " if style == "item" else " " * 4 * level
        return f"{lead}{words}\n\n"

    def escape(self, text: str) -> str:
        return text

    def blank(self, spec: Mapping[str, Any], words: Words, count: int) -> str:
        return words.before + words.core + words.after

    def templates(self) -> dict[str, Any]:
        return {}
