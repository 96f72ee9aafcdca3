"""YAML files below docs/_data to records and vocabularies, with line numbers."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from toolkit import yamltext
from toolkit.findings import Finding, nearest
from toolkit.model import Case, Law, Options, Record, Source, State

FOLDERS: dict[str, type[Record]] = {"sources": Source, "laws": Law, "states": State, "cases": Case}
VOCABULARIES = ("vocabulary", "schema", "blanks", "provisions", "jurisdictions", "synonyms", "published", "moved", "worksheet", "path")
MAX_BYTES = 1_000_000  # a page or record is text that a person wrote; nothing honest is larger

R = TypeVar("R", bound=Record)


@dataclass
class Data:
    """Everything below _data: records by folder and id, single files by name."""

    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    files: dict[str, Options] = field(default_factory=dict)
    lines: dict[str, yamltext.Mapping] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)  # every text that was read, pages too, by the path that findings show
    faults: list[Finding] = field(default_factory=list)


def read_text(path: Path, shown: str, limit: int = MAX_BYTES) -> tuple[str | None, list[Finding]]:
    """Read a text file. What is no text gives None; what is wrong gives findings, never an exception."""
    raw, fault = read_bytes(path, shown, limit)
    if fault:
        return None, [fault]
    if len(raw) > limit:
        return None, [Finding(shown, 1, "file-size", f"more than {limit:,} bytes", "split the file, or remove what is not text")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [
            Finding(shown, line, "encoding", f"not UTF-8 text (byte {error.start})", "save the file as UTF-8; pictures and documents do not belong here")
        ]
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return None, [Finding(shown, line, "encoding", "binary content", "only text files belong here")]
    return text, list(_form(text, shown))


def read_bytes(path: Path, shown: str, limit: int) -> tuple[bytes, Finding | None]:
    """Read at most one byte more than is allowed, and only from a regular file: a device or a pipe never ends."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return b"", Finding(shown, 1, "unreadable", "not a regular file", "rename the folder, or remove what has a file's name and is none")
        with path.open("rb") as file:
            return file.read(limit + 1), None
    except OSError as error:
        return b"", Finding(shown, 1, "unreadable", f"cannot be read: {error.strerror}", "check the file, its permissions, and where it links to")


def _form(text: str, shown: str) -> Iterator[Finding]:
    if text.startswith("\ufeff"):
        yield Finding(shown, 1, "byte-order-mark", "the file starts with a byte order mark", "save it as UTF-8 without BOM")
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        yield Finding(shown, line, "line-ending", "a carriage return ends the line", "save the file with Unix line endings (LF)")


def load(folder: Path, prefix: str) -> Data:
    """Load `folder` (docs/_data); `prefix` is the path that findings show for it."""
    data = Data(records={name: {} for name in FOLDERS})
    for path in sorted(folder.rglob("*")):
        if path.is_dir() and path.suffix != ".yml":
            continue
        relative = path.relative_to(folder)
        shown = f"{prefix}/{relative.as_posix()}"
        text, faults = _text_of(path, shown)
        data.faults += faults
        if text is not None:
            data.texts[shown] = text
            mapping = yamltext.load(text.removeprefix("\ufeff"), shown)
            data.faults += mapping.faults
            _keep(data, relative, shown, mapping)
    for name in VOCABULARIES:
        if name not in data.files:
            data.files[name] = {}
            if not any(f.path == f"{prefix}/{name}.yml" for f in data.faults):
                hint = "restore it from the repository's history"
                data.faults.append(Finding(f"{prefix}/{name}.yml", 1, "missing-file", "this file is needed and is not there", hint))
    return data


def _text_of(path: Path, shown: str) -> tuple[str | None, list[Finding]]:
    if path.suffix == ".yml":
        return read_text(path, shown)
    return None, [Finding(shown, 1, "stray-file", "only .yml files are read here", "name it <id>.yml, or move it elsewhere")]


def _keep(data: Data, relative: Path, shown: str, mapping: yamltext.Mapping) -> None:
    parts = relative.with_suffix("").parts
    if len(parts) == 1:
        data.files[parts[0]] = mapping.values
        data.lines[parts[0]] = mapping
    elif parts[0] in FOLDERS:
        record_id = "/".join(parts[1:])
        record = FOLDERS[parts[0]](record_id, shown, mapping.values, mapping.lines)
        data.records[parts[0]][record_id] = record
    else:
        data.faults.append(Finding(shown, 1, "stray-file", f'no kind of record is kept in "{parts[0]}/"', nearest(parts[0], FOLDERS)))


def of_type(data: Data, name: str, kind: type[R]) -> dict[str, R]:
    """Return the records of one folder, typed."""
    return {key: record for key, record in data.records[name].items() if isinstance(record, kind)}


def items(value: object) -> list[Any]:
    """Return `value` if it is a list, [] for anything else: a malformed record is a finding, not an exception."""
    return value if isinstance(value, list) else []


def rules(state: State) -> Iterator[tuple[int, Options]]:
    """Yield the well-formed rules of a state record with their index."""
    for index, rule in enumerate(items(state.get("rules"))):
        if isinstance(rule, dict):
            yield index, rule
