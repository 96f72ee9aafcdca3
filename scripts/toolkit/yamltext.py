"""YAML text to plain values, with the line of every key.

Values are strings, integers, booleans, None, lists and mappings. A date stays the text that was written.
Anchors, aliases, tags and repeated keys are faults: none has a use here, and aliases can explode.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from toolkit.findings import Finding

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # a PyYAML built without libyaml: slower, same result
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

MAX_DEPTH = 20
Path = tuple[str | int, ...]

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass
class Mapping:
    """A YAML mapping: `values` by key, and `lines` by key path, as in ("rules", 0, "effect")."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[Path, int] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)

    def line(self, *path: str | int) -> int:
        """Return the line of the nearest known key on `path` (1 when none is known)."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 1


def load(text: str, path: str, first_line: int = 1) -> Mapping:
    """Read `text`, whose first line is line `first_line` of the file `path`. Faults are collected, never raised."""
    out = Mapping(lines={(): first_line})
    reader = _Reader(text, path, first_line, out)
    try:
        out.values = reader.document()
    except _FaultError as fault:
        out.faults.append(Finding(path, first_line + fault.row, "yaml", str(fault), fault.hint))
    except yaml.YAMLError as error:
        out.faults.append(_syntax_fault(error, text, path, first_line))
    return out


def plain(text: str) -> Any:
    """Return the value of an unquoted scalar: an integer, yes or no, nothing, or the text itself."""
    if _INTEGER.fullmatch(text):
        return int(text)
    return _WORDS.get(text.lower(), text)


def strings(value: Any, at: Path = (), keys: bool = False) -> Iterator[tuple[Path, str]]:
    """Yield every text in a value with the keys that lead to it; with `keys` each key as well, before what it holds."""
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if keys:
                yield (*at, key), str(key)
            yield from strings(inner, (*at, key), keys)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from strings(inner, (*at, index), keys)


def _row(event: yaml.Event) -> int:
    return event.start_mark.line if event.start_mark else 0


class _FaultError(Exception):
    """What is no YAML of ours, and the row (from 0) where it stands."""

    def __init__(self, row: int, message: str, hint: str) -> None:
        super().__init__(message)
        self.row = row
        self.hint = hint


class _Reader:
    """Builds values from the event stream in one pass, so that nothing is built that was not checked."""

    def __init__(self, text: str, path: str, first: int, out: Mapping) -> None:
        self.events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=Loader))
        self.path = path
        self.first = first
        self.out = out

    def document(self) -> dict[str, Any]:
        """Return the one mapping of the text; {} for an empty text."""
        value: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if _row(event) and value:
                    raise _FaultError(_row(event), "a second YAML document", "keep one; remove the line ---")
            elif isinstance(event, yaml.NodeEvent):
                value = self.top(event)
        return value

    def top(self, event: yaml.NodeEvent) -> dict[str, Any]:
        value = self.node(event, ())
        if isinstance(value, dict):
            return value
        if value is None:
            return {}
        raise _FaultError(_row(event), "expected `key: value` lines", "write one `key: value` a line")

    def node(self, event: yaml.Event, at: Path) -> Any:
        row = _row(event)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _FaultError(row, "YAML anchors and aliases are not used here", "write the value out, or quote a text that starts with & or *")
        if getattr(event, "tag", None):
            raise _FaultError(row, "YAML tags are not used here", "remove it, or quote a text that starts with !")
        if isinstance(event, yaml.ScalarEvent):
            return event.value if event.style else plain(event.value)
        if len(at) > MAX_DEPTH:
            raise _FaultError(row, f"nested more than {MAX_DEPTH} levels deep", "write it flat")
        return self.sequence(at) if isinstance(event, yaml.SequenceStartEvent) else self.mapping(at)

    def sequence(self, at: Path) -> list[Any]:
        items: list[Any] = []
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            here = (*at, len(items))
            self.out.lines[here] = self.first + _row(event)
            items.append(self.node(event, here))
        return items

    def mapping(self, at: Path) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key, line = self.key(event), self.first + _row(event)
            if key in values:
                self.out.faults.append(Finding(self.path, line, "repeated-key", f'key "{key}" is written twice', "keep one of them"))
                self.node(next(self.events), (*at, key, ""))
                continue
            self.out.lines[(*at, key)] = line
            values[key] = self.node(next(self.events), (*at, key))
        return values

    def key(self, event: yaml.Event) -> str:
        if isinstance(event, yaml.ScalarEvent):
            return str(event.value)
        raise _FaultError(_row(event), "a key that is no single word", "write `key: value`; quote a text that starts with [ or {")


def _syntax_fault(error: yaml.YAMLError, text: str, path: str, first_line: int) -> Finding:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    row = mark.line if mark else text.count("\n", 0, getattr(error, "position", 0))
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or str(error).splitlines()[0]
    last = max(text.rstrip("\n").count("\n"), 0)
    return Finding(path, first_line + min(row, last), "yaml", f"cannot be read as YAML: {problem}", "quote a text that holds `: ` or starts with a sign")
