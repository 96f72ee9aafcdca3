"""Drafting style of model text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.library import Library
from toolkit.model import Blank, Inline, Text
from toolkit.rules import Draft, Fault, rule

_PLAINER = {
    "and/or": 'write "a or b", or "a, b, or both"',
    "hereby": "leave it out",
    "herein": 'write "in this ordinance" or "in this section"',
    "hereinafter": "define the term in the definitions",
    "hereunder": 'write "under this ordinance"',
    "heretofore": 'write "before this ordinance took effect"',
    "thereof": 'write "of it"',
    "pursuant to": 'write "under"',
}
_LEGALESE = re.compile(r"\b(" + "|".join(map(re.escape, _PLAINER)) + r")\b", re.I)
_ACTORS = r"(?i:agenc|employee|officer|investigator|department|contractor|provider|board|member|supervisor|coordinator|staff)(?:y|ies|s)?"
_WEAK_VERBS = ("will", "should", "is to", "are to")
_WEAK = re.compile(rf"\b{_ACTORS} ({'|'.join(_WEAK_VERBS)}) (?!be )")
_ASIDE = re.compile(r"\b(?:how|what|when|whether|who|that|which|if|where)\b[^.;:]*$")  # "how the agency will respond" is no duty
_NO_DUTIES = ("letter", "form")
_DUTY = re.compile(rf"(?:^|[.;:,] |\b(?:[Aa]n?|[Tt]he|[Ee]ach|[Ee]very) )({_ACTORS}) must\b")


@rule()
def legalese(draft: Draft, library: Library) -> Iterator[Fault]:
    """Words that the drafting style replaces by plainer ones.

    Bad:  `pursuant to this section`
    Good: `under this section`
    """
    words = draft.words.lower()
    if not any(word in words for word in _PLAINER):
        return
    for stretch, line in draft.stretches:
        for found in _LEGALESE.finditer(stretch):
            yield Fault(line, f'"{found.group()}" in model text', _PLAINER[found.group().lower()])


@rule(severity="warning")
def must_for_shall(draft: Draft, library: Library) -> Iterator[Fault]:
    """A duty of a person or agency stated with *must*; *shall* imposes a duty, *must* states a condition.

    Bad:  `The [CLERK] must publish a report.`
    Good: `The [CLERK] shall publish a report.`
    """
    for paragraph in draft.text.paragraphs if " must" in draft.words else ():
        before: Inline | None = None
        for inline in paragraph.inlines:
            if isinstance(inline, Text) and " must" in inline.text:
                actor = isinstance(before, Blank) and inline.text.startswith(" must ") and not before.default
                if actor or _DUTY.search(inline.text):
                    yield Fault(paragraph.line, "a duty stated with must", "write shall where it binds a person or agency")
            before = inline


@rule()
def weak_duty(draft: Draft, library: Library) -> Iterator[Fault]:
    """A duty of a person or agency stated with *will*, *should* or *is to*: a court can read each as a hope or a forecast.

    Bad:  `The [CLERK] will publish a report.`
    Good: `The [CLERK] shall publish a report.`
    """
    if draft.page.meta.get("instrument") in _NO_DUTIES or not any(f" {verb} " in draft.words for verb in _WEAK_VERBS):
        return
    for paragraph in draft.text.paragraphs:
        words = "".join(map(_word, paragraph.inlines))
        for found in _WEAK.finditer(words):
            if not _ASIDE.search(words, max(found.start() - 80, 0), found.start()):
                yield Fault(paragraph.line, f'a duty stated with "{found.group(1)}"', "write shall where it binds a person or agency, may where it permits")


def _word(inline: Inline) -> str:
    """Return the words of an inline; a role stands for an actor, a blank with a value for nobody."""
    return inline.text if isinstance(inline, Text) else "agency" if isinstance(inline, Blank) and not inline.default else "…"
