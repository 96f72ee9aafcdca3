"""What a run has to say: findings for a terminal or a pull request, JSON for programs, Markdown for the issue of the week."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from toolkit import findings
from toolkit.findings import Finding
from toolkit.online import ANCHOR, DEAD, MOVED, OK, REFUSED, UNDECIDED, VERDICTS, Cited, Result

FORMATS = findings.FORMATS
MAX_MARKDOWN = 60_000  # characters; GitHub takes 65,536 for an issue
_WAYBACK = "https://web.archive.org/web/"
_LINK = re.compile(r"(https?://[^\s<>|`]+?)([:;,]?)")
_SIGNS = re.compile(r"([\\`*_\[\]<>|@#~])")

_MEANING = {
    DEAD: ("Dead", "The page is gone. Put an archived copy in the record’s `archived`, or cite another source that says the same."),
    ANCHOR: ("Place in the page missing", "The page is there, the place that the link names is not. Open it and correct what follows `#`."),
    REFUSED: ("Never requested", "These addresses hold a password, lead into a private network, or are no web address. Replace them."),
    UNDECIDED: ("Could not be decided", "A program was turned away, or the site was down. Open the address yourself if it stands here for weeks."),
    MOVED: ("Moved for good", "The link still works. Put the new address in its place when you next edit the file."),
}


def tell(results: Iterable[Result], faults: Iterable[Finding], fmt: str) -> str:
    """Return a report in one of FORMATS: the results worst first, and the files that could not be read."""
    ranked = sorted(results, key=lambda r: (VERDICTS.index(r.verdict.kind), not r.fails, r.cited.places[0], r.cited.address))
    if fmt == "json":
        return json.dumps([_listed(result) for result in ranked], ensure_ascii=False, indent=2)
    if fmt == "markdown":
        return _markdown(ranked, list(faults))
    return findings.report([*faults, *(_finding(result) for result in ranked if result.verdict.kind != OK)], fmt)


def counted(results: Iterable[Result]) -> str:
    """Return how many addresses have each verdict, in a line."""
    kinds = [result.verdict.kind for result in results]
    total = f"{len(kinds)} address{'' if len(kinds) == 1 else 'es'} outside this site"
    return ": ".join(filter(None, [total, ", ".join(f"{kinds.count(kind)} {kind}" for kind in reversed(VERDICTS) if kind in kinds)]))


def wayback(cited: Cited) -> str:
    """Return where the Internet Archive may have a copy: as of the text that was read, or all that it has."""
    if cited.address.startswith(_WAYBACK):
        return ""
    day = cited.as_of.replace("-", "")
    return f"{_WAYBACK}{day if re.fullmatch('[0-9]{8}', day) else '*'}/{cited.address}"


def _try(result: Result) -> str:
    return wayback(result.cited) if result.verdict.kind == DEAD and not result.cited.archived else ""


def _places(cited: Cited) -> list[str]:
    return [f"{path}:{line}" for path, line in cited.places]


def _listed(result: Result) -> dict[str, object]:
    cited, verdict = result.cited, result.verdict
    return {
        "address": cited.address,
        "verdict": verdict.kind,
        "reason": verdict.reason,
        "moved_to": verdict.moved_to,
        "archived": cited.archived,
        "try": _try(result),
        "cited_at": _places(cited),
    }


def _hint(result: Result) -> str:
    if result.verdict.moved_to:
        return f"write {result.verdict.moved_to}"
    if result.cited.archived and result.verdict.kind in (DEAD, ANCHOR, UNDECIDED):
        return f"the record names a copy: {result.cited.archived}"
    return f"look for a copy at {_try(result)}" if _try(result) else ""


def _finding(result: Result) -> Finding:
    cited, verdict = result.cited, result.verdict
    path, line = cited.places[0]
    rule = verdict.kind if verdict.kind == ANCHOR else f"{verdict.kind}-link"
    also = f"; also at {', '.join(_places(cited)[1:])}" if len(cited.places) > 1 else ""
    return Finding(path, line, rule, f"{cited.address}: {verdict.reason}{also}", _hint(result), "error" if result.fails else "warning")


# Markdown


def _markdown(ranked: list[Result], faults: list[Finding]) -> str:
    """Return the report as an issue; rows that find no room in one are counted."""
    failing = sum(result.fails for result in ranked) + sum(fault.severity == "error" for fault in faults)
    head = f"{failing} to mend" if failing else "Nothing has to be mended"
    out = [f"{head}. {counted(ranked)}.", *_unread(faults)]
    left_out, size = 0, sum(map(len, out))
    for kind, (title, meaning) in _MEANING.items():
        rows = [_row(result) for result in ranked if result.verdict.kind == kind]
        if not rows:
            continue
        out += ["", f"## {title} ({len(rows)})", "", meaning, "", "| address | what was found | cited at |", "| --- | --- | --- |"]
        for row in rows:
            size += len(row) + 1
            out += [row] if size < MAX_MARKDOWN else []
            left_out += size >= MAX_MARKDOWN
    if left_out:
        out += ["", f"{left_out} more find no room here: see the log of the run."]
    return "\n".join(out)


def _unread(faults: list[Finding]) -> list[str]:
    if not faults:
        return []
    return ["", "## Not read", "", *(f"- `{fault.path}:{fault.line}` {_shown(fault.message)}" for fault in faults[:50])]


def _row(result: Result) -> str:
    found = _shown(result.verdict.reason) + (" **Fails.**" if result.fails and result.verdict.kind == UNDECIDED else "")
    if hint := _hint(result):
        found += f"; {_shown(hint)}"
    places = "<br>".join(f"`{place}`" for place in _places(result.cited)[:20])
    more = len(result.cited.places) - 20
    return f"| {_shown(result.cited.address)} | {found} | {places}{f'<br>and {more} more' if more > 0 else ''} |"


def _shown(text: str) -> str:
    """Return text for a cell of a table, addresses as links: what a server sent can neither break it nor call anybody."""
    return " ".join(f"<{found[1]}>{found[2]}" if (found := _LINK.fullmatch(word)) else _SIGNS.sub(r"\\\1", word) for word in text[:2000].split())
