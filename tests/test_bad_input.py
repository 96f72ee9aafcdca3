"""Bad input through the real command line: a clear finding with file and line; never a traceback, never a hang."""

from __future__ import annotations

import errno
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import MODEL, PROSE
from toolkit import records

Write = Callable[..., Path]
SECONDS = 20
MEMORY = 1_000_000_000


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def lint(root: Path, *arguments: str) -> tuple[int, list[str]]:
    """Run lint within SECONDS and MEMORY; return its exit code and its findings without hints."""
    command = [sys.executable, "-m", "toolkit", "--root", str(root), "lint", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, env={**os.environ}, preexec_fn=_limited)
    assert "Traceback" not in done.stderr, done.stderr
    assert "the rule itself failed" not in done.stdout, done.stdout
    return done.returncode, [line for line in done.stdout.splitlines() if not line.startswith("    ")]


def clause(text: str) -> str:
    return f"{MODEL}/// clause | One\n    id: one\n    level: core\n    covers: [cooperation-1]\n\n{text}\n///\n\nIt says so.\n"


CASES = {
    "a fence that is never closed": (
        {"docs/m/page.md": clause("Text.").replace("\n///\n\nIt", "\n\nIt")},
        'docs/m/page.md:11: fence: the block "One" is never closed',
    ),
    "a fence that is misspelled": (
        {"docs/m/page.md": clause("Text.").replace("clause |", "clauses |")},
        'docs/m/page.md:11: fence: no block is named "clauses"',
    ),
    "binary named .md": ({"docs/page.md": bytes(range(256)) * 40}, "docs/page.md:2: encoding: not UTF-8 text (byte 128)"),
    "zeros named .md": ({"docs/page.md": b"one\ntwo\n\0\0\0"}, "docs/page.md:3: encoding: binary content"),
    "a line of 2 MB": ({"docs/page.md": PROSE + "x" * 2_000_000}, "docs/page.md:1: file-size: more than 1,000,000 bytes"),
    "a line of 300 KB": ({"docs/page.md": PROSE + "One.\n" + "x " * 150_000}, "docs/page.md:8: long-line: a line of 300,000 characters"),
    "a YAML bomb in a record": (
        {"docs/_data/sources/x.yml": "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(30))},
        "docs/_data/sources/x.yml:1: yaml: YAML anchors and aliases are not used here",
    ),
    "a YAML bomb in front matter": (
        {"docs/page.md": "---\na: 1\nb: &b [x]\nc: *b\n---\nWords.\n"},
        "docs/page.md:3: yaml: YAML anchors and aliases are not used here",
    ),
    "YAML nested deep in options": (
        {"docs/m/page.md": clause("Text.").replace("    level: core", "    level: " + "[" * 5000)},
        "docs/m/page.md:13: yaml: nested more than 20 levels deep",
    ),
    "YAML nested deep in blocks": (
        {"docs/_data/sources/x.yml": "a: 1\nb:\n  " + "- " * 9000},
        "docs/_data/sources/x.yml:3: yaml: nested more than 20 levels deep",
    ),
    "a record that is missing": ({"docs/page.md": PROSE + "\nWords.[^nobody]\n"}, 'docs/page.md:8: unknown-source: no source is named "nobody"'),
    "an empty page": ({"docs/page.md": ""}, 'docs/page.md:1: invalid-front-matter: front matter: "title" is missing'),
    "an empty record": ({"docs/_data/sources/x.yml": ""}, 'docs/_data/sources/x.yml:1: invalid-record: source: "kind" is missing'),
    "Windows line endings": ({"docs/page.md": (PROSE + "Words.\n").replace("\n", "\r\n")}, "docs/page.md:1: line-ending: a carriage return ends the line"),
    "a byte order mark": ({"docs/page.md": "\ufeff" + PROSE + "Words.\n"}, "docs/page.md:1: byte-order-mark: the file starts with a byte order mark"),
    "front matter that is never closed": ({"docs/page.md": "---\ntitle: Page\n\nWords.\n"}, "docs/page.md:1: front-matter: the front matter is never closed"),
    "front matter that is a list": ({"docs/page.md": "---\n- title\n---\nWords.\n"}, "docs/page.md:2: yaml: expected `key: value` lines"),
    "a data file that is no mapping": ({"docs/_data/blanks.yml": "- DAYS\n"}, "docs/_data/blanks.yml:1: yaml: expected `key: value` lines"),
    "a vocabulary that is a word": (
        {"docs/_data/vocabulary.yml": "level: core\n"},
        'docs/_data/vocabulary.yml:1: invalid-data: "level" is not written as its neighbors are',
    ),
    "a schema that is words": ({"docs/_data/schema.yml": "page: words\nclause: [x]\n"}, "docs/_data/schema.yml"),
    "control characters in a record": (
        {"docs/_data/sources/x.yml": "kind: case\ntitle: \x07\n"},
        "docs/_data/sources/x.yml:2: yaml: cannot be read as YAML: control characters",
    ),
    "options of the wrong kind": (
        {"docs/m/page.md": clause("The [CLERK].").replace("covers: [cooperation-1]", "covers: 7\n    needs: 3\n    kinds: 5")},
        'docs/m/page.md:14: invalid-options: "covers" is no list',
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_clear_finding(name: str, write: Write) -> None:
    files, expected = CASES[name]
    code, found = lint(write(files))
    assert code == 1
    assert [line for line in found if line.startswith(expected)], found


def test_one_broken_file_hides_no_other(write: Write) -> None:
    _, found = lint(write({"docs/a.md": b"\xff", "docs/page.md": PROSE + "It cost $5.\n", "docs/_data/sources/x.yml": "a: b: c\n"}))
    assert [line.split(" ")[0] for line in found] == ["docs/_data/sources/x.yml:1:", "docs/a.md:1:", "docs/page.md:7:"]


# Things that are no files


def test_a_folder_named_like_a_page_and_like_a_record(write: Write) -> None:
    root = write()
    (root / "docs/x.md").mkdir()
    (root / "docs/_data/sources/x.yml").mkdir()
    code, found = lint(root)
    assert (code, found) == (1, ["docs/_data/sources/x.yml:1: unreadable: not a regular file", "docs/x.md:1: unreadable: not a regular file"])


def test_links_that_go_in_circles_and_elsewhere(write: Write) -> None:
    root = write()
    (root / "docs/loop.md").symlink_to("loop.md")
    (root / "docs/round").symlink_to(".")
    (root / "docs/passwd.md").symlink_to("/etc/passwd")
    (root / "docs/zero.md").symlink_to("/dev/zero")
    code, found = lint(root)
    assert code == 1
    assert [line for line in found if "symbolic-link" in line] == [
        f"docs/{name}:1: symbolic-link: a symbolic link" for name in ("loop.md", "passwd.md", "round", "zero.md")
    ]
    assert "docs/zero.md:1: unreadable: not a regular file" in found
    assert [line for line in found if line.startswith("docs/loop.md:1: unreadable: cannot be read: ")]


def test_a_pipe_is_not_waited_for(write: Write) -> None:
    root = write()
    os.mkfifo(root / "docs/x.md")
    assert lint(root) == (1, ["docs/x.md:1: unreadable: not a regular file"])


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused from inside, because the administrator, as whom tests often run, may read everything."""

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    (tmp_path / "page.md").write_text(PROSE)
    monkeypatch.setattr(Path, "open", refused)
    text, found = records.read_text(tmp_path / "page.md", "docs/page.md")
    assert text is None
    assert [f"{f.path}:{f.line}: {f.rule}: {f.message}" for f in found] == ["docs/page.md:1: unreadable: cannot be read: Permission denied"]


# Input made to be slow: just under the size that is allowed

SLOW = {
    "open references": ("[§ " * 6000 + "\n") * 50,
    "open blanks": ("[A: " * 4900 + "\n") * 50,
    "open citations": ("[^a, " * 3900 + "\n") * 50,
    "open links": ("](" * 9900 + "\n") * 50,
    "backticks of every length": "".join("`" * (n % 1300) + " x\n" for n in range(1300)),
    "asterisks": ("* **" * 4900 + "\n") * 45,
    "tags": ("<a " * 6000 + "\n") * 50,
    "headings": "# A\n\n" * 100_000,
    "list items": "- a 1\n" * 150_000,
    "tables": "| 1 | 2 |\n" * 95_000,
    "wrong citations": "[^nobody-at-all]\n\n" * 50_000,
    "numbers": "In 1999 it paid $5, § 12 and § 13, 14.\n" * 24_000,
    "acts": ("Aa " * 6000 + "\n") * 50,
    "courts": ("court " * 3300 + "\n") * 50,
    "cases": ("*a v. " * 3300 + "\n") * 50,
}
SLOW_CLAUSES = {
    "open references": ("[§ " * 6000 + "\n") * 50,
    "brackets": "[x] " * 4000 + "\n",
    "wrong references": "[§ nowhere(a)(1)] and\n" * 40_000,
    "markers": "(q) x\n\n" * 100_000,
    "items": "(a) x\n\n" + "".join(f"({n}) x\n\n" for n in range(1, 60_000)),
    "subsections": "subsections (a) and " * 800 + "\n",
    "definitions": "".join(f"**Term {n}** means it.\n\n" for n in range(3000)),
}


@pytest.mark.parametrize("name", SLOW)
def test_slow_prose_ends(name: str, write: Write) -> None:
    started = time.monotonic()
    lint(write({"docs/page.md": (PROSE + SLOW[name])[:999_000]}))
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize("name", SLOW_CLAUSES)
def test_slow_clauses_end(name: str, write: Write) -> None:
    page = clause(SLOW_CLAUSES[name][:990_000]).replace("id: one", "id: definitions" if name == "definitions" else "id: one")
    lint(write({"docs/m/page.md": page}))


def test_many_clauses_and_many_faults_end(write: Write) -> None:
    one = "/// clause | A\n    id: a{n}\n\n[§ b{n}] x\n///\n\n/// variant | B\n    replaces: c\n\n(z) x\n///\n"
    code, found = lint(write({"docs/m/page.md": (MODEL + "".join(one.format(n=n) for n in range(11_000)))[:999_000]}))
    assert code == 1
    assert len(found) < 1000


def test_a_record_with_very_many_items_ends(write: Write) -> None:
    items = ", ".join(f"x{n}" for n in range(120_000))
    code, found = lint(write({"docs/_data/cases/c.yml": f"name: C\nsources: [{items}]\n"}))
    assert code == 1
    assert len(found) < 100


# Random damage


@pytest.mark.parametrize("seed", range(12))
def test_random_damage_never_ends_in_a_traceback(seed: int, write: Write) -> None:
    chance = random.Random(seed)
    root = write({"docs/m/page.md": clause("(a) The [CLERK] shall act within [DAYS: 5] days under [§ one(b)].\n\n(b) **Term** means it.")})
    for path in sorted(root.rglob("docs/**/*.[my][dm]*")):
        raw = bytearray(path.read_bytes())
        for _ in range(chance.randrange(1, 12)):
            at = chance.randrange(len(raw) + 1)
            raw[at : at + chance.randrange(4)] = chance.choice(
                [b"", b"\n", b"---\n", b"///\n", b"[", b"]", b"(a)", b": ", b"- ", b"&x ", b"*", b"{", b"'", b"\xc2", b"\t", b"`"]
            )
        path.write_bytes(bytes(raw[: chance.randrange(len(raw) // 2, len(raw) + 1)]))
    lint(root)
