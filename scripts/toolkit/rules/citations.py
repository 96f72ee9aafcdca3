"""What prose says, and what it rests on: sources that resolve, law on sources that were read, numbers on any."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.findings import nearest
from toolkit.library import Library
from toolkit.model import Citation
from toolkit.prose import Passage
from toolkit.rules import Fault, rule

# What states law. Cautious: "law" or "court" counts only beside a verb that says what it orders or decided, and not after a
# word that makes it a condition or a description ("so far as state law allows", "what the court decided").
_VERBS = (
    r"(?:says?|requires?|forbids?|forbade|prohibits?|bars?|barred|allows?|permits?|lets?|orders?|protects?|punish(?:es)?|makes?|limits?"
    r"|preempts?|provides?)"
)
_RULED = r"(?:held|holds|ruled|found|upheld|struck|enjoined|blocked|dismissed|reversed|affirmed|vacated|declined|refused|decided|concluded)"
_ASIDE = re.compile(
    r"\b(?:that|where|wherever|if|unless|what|whatever|which|whether|how|as|than|and|or)\s+"
    r"(?:(?:an?|the|any|each|your|their|its|federal|state|local)\s+){0,3}$",
    re.I,
)


def _signed(*pairs: tuple[str, str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return patterns, each with a sign that must be there before it is tried: most passages hold none."""
    return tuple((sign, re.compile(pattern)) for sign, pattern in pairs)


_LAW = _signed(
    ("§", "§"),
    ("U.S.C.", r"U\.S\.C\."),
    ("C.F.R.", r"C\.F\.R\."),
    ("Stat.", r"\bStat\."),
    ("F.", r"\bF\.(?:[23]d|4th)"),
    (" v. ", r"\*[^*\n]{2,80}?\sv\.\s[^*]{2,80}?\*"),
    ("Circuit", r"\b(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Eleventh|D\.C\.|Federal) Circuit\b"),
    ("Court", r"Supreme Court\b|Court of Appeals?\b"),
    ("Amendment", r"\b(?:First|Fourth|Fifth|Sixth|Tenth|Fourteenth) Amendment\b"),
    ("Act", r"\b[A-Z][\w’'-]{1,30} Act\b"),
    ("ourt", rf"[Cc]ourts?\b[^.:;\n]{{0,60}}?\b{_RULED}\b"),
    *((noun, rf"{noun}s?\s+(?:already |also |now |itself )?{_VERBS}\b") for noun in ("law", "statute", "regulation", "onstitution", "code")),
)


_DESCRIBES = frozenset({"ourt", "law", "statute", "regulation", "onstitution", "code"})


_NAMED = re.compile("|".join(pattern.pattern for sign, pattern in _LAW if sign in ("§", "U.S.C.", "C.F.R.", "F.", " v. ", "Circuit", "ourt")))


def _stated_law(words: str) -> str:
    """Return the words by which a passage states law; "" when it states none."""
    for sign, pattern in _LAW:
        for found in pattern.finditer(words) if sign in words else ():
            if sign not in _DESCRIBES or not _ASIDE.search(words, max(found.start() - 60, 0), found.start()):
                return found.group()
    return ""


# Numbers that are names, not statements.
_NAMES = re.compile(
    r"§+\s*[\w.:()’-]+(?:(?:,\s*|\s+and\s+|\s+or\s+|\s+to\s+)\(?\d?[\w.:()-]*\d[\w.:()-]*)*"
    r"|\b\d+\s+(?:U\.S\.C\.|C\.F\.R\.|U\.S\.|S\. ?Ct\.|F\.[23]d|F\.4th|Stat\.)(?:\s+§*\s*[\d.]+)?"
    r"|\b(?:[Ss]ections?|[Aa]rticles?|[Tt]itles?|[Cc]hapters?|[Pp]arts?|[Ff]orms?|[Ii]tems?|[Ss]teps?|[Rr]ules?|[Vv]ersions?|[Ll]evels?|[Pp]ages?|Nos?\.|Bill|Law|Order"
    r"|Proposition|Measure|Resolution|Ordinance|WCAG)\s+(?:No\.\s*)?[\dA-Z][\w.:()-]*(?:,? (?:and|or|to) [\d][\w.()-]*)*"
    r"|\b\d+\([a-z]\)(?:\(\d+\))*"
    r"|\b[A-Z][A-Za-z]*-?\d[\w-]*(?:\s\d\.\d)?"
    r"|\b(?:SB|HB|AB|S\.B\.|H\.B\.|A\.B\.|H\.R\.|S\.|LL|Pub\. L\.)\s?(?:No\.\s?)?\d[\w-]*"
    r"|\b\d+[a-z]{2}\b"
    r"|-{2,}8<-{2,}|&#\w+;"
)
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\$?\b\d[\d,]*(?:\.\d+)?\s?%?")
_ACCOUNTS = _signed(
    ("according to", "according to"),
    ("report", r"report(?:s|ed)?\b"),
    ("describe", r"describe[sd]?\b"),
    ("quote", r"quote[sd]?\b"),
    ("told", r"\btold\b"),
    ("summ", r"\bsummar(?:y|ies|izes?|ized)\b"),
    ("recount", r"\brecount(?:s|ed)\b"),
    (" print", r" prints?\b"),
    ("as introduced", "as introduced"),
    ("not read", "(?:was|were) not read"),
    (" says", r"\bas [\w ’]{3,40} says\b"),
    (" puts", r"\bas [\w ’]{3,40} puts\b"),
    (" notes", r"\bas [\w ’]{3,40} notes\b"),
)
_NOTE_GROUP = re.compile(r"(?:\[\^[^\[\]]*\]\s*)+")


@rule(needs="[^")
def unknown_source(passage: Passage, library: Library) -> Iterator[Fault]:
    """A citation of a source that has no record.

    Bad:  `[^galarsa]`
    Good: `[^galarza]`
    """
    for citation in passage.citations:
        if citation.source not in library.sources and not library.is_broken(f"sources/{citation.source}"):
            yield Fault(
                citation.line,
                f'no source is named "{citation.source[:60]}"',
                f"{nearest(citation.source, library.sources)} Sources are in docs/_data/sources/".strip(),
            )


@rule(needs="[^")
def unread_claim(passage: Passage, library: Library) -> Iterator[Fault]:
    """A citation of a source that nobody has read, outside further reading.

    Bad:  `The court agreed.[^smith-v-jones]`, a source marked `unread`
    Good: `Further reading: [^smith-v-jones]`
    """
    if not passage.citations or "further reading" in f"{passage.heading} {passage.lead} {passage.text}".lower():
        return
    for citation in passage.citations:
        if _how(citation, library) == "unread":
            yield Fault(
                citation.line,
                f'"{citation.source}" was not read and carries no claim',
                "read it and say so in its record, cite another, or name it under Further reading",
            )


@rule()
def unsupported_law(passage: Passage, library: Library) -> Iterator[Fault]:
    """A paragraph that states law and cites no source that was read.

    Bad:  `The Third Circuit held that detainers are requests.`
    Good: `The Third Circuit held that detainers are requests.[^galarza]`
    """
    if passage.kind == "heading":
        return
    yield from _unnoted_end(passage)
    hows = {_how(citation, library) for citation in passage.support}
    if "read" in hows or _is_misspelled(passage, library):
        return
    found = _stated_law(passage.words)
    if not found or ("secondary" in hows and attributed(passage.words)):
        return
    line = passage.line_at(max(passage.text.find(found.split("\n")[0]), 0))
    shown = " ".join(found.split())[:60]
    if hows & {"secondary"}:
        yield Fault(
            line,
            f'states law ("{shown}") on a source that was not itself read',
            'cite a source marked read, or say in words whose account it is ("according to …")',
        )
    else:
        yield Fault(line, f'states law ("{shown}") and cites no source that was read', "cite one at the end of the sentence: [^source-id, pinpoint]")


def _unnoted_end(passage: Passage) -> Iterator[Fault]:
    """Yield a fault where words after the last note name an authority or a ruling: no note says where that comes from."""
    start = passage.text.rfind("[^") if passage.kind != "table" else -1
    at = passage.text.find("]", start) + 1 if start >= 0 else 0
    found = _NAMED.search(passage.text, at) if at and "[§" not in passage.text[at:] else None
    if found and not attributed(passage.text[at:]):
        line, shown = passage.line_at(found.start()), " ".join(found.group().split())
        yield Fault(line, f'states law ("{shown}") after the last note of its paragraph', "cite a source that was read at the end of the sentence")


@rule()
def uncited_number(passage: Passage, library: Library) -> Iterator[Fault]:
    """A number, amount, percentage or year in a paragraph that cites nothing; names such as Form I-247A and the clause's own defaults do not count.

    Bad:  `The city paid $92.5 million.`
    Good: `The city paid $92.5 million.[^settlement]`
    """
    if passage.kind == "heading" or not _DIGIT.search(passage.text) or any(c.source in library.sources for c in passage.support):
        return
    if _is_misspelled(passage, library):
        return
    own = _defaults(passage)
    for found in _NUMBER.finditer(_NAMES.sub(" ", passage.words)):
        if found.group().strip() not in own:
            line = passage.line_at(max(passage.text.find(found.group().strip()), 0))
            yield Fault(line, f'"{found.group().strip()}" has no source', "cite one at the end of the sentence: [^source-id, pinpoint]")
            return


def _is_misspelled(passage: Passage, library: Library) -> bool:
    """Whether a passage cites a source that is not there: unknown-source tells of it, and what it was to support is not known."""
    return any(citation.source not in library.sources for citation in passage.citations)


def _defaults(passage: Passage) -> set[str]:
    clause = passage.clause
    return {blank.default for text in clause.texts for blank in text.blanks if blank.default} if clause else set()


@rule(severity="warning", needs="[^")
def unsaid_secondary(passage: Passage, library: Library) -> Iterator[Fault]:
    """A statement that rests only on another's account, in a paragraph that does not say so.

    Bad:  `The court agreed.[^news-report]`, a source marked `secondary`
    Good: `The court agreed, the *Tribune* reported.[^news-report]`
    """
    if not any(_how(citation, library) == "secondary" for citation in passage.citations):
        return
    line, at = passage.line, 0
    for group in _NOTE_GROUP.finditer(passage.text):
        line, at = line + passage.text.count("\n", at, group.start()), group.start()
        ids = re.findall(r"\[\^([^\],\s]+)", group.group())
        hows = {library.hows[i] for i in ids if i in library.hows}
        if hows == {"secondary"} and not attributed(passage.words):
            yield Fault(line, f'"{ids[0]}" was not read itself, and the paragraph does not say whose account it is', 'write "according to …", or "… reported"')


def attributed(words: str) -> bool:
    """Whether a statement says whose account it gives."""
    low = words.lower()
    return any(sign in low and pattern.search(low) for sign, pattern in _ACCOUNTS)


def _how(citation: Citation, library: Library) -> str:
    return library.hows.get(citation.source, "")
