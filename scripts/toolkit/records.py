"""YAML files below docs/_data to records and vocabularies, with line numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from toolkit import yamltext
from toolkit.findings import Finding
from toolkit.model import Case, Law, Options, Record, Source, State

FOLDERS: dict[str, type[Record]] = {"sources": Source, "laws": Law, "states": State, "cases": Case}
VOCABULARIES = ("vocabulary", "schema", "blanks", "provisions", "jurisdictions", "synonyms")
MAX_BYTES = 1_000_000  # a page or record is text that a person wrote; nothing honest is larger

R = TypeVar("R", bound=Record)


@dataclass
class Data:
    """Everything below _data: records by folder and id, single files by name."""

    records: dict[str, dict[str, Record]] = field(default_factory=dict)
    files: dict[str, Options] = field(default_factory=dict)
    lines: dict[str, yamltext.Mapping] = field(default_factory=dict)
    faults: list[Finding] = field(default_factory=list)


def read_text(path: Path, shown: str) -> tuple[str, Finding | None]:
    """Read a text file; a file that is no text gives "" and a finding, never an exception."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return "", Finding(shown, 1, "unreadable", f"cannot be read: {error.strerror}", "check the file and its permissions")
    if len(raw) > MAX_BYTES:
        return "", Finding(shown, 1, "file-size", f"{len(raw):,} bytes; at most {MAX_BYTES:,}", "split the file, or remove what is not text")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return "", Finding(shown, line, "encoding", f"not UTF-8 text (byte {error.start})", "save the file as UTF-8; pictures and documents do not belong here")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return "", Finding(shown, line, "encoding", "binary content", "only text files belong here")
    return text, None


def load(folder: Path, prefix: str) -> Data:
    """Load `folder` (docs/_data); `prefix` is the path that findings show for it."""
    data = Data(records={name: {} for name in FOLDERS})
    for path in sorted(folder.rglob("*.yml")):
        relative = path.relative_to(folder)
        shown = f"{prefix}/{relative.as_posix()}"
        text, fault = read_text(path, shown)
        if fault:
            data.faults.append(fault)
            continue
        mapping = yamltext.load(text, shown)
        data.faults += mapping.faults
        _keep(data, relative, shown, mapping)
    for name in VOCABULARIES:
        if name not in data.files:
            data.files[name] = {}
            if not any(f.path == f"{prefix}/{name}.yml" for f in data.faults):
                data.faults.append(Finding(f"{prefix}/{name}.yml", 1, "missing-file", "this file is needed and is not there", "restore it from the repository's history"))
    return data


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
        data.faults.append(Finding(shown, 1, "stray-file", f'no kind of record is kept in "{parts[0]}/"', f"known: {', '.join(FOLDERS)}"))


def of_type(data: Data, name: str, kind: type[R]) -> dict[str, R]:
    """Return the records of one folder, typed."""
    return {key: record for key, record in data.records[name].items() if isinstance(record, kind)}


def rules(state: State) -> Iterator[tuple[int, Options]]:
    """Yield the well-formed rules of a state record with their index."""
    for index, rule in enumerate(state.get("rules", []) or []):
        if isinstance(rule, dict):
            yield index, rule
