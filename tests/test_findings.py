"""Findings and the three forms in which they are printed."""

from __future__ import annotations

import json

from toolkit.findings import Finding, nearest, report

FINDING = Finding("docs/a.md", 7, "unknown-source", 'no source is named "x"', 'did you mean "y"?')
WARNING = Finding("docs/a.md", 3, "stale-source", "old", severity="warning")


def test_text_is_one_line_and_an_indented_hint() -> None:
    assert report([FINDING]) == 'docs/a.md:7: unknown-source: no source is named "x"\n    hint: did you mean "y"?'


def test_findings_are_sorted_by_path_and_line_and_said_once() -> None:
    other = Finding("docs/B.md", 1, "fence", "x")
    ten = Finding("docs/a.md", 10, "fence", "x")
    assert report([ten, FINDING, other, WARNING, FINDING]).count("\n") == 4
    assert [line.split(": ")[0] for line in report([ten, FINDING, other, WARNING]).splitlines() if not line.startswith(" ")] == [
        "docs/B.md:1",
        "docs/a.md:3",
        "docs/a.md:7",
        "docs/a.md:10",
    ]


def test_json_has_six_keys() -> None:
    assert json.loads(report([FINDING], "json")) == [
        {
            "path": "docs/a.md",
            "line": 7,
            "rule": "unknown-source",
            "message": 'no source is named "x"',
            "hint": 'did you mean "y"?',
            "severity": "error",
        }
    ]
    assert json.loads(report([], "json")) == []


def test_github_annotations_escape_what_would_end_them() -> None:
    odd = Finding("docs/a,b:c.md", 2, "fence", "100%\nsure, yes: ::", severity="warning")
    assert report([odd], "github") == "::warning file=docs/a%2Cb%3Ac.md,line=2,title=fence::100%25%0Asure, yes: ::"
    assert report([FINDING], "github").startswith("::error file=docs/a.md,line=7,title=unknown-source::no source")


def test_the_nearest_word_or_all_of_them() -> None:
    assert nearest("detainer", ["detainers", "savings"]) == 'did you mean "detainers"?'
    assert nearest("zzz", ["b", "a"]) == "known: a, b"
    assert nearest("zzz", map(str, range(20))).endswith(", …")
    assert nearest("zzz", []) == ""


def test_a_very_long_word_is_no_trap() -> None:
    assert nearest("x" * 1_000_000, ["y" * 100]).startswith("known: ")


def test_a_page_for_somebody_who_wrote_words_and_no_program() -> None:
    faults = [
        Finding("docs/b.md", 3, "fence", "the block is never closed", "put a line /// after it"),
        Finding("docs/b.md", 9, "raw-address", '"https://x.example" in <page> [a](b) @team', ""),
        Finding("docs/a.md", 1, "stale-source", "not checked since 2024", "look again", "warning"),
    ]
    said = report(faults, "markdown")
    assert said.startswith("## 2 things keep this change from being published\n")
    assert "### docs/b.md\n\n- Line 3: the block is never closed. **What to do:** put a line /// after it. (rule `fence`)\n- Line 9: " in said
    assert r"\<page\> \[a\](b) \@team" in said
    assert said.index("## Worth a look") > said.index("docs/b.md") and said.index("docs/a.md") > said.index("## Worth a look")
    assert report([], "markdown") == "## The check found nothing to mend\n"
