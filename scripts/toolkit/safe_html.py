"""What may stand in a built page: an allowlist of elements, attributes and addresses, so that no extension or theme opens a hole.

A page is first held to a grammar in which every browser reads the same elements; what those are is then looked up. Inside
<article>, where contributors' words stand, less is allowed than in the frame that the templates draw around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from toolkit import policy

Attributes = list[tuple[str, str | None]]
Fault = tuple[int, str, str]  # line, message, hint

POLICY = "Content-Security-Policy"
MOST = 100  # faults in a page; more of them help nobody
REMEDY = "remove it from the page, the record or the template that it comes from"


def _bare(names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), "")


_ANYWHERE = frozenset(_bare("class id title role hidden tabindex lang dir"))
_PREFIXES = ("aria-", "data-")
# Elements of the text, with the attributes that each may have beside those that stand anywhere.
_TEXT = {
    **_bare("aside blockquote br caption code dd details div dl dt em h1 h2 h3 h4 h5 h6 hr p pre small span strong sub summary sup"),
    **_bare("table tbody thead tr ul"),
    "a": "href download",
    "img": "src alt width height",
    "li": "value",
    "ol": "start",
    "td": "colspan rowspan",
    "th": "scope colspan rowspan",
}
# Elements of the frame.
_FRAME = {
    **_TEXT,
    **_bare("article body footer form head header main nav title"),
    "button": "type",
    "html": "",
    "input": "type name placeholder autocomplete autocapitalize autocorrect spellcheck required checked",
    "label": "for",
    "link": "rel href",
    "meta": "charset name content http-equiv",
    "path": "d",
    "script": "src type",
    "svg": "xmlns viewbox",
}
_ONLY: dict[tuple[str, str], frozenset[str]] = {
    ("input", "type"): frozenset({"text", "checkbox"}),
    ("button", "type"): frozenset({"button", "reset"}),
    ("link", "rel"): frozenset({"stylesheet", "icon", "prev", "next", "canonical"}),
    ("meta", "name"): frozenset({"viewport", "description", "generator", "referrer", "robots"}),
    ("meta", "http-equiv"): frozenset({POLICY, "refresh"}),
    ("svg", "xmlns"): frozenset({"http://www.w3.org/2000/svg"}),
}
_LINKS = ("https:", "http:", "mailto:")  # schemes of links; toolkit.verify asks for a source record of each
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_LEADS_ON = re.compile(r"0; url=(?!/)[\w./-]+")
_SKIPPED = re.compile(r"[\t\n\r]")  # what browsers drop from an address
# A tag that can be read in one way only. Every < of a page must begin one.
_STRICT = r"/?[a-zA-Z][a-zA-Z0-9]*(?:\s+[a-zA-Z][\w:.-]*(?:=(?:\"[^\"<]*\"|'[^'<]*'|[^\s\"'<>=`]+))?)*\s*/?>"
_LOOSE = re.compile(rf"<(?!{_STRICT}|!doctype html>)", re.I)


class Guard:
    """Follows the elements of one page and keeps what may not stand there."""

    def __init__(self, text: str, whole: bool = True) -> None:
        """Begin with the `text` of a page, or of a piece of one if it is not the `whole`."""
        self.faults = list(islice(_loose(text), MOST))
        self.inside = not whole  # in the article
        self.guarded = not whole  # by a policy, before anything that it should govern
        self.moved = False  # the page only leads on to another

    def element(self, tag: str, attributes: Attributes, line: int) -> None:
        if len(self.faults) >= MOST:
            return
        known = _TEXT if self.inside else _FRAME
        self.inside = self.inside or tag == "article"
        if tag not in known:
            self.faults.append((line, f"<{tag}> may not stand {'in a text' if tag in _FRAME else 'in a page'}", REMEDY))
            return
        values = {name: value or "" for name, value in attributes}
        self.faults += [(line, message, REMEDY) for message in (*_attributes(tag, attributes, known[tag], self.inside), *_script(tag, values))]
        self.policy(tag, values, line)

    def end(self, tag: str, line: int) -> None:
        if tag == "article" and not self.inside:
            self.faults.append((line, "</article> ends what has ended: a text broke out of its frame", REMEDY))
        self.inside = self.inside and tag != "article"

    def policy(self, tag: str, values: dict[str, str], line: int) -> None:
        if tag == "meta" and values.get("http-equiv") == POLICY:
            self.guarded = True
            self.moved = values.get("content") == policy.NOTHING
            if not self.moved and values.get("content") != policy.text():
                self.faults.append((line, f"a {POLICY} that is not ours", "it is written by toolkit.policy alone"))
        elif tag == "meta" and "http-equiv" in values and not (self.moved and _LEADS_ON.fullmatch(values.get("content", ""))):
            self.faults.append((line, "the page leads away by itself", "only a page that moved may, to another page: docs/_data/moved.yml"))
        elif tag in ("link", "script", "body") and not self.guarded:
            self.faults.append((line, f"<{tag}> stands before any {POLICY}", "every page gets it from overrides/main.html, first in its head"))
            self.guarded = True  # said once


def is_plain(text: str) -> bool:
    """Whether every tag of a page can be read in one way only."""
    return not _LOOSE.search(text)


def _loose(text: str) -> Iterator[Fault]:
    for found in _LOOSE.finditer(text):
        shown = " ".join(text[found.start() : found.start() + 60].split())
        yield text.count("\n", 0, found.start()) + 1, f'"{shown}" is no plain tag: browsers may read it in different ways', REMEDY


def _attributes(tag: str, attributes: Attributes, known: str, inside: bool) -> Iterator[str]:
    for name, value in attributes:
        ours = name in _ANYWHERE or name in known.split() or name.startswith(_PREFIXES)
        if not ours or (inside and name.startswith("data-md-")):  # those are for the theme's script
            yield f'the attribute {name}="{(value or "")[:60]}" may not stand on <{tag}>'
        elif (tag, name) in _ONLY and value not in _ONLY[tag, name]:
            yield f'{name}="{(value or "")[:60]}" may not stand on <{tag}>'
        elif name in ("href", "src") and (fault := _address(tag, value or "")):
            yield fault


def _address(tag: str, value: str) -> str:
    """Return what is wrong with an address as a browser reads it; requests to other sites are toolkit.verify's to find."""
    target = _SKIPPED.sub("", value).lstrip("".join(map(chr, range(33))))
    found = _SCHEME.match(target)
    if found and found.group().lower() not in _LINKS:
        return f'"{value[:60]}" is no address of a page'
    return f'"{value[:60]}" holds a backslash' if "\\" in target.partition("?")[0] else ""


def _script(tag: str, values: dict[str, str]) -> Iterator[str]:
    if tag != "script":
        return
    if "src" in values:
        if "assets/javascripts/" not in values["src"] or values.get("type", "") not in ("", "module", "text/plain"):
            yield f'a script from "{values["src"][:60]}"'
    elif values.get("type") != "application/json":
        yield "a script within the page"


# Drawings

_SHAPES = frozenset(
    _bare("circle clippath defs desc ellipse g line lineargradient mask path pattern polygon polyline radialgradient rect stop svg symbol text title tspan")
)
_DRAWN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)((?:\s+[a-zA-Z][\w:-]*\s*=\s*(?:\"[^\"<&]*\"|'[^'<&]*'))*)\s*/?>")
_SET = re.compile(r"([a-zA-Z][\w:-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_NAMESPACE = "http://www.w3.org/2000/svg"
_LEADS = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|url\((?!\s*#)|expression|@import)", re.I)
_NO_DRAWING = "named .svg and no plain drawing"


def drawing_fault(text: str) -> str:
    """Return what a drawing (SVG) holds beside shapes; "" when nothing. A browser runs what stands in one that is opened."""
    body = re.sub(r"\A\ufeff?\s*<\?xml version=[^<>?]*\?>", "", text)
    if not body.lstrip().startswith("<svg"):
        return _NO_DRAWING
    rest = _DRAWN.sub("", body)
    if "<" in rest:
        return f'the drawing holds "{" ".join(rest[rest.index("<") :][:60].split())}"'
    return next((fault for found in _DRAWN.finditer(body) if (fault := _shape_fault(found.group(2), found.group(3)))), "")


def _shape_fault(tag: str, attributes: str) -> str:
    if tag.lower() not in _SHAPES:
        return f"the drawing holds <{tag}>"
    for found in _SET.finditer(attributes):
        name, value = found.group(1), found.group(2) or found.group(3) or ""
        if name == "xmlns" and value == _NAMESPACE:
            continue
        if name.lower().startswith("on") or ":" in name or name.lower() in ("style", "href", "xmlns", "src") or _LEADS.search(value):
            return f'the drawing holds {name}="{value[:40]}"'
    return ""
