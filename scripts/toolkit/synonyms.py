"""Words that readers type, to the words that the law uses: one table for the search worker."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

from toolkit.library import Library
from toolkit.model import Options


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


def write(library: Library, site: Path) -> None:
    """Write data/search-words.json into the built site."""
    path = site / "data" / "search-words.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(table(library.file("synonyms")), ensure_ascii=False, indent=0) + "\n", "utf-8")
