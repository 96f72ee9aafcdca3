"""The general linters beside our rules: Markdown style (rumdl), spelling (typos), YAML (yamllint). Their findings become ours.

Each is configured in its own place: pyproject.toml and .yamllint.yml.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from toolkit.findings import Finding

DESCRIBED = {
    "MD000": "what breaks Markdown style, by rumdl, under the number of its rule: MD009, MD032 …",
    "spelling": "misspelled words, by typos",
    "yaml-style": "what breaks YAML style outside docs/, by yamllint",
}
RULES = re.compile(r"MD\d{3}|spelling|yaml-style")
_YAML = (".github", "mkdocs.yml", "lint-exceptions.yml", ".yamllint.yml")
_PARSABLE = re.compile(r"(.+?):(\d+):\d+: \[(error|warning)\] (.+?) \(([\w-]+)\)$")
Running = Callable[[], list[Finding]]


def start(root: Path) -> Running:
    """Start the general linters on a repository; return what waits for their findings.

    Raises (what it returns):
        ValueError: one of them is not installed or broke down; its own words follow.
    """
    bin = Path(sys.executable).parent
    yaml = [name for name in _YAML if (root / name).exists()]
    commands = {
        _markdown: [str(bin / "rumdl"), "check", "--output-format", "json", "--no-cache", "."],
        _spelling: [str(bin / "typos"), "--format", "json"],
        **({_yaml: [sys.executable, "-m", "yamllint", "-f", "parsable", *yaml]} if yaml else {}),
    }
    begun = [(read, _begun(command, root)) for read, command in commands.items()]
    return lambda: [finding for read, program in begun for finding in _finished(read, program)]


def _begun(command: list[str], root: Path) -> subprocess.Popen[str]:
    try:
        return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    except OSError as error:
        raise ValueError(f"{Path(command[0]).name} cannot be run ({error.strerror}): run scripts/install") from error


def _finished(read: Callable[[str], Iterator[Finding]], program: subprocess.Popen[str]) -> list[Finding]:
    said, complained = program.communicate()
    try:
        found = list(read(said))
    except (ValueError, KeyError, TypeError):
        found = []
    if program.returncode and not found:  # it found nothing that we can show, and yet it failed
        name = Path(str(program.args[0] if isinstance(program.args, list) else program.args)).name
        raise ValueError(f"{name} broke down with exit code {program.returncode}: {complained.strip()[:400] or said[:400]}")
    return found


def _markdown(said: str) -> Iterator[Finding]:
    for fault in json.loads(said or "[]"):
        hint = "scripts/fix mends it" if fault.get("fixable") else "see the rule in the documentation of rumdl"
        yield Finding(_path(fault["file"]), int(fault["line"]), str(fault["rule"]), str(fault["message"]), hint)


def _spelling(said: str) -> Iterator[Finding]:
    for fault in map(json.loads, said.splitlines()):
        if fault.get("type") == "typo":
            better = ", ".join(fault.get("corrections", ()))
            hint = f"write {better}; if it is right, add it to [tool.typos] in pyproject.toml" if better else "write another word"
            yield Finding(_path(fault["path"]), int(fault.get("line_num", 1)), "spelling", f'"{fault["typo"]}" is misspelled', hint)


def _yaml(said: str) -> Iterator[Finding]:
    for found in filter(None, map(_PARSABLE.match, said.splitlines())):
        path, line, severity, message, rule = found.groups()
        yield Finding(_path(path), int(line), "yaml-style", message, f"rule {rule} of yamllint", severity)


def _path(shown: str) -> str:
    return shown.removeprefix("./")
