"""`python -m toolkit export`: one model's file, for the answers in a file.

Exit 0 when the file is written, 1 when a content file or the answers hold a fault, 2 when the call itself is wrong.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from toolkit import library as libraries
from toolkit.export import kit
from toolkit.fill import NOBODY, Answers
from toolkit.findings import Finding, nearest, report
from toolkit.library import Library
from toolkit.model import Page

KEYS = ("state", "kind", "values", "choices")
ALSO_KEPT = ("view", "footer")  # the browser keeps these beside the answers; they mean nothing here


class Misuse(Exception):
    """A call that cannot be carried out; its text names the fault and the remedy."""


class Unfit(Exception):
    """An answers file with faults."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__(report(findings))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `export` to a parser."""
    parser.add_argument("--model", required=True, help="the id of the model: its path below docs/, as in cooperation/ordinance")
    parser.add_argument("--format", required=True, choices=sorted(kit.LAYOUTS), help="docx for Word, txt for plain text")
    parser.add_argument("--answers", type=Path, help="a JSON file with state, kind, values and choices; without it nothing is filled")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="the folder of content (docs)")
    parser.add_argument("--site-url", default="", help="the public address of the site, named as the source")


def run(args: argparse.Namespace) -> int:
    """Write the file that `args` ask for; return the exit code."""
    try:
        content = _write(args)
    except Unfit as fault:
        print(fault, file=sys.stderr)
        return 1
    except Misuse as fault:
        print(f"export: {fault}", file=sys.stderr)
        return 2
    print(f"{args.out}: {content:,} bytes")
    return 0


def _write(args: argparse.Namespace) -> int:
    if not (args.docs / "_data").is_dir():
        raise Misuse(f"{args.docs}: no content folder\n    hint: run it where docs/ is, or name the folder with --docs")
    library = libraries.load(args.docs)
    if library.faults:
        raise Unfit(list(library.faults))
    page = _model(args.model, library)
    answers = read_answers(args.answers, library) if args.answers else NOBODY
    content = kit.write(kit.build(page, library, args.site_url), args.format, page, library, answers)
    try:
        args.out.write_bytes(content)
    except OSError as error:
        raise Misuse(f"{args.out}: cannot be written: {error.strerror}\n    hint: name a file in a folder that exists and is yours") from error
    return len(content)


def _model(name: str, library: Library) -> Page:
    found = {page.id: page for page in library.models}
    if name not in found:
        raise Misuse(f'--model: no model is named "{name}"\n    hint: {nearest(name, found)}')
    return found[name]


def read_answers(path: Path, library: Library) -> Answers:
    """Read a reader's answers, in the form in which the browser keeps them.

    Raises:
        Misuse: the file cannot be read.
        Unfit: it is no JSON, or names what the content does not have.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise Misuse(f"{path}: cannot be read: {error.strerror}\n    hint: name an existing file with --answers") from error
    except UnicodeDecodeError as error:
        raise Unfit([Finding(str(path), 1, "answers", f"not UTF-8 text (byte {error.start})", "save the file as UTF-8")]) from error
    except (json.JSONDecodeError, RecursionError) as error:
        line, problem = getattr(error, "lineno", 1), getattr(error, "msg", error)
        hint = 'write {"values": {"GOVERNMENT NAME": "City of …"}}'
        raise Unfit([Finding(str(path), line, "answers", f"cannot be read as JSON: {problem}", hint)]) from error
    faults = [Finding(str(path), 1, "answers", message, hint) for message, hint in _faults(raw, library)]
    if faults:
        raise Unfit(faults)
    return Answers(raw.get("state") or "", raw.get("kind") or "", raw.get("values") or {}, raw.get("choices") or {})


def _faults(raw: Any, library: Library) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with answers, each with its remedy."""
    if not isinstance(raw, dict):
        yield "expected an object", f"its keys are {', '.join(KEYS)}"
        return
    for key in sorted(set(raw) - {*KEYS, *ALSO_KEPT}):
        yield f'unknown key "{key}"', nearest(key, KEYS)
    for key, vocabulary in (("state", library.file("jurisdictions")), ("kind", library.file("vocabulary").get("government_kind") or {})):
        if raw.get(key) and str(raw[key]) not in vocabulary:
            yield f'{key}: "{raw[key]}" is not known', nearest(str(raw[key]), vocabulary)
    for key, check in (("values", _value_fault), ("choices", _choice_fault)):
        entries = raw.get(key) or {}
        if not isinstance(entries, dict) or not all(isinstance(value, str) for value in entries.values()):
            yield f"{key}: expected an object of texts", "write every value in quotes"
            continue
        for name, value in entries.items():
            yield from check(name, value, library)


def _value_fault(name: str, value: str, library: Library) -> Iterator[tuple[str, str]]:
    clause, slash, blank = name.rpartition("/") if "#" in name else ("", "", name)
    blanks = library.file("blanks")
    if slash and clause not in library.clauses:
        yield f'values: there is no clause "{clause}"', nearest(clause, library.clauses)
    if blank not in blanks:
        yield f'values: there is no blank "{blank}"', nearest(blank, blanks)
    elif (blanks[blank].get("type") == "number") != bool(slash):
        yield f'values: "{name}"', "a number is kept under its clause, as in cooperation/ordinance#detainers/DAYS; a role or name stands alone"


def _choice_fault(key: str, choice: str, library: Library) -> Iterator[tuple[str, str]]:
    if key not in library.clauses:
        yield f'choices: there is no clause "{key}"', nearest(key, library.clauses)
        return
    known = [variant.id for variant in library.clauses[key][1].variants]
    if choice and choice not in known:
        yield f'choices: "{choice}" is no variant of {key}', f'{nearest(choice, known)} ("" is the default text)'
