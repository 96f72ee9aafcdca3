"""Records and data files, read from a folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from toolkit import records
from toolkit.library import Library
from toolkit.model import Source

Content = Callable[..., Library]


def test_the_path_is_the_id(content: Content) -> None:
    law = "place: Springfield\nstate: il\nclauses:\n  - clause: m/law#first\n    extent: full\n"
    library = content({"docs/_data/laws/il/springfield-2017-welcome.yml": law})
    record = library.laws["il/springfield-2017-welcome"]
    assert record.path == "docs/_data/laws/il/springfield-2017-welcome.yml"
    assert record.line("clauses", 0, "extent") == 5
    assert [found.id for found, _ in library.enacted("m/law#first")] == ["il/springfield-2017-welcome"]
    assert library.enacted("m/law#extra") == []


def test_kinds_by_folder(content: Content) -> None:
    library = content()
    assert sorted(library.sources) == ["report", "statute", "study"]
    assert all(isinstance(source, Source) for source in library.sources.values())
    assert library.sources["statute"].how == "read"
    assert library.sources["study"].as_of == ""
    assert (library.laws, library.states, library.cases) == ({}, {}, {})


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("docs/_data/source/x.yml", "a: b\n", '1: stray-file: no kind of record is kept in "source/"'),
        ("docs/_data/sources/x.yaml", "a: b\n", "1: stray-file: only .yml files are read here"),
        ("docs/_data/sources/x.yml", b"a: \xff\n", "1: encoding: not UTF-8 text (byte 3)"),
        ("docs/_data/sources/x.yml", "a: 1\nb: \0\n", "2: encoding: binary content"),
        ("docs/_data/sources/x.yml", "\ufeffa: 1\n", "1: byte-order-mark: the file starts with a byte order mark"),
        ("docs/_data/sources/x.yml", "a: 1\r\nb: 2\r\n", "1: line-ending: a carriage return ends the line"),
        ("docs/_data/sources/x.yml", "a: 1\na: 2\n", '2: repeated-key: key "a" is written twice'),
    ],
)
def test_faults(content: Content, name: str, text: str | bytes, expected: str) -> None:
    assert [f"{f.path}:{f.line}: {f.rule}: {f.message}" for f in content({name: text}).faults] == [f"{name}:{expected}"]


def test_a_data_file_that_is_missing(write: Callable[..., Path]) -> None:
    root = write()
    (root / "docs/_data/vocabulary.yml").unlink()
    data = records.load(root / "docs/_data", "docs/_data")
    assert [str(f).splitlines()[0] for f in data.faults] == ["docs/_data/vocabulary.yml:1: missing-file: this file is needed and is not there"]


def test_malformed_records_answer_with_nothing(content: Content) -> None:
    files = {
        "docs/_data/states/tx.yml": "name: Texas\nrules: 5\n",
        "docs/_data/states/fl.yml": "name: Florida\nrules: [x, {clauses: 7}]\n",
        "docs/_data/laws/il/a-2017-b.yml": "clauses: [x]\n",
        "docs/_data/cases/c.yml": "bears_on: m/law#first\n",
    }
    library = content(files)
    assert (library.rules_on("m/law#first"), library.enacted("m/law#first"), library.cases_on("m/law#first")) == ([], [], [])
