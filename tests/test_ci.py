"""Continuous integration: workflows that strangers' code runs in, and the page that says in plain words what to mend."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from building import ROOT

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
SCRIPTS = re.compile(r"(?:^|\s|&&\s*)((?:\.ci|scripts)/\w+)")


def test_an_auditor_that_we_did_not_write_finds_nothing() -> None:
    """zizmor: actions not pinned by digest, tokens that can write, credentials kept, text of strangers in a command."""
    command = [str(Path(sys.executable).parent / "zizmor"), "--offline", "--no-progress", "--persona", "regular", str(ROOT / ".github/workflows")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_what_a_workflow_runs_can_be_run_here(path: Path) -> None:
    jobs = yaml.safe_load(path.read_text("utf-8"))["jobs"].values()
    commands = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    named = {name for command in commands for name in SCRIPTS.findall(command)}
    assert named and all((ROOT / name).stat().st_mode & 0o111 for name in named)


def test_a_pull_request_gets_no_secret_and_may_write_nothing() -> None:
    text = (ROOT / ".github/workflows/check.yml").read_text("utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    assert "secrets." not in text and "pull_request_target" not in text
    assert not any("permissions" in job for job in workflow["jobs"].values())


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("12 passed in 3.20s\n", "All of them passed."),
        (
            "FAILED tests/test_x.py::test_a_reader_copies_a_clause - AssertionError\n1 failed, 12 passed\n",
            "- `test_a_reader_copies_a_clause` (in `tests/test_x.py`)",
        ),
        ("docs/x.md:3: fence: never closed\n", "docs/x.md:3: fence: never closed"),
        ("", "The run stopped before the tests"),
    ],
)
def test_the_page_of_a_run_says_what_became_of_it(log: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "run.log").write_text(log)
    done = subprocess.run([ROOT / ".ci/summary", tmp_path / "run.log"], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert said in done.stdout
