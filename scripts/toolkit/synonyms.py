"""What the search worker adds to the index: words that readers type, to the words of the law, and the sections that pages cite."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

from toolkit.library import Library
from toolkit.model import Citation, Options

_CODES = {"statute", "regulation"}
_SECTION = re.compile(r"(?:§+|\bpts?\.|\barts?\.)(.*)", re.S)
_NUMBER = re.compile(r"\d[\w.:-]*\w(?:\(\w{1,4}\))*")
_PART = re.compile(r"(?:\(\w{1,4}\))+")


def normal(text: str) -> str:
    """Return `text` as the worker compares it: lower case, without accents and apostrophes."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))
    return " ".join(bare.replace("’", "").replace("'", "").split())


def table(synonyms: Options) -> dict[str, str]:
    """Return what is typed mapped to what is searched for as well; a phrase typed for two things searches for both."""
    out: dict[str, list[str]] = {}
    for meaning, typed in synonyms.items():
        for phrase in typed if isinstance(typed, list) else []:
            out.setdefault(normal(str(phrase)), []).append(str(meaning))
    return {phrase: " ".join(meanings) for phrase, meanings in sorted(out.items())}


def sections(citation: Citation, library: Library) -> list[str]:
    """Return the sections of a statute or regulation that a footnote cites: 1227, and 1227(a)(2)(A) for what it points to."""
    source = library.sources[citation.source]
    named = _SECTION.search(str(source.get("citation"))) if source.get("kind") in _CODES else None
    numbers = _NUMBER.findall(re.sub(r"\([^()]*\b\d{4}\)", "", named[1])) if named else []
    if len(numbers) != 1 or "-" in numbers[0]:
        return [part for number in numbers for part in number.split("-") if len(part) > 2]  # the worker splits at hyphens
    whole, own = re.fullmatch(r"([^(]*)(.*)", numbers[0]).groups()  # type: ignore[union-attr]
    parts = _PART.findall(citation.pinpoint or "")
    return numbers + [f"{whole}{part}" if part.lower().startswith(own.lower()) else f"{whole}{own}{part}" for part in parts]


def cited(library: Library) -> dict[str, str]:
    """Return the address of each page with the sections that its footnotes cite, as often as they do; notes are not indexed."""
    found = {
        page.address: [number for citation in page.citations if citation.source in library.sources for number in sections(citation, library)]
        for page in library.pages.values()
    }
    return {at: " ".join(numbers) for at, numbers in sorted(found.items()) if numbers}


def write(library: Library, site: Path) -> None:
    """Write data/search-words.json into the built site."""
    path = site / "data" / "search-words.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    data = {"meanings": table(library.file("synonyms")), "cited": cited(library)}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", "utf-8")
