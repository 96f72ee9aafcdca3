"""What a check has to say, and the one place that prints it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import groupby

FORMATS = ("text", "github", "json", "markdown")


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
    if fmt == "markdown":
        return "\n".join(_page(found))
    return "\n".join(map(str, found))


def _page(found: list[Finding]) -> Iterator[str]:
    """Yield the lines of a page for somebody who wrote words and no program: what is wrong, where, and what would be right."""
    errors = [f for f in found if f.severity == "error"]
    if errors:
        yield f"## {len(errors)} {'thing keeps' if len(errors) == 1 else 'things keep'} this change from being published"
        yield "\nOpen each file at the line given and mend what it says. If you are not sure how, ask in a comment: that is fine.\n"
    else:
        yield "## The check found nothing to mend\n"
    for title, some in (("", errors), ("Worth a look", [f for f in found if f.severity != "error"])):
        if title and some:
            yield f"\n## {title}\n\nThese do not stop the change."
        for path, group in groupby(some, key=lambda f: f.path):
            yield f"\n### {_plain(path)}\n"
            for f in group:
                remedy = f" **What to do:** {_plain(f.hint)}{'' if f.hint.endswith('?') else '.'}" if f.hint else ""
                yield f"- Line {f.line}: {_plain(f.message)}.{remedy} (rule `{f.rule}`)"


def _plain(text: str) -> str:
    """Return text that stands in Markdown as it is: what strangers wrote makes no link, image or mention here."""
    return re.sub(r"([\\`*_\[\]<>#|!@&~])", r"\\\1", " ".join(text.split()).rstrip("."))


def _annotation(finding: Finding) -> str:
    level = {"error": "error", "advice": "notice"}.get(finding.severity, "warning")
    text = finding.message + (f" ({finding.hint})" if finding.hint else "")
    return f"::{level} file={_escape(finding.path, ',:')},line={finding.line},title={finding.rule}::{_escape(text)}"


def _escape(text: str, also: str = "") -> str:
    """Escape for a workflow command; https://docs.github.com/actions workflow commands."""
    for char in "%\r\n" + also:
        text = text.replace(char, f"%{ord(char):02X}")
    return text
