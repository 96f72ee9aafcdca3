"""The command line, run as a contributor runs it: what it prints, and how it ends."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[..., Path]
BAD = {"docs/m/page.md": "---\ntitle: Page\nkind: page\nsummary: A page.\ndate: '2026-11-01'\n---\nThe city paid $5.\n"}


def toolkit(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "toolkit", "--root", str(root), *arguments]
    return subprocess.run(command, cwd=root, env={**os.environ, **environment}, capture_output=True, text=True, timeout=120)


def _mend(root: Path) -> None:
    page = root / "docs/m/page.md"
    page.write_text(page.read_text().replace("The city paid $5.", "The city paid."))


def test_clean_is_silent_and_0(write: Write) -> None:
    done = toolkit(write(), "lint")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_findings_are_1(write: Write) -> None:
    done = toolkit(write(BAD), "lint")
    assert done.returncode == 1
    assert done.stdout == 'docs/m/page.md:7: uncited-number: "$5" has no source\n    hint: cite one at the end of the sentence: [^source-id, pinpoint]\n'
    assert done.stderr == "\n1 error, 0 warnings\n"


def test_warnings_are_0(write: Write) -> None:
    root = write()
    record = root / "docs/_data/sources/statute.yml"
    record.write_text(record.read_text().replace("date: '2026-11-01'", "date: '2025-11-20'"))
    done = toolkit(root, "lint")
    assert done.returncode == 0
    assert "stale-source: not checked since 2025-11-20" in done.stdout
    assert done.stderr == "\n0 errors, 1 warning\n"


def test_json_and_github(write: Write) -> None:
    root = write(BAD)
    listed = json.loads(toolkit(root, "lint", "--format", "json").stdout)
    assert [(f["path"], f["line"], f["rule"], f["severity"]) for f in listed] == [("docs/m/page.md", 7, "uncited-number", "error")]
    assert toolkit(root, "lint", "--format", "github").stdout.startswith("::error file=docs/m/page.md,line=7,title=uncited-number::")
    _mend(root)
    assert toolkit(root, "lint", "--format", "json").stdout == "[]\n"
    assert toolkit(root, "lint", "--format", "github").stdout == ""


def test_paths_narrow_the_report(write: Write) -> None:
    root = write(BAD)
    assert toolkit(root, "lint", "docs/m").returncode == 1
    assert toolkit(root, "lint", "docs/m/page.md", "docs/index.md").returncode == 1
    assert toolkit(root, "lint", "docs/index.md").returncode == 0
    assert toolkit(root, "lint", ".").returncode == 1


def test_list_describes_every_rule(write: Write) -> None:
    from toolkit import general, lint

    done = toolkit(write(), "lint", "--list")
    assert done.returncode == 0
    named = {line.split(" ")[0] for line in done.stdout.splitlines() if line and not line.startswith(" ")}
    assert named == {*lint.RULES, *lint.READING, *general.DESCRIBED}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lint", "docs/none.md"], "toolkit: docs/none.md: no such file or folder"),
        (["lint", "/etc"], "toolkit: /etc: not in "),
        (["verify", "nowhere"], "toolkit: nowhere: no built site (no index.html); run scripts/build first"),
        (["links", "nowhere"], "toolkit: nowhere: no built site"),
        (["lint", "--format", "xml"], "invalid choice: 'xml'"),
        (["lnit"], "invalid choice: 'lnit'"),
        ([], "the following arguments are required: command"),
    ],
)
def test_misuse_is_2_and_one_clear_line(write: Write, arguments: list[str], said: str) -> None:
    done = toolkit(write(), *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_no_docs_is_misuse(tmp_path: Path) -> None:
    done = toolkit(tmp_path, "lint")
    assert (done.returncode, done.stderr.strip()) == (2, f"toolkit: {tmp_path}/docs: no such folder; run this in the repository, or name it with --root")


def test_a_date_that_is_none_is_misuse(write: Write) -> None:
    done = toolkit(write(), "lint", TOOLKIT_DATE="yesterday")
    assert (done.returncode, done.stderr.strip()) == (2, 'toolkit: TOOLKIT_DATE is "yesterday": write a date such as 2026-11-21, or unset it')


def test_paths_lists_pages_and_clauses(write: Write) -> None:
    done = toolkit(write(), "paths")
    assert (done.returncode, done.stdout) == (
        0,
        "docs/about/changelog.md\ndocs/index.md\ndocs/m/law/extra.md\ndocs/m/law/first.md\ndocs/m/law.md\n    m/law#first\n    m/law#extra\n",
    )


def test_output_that_nobody_reads_is_no_fault(write: Write) -> None:
    root = write()
    script = f"{sys.executable} -m toolkit --root {root} lint --list | head -1"
    done = subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_links_without_a_site_are_those_of_the_sources(write: Write) -> None:
    root = write({"docs/page.md": "---\ntitle: Page\nkind: page\nsummary: A page.\ndate: '2026-11-01'\n---\nSee [it](nowhere.md). It cost $5.\n"})
    done = toolkit(root, "links")
    assert done.returncode == 1
    assert [line.split(": ")[1] for line in done.stdout.splitlines() if not line.startswith(" ")] == ["broken-link"]


# Exceptions


def test_an_exception_excuses_and_must_be_used(write: Write) -> None:
    entry = "exceptions:\n  - rule: uncited-number\n    path: docs/m/*.md\n    reason: its own numbers\n"
    root = write({**BAD, "lint-exceptions.yml": entry})
    assert toolkit(root, "lint").returncode == 0
    _mend(root)
    done = toolkit(root, "lint")
    assert done.stdout.splitlines()[0] == "lint-exceptions.yml:2: unused-exception: nothing in docs/m/*.md breaks uncited-number"
    assert toolkit(root, "lint", "docs/index.md").returncode == 0


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("exceptions:\n  - rule: uncited-number\n    path: docs/m/page.md\n", "2: unused-exception: an entry needs rule, path and reason"),
        ("exceptions:\n  - rule: uncited\n    path: x\n    reason: y\n", '2: unused-exception: no rule is named "uncited"'),
        ("exceptions:\n  - rule: fence\n    path: x\n    reason: y\n    line: 4\n", '2: unused-exception: an entry has no key "line"'),
        ("exceptions: [*x]\n", "1: yaml: YAML anchors"),
        ("exceptions:\n  - word\n", "2: unused-exception: an entry needs"),
    ],
)
def test_an_exception_that_is_none(write: Write, entry: str, said: str) -> None:
    done = toolkit(write({"lint-exceptions.yml": entry}), "lint")
    assert done.returncode == 1
    assert done.stdout.startswith(f"lint-exceptions.yml:{said}")


# Age and change: a stand-in for git on the path, so that no repository is needed


def fake_git(root: Path, script: str) -> dict[str, str]:
    folder = root / "bin"
    folder.mkdir()
    git = folder / "git"
    git.write_text(f"#!/bin/sh\n{script}\n")
    git.chmod(git.stat().st_mode | stat.S_IEXEC)
    return {"PATH": f"{folder}:{os.environ['PATH']}"}


def stale(write: Write) -> Path:
    root = write()
    for record in (root / "docs/_data/sources").glob("*.yml"):
        record.write_text(record.read_text().replace("date: '2026-11-01'", "date: '2025-11-10'"))
    return root


def test_ages_count_from_the_last_commit(write: Write) -> None:
    root = stale(write)
    early = fake_git(root, "echo 2025-12-01")
    assert "stale-source" not in toolkit(root, "lint", TOOLKIT_DATE="", SOURCE_DATE_EPOCH="", **early).stdout
    assert toolkit(root, "lint", TOOLKIT_DATE="2026-11-21").stdout.count("stale-source") == 3


def test_age_is_an_error_in_a_change_that_touches_the_record(write: Write) -> None:
    root = stale(write)
    git = fake_git(root, r"""case "$1" in rev-parse) echo 0123abc;; diff) printf 'docs/_data/sources/statute.yml\0';; ls-files) ;; esac""")
    done = toolkit(root, "lint", "--changed", "main", "--format", "json", **git)
    assert done.returncode == 1
    assert {f["path"]: f["severity"] for f in json.loads(done.stdout)} == {
        "docs/_data/sources/report.yml": "warning",
        "docs/_data/sources/statute.yml": "error",
        "docs/_data/sources/study.yml": "warning",
    }


def test_changed_names_a_commit(write: Write) -> None:
    root = write()
    done = toolkit(root, "lint", "--changed", "nonsense", **fake_git(root, "exit 1"))
    assert (done.returncode, done.stderr.strip()) == (2, 'toolkit: --changed: git knows no commit "nonsense"; name a branch, a tag or a commit')


# The general linters


GENERAL = {"docs/page.md": "---\ntitle: Page\nkind: page\nsummary: A page.\ndate: '2026-11-01'\n---\nTeh city\n* acts.\n", "mkdocs.yml": "a:   b\n"}


def test_the_general_linters_speak_in_the_same_report(write: Write) -> None:
    root = write({**GENERAL, "pyproject.toml": "[tool.rumdl]\n", "lint-exceptions.yml": "exceptions:\n  - {rule: MD041, path: docs/*, reason: titles}\n"})
    listed = json.loads(toolkit(root, "lint", "--general", "--format", "json", "docs/page.md", "mkdocs.yml").stdout)
    found = {(f["path"], f["line"], f["rule"], f["severity"]) for f in listed}
    assert {("docs/page.md", 7, "spelling", "error"), ("docs/page.md", 8, "MD032", "error"), ("mkdocs.yml", 1, "yaml-style", "error")} <= found
    assert "MD041" not in {rule for _, _, rule, _ in found}
    assert toolkit(root, "lint", "docs/page.md").returncode == 0


def test_a_general_linter_that_breaks_down_is_no_silence(write: Write) -> None:
    done = toolkit(write({"pyproject.toml": "[tool.rumdl\n"}), "lint", "--general")
    assert done.returncode == 2
    assert re.match(r"toolkit: \w+ broke down with exit code ", done.stderr)


# The register of what was published


def git(root: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


def edit(root: Path, name: str, old: str, new: str) -> None:
    text = (root / name).read_text("utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new), "utf-8")


def test_a_lost_not_needs_a_new_version(write: Write) -> None:
    root = write()
    edit(root, "docs/m/law.md", "(b) The [CLERK] may rest.", "(b) The [CLERK] shall not rest.")
    assert "silent-change" in toolkit(root, "publish").stdout
    edit(root, "docs/m/law.md", "version: '1.0'", "version: '1.1'")
    edit(root, "docs/about/changelog.md", "- The law", "- The law (`m/law`), version 1.1: no rest.\n- The law")
    assert toolkit(root, "lint").stdout.splitlines()[0].endswith("version 1.1 of m/law is not registered")
    assert toolkit(root, "publish").returncode == 0
    assert (toolkit(root, "lint").returncode, toolkit(root, "lint").stdout) == (0, "")
    edit(root, "docs/m/law.md", "shall not rest", "shall rest")
    before = (root / "docs/_data/published.yml").read_bytes()
    done = toolkit(root, "publish")
    assert done.returncode == 1
    assert 'docs/m/law.md:12: silent-change: the text of "first" was changed, and the version is still 1.1' in done.stdout
    assert (root / "docs/_data/published.yml").read_bytes() == before


def test_wrapping_lines_anew_is_no_change(write: Write) -> None:
    root = write()
    edit(root, "docs/m/law.md", "(a) The [CLERK] shall act", "(a) The [CLERK]\nshall act")
    assert toolkit(root, "lint").returncode == 0


def test_a_register_written_by_hand_is_seen_beside_the_earlier_one(write: Write) -> None:
    root = write()
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "first")
    edit(root, "docs/m/law.md", "may rest", "may not rest")
    register = (root / "docs/_data/published.yml").read_text()
    (root / "docs/_data/published.yml").write_text("pages:\nmodels:\n")
    toolkit(root, "publish")
    assert (root / "docs/_data/published.yml").read_text() != register
    assert toolkit(root, "lint").returncode == 0
    done = toolkit(root, "lint", "--changed", "main")
    assert done.returncode == 1
    assert 'docs/_data/published.yml:13: rewritten-register: "first" of m/law has another digest under the same version' in done.stdout


def test_a_page_that_could_not_be_read_stays_in_the_register(write: Write) -> None:
    root = write()
    before = (root / "docs/_data/published.yml").read_bytes()
    edit(root, "docs/m/law.md", "/// clause | Extra", "/// section | Extra")
    assert toolkit(root, "publish").returncode == 1
    assert (root / "docs/_data/published.yml").read_bytes() == before


def test_advice_is_given_on_what_changes(write: Write) -> None:
    root = write()
    git(root, "init", "-q", "-b", "main")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "first")
    long = "The clerk " + "and the deputy " * 20 + "may act.\n"
    (root / "docs/page.md").write_text("---\ntitle: Page\nkind: page\nsummary: A page.\ndate: '2026-11-01'\n---\n" + long)
    toolkit(root, "publish")
    assert toolkit(root, "lint").stdout == ""
    done = toolkit(root, "lint", "--changed", "main")
    assert (done.returncode, done.stderr) == (0, "\n0 errors, 0 warnings, 1 of advice\n")
    assert "docs/page.md:7: long-sentence: a sentence of 64 words" in done.stdout
    assert toolkit(root, "lint", "--advice").stdout == done.stdout
