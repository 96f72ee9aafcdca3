"""Blanks and choices filled in: the words that stand in a text for one reader's answers.

The same few rules run in the browser (assets/javascripts/answers.js); tests/fixtures/words.yml holds both to one table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from toolkit.library import Library
from toolkit.model import Blank, Clause, CrossRef, Inline, Options, Page, Paragraph, Provision

# "an hour", "a unit": sound, not letter, decides; these are the beginnings where the two part.
_SOUNDS_VOWEL = re.compile(r"(?:[aeiou]|hour|honor|heir)", re.I | re.A)
_SOUNDS_CONSONANT = re.compile(r"(?:uni(?!n)|use|usu|ut(?![mt])|eu|one\b|once)", re.I | re.A)


@dataclass(frozen=True)
class Answers:
    """What a reader answered: state code, kind of government, values by blank, choices by clause.

    A number is kept under its clause, as in "cooperation/ordinance#detainers/DAYS"; a choice is a variant's id, "" the default.
    """

    state: str = ""
    kind: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)


NOBODY = Answers()


def article(word: str) -> str:
    """Return "a" or "an" for `word`."""
    vowel = _SOUNDS_VOWEL.match(word) and not _SOUNDS_CONSONANT.match(word)
    return "an" if vowel else "a"


def possessive(word: str) -> str:
    """Return the possessive: City’s, Supervisors’."""
    return word + ("’" if word.endswith(("s", "S")) else "’s")


def value(blank: Blank, clause_key: str, answers: Answers, blanks: Options) -> str:
    """Return what the reader gave for a blank; "" when it is open."""
    key = f"{clause_key}/{blank.name}" if blank.default else blank.name
    typed = str(answers.values.get(key, "")).strip()
    by_kind = (blanks.get(blank.name) or {}).get("values") or {}
    return typed or str(by_kind.get(answers.kind) or "")


def blank_words(blank: Blank, given: str) -> str:
    """Return the words of a blank: the answer in its form, or the blank itself, visible in brackets."""
    if not given:
        return f"[{blank.default}]" if blank.default else blank.shown
    if blank.form == "possessive":
        return possessive(given)
    if blank.form in ("article", "Article"):
        lead = article(given)
        return f"{lead if blank.form == 'article' else lead.capitalize()} {given}"
    return given


def reference_words(ref: CrossRef, numbers: Mapping[str, int], model_title: str = "") -> str:
    """Return "section 10(b)", with "of the …" when the clause stands in another model."""
    number = numbers.get(ref.clause, 0)
    words = f"{'Section' if ref.capital else 'section'} {number}{''.join(f'({p})' for p in ref.pinpoint)}"
    return f"{words} of the {model_title}" if model_title else words


def absent_roles(provision: Provision, kind: str, blanks: Options) -> list[str]:
    """Return the roles in a text that this kind of government does not have."""
    if not kind:
        return []
    names = {b.name for b in provision.blanks} | set(provision.options.get("needs") or [])
    return sorted(n for n in names if _absent(blanks.get(n) or {}, kind))


def _absent(blank: Options, kind: str) -> bool:
    values = blank.get("values") or {}
    return blank.get("type") == "role" and kind in values and values[kind] is None


def fits(provision: Provision, kind: str, blanks: Options) -> bool:
    """Whether a text suits a kind of government: its own list, then the roles it needs."""
    if not kind:
        return True
    return (not provision.kinds or kind in provision.kinds) and not absent_roles(provision, kind, blanks)


def default_text(clause: Clause, kind: str, blanks: Options) -> Provision:
    """Return the text that stands where no choice was made: the default if it suits the kind of government,
    else a variant that names that kind, else the first that merely suits it."""
    suitable = [text for text in clause.texts if fits(text, kind, blanks)]
    if not suitable or clause in suitable:
        return clause
    return next((text for text in suitable if text.kinds), suitable[0])


def chosen_text(clause: Clause, clause_key: str, answers: Answers, blanks: Options) -> Provision:
    """Return the text that the reader chose, or the default for the kind of government."""
    choice = answers.choices.get(clause_key)
    if choice == "":
        return clause
    return next((v for v in clause.variants if v.id == choice), default_text(clause, answers.kind, blanks))


def is_open(clause: Clause, clause_key: str, answers: Answers, blanks: Options) -> bool:
    """Whether the reader has still to choose among a clause's texts; a choice of a text that is gone is none.

    Where one text alone suits the kind of government, it stands, and nothing is left to choose.
    """
    if not clause.variants or answers.choices.get(clause_key) in {"", *(v.id for v in clause.variants)}:
        return False
    return sum(fits(text, answers.kind, blanks) for text in clause.texts) != 1


@dataclass(frozen=True)
class Wording:
    """How the inlines of one model are worded for one reader."""

    page: Page
    library: Library
    answers: Answers = NOBODY

    @cached_property
    def numbers(self) -> dict[str, int]:
        return {clause.id: clause.number for clause in self.page.clauses}

    def key(self, clause_id: str) -> str:
        return f"{self.page.id}#{clause_id}"

    def inline(self, inline: Inline, clause_id: str) -> str:
        """Return the plain words of one inline."""
        if isinstance(inline, Blank):
            given = value(inline, self.key(clause_id), self.answers, self.library.file("blanks"))
            return blank_words(inline, given)
        if isinstance(inline, CrossRef):
            return self.reference(inline)
        return inline.text

    def reference(self, ref: CrossRef) -> str:
        if not ref.model:
            return reference_words(ref, self.numbers)
        other = self.library.pages.get(f"{ref.model}.md")
        clause = other.clause(ref.clause) if other else None
        if other and clause and not clause.numbered:
            return f"“{clause.title}” of the {other.title}"
        numbers = {c.id: c.number for c in other.clauses} if other else {}
        return reference_words(ref, numbers, other.title if other else ref.model)

    def paragraph(self, paragraph: Paragraph, clause_id: str) -> str:
        """Return a paragraph as one line, its markers as literal text."""
        words = "".join(self.inline(inline, clause_id) for inline in paragraph.inlines)
        return " ".join(["".join(paragraph.markers), words]) if paragraph.markers else words

    def text(self, clause: Clause) -> Provision:
        """Return the text of a clause that this reader gets."""
        return chosen_text(clause, self.key(clause.id), self.answers, self.library.file("blanks"))
