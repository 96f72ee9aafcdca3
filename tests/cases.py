"""Test content: a small folder that passes every rule, and titled cases in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SOURCE = """kind: statute
title: Statute
citation: "8 U.S.C. § 1373"
publisher: Publisher
date: '1996'
url: https://law.example.gov/1373
checked:
  date: '2026-11-01'
  how: {how}
{as_of}note: Read whole.
"""

NOTES = """---
title: Notes on {clause}{of}
kind: commentary
summary: Notes.
date: '2026-11-01'
---
The statute says so.[^statute]
"""

BASE = {
    "docs/index.md": """---
title: Home
kind: home
summary: Start here.
date: '2026-11-01'
---
Local law binds local staff.[^statute] A newspaper reported the rest.[^report]

## Further reading

A later study.[^study]
""",
    "docs/m/law.md": """---
title: Law
id: law
kind: model
instrument: ordinance
version: '1.0'
date: '2026-11-01'
review: drafted
summary: A law.
---

/// clause | First
    id: first
    level: core
    covers: [cooperation-1]

(a) The [CLERK] shall act within [DAYS: 5] days.

(b) The [CLERK] may rest.
///

The clerk acts.

/// clause | Extra
    id: extra
    level: optional
    covers: [cooperation-2]

The [CLERK] may act under [§ first(a)].
///

The clerk may do more.
""",
    "docs/about/changelog.md": """---
title: Changelog
kind: page
summary: What changed.
date: '2026-11-01'
---
- The law (`m/law`), the page (`m/page`) and the ordinance (`cooperation/ordinance`), version 1.0.
""",
    "docs/m/law/first.md": NOTES.format(clause="first", of=""),
    "docs/m/law/extra.md": NOTES.format(clause="extra", of=""),
    "docs/_data/sources/statute.yml": SOURCE.format(how="read", as_of="  as_of: '2025'\n"),
    "docs/_data/sources/report.yml": SOURCE.format(how="secondary", as_of="  as_of: '2024'\n"),
    "docs/_data/sources/study.yml": SOURCE.format(how="unread", as_of=""),
}

PROSE = """---
title: Page
kind: page
summary: A page.
date: '2026-11-01'
---
"""
MODEL = BASE["docs/m/law.md"].split("\n\n")[0].replace("id: law", "id: page").replace("title: Law", "title: Model") + "\n"
_PART = re.compile(r"^## (?P<title>[^\n]+)$|^(?P<ticks>`{3,})(?P<kind>\w+)(?: (?P<name>\S+))?\n(?P<content>.*?)^(?P=ticks)$", re.M | re.S)
_CLAUSE_ID = re.compile(r"^/// clause [^\n]*\n(?:    [^\n]*\n)*?    id: ([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$", re.M)


@dataclass(frozen=True)
class Case:
    """One titled case: files by path, and what is expected of them."""

    title: str
    files: dict[str, str]
    expected: list[str]

    def __str__(self) -> str:
        return self.title


def cases(path: Path) -> Iterator[Case]:
    """Read titled cases: under each `## Title`, fenced files, then a fence `text` of what is expected.

    The info string of a fence names the file. `prose` alone is docs/page.md below 6 lines of front matter, `model` alone
    docs/m/page.md below 10, with a page of notes on each of its clauses.
    """
    case = Case("", {}, [])
    for found in _PART.finditer(path.read_text("utf-8")):
        title, _, kind, name, content = found.group("title", "ticks", "kind", "name", "content")
        if title:
            yield from [case] if case.title else []
            case = Case(title, {}, [])
        elif kind == "text":
            case.expected.extend(content.splitlines())
        elif kind == "prose":
            case.files["docs/page.md"] = PROSE + content
        elif kind == "model":
            case.files["docs/m/page.md"] = MODEL + content
            case.files.update((f"docs/m/page/{clause}.md", NOTES.format(clause=clause, of=" of a page")) for clause in _CLAUSE_ID.findall(content))
        else:
            case.files[name] = content
    yield case
