"""Defined terms of a model: each is used, each that needs one has a definition, and none is defined by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.library import Library
from toolkit.model import Page, Paragraph, Text
from toolkit.rules import Fault, rule

DEFINITIONS = "definitions"
_DEFERS = re.compile(r"\bterms?\b[^.]{0,80}\b(?:defines?|meanings?|means?)\b")
_WORD = re.compile(r"[\w’'-]+")
_MEANS = re.compile(r"\b(?:means|includes)\b\s*")


@rule()
def unused_term(page: Page, library: Library) -> Iterator[Fault]:
    """A defined term that no other part of the model uses.

    Bad:  `**Sensitive location** means …`, used nowhere
    Good: no definition, or a clause that uses the term
    """
    terms = {p.term: p for p in _definitions(page) if p.term}
    if not terms:
        return
    elsewhere = "\n".join([_words(p) for clause in page.clauses if clause.id != DEFINITIONS for text in clause.texts for p in text.paragraphs]).lower()
    for term, paragraph in terms.items():
        if term.lower() in elsewhere:
            continue
        pattern = _uses(term.lower())
        if not pattern.search(elsewhere) and not any(pattern.search(_words(p).lower()) for other, p in terms.items() if other != term):
            yield Fault(paragraph.line, f'"{term}" is defined and not used', "use the term in a clause, or drop the definition")


@rule()
def unsorted_terms(page: Page, library: Library) -> Iterator[Fault]:
    """Definitions out of alphabetical order, or one term defined twice.

    Bad:  `**Judicial warrant** means …` before `**Agency** means …`
    Good: `**Agency** means …` first
    """
    before = ""
    for paragraph in _definitions(page):
        term = paragraph.term.casefold()
        if term and term == before:
            yield Fault(paragraph.line, f'"{paragraph.term}" is defined twice', "keep one definition")
        elif term and term < before:
            yield Fault(paragraph.line, f'"{paragraph.term}" stands after "{before}"', "put definitions in alphabetical order")
        before = max(before, term)


@rule()
def undefined_term(page: Page, library: Library) -> Iterator[Fault]:
    """A term of two or more words that a model on the same subject defines, used in a model that has definitions and not this one.

    Bad:  "judicial warrant" in a general order whose definitions do not have it, while the ordinance defines it
    Good: `**Judicial warrant** means …` among them, or "a term that the Ordinance defines has the meaning that it gives"
    """
    own = _definitions(page)
    if not own or any(_DEFERS.search(_words(paragraph)) for paragraph in own if not paragraph.term):
        return
    defined = {paragraph.term.lower() for paragraph in own if paragraph.term}
    paragraphs = [(_words(p).lower(), p.line) for c in page.clauses for t in c.texts for p in t.paragraphs]
    whole = "\n".join(words for words, _ in paragraphs)
    for term in sorted(_terms_beside(page, library) - defined):
        pattern = _uses(term)
        line = next((line for words, line in paragraphs if pattern.search(words)), 0) if term[:-1] in whole else 0
        if line:
            yield Fault(line, f'"{term}" is used and not defined in this model', "define it, use another word, or say that terms mean what the ordinance says")


def _terms_beside(page: Page, library: Library) -> set[str]:
    """Return the terms of several words that the models in the folder of `page` define."""
    subject = page.path.split("/")[0]
    models = (model for model in library.models if model.path.split("/")[0] == subject)
    return {p.term.lower() for model in models for p in _definitions(model) if " " in p.term}


@rule()
def circular_definition(page: Page, library: Library) -> Iterator[Fault]:
    """A term that is defined by another, which is defined by it.

    Bad:  `**Agency** means a department …` and `**Department** means an agency …`
    Good: one of them says what it is in words that are not defined
    """
    begins = {p.term.lower(): (_genus(p), p.line) for p in _definitions(page) if p.term}
    for term, (words, line) in begins.items():
        for other in _named(words) & begins.keys():
            others, above = begins[other]
            if above < line and term in _named(others):
                yield Fault(line, f'"{term}" means "{other}", which means "{term}" (line {above})', "say what one of them is in other words")


def _named(words: list[str]) -> set[str]:
    """Return every run of `words`, with its simple singulars: the terms that they can name."""
    runs = {" ".join(words[first:last]) for first in range(len(words)) for last in range(first + 1, len(words) + 1)}
    return runs | {run[: -len(end)] + stem for run in runs for end, stem in (("s", ""), ("es", ""), ("ies", "y")) if run.endswith(end)}


def _genus(paragraph: Paragraph) -> list[str]:
    """Return the first words of a definition, which say what kind of thing the term is."""
    return _WORD.findall(_MEANS.split(_words(paragraph).lower(), maxsplit=1)[-1])[:4]


def _definitions(page: Page) -> tuple[Paragraph, ...]:
    clause = page.clause(DEFINITIONS) if page.is_model else None
    return clause.paragraphs if clause else ()


def _words(paragraph: Paragraph) -> str:
    return "\n".join(inline.text for inline in paragraph.inlines if isinstance(inline, Text))


def _uses(term: str) -> re.Pattern[str]:
    """Return a pattern for a term and its simple plural."""
    plural = r"(?:s|es)?" if not term.endswith("y") else ""
    stem = re.escape(term).replace(r"\ ", r"\s+")
    return re.compile(rf"\b(?:{stem}{plural}" + (rf"|{re.escape(term[:-1])}ies" if term.endswith("y") else "") + r")\b")
