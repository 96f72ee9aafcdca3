"""What a check has to say, and the one place that prints it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

FORMATS = ("text", "github", "json")


@dataclass(frozen=True, order=True)
class Finding:
    """One fault: where it is, which rule it breaks, and what would mend it; `severity` is "error", "warning" or "advice"."""

    path: str
    line: int
    rule: str
    message: str
    hint: str = ""
    severity: str = "error"

    def __str__(self) -> str:
        head = f"{self.path}:{self.line}: {self.rule}: {self.message}"
        return f"{head}\n    hint: {self.hint}" if self.hint else head


def nearest(word: str, words: Iterable[str]) -> str:
    """Return a hint that names the closest of `words`, or lists them all when none is close."""
    from difflib import get_close_matches
    from heapq import nsmallest

    known = sorted(set(map(str, words)))
    # Comparing is slow, so of a long list only the words of about its length are compared.
    likely = known if len(known) <= 300 else nsmallest(100, known, key=lambda w: (abs(len(w) - len(word)), w[:1] != word[:1]))
    close = get_close_matches(word[:80], likely, n=1, cutoff=0.6)  # cost grows with the square of a word's length
    if close:
        return f'did you mean "{close[0]}"?'
    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return f"known: {shown}" if known else ""


def report(findings: Iterable[Finding], fmt: str = "text") -> str:
    """Return all findings in one of FORMATS, sorted by path and line."""
    found = sorted(set(findings))
    if fmt == "json":
        return json.dumps([asdict(f) for f in found], ensure_ascii=False, indent=2)
    if fmt == "github":
        return "\n".join(map(_annotation, found))
    return "\n".join(map(str, found))


def _annotation(finding: Finding) -> str:
    level = {"error": "error", "advice": "notice"}.get(finding.severity, "warning")
    text = finding.message + (f" ({finding.hint})" if finding.hint else "")
    return f"::{level} file={_escape(finding.path, ',:')},line={finding.line},title={finding.rule}::{_escape(text)}"


def _escape(text: str, also: str = "") -> str:
    """Escape for a workflow command; https://docs.github.com/actions workflow commands."""
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
