"""Runs every rule over the library and returns what they find, less the exceptions that are written down."""

from __future__ import annotations

import os
import pickle
import subprocess
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from toolkit import general, published, records, yamltext
from toolkit.findings import Finding, nearest
from toolkit.library import Library
from toolkit.model import Case, Law, Page, Source, State
from toolkit.prose import Passage, passages
from toolkit.rules import (
    RULES,
    Draft,
    Fault,
    Rule,
    authorities,
    blanks,
    citations,
    clauses,
    drafting,
    links,
    pages,
    places,
    reading,
    safety,
    schema,
    sourcing,
    terms,
)
from toolkit.rules import published as published_rules

__all__ = ["RULES", "RULE_MODULES", "changed_since", "described", "run"]

RULE_MODULES = (authorities, blanks, citations, clauses, drafting, links, pages, places, published_rules, reading, safety, schema, sourcing, terms)
FEW, MANY = 100, 600  # files up to which one process does all, and from which a second one shares the work
LIMIT = 50  # findings of one rule in one file; more of them help nobody
EXCEPTIONS = "lint-exceptions.yml"
SUBJECTS: tuple[type, ...] = (Library, Page, Draft, Passage, Source, Law, Case, State)

# What the parser and the loader report by themselves.
READING = {
    "bracket": "a bracket in model text that is neither a blank nor a reference",
    "byte-order-mark": "a file that starts with a byte order mark",
    "clause-text": "Markdown or HTML that model text cannot hold",
    "cross-reference": "a [§ …] that is not written as a reference",
    "encoding": "a file that is not UTF-8 text",
    "enumeration": "a marker that does not follow, or could be two items",
    "fence": "a block that is unknown, unclosed, empty or without a title",
    "file-size": "a file too large for a page or record",
    "front-matter": "front matter that is never closed",
    "line-ending": "a line that ends in a carriage return",
    "long-line": "a line too long to be prose",
    "missing-file": "a data file that is needed and missing",
    "repeated-key": "a key that is written twice",
    "rewritten-register": "a digest in docs/_data/published.yml that changed under one version (with --changed)",
    "stray-file": "a file where none of its kind is read",
    "too-many": "so many faults that the rest was not read",
    "unreadable": "a file that cannot be read",
    "unused-exception": "an entry of lint-exceptions.yml that excuses nothing, or cannot be read",
    "variant": "a variant that replaces no clause above it",
    "yaml": "front matter, options or a record that is no plain YAML",
}


def run(
    library: Library,
    paths: Collection[str] | None = None,
    changed: Collection[str] = frozenset(),
    before: Mapping[str, Any] | None = None,
    advice: bool = False,
    beside: Callable[[], list[Finding]] | None = None,
) -> list[Finding]:
    """Return all findings, sorted.

    Args:
        library: The content, as loaded; what its parser found is included.
        paths: Only findings in these files or folders (as findings show them); None for all.
        changed: Files that a change touches: what is a warning for its age is an error there.
        before: The models of docs/_data/published.yml as they were before the change.
        advice: Whether advice is wanted on all files; else it is given on `changed` ones alone.
        beside: What other linters found, asked for last: they run meanwhile.
    """
    found = {*library.faults, *_rewritten(library, before or {})}
    files = list(_files(library, paths))

    def check(some: Files, apart: bool) -> list[Finding]:
        return [finding for path, whole in some for finding in _check_file(path, whole, library, changed, _rules(apart, advice or path in changed))]

    later = _beside(lambda: check(files, True)) if len(files) > FEW else lambda: check(files, True)
    found.update(_shared(files, lambda some: check(some, False)))
    found.update(later())
    found.update(beside() if beside else ())
    kept = _excused(sorted(found), library.root.parent / EXCEPTIONS, paths is None, beside is not None)
    return sorted(f for f in kept if paths is None or within(f.path, paths))


def _rewritten(library: Library, before: Mapping[str, Any]) -> Iterator[Finding]:
    path, lines = f"{library.prefix}/_data/{published.FILE}.yml", library.data.lines.get(published.FILE)
    for model, text in published.rewritten(library, before):
        line = lines.line("models", model, "texts", text) if lines else 1
        hint = "take the register as it was, raise the version of the model, and run scripts/fix"
        yield Finding(path, line, "rewritten-register", f'"{text}" of {model} has another digest under the same version', hint)


Files = list[tuple[str, Any]]


def _shared(files: Files, check: Callable[[Files], list[Finding]]) -> list[Finding]:
    """Check `files` in two processes when there are many."""
    if len(files) < MANY:
        return check(files)
    half = _beside(lambda: check(files[1::2]))
    return check(files[::2]) + half()


def _beside(work: Callable[[], list[Finding]]) -> Callable[[], list[Finding]]:
    """Start `work` in a second process; return what waits for its findings. One that cannot be had costs only time."""
    if not hasattr(os, "fork"):
        return work
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(BaseException), os.fdopen(write, "wb") as out:
            pickle.dump(work(), out)
        os._exit(0)
    os.close(write)

    def found() -> list[Finding]:
        with os.fdopen(read, "rb") as pipe:
            sent = pipe.read()
        os.waitpid(child, 0)
        return list(pickle.loads(sent)) if sent else work()

    return found


def _files(library: Library, paths: Collection[str] | None) -> Iterator[tuple[str, Any]]:
    yield library.prefix, library
    for page in library.pages.values():
        path = f"{library.prefix}/{page.path}"
        if paths is None or within(path, paths):
            yield path, page
    for record in library.all_records:
        if paths is None or within(record.path, paths):
            yield record.path, record


RulesOf = dict[type, list[Rule]]


@cache
def _rules(apart: bool, advice: bool) -> RulesOf:
    """Return the rules for each kind of subject: those that are looked at apart, or all others, without advice unless it is wanted."""
    wanted = [rule for rule in RULES.values() if rule.apart == apart and (advice or rule.severity != "advice")]
    return {kind: [rule for rule in wanted if issubclass(kind, rule.subject)] for kind in SUBJECTS}


def _check_file(path: str, whole: Any, library: Library, changed: Collection[str], rules: RulesOf) -> list[Finding]:
    """Return what rules find in one file, at most LIMIT for each; those that are looked at apart look at whole pages and records only."""
    if not any(rules.values()) or (not rules[Passage] and not rules[type(whole)]):
        return []
    found: list[Finding] = []
    told: Counter[str] = Counter()
    for subject in _of_page(whole) if isinstance(whole, Page) else (whole,):
        for rule in rules[type(subject)]:
            if (rule.needs and rule.needs not in subject.text) or (told and told[rule.name] >= LIMIT):
                continue
            if new := _findings(rule, subject, library, path, changed):
                found += new
                told[rule.name] += len(new)
    return found


def _of_page(page: Page) -> Iterator[Any]:
    yield page
    for clause in page.clauses:
        yield from (Draft(page, clause, text) for text in clause.texts)
    if page.meta:  # of a page whose front matter could not be read, the rest may be front matter too
        yield from passages(page)


def _findings(rule: Rule, subject: Any, library: Library, path: str, changed: Collection[str]) -> list[Finding]:
    try:
        faults = list(islice(rule.check(subject, library), LIMIT))
    except Exception as error:  # a rule that trips over odd input is a fault of ours, and still no traceback
        return [Finding(path, 1, rule.name, f"the rule itself failed: {type(error).__name__}: {error}", "please report this with the file")]
    return [_finding(rule, fault, fault.path or path, changed) for fault in faults]


def _finding(rule: Rule, fault: Fault, path: str, changed: Collection[str]) -> Finding:
    severity = "error" if rule.grows and path in changed else rule.severity
    return Finding(path, fault.line, rule.name, fault.message, fault.hint, severity)


def within(path: str, paths: Iterable[str]) -> bool:
    """Whether `path` is one of `paths` or lies below one."""
    return any(p in ("", ".") or path == p or path.startswith(f"{p}/") for p in paths)


def described() -> str:
    """Return every rule with its documentation, for --list."""
    ours = [f"{rule.name} ({rule.severity})\n    {_indented(rule.documented)}" for rule in RULES.values()]
    reading = [f"{name} (error)\n    Finds {summary}." for name, summary in READING.items()]
    others = [f"{name} (with --general)\n    Finds {summary}." for name, summary in general.DESCRIBED.items()]
    return "\n\n".join(sorted(ours + reading + others))


def _indented(docstring: str) -> str:
    return "\n".join(line.rstrip() for line in docstring.strip().splitlines())


# Exceptions


@dataclass(frozen=True)
class _Exception:
    """One entry of lint-exceptions.yml: what it excuses, and where it stands."""

    rule: str
    path: str
    text: str
    line: int

    def excuses(self, finding: Finding) -> bool:
        return finding.rule == self.rule and fnmatchcase(finding.path, self.path) and self.text in finding.message


_UNREAD = ("encoding", "file-size", "front-matter", "unreadable", "yaml")


def _excused(found: Iterable[Finding], path: Path, all_paths: bool, with_general: bool) -> list[Finding]:
    """Return the findings that no exception excuses, with findings about the exceptions themselves."""
    exceptions, faults = _exceptions(path)
    kept, used = list(faults), set()
    for finding in found:
        excuse = next((e for e in exceptions if e.excuses(finding)), None)
        if excuse is None:
            kept.append(finding)
        else:
            used.add(excuse)
    if all_paths:
        unread = [f.path for f in found if f.rule in _UNREAD]  # what they would have said, nobody knows
        idle = (e for e in exceptions if e not in used and (with_general or not general.RULES.fullmatch(e.rule)))
        unused = (e for e in idle if not any(fnmatchcase(path, e.path) for path in unread))
        kept += [Finding(path.name, e.line, "unused-exception", f"nothing in {e.path} breaks {e.rule}", "remove the entry") for e in unused]
    return kept


def _exceptions(path: Path) -> tuple[list[_Exception], list[Finding]]:
    if not path.exists():
        return [], []
    text, faults = records.read_text(path, path.name)
    listed = yamltext.load(text or "", path.name)
    faults += listed.faults
    kept = []
    for index, entry in enumerate(records.items(listed.values.get("exceptions"))):
        line = listed.line("exceptions", index)
        fault = _entry_fault(entry)
        if fault:
            faults.append(Finding(path.name, line, "unused-exception", *fault))
        else:
            kept.append(_Exception(entry["rule"], entry["path"], str(entry.get("text", "")), line))
    return kept, faults


def _entry_fault(entry: object) -> tuple[str, str] | None:
    known = {**RULES, **READING}
    if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in ("rule", "path", "reason")):
        return "an entry needs rule, path and reason", "write `- rule: …`, then `path: …` and `reason: …` below it"
    if entry["rule"] not in known and not general.RULES.fullmatch(entry["rule"]):
        return f'no rule is named "{entry["rule"]}"', nearest(entry["rule"], known)
    unknown = sorted(set(entry) - {"rule", "path", "text", "reason"})
    return (f'an entry has no key "{unknown[0]}"', "known: rule, path, text, reason") if unknown else None


# Changes


def changed_since(ref: str, root: Path) -> frozenset[str]:
    """Return the files that differ from `ref`, new ones included, as paths below `root`.

    Raises:
        ValueError: git knows no such ref, or there is no git here.
    """
    known = _commit(ref, root)
    listed = _git(root, "diff", "--name-only", "-z", "--relative", known) + _git(root, "ls-files", "-z", "--others", "--exclude-standard")
    return frozenset(filter(None, listed.split("\0")))


def registered_at(ref: str, root: Path) -> Mapping[str, Any]:
    """Return the models of the register as they were at `ref`; {} when it had none.

    Raises:
        ValueError: git knows no such ref, or there is no git here.
    """
    text = _git(root, "show", f"{_commit(ref, root)}:./docs/_data/{published.FILE}.yml")
    models = yamltext.load(text, published.FILE).values.get("models")
    return models if isinstance(models, dict) else {}


def _commit(ref: str, root: Path) -> str:
    known = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{ref}^{{commit}}").strip()
    if not known:
        raise ValueError(f'--changed: git knows no commit "{ref}"; name a branch, a tag or a commit')
    return known


def _git(root: Path, *arguments: str) -> str:
    try:
        return subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, timeout=60).stdout
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ValueError(f"--changed needs git: {error}") from error
