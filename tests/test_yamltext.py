"""YAML to plain values with lines."""

from __future__ import annotations

import pytest
from toolkit import yamltext


def faults(text: str, first: int = 1) -> list[str]:
    return [f"{f.line}: {f.rule}: {f.message}" for f in yamltext.load(text, "a.yml", first).faults]


def test_values() -> None:
    text = "a: word\nb: 12\nc: '12'\nd: yes\ne: ~\nf:\ng: [x, {y: z}]\nh: 2025-08-05\ni: 007\nj: 1.0\nk: >-\n  two\n  lines\nl: 1_000\n"
    read = yamltext.load(text, "a.yml")
    assert read.faults == []
    assert read.values == {
        "a": "word",
        "b": 12,
        "c": "12",
        "d": True,
        "e": None,
        "f": None,
        "g": ["x", {"y": "z"}],
        "h": "2025-08-05",
        "i": "007",
        "j": "1.0",
        "k": "two lines",
        "l": "1_000",
    }


def test_lines_of_every_key_and_item() -> None:
    read = yamltext.load("a: 1\nb:\n  - c: 2\n    d: 3\n  - e\n", "a.yml", 10)
    assert read.lines == {(): 10, ("a",): 10, ("b",): 11, ("b", 0): 12, ("b", 0, "c"): 12, ("b", 0, "d"): 13, ("b", 1): 14}
    assert read.line("b", 0, "missing") == 12
    assert read.line("missing") == 10


def test_empty_is_no_fault() -> None:
    assert yamltext.load("", "a.yml").values == {} == yamltext.load("# only words\n", "a.yml").values
    assert faults("") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: &x 2\nc: *x\n", ["2: yaml: YAML anchors and aliases are not used here"]),
        ("a: 1\nb: *x\n", ["2: yaml: YAML anchors and aliases are not used here"]),
        ("a: !!python/object:os.system x\n", ["1: yaml: YAML tags are not used here"]),
        ("a: 1\nb: 2\na: 3\n", ['3: repeated-key: key "a" is written twice']),
        ("a: 1\n---\nb: 2\n", ["2: yaml: a second YAML document"]),
        ("- a\n- b\n", ["1: yaml: expected `key: value` lines"]),
        ("words\n", ["1: yaml: expected `key: value` lines"]),
        ("a: 1\nb: c: d\n", ["2: yaml: cannot be read as YAML: mapping values are not allowed in this context"]),
        ("a: 1\nb: 'open\n", ["2: yaml: cannot be read as YAML: found unexpected end of stream"]),
        ("a: 1\n[b]: 2\n", ["2: yaml: a key that is no single word"]),
        ("a: 1\nb: \x07\n", ["2: yaml: cannot be read as YAML: control characters are not allowed"]),
    ],
)
def test_faults_name_the_line(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


def test_lines_count_from_the_file() -> None:
    assert faults("a: b: c\n", 5) == ["5: yaml: cannot be read as YAML: mapping values are not allowed in this context"]


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "\n".join(" " * n + "a:" for n in range(900))])
def test_deep_nesting_ends_at_once(text: str) -> None:
    assert [fault.split(": ", 1)[1] for fault in faults(text)] == ["yaml: nested more than 20 levels deep"]


def test_a_bomb_is_not_expanded() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20))
    assert faults(bomb) == ["1: yaml: YAML anchors and aliases are not used here"]
