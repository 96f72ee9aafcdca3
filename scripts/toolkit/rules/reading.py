"""What makes a page hard to read: headings out of order, images and links without words, languages unmarked, long sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.library import Library
from toolkit.model import Clause, Page, Prose
from toolkit.parse import without_code
from toolkit.prose import Passage, passages
from toolkit.rules import Fault, rule

LONG, HARD = 45, 13  # words in a sentence; a school grade, well above the 9 to 10 that the style asks for
ENOUGH = 150  # words of prose from which a grade says something
_HEADING = re.compile(r"^(#{1,6})[ \t]+\S", re.M)
# No class crosses the sign that opens it: a run of signs that never close would else be read again from each of them.
_IMAGE = re.compile(r"!\[([^\[\]]*)\]\(\s*<?([^()\s<>]*)|<img\b([^<>]*)>", re.I)
_ALT = re.compile(r"\balt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.I)
_LINK = re.compile(r"(?<!!)\[([^\[\]^§][^\[\]]*|)\]\([^()\[\]]*\)|<a\b[^<>]*>([^<>]*(?:<(?!/?a\b)[^<>]*>[^<>]*)*)</a>", re.I)
_VAGUE = frozenset(
    [
        "here",
        "click here",
        "click",
        "this",
        "this page",
        "this link",
        "link",
        "read more",
        "more",
        "learn more",
        "see more",
        "see here",
        "page",
        "download",
        "details",
        "info",
        "source",
        "website",
        "go",
        "continue",
    ]
)
_CELL = re.compile(r"(?<!\\)\|")
_RULE_ROW = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+\s*(?::?-{2,}:?)?")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_SPANISH = frozenset(
    [
        "el",
        "la",
        "los",
        "las",
        "un",
        "una",
        "unos",
        "unas",
        "de",
        "del",
        "al",
        "y",
        "o",
        "que",
        "en",
        "por",
        "para",
        "con",
        "sin",
        "su",
        "sus",
        "se",
        "es",
        "son",
        "está",
        "están",
        "ser",
        "no",
        "si",
        "como",
        "más",
        "pero",
        "le",
        "les",
        "lo",
        "este",
        "esta",
        "estos",
        "estas",
        "esto",
        "qué",
        "quién",
        "cómo",
        "dónde",
        "cuándo",
        "usted",
        "ustedes",
        "nosotros",
        "ellos",
        "ella",
        "él",
        "hay",
        "puede",
        "tiene",
        "derecho",
        "derechos",
    ]
)
_SPANISH_SIGNS = (" que ", " los ", " las ", " una ", " para ", " por ", " en ", "ión", "¿", "¡")  # a passage of Spanish holds one of them
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)\]’”\"%][.!?])[”\"’)]*\s+(?=[A-Z“\"(])")


@rule()
def heading_order(page: Page, library: Library) -> Iterator[Fault]:
    """A heading that skips a level, or a second title: who moves by headings takes it for a missing part.

    Bad:  `## Why`, then `#### In court`
    Good: `## Why`, then `### In court`
    """
    before = 1
    for block in page.blocks:
        if isinstance(block, Prose):
            stretches = [(block.text, block.line)]
        else:
            before = 2
            stretches = [(block.commentary.notes, block.commentary.notes_line)] if isinstance(block, Clause) and block.commentary else []
        for text, first in stretches:
            for found in _HEADING.finditer(without_code(text)):
                level, line = len(found.group(1)), first + text.count("\n", 0, found.start())
                if level == 1:
                    yield Fault(line, "a second title of the page", "the title stands in the front matter; write ##")
                elif level > before + 1:
                    yield Fault(line, f"a heading of level {level} after one of level {before}", f"write {'#' * (before + 1)}")
                before = max(level, 2)


@rule()
def missing_alternative(passage: Passage, library: Library) -> Iterator[Fault]:
    """An image without words for those who do not see it.

    Bad:  `![](map.svg)`
    Good: `![Map of the states that restrict local policies](map.svg)`
    """
    if "![" not in passage.text and "<img" not in passage.text.lower():
        return
    for found in _IMAGE.finditer(passage.text):
        alt = found.group(1) if found.group(3) is None else next((a or b for a, b in _ALT.findall(found.group(3))), "")
        if not alt.strip() or alt.strip() == (found.group(2) or "").rsplit("/", 1)[-1]:
            yield Fault(
                passage.line_at(found.start()), "an image without a text that says what it shows", "write it between the brackets: ![what it shows](file)"
            )


@rule()
def vague_link(passage: Passage, library: Library) -> Iterator[Fault]:
    """A link whose words say nothing alone, as a list of links or a screen reader shows them.

    Bad:  `[here](../law/index.md)`
    Good: `[the pages on federal law](../law/index.md)`
    """
    if "](" not in passage.text and "<a" not in passage.text.lower():
        return
    for found in _LINK.finditer(passage.text):
        words = " ".join((found.group(1) if found.group(2) is None else re.sub(r"<[^>]*>", " ", found.group(2))).split()).strip(" .*_`")
        if words.casefold() in _VAGUE or (not _WORD.search(words) and not any(map(str.isdigit, words))):
            shown = f'"{words}"' if words else "a link without words"
            yield Fault(passage.line_at(found.start()), f"{shown} does not say where the link leads", "name what is there")


@rule()
def empty_header(passage: Passage, library: Library) -> Iterator[Fault]:
    """A column of a table without a heading: a screen reader reads its cells without saying what they are.

    Bad:  `| State | |`
    Good: `| State | What it forbids |`
    """
    if passage.kind != "table":
        return
    rows = passage.text.split("\n")
    if len(rows) > 1 and _RULE_ROW.fullmatch(rows[1].strip()):
        cells = _CELL.split(rows[0].strip().strip("|"))
        for number, cell in enumerate(cells, 1):
            if not cell.strip():
                yield Fault(passage.line, f"column {number} has no heading", "say in a word or two what the column holds")


@rule()
def unmarked_language(passage: Passage, library: Library) -> Iterator[Fault]:
    """A passage in Spanish that is not marked as Spanish: a screen reader would read it as English.

    Bad:  `Usted tiene derecho a no abrir la puerta.`
    Good: the same, and on the next line `{: lang=es }`
    """
    text = passage.text
    if not any(sign in text for sign in _SPANISH_SIGNS) or "lang=" in text:
        return
    words = [word.lower() for word in _WORD.findall(passage.words)]
    if len(words) >= 6 and sum(word in _SPANISH for word in words) >= 0.3 * len(words):
        yield Fault(passage.line, "a passage in Spanish that is not marked so", "put {: lang=es } on the line after it")


@rule(severity="advice")
def long_sentence(passage: Passage, library: Library) -> Iterator[Fault]:
    """A sentence of more than 45 words, in prose; advice, shown for files that change.

    Bad:  one sentence with the rule, its two exceptions, their dates and who decided them
    Good: the rule in one sentence; an exception in each of the next
    """
    if passage.kind in ("heading", "table") or passage.words.count(" ") < LONG:
        return
    for sentence in _SENTENCE_END.split(passage.words):
        count = len(_WORD.findall(sentence))
        if count > LONG:
            at = max(passage.words.find(sentence[:40]), 0)
            yield Fault(passage.line_of(at), f"a sentence of {count} words", "give each thought a sentence of its own")


@rule(severity="advice")
def hard_reading(page: Page, library: Library) -> Iterator[Fault]:
    """A page whose prose asks for more schooling than the style allows, by the Automated Readability Index; advice, as above.

    Bad:  a page of long words in long sentences: grade 16
    Good: the same said in short ones: grade 10
    """
    prose = [p.words for p in passages(page) if p.kind in ("paragraph", "item")] if not page.is_model else []
    words = [word for text in prose for word in _WORD.findall(text)]
    if len(words) < ENOUGH:
        return
    sentences = sum(len(_SENTENCE_END.split(text.strip())) for text in prose)
    # Smith and Senter, Automated Readability Index, 1967: characters in a word and words in a sentence, to a United States school grade.
    grade = 4.71 * sum(map(len, words)) / len(words) + 0.5 * len(words) / sentences - 21.43
    if grade > HARD:
        yield Fault(1, f"the prose reads at about grade {grade:.0f}", "shorter sentences and plainer words; the style asks for grade 9 to 10")
