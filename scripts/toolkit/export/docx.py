"""The Word layout: real styles, and every blank a content control bound to one custom XML part.

What is typed into one control of a blank stands at once in all of them. The value is written into the runs too, because
programs other than Word ignore the binding. No part comes from a template, so nothing unknown travels with the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from toolkit.export import package
from toolkit.export.layout import TOKEN, Run, Words, put, token

_STYLES = {
    "title": "Title",
    "subtitle": "Subtitle",
    "h1": "Heading1",
    "law": "Heading1",
    "h2": "Heading2",
    "p": "Normal",
    "item": "ListBullet",
    "mark": "OpenChoice",
}
_PROPERTIES = {"": "", "strong": "<w:b/>", "em": "<w:i/>"}
_OPEN = '<w:rStyle w:val="Blank"/>'  # an open blank is to be seen; a filled one reads as the text around it
_RUN = f'<w:r>{token("properties")}<w:t xml:space="preserve">{token("words")}</w:t></w:r>'
_CONTROL = (
    f'<w:sdt><w:sdtPr><w:alias w:val="{token("label")}"/><w:tag w:val="{token("tag")}"/><w:id w:val="{token("count")}"/>'
    f'<w:dataBinding w:prefixMappings="xmlns:t=\'{package.NAMESPACE}\'" w:xpath="/t:answers[1]/t:{token("tag")}[1]" w:storeItemID="{package.STORE}"/>'
    f"<w:text/></w:sdtPr><w:sdtContent>{token('run')}</w:sdtContent></w:sdt>"
)
_BREAKS = re.compile(f"({TOKEN.pattern.replace('[a-z]+|', '')})")  # a blank is a control of its own, between the runs


def _properties(inner: str) -> str:
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


class WordLayout:
    """Writes word/document.xml; the package around it is made by `package`."""

    name = "docx"
    hint = "Words in [brackets] are blanks to fill; a number in brackets is a suggestion. A blank that is filled once changes everywhere in this file."

    def begin(self, title: str) -> str:
        return package.DOCUMENT_BEGIN

    def end(self) -> str:
        return package.DOCUMENT_END

    def paragraph(self, style: str, runs: Iterable[Run], keep: bool = False) -> str:
        name = _STYLES.get(style) or f"Law{style[1]}"
        joined = [("".join(words for words, _ in group), kind) for kind, group in groupby(runs, key=lambda run: run[1])]
        # A section sign stays on the line of its number.
        inner = "".join(self._pieces(words.replace("§ ", "§\u00a0"), kind) for words, kind in joined)
        flow = "<w:keepNext/>" * keep + "<w:pageBreakBefore/>" * (style == "law")
        return f'<w:p><w:pPr><w:pStyle w:val="{name}"/>{flow}</w:pPr>{inner}</w:p>'

    def _pieces(self, words: str, kind: str) -> str:
        """Return a run, broken where a blank stands in it."""
        parts = _BREAKS.split(words)
        # The pattern has two groups, so parts come in threes: words, token, number.
        return "".join(self.run(part, _PROPERTIES[kind]) if n % 3 == 0 else part for n, part in enumerate(parts) if part and n % 3 < 2)

    def run(self, words: str, properties: str = "") -> str:
        return put(_RUN, {"properties": _properties(properties), "words": self.escape(words)})

    def escape(self, text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")

    def blank(self, spec: Mapping[str, Any], words: Words, count: int) -> str:
        style = _PROPERTIES[spec["style"]]
        inner = self.run(words.core, ("" if words.given else _OPEN) + style)
        slots = {"label": self.escape(spec["label"]), "tag": spec["tag"], "count": str(count), "run": inner}
        before, after = (self.run(part, style) if part else "" for part in (words.before, words.after))
        return before + put(_CONTROL, slots) + after

    def templates(self) -> dict[str, Any]:
        custom = {"begin": package.CUSTOM_BEGIN, "end": package.CUSTOM_END}
        return {"run": _RUN, "control": _CONTROL, "properties": _PROPERTIES, "open": _OPEN, "custom": custom}
