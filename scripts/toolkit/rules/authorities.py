"""Authorities by name: how statutes, regulations and cases are cited, and whether the source behind a name is the one it names.

Reporters and courts are those of the Free Law Project's reporters-db and courts-db; where a citation leads, citeurl knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from urllib.parse import unquote, urlsplit

from toolkit.findings import nearest
from toolkit.library import Library
from toolkit.links import resolved
from toolkit.model import Case, Record, Source, State
from toolkit.prose import Passage
from toolkit.records import rules as state_rules
from toolkit.rules import Draft, Fault, rule

_CODE = re.compile(r"\b(\d+)\s*(U\.?\s?S\.?\s?C\.?(?:\s?A\.)?|C\.?\s?F\.?\s?R\.?)(?![a-z])\s*(§*|[Ss]ec(?:tions?|\.)|[Pp]arts?)\s*(\d[\w-]*(?:\.\d[\w-]*)*)")
_CODE_FORM = re.compile(r"\d+ (?:U\.S\.C\.(?: App\.)? §§?|C\.F\.R\. (?:§§?|[Pp]arts?))[ \u00a0]\d")
_DIGIT = re.compile(r"\d")
_VOLUME = re.compile(r"\d [A-Z][^\d\n]{0,30}\.[^\n]{0,6} \d")  # what every citation of a reporter holds, and few passages
# A word is taken whole (*+): capitals that could each begin one would else be divided in every way.
_CITE = re.compile(r"\b(\d{1,4}) ((?:[A-Z][A-Za-z’']*+\.? ?(?:& ?)?){1,5}(?:\d[a-z]{1,2})?) (\d{1,5})\b")
_FEDERAL = re.compile(r"\b\d+ (?:F\.(?:[23]d|4th)|F\. Supp\.(?: [23]d)?) \d+(?:, [\d–, n.]+)? \(([^()]*?)\s?(\d{4})\)")
_SIGN = re.compile(r"§(?=[\dA-Za-z])|§ §")
_NUMBER = re.compile(r"\d+[A-Za-z]?(?:[-.:/–,]\d+[A-Za-z]*)*(?:[-.]?[A-Za-z](?![a-z]))?")
_NAMED = re.compile(r"\b(\d+) (U\.S\.C\.|C\.F\.R\.) §+[ \u00a0]?(\d[\w]*(?:[-.]\d\w*)*)")
_SECTION = re.compile(r"§+[ \u00a0]?(\d[\w]*(?:[-.:/]\d\w*)*)")
_FEDERAL_SECTION = re.compile(r"(?:U\.S\.C\.|C\.F\.R\.)\s§+\s?(\d\w*(?:[-.]\d\w*)*)")
_OWN_SECTION = re.compile(r"(?<!U\.S\.C\.\s)(?<!C\.F\.R\.\s)(?<!INA\s)§\s?(\d\w*(?:[-.:/]\d\w*)*)")
_PACKED = re.compile(r"\b\d+/\d[\w.-]*")  # as Illinois numbers its statutes
_HEADING = re.compile(r"^#+ (.*)", re.M)
_LINK = re.compile(r"\[([^\[\]]*(?:§|[Ss]ections?)[^\[\]]*)\]\(([^()\s]+)\)")
_NOTES = re.compile(r"(?:\[\^[^\[\]]*\]\s?)+")
_NOTE = re.compile(r"\[\^([^\],\s]+)")
_OWN_FORM = frozenset({"I&N Dec."})  # as the Board's own decisions and the Department of Justice print it
CODES = ("statute", "regulation", "constitution")


# Form


@rule()
def malformed_citation(record: Record, library: Library) -> Iterator[Fault]:
    """A citation in a record that is not in the form that courts and codifiers use.

    Bad:  `citation: 8 USC 1373`, or `745 F. 3d 634 (3 Cir. 2014)`
    Good: `citation: 8 U.S.C. § 1373`, or `745 F.3d 634 (3d Cir. 2014)`
    """
    for key, text in _cited(record):
        for _, message, hint in out_of_form(text):
            yield Fault(record.line(*key), message, hint)


@rule()
def malformed_mention(passage: Passage, library: Library) -> Iterator[Fault]:
    """A citation in prose that is not in the form that courts and codifiers use.

    Bad:  `under 8 USC 1373`
    Good: `under 8 U.S.C. § 1373`
    """
    for at, message, hint in out_of_form(passage.words):
        yield Fault(passage.line_of(at), message, hint)


@rule()
def malformed_authority(draft: Draft, library: Library) -> Iterator[Fault]:
    """A citation in model text that is not in the form that courts and codifiers use.

    Bad:  `under 8 USC 1373`
    Good: `under 8 U.S.C. § 1373`
    """
    for stretch, line in draft.stretches if any(out_of_form(draft.words)) else ():
        for _, message, hint in out_of_form(stretch):
            yield Fault(line, message, hint)


def _cited(record: Record) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield what a record cites by, with the path of its key."""
    if isinstance(record, Source):
        yield ("citation",), str(record.get("citation"))
    if isinstance(record, Case):
        yield ("name",), str(record.get("name"))
    if isinstance(record, State):
        for index, entry in state_rules(record):
            yield ("rules", index, "authority"), str(entry.get("authority", ""))


def out_of_form(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield the offset, fault and remedy of each citation in `text` that is out of form."""
    if " vs. " in text:
        yield text.index(" vs. "), '"vs." in the name of a case', "write v."
    if not _DIGIT.search(text):
        return
    text = text.replace("\n", " ")
    if "C" in text:
        for found in _CODE.finditer(text):
            if not _CODE_FORM.match(text, found.start()):
                code = "U.S.C." if found.group(2).replace(" ", "").startswith(("US", "U.")) else "C.F.R."
                part = "part" if found.group(3).lower().startswith("part") else "§"
                yield found.start(), f'"{found.group()}" is out of form', f"write {found.group(1)} {code} {part} {found.group(4)}"
    for found in _SIGN.finditer(text) if "§" in text else ():
        yield found.start(), f'"{text[found.start() : found.start() + 12]}" is out of form', "write § and a space, or §§ for several sections"
    if "." in text:
        yield from _reporters(text)


def _reporters(text: str) -> Iterator[tuple[int, str, str]]:
    for found in _CITE.finditer(text) if _VOLUME.search(text) else ():
        wanted = _variants().get(found.group(2))
        if wanted and found.group(2) not in _OWN_FORM:
            yield found.start(), f'"{found.group()}" is out of form', f"write {found.group(1)} {wanted} {found.group(3)}"
    for found in _FEDERAL.finditer(text) if "F." in text else ():
        court = found.group(1).rstrip(" ,").split(",")[0]
        if _packed(court) not in _courts():
            message = f'"({found.group(1)} {found.group(2)})" names no federal court' if court else f'"{found.group()}" names no court'
            yield found.start(1), message, nearest(court, _court_names()) if court else "write the court before the year, as in (3d Cir. 2014)"


@cache
def _variants() -> dict[str, str]:
    """Return the accepted form of each form of a reporter that is not: "F. 3d" is "F.3d"."""
    import reporters_db

    known = reporters_db.EDITIONS
    return {form: right[0] for form, right in reporters_db.VARIATIONS_ONLY.items() if form not in known and "." in form and len(right) == 1 and len(form) > 2}


@cache
def _court_names() -> frozenset[str]:
    import courts_db

    return frozenset(court["citation_string"] for court in courts_db.courts if court["system"] == "federal" and court["citation_string"])


@cache
def _courts() -> frozenset[str]:
    return frozenset(map(_packed, _court_names()))


def _packed(court: str) -> str:
    """Return what spellings of a court share: 3rd Cir. is 3d Cir."""
    return re.sub(r"(?<=2)n(?=d)|(?<=3)r(?=d)", "", court).replace(" ", "")


# What stands behind a name


@rule()
def unrecorded_authority(passage: Passage, library: Library) -> Iterator[Fault]:
    """A federal statute or regulation named in prose that no source record is about.

    Bad:  `under 8 U.S.C. § 1374`, which no record cites
    Good: `under 8 U.S.C. § 1373`, the citation of docs/_data/sources/usc-8-1373.yml
    """
    if ".S.C." in passage.text or ".F.R." in passage.text:
        for found in _NAMED.finditer(passage.words):
            if not _is_recorded(found, library) and not any(found.group() in _about(cited.source, library) for cited in passage.support):
                yield Fault(passage.line_of(found.start()), f'no source record is about "{found.group()}"', _add(found.group()))


@rule()
def unrecorded_law(draft: Draft, library: Library) -> Iterator[Fault]:
    """A federal statute or regulation named in model text that no source record is about.

    Bad:  `as 8 U.S.C. § 1374 defines it`, which no record cites
    Good: `as 8 U.S.C. § 1373 defines it`, the citation of docs/_data/sources/usc-8-1373.yml
    """
    if ".S.C." not in draft.words and ".F.R." not in draft.words:
        return
    for stretch, line in draft.stretches:
        for found in _NAMED.finditer(stretch):
            if not _is_recorded(found, library):
                yield Fault(line, f'no source record is about "{found.group()}"', _add(found.group()))


def _about(key: str, library: Library) -> str:
    """Return what a source says that it is about: citation, title and note."""
    source = library.sources.get(key)
    return f"{source.get('citation')} {source.get('title')} {source.get('note')}" if source else ""


def _add(named: str) -> str:
    return f"mend the number, or add a source record with the citation {named}"


def _is_recorded(found: re.Match[str], library: Library) -> bool:
    if library.is_broken("sources/"):
        return True  # it may be the one that could not be read
    return found.group(1, 2, 3) in library.federal_sections


@rule(needs="[^")
def mismatched_note(passage: Passage, library: Library) -> Iterator[Fault]:
    """A sentence that names a section of a code, with a note to another section alone.

    Bad:  `8 U.S.C. § 1373 says so.[^usc-8-1644]`
    Good: `8 U.S.C. § 1373 says so.[^usc-8-1373]`
    """
    for citation in passage.citations:
        if source := _elsewhere(citation.pinpoint, citation.source, library):
            hint = "cite the source that has this section, or mend the number"
            yield Fault(citation.line, f"points to § {_SECTION.findall(citation.pinpoint)[0]} in {source.id}, which is {source.get('citation')}", hint)
    start = 0
    for group in _NOTES.finditer(passage.text) if "§" in passage.text else ():
        sentence, start = passage.text[start : group.start()], group.end()
        sources = [library.sources[key] for key in _NOTE.findall(group.group()) if key in library.sources]
        if not sources or any(source.get("kind") not in CODES for source in sources):
            continue
        cited = " ".join(_about(source.id, library) for source in sources)
        named = _FEDERAL_SECTION.findall(sentence) if all(map(_is_federal, sources)) else _OWN_SECTION.findall(sentence)
        if named and any(map(_is_federal, sources)) == all(map(_is_federal, sources)) and not any(_holds(cited, number) for number in named):
            shown = ", ".join(str(source.get("citation")) for source in sources)
            yield Fault(
                passage.line_at(group.start()), f"names § {named[-1]} and cites {shown}", "cite the source that it names, or name the one that it cites"
            )


def _is_federal(source: Source) -> bool:
    return bool(_NAMED.search(str(source.get("citation"))))


@rule()
def mismatched_authority(state: State, library: Library) -> Iterator[Fault]:
    """A rule of a state whose `authority` is another section than its `source`.

    Bad:  `authority: Tex. Gov't Code § 752.053`, `source:` a record on § 752.056
    Good: the record on § 752.053
    """
    for index, entry in state_rules(state):
        if source := _elsewhere(str(entry.get("authority", "")), str(entry.get("source", "")), library):
            hint = "name the source that it rests on, or mend the number"
            yield Fault(state.line("rules", index, "authority"), f"{entry['authority']} rests on {source.id}, which is {source.get('citation')}", hint)


def _elsewhere(named: str, key: str, library: Library) -> Source | None:
    """Return the source `key` if it is part of a code and holds none of the sections in `named`."""
    source, numbers = library.sources.get(key), _SECTION.findall(named)
    if source is None or not numbers or source.get("kind") not in CODES:
        return None
    return None if any(_holds(_about(key, library), number) for number in numbers) else source


def _holds(text: str, number: str) -> bool:
    """Whether `text` names a section, or a chapter or range that it can lie in."""
    if re.search(rf"(?<![\w.-]){re.escape(number)}(?![\w])", text):
        return True
    head = re.split(r"[.:/]|-(?=\d+$)", number)[0]
    return bool(
        re.search(rf"\b(?:[Cc]h(?:apter|\.)s?|[Tt]itle|[Aa]rt(?:icle|\.)|[Pp]art|[Ss]ubdiv(?:ision|\.)?) {re.escape(head)}\b|\bet seq\.|§§[^;]*[-–]", text)
    )


@rule(needs="](")
def mismatched_link(passage: Passage, library: Library) -> Iterator[Fault]:
    """A link whose words name a section of law, and which leads to a page on another.

    Bad:  `[8 U.S.C. § 1373](../law/section-287g.md)`
    Good: `[8 U.S.C. § 1373](../law/section-1373.md)`
    """
    for found in _LINK.finditer(passage.text):
        numbers = re.findall(r"\d{2,}[a-z]?", found.group(1).partition("§")[2] or found.group(1))
        page = _led_to(found.group(2), passage, library)
        if numbers and page is not None and not any(number in page for number in numbers):
            yield Fault(
                passage.line_at(found.start()), f'"{found.group(1)}" leads to {found.group(2)}, which does not name it', "mend the address, or the words"
            )


def _led_to(target: str, passage: Passage, library: Library) -> str | None:
    """Return the title, summary and headings of the page that a link leads to; None when it is no page of ours, or a model."""
    page = library.pages.get(resolved(target.partition("#")[0], passage.page))
    if page is None or page.is_model or page.path == passage.page.path:
        return None
    return f"{page.path} {page.title} {page.meta.get('summary')} " + " ".join(head for text, _ in page.prose for head in _HEADING.findall(text))


# Where an address leads


@rule(apart=True)
def mismatched_address(source: Source, library: Library) -> Iterator[Fault]:
    """A source whose address is, by the publisher's own scheme, that of another section.

    Bad:  `citation: 8 U.S.C. § 1373`, `url: https://www.law.cornell.edu/uscode/text/8/1644`
    Good: `url: https://www.law.cornell.edu/uscode/text/8/1373`
    """
    url, citation = str(source.get("url")), str(source.get("citation")).replace("*", "")
    if source.get("kind") not in CODES or _host(url) not in _publishers() or not _may_be_another(citation, url):
        return
    for title, _, section in _NAMED.findall(citation)[:1]:
        if re.search(rf"/{title}/\d[\w.]*$", urlsplit(url).path):  # as most publishers of federal law number their pages
            yield Fault(source.line("url"), f"the address does not lead to {section}", f"the address of {citation} ends in {title}/{section}")
            return
    for led, wanted in _leads(citation):
        if _same_place(led, url) and wanted and not any(_is_in(number, url) for number in wanted):
            yield Fault(source.line("url"), f"the address does not lead to {wanted[0]}", f"the publisher's address for {citation} is like {led}")
        return


def _host(url: str) -> str:
    """Return the host of an address without "www."; "" when it has none, or is no address."""
    try:
        return urlsplit(url).netloc.removeprefix("www.")
    except ValueError:
        return ""  # invalid-record tells of it


def _may_be_another(citation: str, url: str) -> bool:
    """Whether an address shows a section, and none that the citation names: only then is citeurl, slow to load, asked."""
    named = [f"{title}/{section}" for title, _, section in _NAMED.findall(citation)] or _SECTION.findall(citation) or _PACKED.findall(citation)
    shapes = {r"[\W_]0*".join([r"\d+[A-Za-z]?"] * len(re.split(r"\W+", number))) for number in named}
    shown = unquote(urlsplit(url)._replace(scheme="", netloc="").geturl())
    return bool(named) and not any(_is_in(number, shown) for number in named) and bool(re.search("|".join([*shapes, r"\dK\d"]), shown))


@cache
def _publishers() -> frozenset[str]:
    """Return the hosts that citeurl knows how to address, read from its templates without compiling them."""
    folder = resources.files("citeurl") / "templates"
    texts = (file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".yaml"))
    hosts = (host.removeprefix("www.") for text in texts for host in re.findall(r"https?://([\w.-]+\w)", text))
    return frozenset(hosts)


@cache
def _citator() -> object:
    from citeurl import Citator  # half a second: only for sources on an address that it knows

    return Citator()


def _leads(citation: str) -> Iterator[tuple[str, list[str]]]:
    """Yield where citeurl would send each authority in a citation, with the number of its section."""
    for cite in _citator().list_cites(citation):  # type: ignore[attr-defined]
        if cite.URL:
            yield cite.URL, _SECTION.findall(citation) or _NUMBER.findall(cite.text)[-1:]


def _same_place(one: str, other: str) -> bool:
    """Whether two addresses follow one scheme of one publisher: they differ in numbers alone."""
    return _scheme(one) == _scheme(other)


def _scheme(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.netloc.removeprefix("www."), re.sub(r"\d[\w.-]*", "#", unquote(parts.path).removesuffix(".html").removesuffix(".htm"))


def _is_in(number: str, url: str) -> bool:
    """Whether an address names a section: its numbers in order, with other signs or zeros between, or the chapter alone on a page of chapters."""
    parts = [re.escape(part) for part in re.split(r"\W+", number)]
    shape = r"[\W_0]*[A-Z]?0*".join(parts)
    return bool(re.search(rf"(?<![1-9]){shape}(?!\d)", unquote(url))) or (len(parts) > 1 and url.endswith(f"{parts[0]}.htm"))
