"""What is read of a page: its title, its first heading, and which of the wanted ids it has. In time that grows with its length."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from html import unescape

# Only families of charsets that pages have: Python knows codecs by that name that unpack, or take the square of the time.
_CHARSET = re.compile(r"charset\s*=\s*[\"']?((?:utf|iso|windows|cp|latin|us-ascii|ascii|koi8|shift|euc|gb|big5|mac)[\w.:-]*)", re.I)
# No class crosses the sign that opens it, and none gives back: what never closes would else be read again and again.
_TAG = re.compile(r"<(?:(?P<comment>!--)|(?P<tag>[a-z][a-z0-9:-]*+)(?P<attributes>[^<>]*+)>)", re.I)
_ATTRIBUTE = re.compile(r"(?<![^\s\"'/])(id|name)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))", re.I)
_MARKUP = re.compile(r"<[^<>]*>")
_RAW = ("script", "style", "textarea", "template")  # what stands in them is not on the page
_SHOWN = {"title": "title", "h1": "heading"}


@dataclass(frozen=True)
class PageRead:
    """A page: `whole` when all of it was read; `ids` only those that were wanted."""

    title: str = ""
    heading: str = ""
    ids: frozenset[str] = frozenset()
    whole: bool = True


def is_page(kind: str) -> bool:
    """Whether a Content-Type is that of a page; one that is not given may be."""
    return kind.partition(";")[0].strip().lower() in ("text/html", "application/xhtml+xml", "")


def read(body: bytes, kind: str, whole: bool, wanted: frozenset[str]) -> PageRead | None:
    """Read a page from its bytes; None when what came without a type is no page."""
    text = _decoded(body, kind)
    if not kind and "<" not in text[:1000]:
        return None
    shown: dict[str, str] = {}
    ids: set[str] = set()
    for tag, attributes, end in _tags(text):
        if tag in _SHOWN and _SHOWN[tag] not in shown:
            inner = text[end : end + 2000]
            shown[_SHOWN[tag]] = " ".join(unescape(_MARKUP.sub(" ", re.split(rf"</{tag}", inner, maxsplit=1, flags=re.I)[0])).split())
        if attributes:
            named = ((name.lower(), unescape(a or b or c)) for name, a, b, c in _ATTRIBUTE.findall(attributes))
            ids.update(value for name, value in named if name == "id" or tag == "a")
    return PageRead(shown.get("title", ""), shown.get("heading", ""), wanted & ids, whole)


def _tags(text: str) -> Iterator[tuple[str, str, int]]:
    """Yield each opening tag with its attributes and where it ends, past comments and scripts."""
    at = 0
    while found := _TAG.search(text, at):
        at = found.end()
        if found.group("comment"):
            close = text.find("-->", at)
            at = close + 3 if close >= 0 else len(text)
            continue
        tag = found.group("tag").lower()
        yield tag, found.group("attributes"), at
        if tag in _RAW:
            closed = re.compile(f"</{tag}", re.I).search(text, at)
            at = closed.start() if closed else len(text)


def _decoded(body: bytes, kind: str) -> str:
    """Return a page as text: by its byte order mark, its header, its <meta>, as UTF-8, and at last as browsers guess."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace")
    said = _CHARSET.search(kind) or _CHARSET.search(body[:4096].decode("latin-1"))
    if said:
        with suppress(LookupError, UnicodeError):
            return body.decode(said.group(1), "replace")
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(body)  # a page may break off within a letter
    except UnicodeError:
        return body.decode("cp1252", "replace")
