"""What could bring script, another site's content or deceptive characters in front of a reader.

The rules read the text of a file as it was loaded, so that nothing hides in a comment, a key or a clause, and look closer
only at what is not plainly harmless. What they let through meets toolkit.safe_html once more, in the built pages.
"""

from __future__ import annotations

import html
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from toolkit import safe_html
from toolkit.library import LARGEST, Library
from toolkit.model import Page, Record
from toolkit.parse import blanked
from toolkit.rules import Fault, rule
from toolkit.yamltext import Path as Place
from toolkit.yamltext import strings

Whole = Page | Record | Library  # a Library stands for what is neither page nor record: single data files, settings, assets

SETTINGS = "mkdocs.yml"


def _texts(whole: Whole, library: Library) -> Iterator[tuple[str, str]]:
    """Yield the texts of a subject with their paths."""
    texts = library.data.texts
    if not isinstance(whole, Library):
        path = f"{library.prefix}/{whole.path}" if isinstance(whole, Page) else whole.path
        yield path, texts.get(path, "")
        return
    own = {f"{library.prefix}/{path}" for path in library.pages} | {record.path for record in library.all_records}
    yield from ((path, text) for path, text in texts.items() if path not in own)
    for path, raw in library.assets.items():
        if PurePosixPath(path).suffix in _TEXTUAL:
            yield f"{library.prefix}/{path}", raw.decode("utf-8", "ignore")


def _values(whole: Whole, library: Library) -> Iterator[tuple[str, int, str, str]]:
    """Yield every string that a subject's YAML holds, keys too, with its file, its line and the key it stands at."""
    if isinstance(whole, Page):
        yield from _of_page(whole, f"{library.prefix}/{whole.path}")
    elif isinstance(whole, Record):
        yield from ((whole.path, whole.line(*at), _key(at), text) for at, text in strings(whole.values, keys=True))
    else:
        for name, mapping in library.data.lines.items():
            path = f"{library.prefix}/_data/{name}.yml"
            yield from ((path, mapping.line(*at), _key(at), text) for at, text in strings(mapping.values, keys=True))


def _of_page(page: Page, path: str) -> Iterator[tuple[str, int, str, str]]:
    for at, text in strings(page.meta, keys=True):
        yield path, page.meta_lines.get(str(at[0]), 1), _key(at), text
    yield from _of_provisions(page, path)


def _of_provisions(page: Page, path: str) -> Iterator[tuple[str, int, str, str]]:
    for provision in (text for clause in page.clauses for text in clause.texts):
        yield path, provision.line, "title", provision.title
        yield from ((path, provision.line_of(str(at[0])), _key(at), text) for at, text in strings(provision.options, keys=True))


def _key(at: Place) -> str:
    return next((part for part in reversed(at) if isinstance(part, str)), "")


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _shown(text: str) -> str:
    """Return the beginning of what was found: of its line only, and with nothing in it that a terminal would obey."""
    return re.sub(r"[^ -~¡-¬®-ÿ]", "�", text[:60].split("\n")[0])


# Markup

# "a < b", "<5" and "<=" are no tags, in Markdown or in a browser, but <.a@b> is an address; raw-address has told of <https://…>.
_TAG = re.compile(r"<(?!(?:https?|ftp)://|mailto:)(?=[a-z/!?]|[^<>\s!]+@)", re.I)
_ALLOWED_TAG = re.compile(r'<a href="(?!//)[\w./#-]*">|</a>')  # how a page links to the data files
_ATTRIBUTES = re.compile(r"^[^\n{]*(\{[^\n]*)", re.M)  # from the first brace of a line
_ALLOWED_ATTRIBUTES = re.compile(r"\{:? ?(?:(?:#[A-Za-z][\w-]*|\.lede|lang=[a-z]{2}) ?)+\}")
_TARGET = re.compile(r"\]\((?![\w./-]*[#)])")  # of a link that is not plainly a path
_DEFINED = re.compile(r"^[ \t>*+\-\d.)]*\[[^\[\]\n]*\]:", re.M)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_TOLD = re.compile(r"(?:https?|ftp)://|mailto:\S", re.I)  # raw-address has told of these
_TWO_SLASHES = re.compile(r"[/\\]{2}")
_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});")
_MEANT = frozenset("&<>\"'|*_[]`\\#~^")  # signs that Markdown or HTML would take for its own
_FENCE = re.compile(r"^ {0,3}(?:~{3,}|`{3,})(.*)$", re.M)
_FENCE_HEAD = re.compile(r"[ ]*\.?[\w#.+-]*[ ]*")
_FENCED = re.compile(r"^(~{3,}|`{3,})[^\n]*\n(?:.*?\n)??\1[ ]*$", re.M | re.S)
_BACKTICKS = re.compile(r"`+")
_IN_FRONT_MATTER = re.compile(r"<(?=[a-zA-Z/!?])|\"")
_IN_VALUE = re.compile(r"\A(?:[=+@]|-[^\s\d])|<(?=[a-zA-Z/!?])|`|[{}]|\]\(|\]\s*\[|\[[^\[\]]*\]:|!\[")
_IN_SETTINGS = re.compile(r"<(?=[A-Za-z/!?])|\b(?:https?|ftp|javascript|vbscript|data|blob):(?=\S)|(?<![:\w])//(?=\w)", re.I)
_IN_RECORD = re.compile(r"\A(?:[=+@]|-[^\s\d])|<\?|[{}]|\]\s*\[|\[[^\[\]]*\]:|!\[")  # invalid-record has told of the rest
_ADDRESSES = ("url", "archived", "copy")
_MAY_HOLD = re.compile(r"[:-]\s+['\"]?[=+@-][^\s\d]|[<`{\\]|\]\(|\]\s*\[|\]:|!\[")
_ONLY_HTML = 'write Markdown; the only HTML that a page may hold is a link within the site: <a href="../data/…">'
_PLAIN_WORDS = "records, titles and options are plain words; *italics* are for case names, addresses belong in url"


@rule()
def unsafe_markup(whole: Whole, library: Library) -> Iterator[Fault]:
    """Markup by which script, a form, a frame, styles or another site's content could reach a reader.

    Pages are Markdown: a tag, a comment, an attribute other than an id or a known class, and an address with a scheme are
    faults. Records, options and front matter are plain words, and none starts as a formula of a spreadsheet does.

    Bad:  `![map](map.png){: onerror="…"}`, `<img src=x>`, `[text](javascript:…)`, `title: <b>Law</b>`
    Good: `![map](map.png)`, `## History {#history}`, `title: Law`
    """
    if isinstance(whole, Library):
        text = library.data.texts.get(SETTINGS, "")
        for found in _IN_SETTINGS.finditer(text):
            yield Fault(_line(text, found.start()), f'"{_shown(text[found.start() :])}" in the settings', "keep scripts and styles in docs/assets/", SETTINGS)
    elif isinstance(whole, Page):
        yield from _in_front_matter(whole)
        yield from _in_prose(whole) if whole.meta else ()
    if isinstance(whole, Page):
        yield from _in_values(_of_provisions(whole, ""))
    elif any(_MAY_HOLD.search(text) for _, text in _texts(whole, library)):
        yield from _in_values(_values(whole, library), isinstance(whole, Record))


def _in_front_matter(page: Page) -> Iterator[Fault]:
    """Templates put front matter into text and into attributes as it stands."""
    for at, text in strings(page.meta, keys=True):
        if found := _IN_FRONT_MATTER.search(text):
            hint = "write curly quotation marks: “…”" if found.group() == '"' else "write plain words"
            yield Fault(page.meta_lines.get(str(at[0]), 1), f'"{_key(at)}" holds "{_shown(text[found.start() :])}"', hint)


def _in_values(values: Iterable[tuple[str, int, str, str]], record: bool = False) -> Iterator[Fault]:
    """Records, titles and options become Markdown or HTML in lists, headings and notes."""
    for path, line, key, text in values:
        if found := (_IN_RECORD if record and key not in _ADDRESSES else _IN_VALUE).search(text):
            yield Fault(line, f'"{key}" holds "{_shown(text[found.start() :])}"', _PLAIN_WORDS, path)


def _in_prose(page: Page) -> Iterator[Fault]:
    # Joined as they will be: a code fence may reach from one stretch into the next.
    stretches = list(page.prose)
    text = "\n\n".join(stretch for stretch, _ in stretches)
    if not ("<" in text or "{" in text or "](" in text or "]:" in text or "&" in text):
        return
    lines = [line + n for stretch, line in stretches for n in range(stretch.count("\n") + 2)]
    for at, message, hint in _markup(text):
        yield Fault(lines[text.count("\n", 0, at)] if lines else 1, message, hint)


def _markup(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield what is unsafe in Markdown: place, message, hint."""
    text = _without_fenced(text)
    yield from _targets(text)
    if "<" not in text and "{" not in text and "&" not in text:
        return
    live = _without_spans(text)
    for found in _TAG.finditer(live):
        if not _ALLOWED_TAG.match(live, found.start()):
            yield found.start(), f'"{_shown(live[found.start() :])}" is HTML', _ONLY_HTML
    for found in _ATTRIBUTES.finditer(_ALLOWED_ATTRIBUTES.sub(lambda found: blanked(found.group()), live)) if "{" in live else ():
        if "}" in found.group(1):
            yield found.start(1), f'"{_shown(found.group(1))}" sets attributes', "only {#id}, {: .lede } and {: lang=es } may stand; show braces as code: `{…}`"
    for found in _ENTITY.finditer(live):
        meant = html.unescape(found.group())
        if meant != found.group() and meant.isascii() and meant not in _MEANT:
            yield found.start(), f'"{found.group()}" hides a plain character', f"write {meant!r} itself"


def _targets(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield addresses that lead elsewhere than to a page. Code hides nothing here: in an address it becomes its words."""
    for found in (*_TARGET.finditer(text), *(_DEFINED.finditer(text) if "]:" in text else ())):
        target = _address(text[found.end() : found.end() + 400], found.group().endswith("("))
        odd = _SCHEME.match(target) and not _TOLD.match(target)
        elsewhere = _TWO_SLASHES.match(target) and not text.startswith("(//", found.end() - 1)
        if odd or elsewhere:
            yield found.start(), f'"{_shown(text[found.start() :])}" leads out of the site', "link to a page or file in docs/; cite a source for anything else"


def _address(written: str, inline: bool) -> str:
    """Return an address as a browser will read it: unescaped, and without what it skips."""
    written = written.lstrip(" \t\n<`\x00")
    written = written if inline else re.split(r"\s", written, maxsplit=1)[0]
    plain = re.sub(r"\\(?=[!-/:-@\[-`{-~])", "", written) if not written.startswith("\\\\") else written
    return re.sub(r"[\x00-\x1f`]", "", html.unescape(plain)).lstrip(" ")


def _without_fenced(text: str) -> str:
    """Blank fenced code as Markdown itself finds it. A fence that sets attributes, or that only looks like one, leaves all in doubt."""
    if "```" not in text and "~~~" not in text:
        return text
    if not all(_FENCE_HEAD.fullmatch(head) for head in _FENCE.findall(text)):
        return text
    return _FENCED.sub(lambda found: blanked(found.group()), text)


def _without_spans(text: str) -> str:
    """Blank code in a line where there can be no doubt that it is code.

    A backtick without its partner on the line may pair with one on another and turn code and text about, so all of its
    paragraph counts as text; so does one with an escaped backtick. A heading does too: we may turn it into HTML.
    """
    if "`" not in text:
        return text
    return "".join(_paragraph(part) if "`" in part else part for part in re.split(r"(\n[ \t]*\n)", text))


def _paragraph(text: str) -> str:
    rows: list[str] = []
    for row in text.split("\n"):
        blanked = row if row.startswith("#") or "`" not in row else _row(row)
        if blanked is None:
            return text
        rows.append(blanked)
    return "\n".join(rows)


def _row(row: str) -> str | None:
    """Return a row with its code blanked; None when a backtick has no partner. A run of them closes at the next of its length."""
    if "\\`" in row:
        return None
    runs = list(_BACKTICKS.finditer(row))
    partner, last = [0] * len(runs), dict[int, int]()
    for n in reversed(range(len(runs))):
        size = len(runs[n].group())
        partner[n], last[size] = last.get(size, 0), n
    out, at, n = "", 0, 0
    while n < len(runs):
        if not partner[n]:
            return None
        end = runs[partner[n]].end()
        out += row[at : runs[n].start()] + " " * (end - runs[n].start())
        at, n = end, partner[n] + 1
    return out + row[at:]


# Characters

_HARMLESS = (
    "\\n\\r\\t -~\u00a1-\u00ac\u00ae-\u00b3\u00b5-\u01bf\u01c4-\u024f\u1e00-\u1eff"  # Latin with its diacritics, the signs of Latin-1
    "\u02bb\u02bc"  # the ʻokina and its like
    "\u2013\u2014\u2018\u2019\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a"  # dashes and quotation marks
    "\u20ac\u2122\u2070-\u208e\u2150-\u215e\u2190-\u2199\u2248\u2260\u2264\u2265\u2713\u2717"  # raised and lowered digits, fractions, arrows
)
_SUSPECT = re.compile(f"[^{_HARMLESS}]")
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffc\ufffd\U0001d159")  # letters and signs that show nothing, or no more
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})
_UNNAMED = {"Cc": "CONTROL CHARACTER", "Cn": "NO CHARACTER", "Co": "PRIVATE USE", "Cs": "HALF OF A CHARACTER"}
_BESIDE_NBSP = re.compile(r"[§¶.\d]\xa0|\xa0[§¶\d]")


def _is_plain(text: str) -> bool:
    """Whether a text plainly holds nothing odd. This is quick, and true of most."""
    flat = text.replace("\n", " ")
    if not flat.isprintable():
        return False
    if flat.isascii():
        return True
    try:
        flat.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return not any(sign in flat for sign in "‚´ˆ˜")


@lru_cache(maxsize=4)
def _odd(text: str) -> tuple[tuple[int, str], ...]:
    """Return the characters that want a closer look, with their places; an entity counts as what it stands for."""
    found = [] if _is_plain(text) else [(match.start(), match.group()) for match in _SUSPECT.finditer(text)]
    for entity in _ENTITY.finditer(text) if "&" in text and ";" in text else ():
        meant = html.unescape(entity.group())
        found += [(entity.start(), sign) for sign in meant if meant != entity.group() and _SUSPECT.match(sign)]
    return tuple(found)


def _odd_in(whole: Whole, library: Library) -> Iterator[tuple[str, int, str, int, str]]:
    """Yield each odd character of a subject: path, line (0 where `text` is the file's own), text, place in it, itself."""
    for path, text in _texts(whole, library):
        yield from ((path, 0, text, at, sign) for at, sign in _odd(text))
    # A backslash in YAML may stand for a character that the text itself does not hold.
    if any("\\" in text for path, text in _texts(whole, library) if path != SETTINGS):
        for path, line, _, text in _values(whole, library):
            yield from ((path, line, text, at, sign) for at, sign in _odd(text) if sign not in library.data.texts.get(path, ""))


def _named(sign: str) -> str:
    """Return a character by number and name: U+200B ZERO WIDTH SPACE."""
    name = unicodedata.name(sign, "") or _UNNAMED.get(unicodedata.category(sign), "")
    return f"U+{ord(sign):04X} {name}".strip()


@rule()
def invisible_character(whole: Whole, library: Library) -> Iterator[Fault]:
    """A character that no reader sees, or that reorders or piles up what they see.

    Zero-width and control characters, soft hyphens, bidirectional marks, tags, variation selectors, private use, fillers,
    stacked accents. A no-break space may stand after § or ¶, after a period and beside a digit; other odd spaces may not.

    Bad:  `deten\u200btion`
    Good: `detention`, `§\u00a010`
    """
    for path, line, text, at, sign in _odd_in(whole, library):
        if _is_unseen(text, at, sign):
            column = at - text.rfind("\n", 0, at)
            hint = "write a plain space" if unicodedata.category(sign) == "Zs" else "remove it"
            yield Fault(line or _line(text, at), f"{_named(sign)} at column {column}", hint, path)


def _is_unseen(text: str, at: int, sign: str) -> bool:
    if sign == "\xa0":
        return text.startswith(sign, at) and not _BESIDE_NBSP.search(text, max(at - 1, 0), at + 2)
    if sign == "\ufeff" and at == 0:
        return False  # byte-order-mark has told of it
    if sign in _BLANK or "VARIATION SELECTOR" in unicodedata.name(sign, ""):
        return True
    return unicodedata.category(sign) in _UNSEEN or (unicodedata.name(sign, "").startswith("COMBINING") and _is_piled(text, at))


def _is_piled(text: str, at: int) -> bool:
    """Whether an accent stands on no letter, or on another accent with which it makes no known letter."""
    start = at
    while start > max(at - 8, 0) and unicodedata.combining(text[start]):
        start -= 1
    whole = unicodedata.normalize("NFC", text[start : at + 1])
    return not text[start].isalpha() or sum(map(bool, map(unicodedata.combining, whole))) > 1


# Scripts with letters that pass for Latin ones; of Latin itself, the letters of phonetics. A word that is wholly in another
# script (Arabic, Chinese, Hangul) deceives nobody.
_ALIKE = frozenset(
    {"LATIN", "CYRILLIC", "GREEK", "COPTIC", "CHEROKEE", "ARMENIAN", "LISU", "DESERET", "OSAGE", "GOTHIC", "RUNIC", "CANADIAN", "TIFINAGH", "WARANG"}
)
_GREEK_ALONE = frozenset("αβγδεθλμπσφψωΓΔΘΛΠΣΦΨΩ")  # a letter of a formula, by itself: none of these passes for Latin
_SIGNS = {  # signs that pass for others, and what to write
    **dict.fromkeys("\u2010\u2011\u02d7\u2043\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2012\ufe58", "–"),
    "\u2015": "—",
    **dict.fromkeys("\u02b9\u02c8\u055a\ua78c\uff07\u201b´", "’"),
    **dict.fromkeys("\u2024\uff0e\ua4f8", "."),
    **dict.fromkeys("\u201a\uff0c", ","),
    **dict.fromkeys("\u2236\ua789\uff1a\u05c3\u02d0", ":"),
    **dict.fromkeys("\u2044\u2215\u29f8\uff0f", "/"),
    **dict.fromkeys("\uff08\u2768", "("),
    **dict.fromkeys("\uff09\u2769", ")"),
    "\u037e": ";",
    "\uff3b": "[",
    "\uff3d": "]",
    **dict.fromkeys("\u01c0\u2223\uff5c", "|"),
    "\u01c3": "!",
    "ˆ": "^",
    "˜": "~",
}


@rule()
def look_alike(whole: Whole, library: Library) -> Iterator[Fault]:
    """A letter, digit or sign that passes for another: the text no longer says what it shows, and no search finds it.

    Cyrillic, Greek and other letters like Latin ones, full-width and mathematical forms, phonetic letters, digits of other
    scripts, Roman numerals of one character, hyphens and quotation marks that are others. A Greek letter that looks like no
    Latin one may stand alone (π), and a minus sign before a number. Names keep their diacritics and the ʻokina.

    Bad:  `8 U.S.C. § 13\u03bf1`, `Jаil` with a Cyrillic `а`
    Good: `Peña`, `Łódź`, `Hawaiʻi`, `§§ 10–12`
    """
    last = ("", 0)
    for path, line, text, at, sign in _odd_in(whole, library):
        start, end = _word(text, at)
        if (path, end) != last and (fault := _likeness(text[start:end] if text[at] == sign else sign, text, at, sign)):
            last = (path, end)
            yield Fault(line or _line(text, at), *fault, path)


def _word(text: str, at: int) -> tuple[int, int]:
    """Return where the word at a place starts and ends; a word of more than 60 characters is none."""
    start = end = at
    while start > max(at - 60, 0) and (text[start - 1].isalnum()):
        start -= 1
    while end < min(at + 60, len(text)) and text[end].isalnum():
        end += 1
    return start, max(end, at + 1)


def _likeness(word: str, text: str, at: int, sign: str) -> tuple[str, str] | None:
    """Return what a character passes for, and the remedy; None when it is what it seems."""
    if sign in _SIGNS:
        return f"{_named(sign)} passes for {_SIGNS[sign]}", f"write {_SIGNS[sign]}"
    if sign == "\u2212":
        return (f"{_named(sign)} passes for -", "write -, or – for a range") if text[at - 1 : at].isalnum() else None
    category, script = unicodedata.category(sign), unicodedata.name(sign, "").split(" ")[0]
    as_plain = unicodedata.normalize("NFKC", sign)
    if category in ("Nd", "Nl") or (as_plain != sign and (category[0] == "L" or (category == "So" and as_plain.isascii()))):
        plain = unicodedata.normalize("NFKC", word)
        return f'"{word}" holds {_named(sign)}', f'write "{plain}"' if plain.isascii() else "write it in plain letters and digits"
    if category[0] != "L" or (word == sign and sign in _GREEK_ALONE):
        return None
    if category == "Lm" or script in _ALIKE or (script != "LATIN" and any(map(_is_latin, word))):
        return f'"{word}" holds {_named(sign)}', "type the word again in Latin letters; one that must stay goes into lint-exceptions.yml with its reason"
    return None


def _is_latin(sign: str) -> bool:
    return sign.isascii() or unicodedata.name(sign, "").startswith("LATIN ")


# Lengths

_LONGEST = {"title": 300, "name": 300, "summary": 1_000, "citation": 1_000, "url": 2_000, "archived": 2_000, "copy": 2_000}
_SHORTEST = min(_LONGEST.values())
LONGEST = 4_000


@rule()
def overlong_value(whole: Whole, library: Library) -> Iterator[Fault]:
    """A value in front matter, options or a record that is longer than what it is for.

    Titles and names have at most 300 characters, summaries and citations 1,000, addresses 2,000, anything else 4,000.

    Bad:  a `title` of three pages
    Good: a `title` of a line
    """
    if not any(map(_is_long, _held(whole, library))):
        return
    for path, line, key, text in _values(whole, library):
        limit = _LONGEST.get(key, LONGEST)
        if len(text) > limit:
            yield Fault(line, f'"{key}" has {len(text):,} characters', f"at most {limit:,} may stand here: put the rest where it belongs", path)


def _held(whole: Whole, library: Library) -> Iterator[Any]:
    """Yield what _values goes through, for a quick look."""
    if isinstance(whole, Page):
        yield whole.meta
        yield from ([text.title, text.options] for clause in whole.clauses for text in clause.texts)
    else:
        yield from [whole.values] if isinstance(whole, Record) else (mapping.values for mapping in library.data.lines.values())


def _is_long(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_is_long, value.values()))
    return any(map(_is_long, value)) if isinstance(value, list) else isinstance(value, str) and len(value) > _SHORTEST


# Files

_TEXTUAL = (".css", ".js", ".svg")
# Where each kind of file may lie, and how many bytes it may have.
_KINDS = {
    ".md": ("", LARGEST * 2),
    ".yml": ("_data/", LARGEST * 2),
    ".css": ("assets/stylesheets/", 100_000),
    ".js": ("assets/javascripts/", 100_000),
    ".svg": ("assets/", 100_000),
    ".png": ("assets/", LARGEST),
}
_PNG = b"\x89PNG\r\n\x1a\n"
_FILE_NAME = re.compile(r"(?:[a-z0-9_]+(?:-[a-z0-9]+)*/)*[a-z0-9]+(?:[-.][a-z0-9]+)*\.[a-z]+")


@rule()
def unwanted_file(library: Library) -> Iterator[Fault]:
    """A file in docs/ that has no business there: everything in docs/ is published.

    It is of no kind of ours, lies where none of its kind does, is not what its name says, is hidden, too large, executable or
    oddly named. A picture has at most 500,000 bytes; a drawing, script or stylesheet 100,000. A drawing holds shapes and
    nothing else.

    Bad:  `docs/map.html`, `docs/assets/images/seal.png` that is a web page, an SVG with `<script>`
    Good: `docs/assets/images/seal.png` that is a PNG
    """
    for entry, mode in _entries(library.root):
        shown = f"{library.prefix}/{entry.encode('unicode_escape').decode()}"
        if not stat.S_ISREG(mode):
            if not entry.endswith((".md", ".yml")):  # unreadable has told of those
                yield Fault(1, "not a regular file", "remove it: only files can be published", shown)
            continue
        for message, hint in (*_misplaced(entry), *_content(entry, library.assets.get(entry, b""))):
            yield Fault(1, message, hint, shown)
        if mode & 0o111:
            yield Fault(1, "the file is marked as a program", f"chmod -x {shown}", shown)


def _entries(root: Path) -> Iterator[tuple[str, int]]:
    """Yield every file with its mode; symbolic-link has told of links."""
    for folder, _, names in os.walk(root):
        for name in sorted(names):
            mode = os.lstat(os.path.join(folder, name)).st_mode
            if not stat.S_ISLNK(mode):
                yield Path(folder, name).relative_to(root).as_posix(), mode


def _misplaced(path: str) -> Iterator[tuple[str, str]]:
    parts, kind = path.split("/"), PurePosixPath(path).suffix
    if any(part.startswith(".") for part in parts):
        yield "a hidden file", "remove it; what is published has a name that shows"
        return
    if path.startswith("_data/") and kind != ".yml":
        return  # stray-file has told of it
    if kind not in _KINDS:
        yield f'no "{kind or parts[-1]}" file belongs in docs/', f"kinds that do: {', '.join(_KINDS)}"
        return
    folder = _KINDS[kind][0]
    if not path.startswith(folder):
        yield f"a {kind} file outside {folder}", f"move it to docs/{folder}"
    if kind not in (".md", ".yml") and not _FILE_NAME.fullmatch(path):
        yield "a name that cannot be an address", "small letters, digits, single hyphens and periods"


def _content(path: str, raw: bytes) -> Iterator[tuple[str, str]]:
    kind = PurePosixPath(path).suffix
    limit = _KINDS.get(kind, ("", LARGEST))[1]
    if len(raw) > limit:
        yield f"more than {limit:,} bytes", "make it smaller: every reader of the page loads it"
    elif kind == ".png" and not raw.startswith(_PNG):
        yield "named .png and no PNG picture", "export the picture again"
    elif kind in _TEXTUAL:
        yield from _textual(kind, raw)


def _textual(kind: str, raw: bytes) -> Iterator[tuple[str, str]]:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text or (kind != ".svg" and text.lstrip().startswith("<")):
        yield f"named {kind} and something else", "remove it, or give it the name of what it is"
    elif kind == ".svg" and (fault := safe_html.drawing_fault(text)):
        yield fault, "export it as a plain drawing: shapes and their colors, no links, no styles, no text from elsewhere"
