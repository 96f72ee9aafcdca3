"""What the site knows, as open data: data/*.json and laws.csv. The fields are documented in docs/about/data.md."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from toolkit import lists, records
from toolkit.fill import Wording
from toolkit.library import Library
from toolkit.model import Blank, Clause, Inline, Options, Page, Paragraph, Provision, Record, State

_OF_LAW = ("id", "place", "state", "kind", "instrument", "name", "adopted", "effective", "status", "status_as_of")
LAW_COLUMNS = (*_OF_LAW, "clause", "section", "extent", "pinpoint", "note", "sources", "url")


def files(library: Library, site_url: str) -> Iterator[tuple[str, str]]:
    """Yield each data file: its path in the site and its text."""
    yield "data/models.json", dump([_model(page, library, site_url) for page in sorted(library.models, key=lambda p: p.id)])
    yield "data/sources.json", dump([_record(record) for record in _sorted(library.sources)])
    yield "data/states.json", dump([_state(str(code), str(name), library) for code, name in sorted(library.file("jurisdictions").items())])
    yield "data/laws.json", dump([_record(record) for record in _sorted(library.laws)])
    yield "data/laws.csv", _laws_csv(library, site_url)
    yield "data/cases.json", dump([_record(record) for record in _sorted(library.cases)])
    yield "data/blanks.json", dump({"blanks": library.file("blanks"), "kinds": library.file("vocabulary").get("government_kind") or {}})


def dump(value: Any) -> str:
    """Return JSON, one field a line, so that two versions can be compared."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _sorted(found: dict[str, Any]) -> list[Any]:
    return [found[key] for key in sorted(found)]


def _record(record: Record) -> Options:
    return {"id": record.id, **record.values}


def _address(site_url: str, path: str) -> str:
    """Return an address from the site's root, or a full one where the root is known."""
    return f"{site_url.rstrip('/')}/{path}" if site_url and path else path


# Models


def _model(page: Page, library: Library, site_url: str) -> Options:
    writer = _Writer(page, library, _address(site_url, page.address))
    meta = {key: str(page.meta.get(key, "")) for key in ("version", "date", "instrument", "review", "summary")}
    return {
        "id": page.id,
        "title": page.title,
        "topic": page.topic,
        **meta,
        "url": writer.url,
        "clauses": [writer.clause(clause) for clause in page.clauses],
    }


class _Writer:
    """Writes the clauses of one model, nothing filled in."""

    def __init__(self, page: Page, library: Library, url: str) -> None:
        self.library = library
        self.wording = Wording(page, library)
        self.url = url

    def clause(self, clause: Clause) -> Options:
        head = {"id": clause.id, "number": clause.number, "title": clause.title, "heading": clause.heading, "level": clause.level, "covers": clause.covers}
        notes = self.library.commentaries.get(self.wording.key(clause.id))
        head |= {"follows": clause.follows, "notes": f"{self.url}{clause.id}/" if notes else ""}
        variants = [{"id": v.id, "title": v.title, **self.choice(v), **self.words(v, clause)} for v in clause.variants]
        return {**head, "name": clause.name, **self.choice(clause), **self.words(clause, clause), "variants": variants, "url": f"{self.url}#{clause.id}"}

    def choice(self, text: Provision) -> Options:
        gains, costs = (str(text.options.get(key, "")) for key in ("gains", "costs"))
        return {"strength": text.strength, "kinds": text.kinds, "gains": gains, "costs": costs}

    def words(self, text: Provision, clause: Clause) -> Options:
        return {
            "needs": list(text.options.get("needs") or []),
            "text": "\n\n".join(self.wording.paragraph(p, clause.id) for p in text.paragraphs),
            "html": "".join(self.html(p, clause) for p in text.paragraphs),
            "blanks": list(self.blanks(text.blanks)),
        }

    def blanks(self, found: Iterable[Blank]) -> Iterator[Options]:
        """Yield each different blank once, in the order of the text."""
        for name, form, default in dict.fromkeys((b.name, b.form, b.default) for b in found):
            kind = (self.library.file("blanks").get(name) or {}).get("type", "")
            yield {"name": name, "kind": kind, **({"form": form} if form != "plain" else {}), "default": default}

    def html(self, paragraph: Paragraph, clause: Clause) -> str:
        marker = f"{''.join(paragraph.markers)} " if paragraph.markers else ""
        return f'<p data-level="{paragraph.level}">{marker}{"".join(self.inline(i, clause) for i in paragraph.inlines)}</p>'

    def inline(self, inline: Inline, clause: Clause) -> str:
        words = escape(self.wording.inline(inline, clause.id), quote=False)
        if isinstance(inline, Blank):
            words = f'<span data-blank="{escape(inline.name)}">{words}</span>'
        tag = {"strong": "strong", "em": "em"}.get(inline.style)
        return f"<{tag}>{words}</{tag}>" if tag else words


# States


def _state(code: str, name: str, library: Library) -> Options:
    page = library.pages.get(f"law/states/{code}.md")
    state = library.states.get(code) or State(code, "", {"posture": "unchecked"}, {})
    return {
        "code": code,
        "name": name,
        **{key: str(state.get(key) or "") for key in ("posture", "summary")},
        "page": page.address if page else "",
        "rules": list(_rules(state, library)),
        "litigation": str(state.get("litigation") or ""),
        "litigation_sources": list(state.get("litigation_sources") or []),
        **{key: str(state.get(key) or "") for key in ("searched", "review")},
    }


def _rules(state: State, library: Library) -> Iterator[Options]:
    for _, rule in records.rules(state):
        yield {
            "clauses": library.bearing(rule),
            "effect": str(rule.get("effect", "")),
            "effect_words": library.words("effect", rule.get("effect")),
            **{key: str(rule.get(key) or "") for key in ("says", "authority")},
            "as_of": lists.as_of(rule, library),
            **{key: str(rule.get(key) or "") for key in ("enjoined", "source", "enjoined_source")},
        }


# Laws


def _laws_csv(library: Library, site_url: str) -> str:
    """Return one row for a law and clause. It starts with a byte order mark: spreadsheets take § for two letters without."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(LAW_COLUMNS)
    for law in _sorted(library.laws):
        for entry in law.get("clauses") or []:
            if isinstance(entry, dict):
                writer.writerow(_law_row({"id": law.id, **law.values}, entry, library, site_url))
    return "\ufeff" + out.getvalue()


def _law_row(law: Options, entry: Options, library: Library, site_url: str) -> list[str]:
    key = str(entry.get("clause", ""))
    page, clause = library.clauses.get(key, (None, None))
    found = {
        **{k: law.get(k) or "" for k in _OF_LAW},
        **{k: entry.get(k) or "" for k in ("clause", "extent", "pinpoint", "note")},
        "section": clause.number if clause else "",
        "sources": " ".join(law.get("sources") or []),
        "url": _address(site_url, f"{page.address}#{key.split('#')[-1]}") if page else "",
    }
    return [" ".join(str(found[column]).split()) for column in LAW_COLUMNS]
