"""Faults put into the real content, one at a time: what lint finds after each, compared whole, lines included.

tests/mutations.yml has the cases and says how to write one.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from building import ROOT
from toolkit import general, library, lint, published, yamltext
from toolkit.findings import Finding

CASES = Path(__file__).with_name("mutations.yml")
CONTENT = ("docs", ".github", "mkdocs.yml", "lint-exceptions.yml", "pyproject.toml", ".yamllint.yml")
REGISTER = "docs/_data/published.yml"
_DRAWN = re.compile(r"(?P<rule>\S+)(?: in (?P<path>\S+))?(?: at (?P<text>.+))?")
Options = Mapping[str, Any]
Place = tuple[str, int, str]  # path, line, rule


class EditError(Exception):
    """An edit that cannot be made: the content has changed, and the case must be written anew."""


@dataclass(frozen=True)
class Case:
    """One fault or innocent edit: its name, how it is made, the findings that it draws."""

    name: str
    edits: list[Options]
    draws: list[str]
    options: Options = field(repr=False)

    def __str__(self) -> str:
        return self.name

    @property
    def touched(self) -> list[str]:
        return [path for edit in self.edits for path in touched(edit)]


def cases(kind: str) -> Iterator[Any]:
    """Yield the cases under "faults" or "innocent"; a hole is one that lint is known to miss, until somebody mends the rule."""
    for group, listed in yaml.safe_load(CASES.read_text("utf-8"))[kind].items():
        for options in listed:
            draws = options.get("draws") or []
            case = Case(f"{group}: {options['name']}", options.get("edits") or [options], [draws] if isinstance(draws, str) else draws, options)
            yield pytest.param(case, id=case.name, marks=[pytest.mark.xfail(strict=True, reason="a hole")] if options.get("hole") else [])


FAULTS, INNOCENT = list(cases("faults")), list(cases("innocent"))


# The edits


def apply(edit: Options, root: Path) -> None:
    """Make one edit in the copy of the content."""
    target = root / touched(edit)[0]
    target.parent.mkdir(parents=True, exist_ok=True)
    if "add" in edit:
        target.write_bytes((root / edit["copy"]).read_bytes() if "copy" in edit else bytes.fromhex(edit["hex"]) if "hex" in edit else edit["text"].encode())
    elif "rename" in edit:
        (root / edit["rename"]).rename(target)
    elif "remove" in edit:
        target.unlink()
    elif "link" in edit:
        target.symlink_to(edit["to"])
    elif "publish" in edit:
        target.write_text(published.written(library.load(root / "docs")), "utf-8")
    elif "mode" in edit:
        target.chmod(int(edit["mode"], 8))
    else:
        text = target.read_text("utf-8")
        target.write_bytes(text.encode(edit["save_as"]) if "save_as" in edit else edited(text, edit).encode())


def touched(edit: Options) -> list[str]:
    """Return the files that an edit touches, the one that it leaves behind first."""
    if "publish" in edit:
        return [REGISTER]
    return [edit["to"], edit["rename"]] if "rename" in edit else [edit.get("in") or edit.get("add") or edit.get("remove") or edit["link"]]


def edited(text: str, edit: Options) -> str:
    """Return `text` after an edit of its words."""
    path, times = edit["in"], edit.get("times", 1)
    if "append" in edit:
        return text + edit["append"] * times
    if "every" in edit:
        if edit["every"] not in text:
            raise EditError(f"{path} does not hold {edit['every']!r}")
        return text.replace(edit["every"], edit["write"])
    if "find" in edit:
        at = place(text, edit["find"], path)
        return text[:at] + edit["write"] * times + text[at + len(edit["find"]) :]
    at = place(text, edit.get("after") or edit.get("before") or edit["delete"], path)
    start, end = text.rfind("\n", 0, at) + 1, text.index("\n", at) + 1
    if "after" in edit:
        return text[:end] + edit["insert"] * times + text[end:]
    return text[:start] + (edit["insert"] * times + text[start:] if "before" in edit else text[end:])


def place(text: str, found: str, path: str) -> int:
    """Return where `found` stands in `text`, if it stands there once."""
    if text.count(found) != 1:
        raise EditError(f"{path} holds {found!r} {text.count(found)} times; give a text that it holds once")
    return text.index(found)


def restore(case: Case, root: Path) -> None:
    """Take back what a case did."""
    for path in case.touched:
        target, original = root / path, ROOT / path
        target.unlink(missing_ok=True)
        if original.exists():
            shutil.copy(original, target)
        elif not original.parent.exists():
            shutil.rmtree(target.parent, ignore_errors=True)


# What is expected


def expected(case: Case, root: Path) -> set[Place]:
    """Return the findings that a case names."""
    return {located(drawn, case.touched[0], root) for drawn in case.draws}


def located(drawn: str, own: str, root: Path) -> Place:
    """Return one expected finding: at the first line that the edit changed, unless it names another place."""
    found = _DRAWN.fullmatch(drawn)
    if found is None:
        raise EditError(f"{drawn!r} is none of: RULE, RULE at TEXT, RULE in PATH, RULE in PATH at TEXT")
    path = found["path"] or own
    if found["text"]:
        text = (root / path).read_text("utf-8", errors="replace")
        return path, text.count("\n", 0, place(text, found["text"], path)) + 1, found["rule"]
    return path, 1 if found["path"] else first_change(path, root), found["rule"]


def first_change(path: str, root: Path) -> int:
    """Return the first line that differs from the content as it is; 1 in a new file, or one that is gone."""
    if not (ROOT / path).is_file() or not (root / path).is_file():
        return 1
    old, new = ((folder / path).read_bytes().split(b"\n") for folder in (ROOT, root))
    return next((line for line, (one, other) in enumerate(zip(old, new, strict=False), 1) if one != other), min(len(old), len(new)))


# The run


@dataclass(frozen=True)
class Outcome:
    """What a case should draw and what it drew; `fault` when it could not be made at all."""

    expected: set[Place]
    found: list[Finding]
    fault: str = ""

    @property
    def drawn(self) -> set[Place]:
        return {(f.path, f.line, f.rule) for f in self.found}


def outcome(case: Case, root: Path, before: Options) -> Outcome:
    """Make a case, lint the whole content, and take the case back."""
    try:
        for edit in case.edits:
            apply(edit, root)
        changed = frozenset(case.touched if case.options.get("changed") else ())
        beside = general.start(root) if case.options.get("general") or not case.draws else None
        return Outcome(expected(case, root), lint.run(library.load(root / "docs"), changed=changed, before=before if changed else None, beside=beside))
    except (EditError, OSError, UnicodeError) as error:
        return Outcome(set(), [], f"{type(error).__name__}: {error}")
    finally:
        restore(case, root)


def outcomes_of(group: list[Case], root: Path, before: Options) -> list[Outcome]:
    """Return the outcome of each case: made together if they draw nothing, which is so of innocent edits; else one at a time."""
    if len(group) > 1:
        edits = sorted((edit for case in group for edit in case.edits), key=lambda edit: "publish" in edit)
        whole = Case("", edits, [], {})
        together = outcome(whole, root, before)
        if not together.fault and all(finding.rule == "stale-source" for finding in together.found):
            return [together] * len(group)
    return [outcome(case, root, before) for case in group]


def grouped(cases: list[Case]) -> list[list[Case]]:
    """Return each case that draws something alone, and innocent edits in groups of which no two touch one file."""
    alone = [[case] for case in cases if not is_innocent(case)]
    groups: list[list[Case]] = []
    for case in filter(is_innocent, cases):
        group = next((group for group in groups if not any(set(case.touched) & set(other.touched) for other in group)), None)
        if group is None:
            groups.append([case])
        else:
            group.append(case)
    return groups + alone


def is_innocent(case: Case) -> bool:
    return not (case.draws or case.options.get("hole") or case.options.get("changed"))


def copied(root: Path) -> Path:
    """Copy the content."""
    for name in CONTENT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name)
        else:
            shutil.copy(ROOT / name, root)
    return root


_own: list[Path] = []  # the copy of this process


def _begin(folder: Path) -> None:
    _own[:] = [folder / str(os.getpid())]
    _own[0].mkdir()
    copied(_own[0])


def _outcomes(group: list[Case], before: Options) -> list[Outcome]:
    return outcomes_of(group, _own[0], before)


def run(asked: list[Case], folder: Path) -> dict[str, Outcome]:
    """Return what becomes of each case, by name; "" is the content as it is. All processors share the work."""
    before = yamltext.load((ROOT / REGISTER).read_text("utf-8"), REGISTER).values["models"]
    groups = grouped(asked)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lint, "FEW", 10**6)  # each process lints alone: the others have cases of their own
        patch.setattr(lint, "MANY", 10**6)
        patch.setattr(library, "parse", cache(library.parse))  # a text is read once, and then again only where a case changed it
        patch.setattr(yamltext, "load", cache(yamltext.load))
        gc.disable()
        plain = lint.run(library.load(copied(folder) / "docs"))  # loads the gazetteer and the like, once for all
        with multiprocessing.get_context("fork").Pool(initializer=_begin, initargs=(folder,)) as pool:
            done = pool.map(partial(_outcomes, before=before), groups, chunksize=1)
        gc.enable()
    each = zip((case.name for group in groups for case in group), (outcome for group in done for outcome in group), strict=True)
    return {"": Outcome(set(), plain), **dict(each)}


@pytest.fixture(scope="session")
def outcomes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """The outcomes of the cases that this run asks for."""
    called = [item.callspec for item in request.session.items if "outcomes" in getattr(item, "fixturenames", ()) and hasattr(item, "callspec")]
    return run([each.params["case"] for each in called], tmp_path_factory.mktemp("mutations"))


def compare(case: Case, outcomes: Mapping[str, Outcome]) -> None:
    done = outcomes[case.name]
    assert not done.fault, done.fault
    # What has grown old by now in records that the case leaves alone is no matter of it.
    old = {place for place in outcomes[""].drawn if place[2] == "stale-source"}
    missed, noise = done.expected - done.drawn, done.drawn - done.expected - old
    said = "\n".join(str(f) for f in done.found if (f.path, f.line, f.rule) in noise)
    assert not missed and not noise, f"missed: {sorted(missed)}\nnot expected: {sorted(noise)}\n{said}"


def test_the_content_as_it_is_draws_nothing(outcomes: dict[str, Outcome]) -> None:
    assert [str(finding) for finding in outcomes[""].found if finding.rule != "stale-source"] == []


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_is_found(case: Case, outcomes: dict[str, Outcome]) -> None:
    assert case.draws
    compare(case, outcomes)


@pytest.mark.parametrize("case", INNOCENT)
def test_an_innocent_edit_draws_nothing(case: Case, outcomes: dict[str, Outcome]) -> None:
    compare(case, outcomes)


def test_every_rule_is_drawn_by_some_fault() -> None:
    drawn = {each.split(" ")[0] for param in FAULTS for each in param.values[0].draws}
    assert {*lint.RULES, *lint.READING, *general.DESCRIBED} - {"MD000"} - drawn == set()


def test_each_name_is_given_once() -> None:
    names = [param.id for param in (*FAULTS, *INNOCENT)]
    assert len(names) == len(set(names))
