"""The addresses that records, Markdown and HTML cite, with every line where each stands."""

from __future__ import annotations

import os
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator
from html import unescape
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin

from toolkit import built, lint, records, yamltext
from toolkit.findings import Finding
from toolkit.online import Cited
from toolkit.parse import blanked, without_code

KINDS = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".yml": "yaml", ".yaml": "yaml"}
_IGNORED = re.compile(r"(?:mailto|tel|sms|data|javascript|about|blob):", re.I)  # nothing that a server could answer
_ABSOLUTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_BREAKS = re.compile(r"[\t\r\n]+")  # browsers leave them out
_VALUE = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//\S+")  # a value of a record that is an address and nothing else
_ARCHIVE_KEYS = (("archived",), ("checked", "copy"))

_DESTINATION = r"(?:<(?P<{0}_angled>[^<>\n]*)>|(?P<{0}>(?:[^\s()\\<]|\\.|\((?:[^\s()\\]|\\.){{0,500}}\))+))"
_MARKDOWN = re.compile(
    r"\]\(\s*"
    + _DESTINATION.format("inline")
    + r"|^(?: {0,3}> ?)* {0,3}\[(?!\^)[^\[\]\n]+\]:\s*"
    + _DESTINATION.format("defined")
    # What readers see as an address is a link on most sites, with or without < >.
    + r"|<(?P<auto>[a-z][a-z0-9+.-]+://[^\s<>]*)>|(?<![\w+/])(?P<bare>https?://[^\s<>\"`\]|]+)",
    re.M | re.I,
)
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_HTML_TAG = re.compile(r"<[a-zA-Z][\w-]*(?=[\s/>])(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_REFRESH = re.compile(r"\s*[\d.]+\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"'\s]+)", re.I)


class Gathered:
    """Addresses by their text, and what could not be read."""

    def __init__(self) -> None:
        self.cited: dict[str, Cited] = {}
        self.faults: list[Finding] = []

    def add(self, address: str, path: str, line: int) -> Cited | None:
        """Keep an address that leads outside; return what is known of it."""
        address = _BREAKS.sub("", address.strip())
        if not _ABSOLUTE.match(address) or _IGNORED.match(address):
            return None
        cited = self.cited.setdefault(address, Cited(address))
        if (path, line) not in cited.places:
            cited.places.append((path, line))
        return cited


def gather(files: Iterable[tuple[Path, str]]) -> Gathered:
    """Collect from `files`, given with the path that findings show for each."""
    out = Gathered()
    for path, shown in files:
        kind = KINDS[path.suffix.lower()]
        text, faults = records.read_text(path, shown, built.MAX_HTML if kind == "html" else records.MAX_BYTES)
        out.faults += faults if text is None else []
        if text is not None:
            {"markdown": _markdown, "html": _html, "yaml": _yaml}[kind](text, shown, out)
    return out


def files_below(paths: Iterable[Path], root: Path) -> list[tuple[Path, str]]:
    """Return the files that can be read among `paths` and below them, with the path that findings show.

    Raises:
        ValueError: a path is not there, or is a file of another kind.
    """
    found: dict[Path, str] = {}
    for given in paths:
        if not given.exists():
            raise ValueError(f"{given}: no such file or folder")
        if given.is_file() and given.suffix.lower() not in KINDS:
            raise ValueError(f"{given}: links are read in {', '.join(KINDS)}")
        for path in [given] if given.is_file() else sorted(_walk(given)):
            full = Path(os.path.abspath(path))
            found[full] = (full.relative_to(root) if full.is_relative_to(root) else path).as_posix()
    return list(found.items())


def _walk(folder: Path) -> Iterator[Path]:
    for at, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".") and name != "node_modules"]
        yield from (Path(at, name) for name in names if Path(name).suffix.lower() in KINDS)


# Records


def _yaml(text: str, shown: str, out: Gathered) -> None:
    mapping = yamltext.load(text.removeprefix("\ufeff"), shown)
    if mapping.faults:  # lint says what is wrong with it; no address is lost for that
        return _words(text, shown, out)
    values = mapping.values
    checked = values.get("checked") if isinstance(values.get("checked"), dict) else {}
    for at, value in yamltext.strings(values):
        source = at == ("url",) or at in _ARCHIVE_KEYS
        cited = out.add(value, shown, mapping.line(*at)) if source or _VALUE.fullmatch(value) else None
        if cited and at == ("url",):
            cited.archived = cited.archived or str(values.get("archived") or "")
            cited.as_of = cited.as_of or str((checked or {}).get("as_of") or "")


# Markdown and HTML


def _markdown(text: str, shown: str, out: Gathered) -> None:
    clean = _HTML_COMMENT.sub(_blank, without_code(text))
    _html(clean, shown, out)
    _words(_HTML_TAG.sub(_blank, clean), shown, out)  # an autolink is no tag: a tag's name ends before a colon


def _words(clean: str, shown: str, out: Gathered) -> None:
    """Collect from what is left of a text without code, comments and tags."""
    line, at = 1, 0
    for found in _MARKDOWN.finditer(clean):
        kind = str(found.lastgroup)
        target = found.group(kind)
        line, at = line + clean.count("\n", at, found.start(kind)), found.start(kind)
        out.add(_trimmed(target) if kind == "bare" else unescape(_ESCAPE.sub(r"\1", target)), shown, line)


def _blank(found: re.Match[str]) -> str:
    return blanked(found.group())


def _trimmed(bare: str) -> str:
    """Return an address in running text without what closes the sentence or the bracket around it."""
    while bare[-1] in ".,:;!?*_~'’”" or (bare[-1] == ")" and bare.count(")") > bare.count("(")):
        bare = bare[:-1]
    return unescape(bare)


class _Collector(built.Collector):
    """What verify reads from a page, with what only addresses outside need: <meta refresh> and whole image sets."""

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        line = self.getpos()[0]
        if tag == "link" and set(values.get("rel", "").lower().split()) & {"preconnect", "dns-prefetch"}:
            return  # names a host, not a page
        sets = [values.pop(name) for name in ("srcset", "imagesrcset") if name in values]
        targets = [part.split()[0] for listed in sets for part in re.split(r",\s+", listed) if part.strip()]
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh" and (found := _REFRESH.match(values.get("content", ""))):
            targets.append(found.group(1))
        self.page.references += [built.Reference(target, line, tag, True) for target in targets]
        super().handle_startendtag(tag, list(values.items()))


def _html(text: str, shown: str, out: Gathered) -> None:
    page = built.BuiltPage(shown)
    collector: HTMLParser = _Collector(page)
    collector.feed(text)
    collector.close()
    base = next((ref.target for ref in page.references if ref.tag == "base"), "")
    for ref in page.references:
        if ref.tag != "base" and ref.target and not _IGNORED.match(ref.target):
            out.add(_joined(base, ref.target), shown, ref.line)


def _joined(base: str, target: str) -> str:
    try:
        return urljoin(base, target) if base and not _ABSOLUTE.match(target) else target
    except ValueError:
        return target  # what cannot be read is refused later, with its line


# Changes


def added(paths: Iterable[Path], root: Path, ref: str) -> Gathered:
    """Collect the addresses in `paths` that stand nowhere in the tree of `ref`.

    Raises:
        ValueError: git knows no such ref, or there is no git here.
    """
    changed = lint.changed_since(ref, root)
    now = gather((path, shown) for path, shown in files_below(paths, root) if shown in changed)
    if now.cited:
        with tempfile.TemporaryDirectory() as folder:
            _unpack(ref, root, Path(folder))
            before = gather(files_below([Path(folder)], Path(folder)))
        now.cited = {address: cited for address, cited in now.cited.items() if address not in before.cited}
    return now


def _unpack(ref: str, root: Path, folder: Path) -> None:
    done = subprocess.run(["git", "archive", "--format=tar", ref], cwd=root, capture_output=True, timeout=120)
    if done.returncode:
        raise ValueError(f"--changed: {done.stderr.decode('utf-8', 'replace').strip()}")
    with tarfile.open(fileobj=BytesIO(done.stdout)) as tar:
        tar.extractall(folder, [member for member in tar if member.isfile() and Path(member.name).suffix.lower() in KINDS], filter="data")
