"""YAML text to plain values, with the line of every key.

Values are strings, integers, booleans, None, lists and mappings. A date stays the text that was written.
Aliases, tags and repeated keys are faults: none has a use here, and aliases can explode.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from toolkit.findings import Finding

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # a PyYAML built without libyaml: slower, same result
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

_STR = "tag:yaml.org,2002:str"
_PLAIN = {
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:bool": lambda text: text.lower() in ("true", "yes", "on"),
    "tag:yaml.org,2002:null": lambda text: None,
}


@dataclass
class Mapping:
    """A YAML mapping: `values` by key, and `lines` by key path, as in ("rules", 0, "effect")."""

    values: dict[str, Any] = field(default_factory=dict)
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)

    def line(self, *path: str | int) -> int:
        """Return the line of the nearest known key on `path` (1 when none is known)."""
        for end in range(len(path), -1, -1):
            if path[:end] in self.lines:
                return self.lines[path[:end]]
        return 1


def load(text: str, path: str, first_line: int = 1) -> Mapping:
    """Read `text`, whose first line is line `first_line` of the file `path`."""
    out = Mapping(lines={(): first_line})
    loader = Loader(text)
    try:
        for event in _checked_events(text):
            if event:
                out.faults.append(Finding(path, first_line + event[0], "yaml", event[1], event[2]))
                return out
        node = loader.get_single_node()
    except (yaml.YAMLError, RecursionError) as error:
        out.faults.append(_syntax_fault(error, path, first_line))
        return out
    finally:
        loader.dispose()
    if node is None:
        return out
    if not isinstance(node, yaml.MappingNode):
        out.faults.append(
            Finding(path, first_line, "yaml", "expected `key: value` lines", "write one `key: value` a line")
        )
        return out
    out.values = _value(node, (), out, path, first_line)
    return out


def _checked_events(text: str) -> Iterator[tuple[int, str, str] | None]:
    """Yield a fault for each alias, anchor or deep nest, before anything is built from the text."""
    if "&" not in text and "*" not in text and text.count("[") + text.count("{") < 50:
        return
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        line = event.start_mark.line
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            yield line, "YAML anchors and aliases are not used here", "write the value out, or quote a text that starts with & or *"
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > 20:
            yield line, "nested more than 20 levels deep", "write it flat"


def _syntax_fault(error: Exception, path: str, first_line: int) -> Finding:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = first_line + (mark.line if mark else 0)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return Finding(path, line, "yaml", f"cannot be read as YAML: {problem}", "quote a text that holds `: ` or starts with a sign")


def _value(node: yaml.Node, at: tuple[str | int, ...], out: Mapping, path: str, first: int) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            out.lines[(*at, index)] = first + item.start_mark.line
        return [_value(item, (*at, index), out, path, first) for index, item in enumerate(node.value)]
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(getattr(key_node, "value", "")), first + key_node.start_mark.line
        if key in values:
            out.faults.append(Finding(path, line, "repeated-key", f'key "{key}" is written twice', "keep one of them"))
            continue
        out.lines[(*at, key)] = line
        values[key] = _value(value_node, (*at, key), out, path, first)
    return values


def _scalar(node: yaml.ScalarNode) -> Any:
    text = node.value
    convert = _PLAIN.get(node.tag)
    if convert is None or node.style:
        return text
    try:
        return convert(text)
    except ValueError:
        return text
