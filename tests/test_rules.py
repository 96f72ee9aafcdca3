"""Every rule on its titled cases: what all rules find, compared whole, lines included."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from cases import Case, cases
from toolkit import lint
from toolkit.library import Library

FOLDER = Path(__file__).parent / "rules"
CASES = [pytest.param(path.stem, case, id=f"{path.stem}: {case}") for path in sorted(FOLDER.glob("*.md")) for case in cases(path)]


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_case(rule: str, case: Case, content: Callable[..., Library]) -> None:
    found = lint.run(content(case.files), advice=True)
    assert sorted(f"{f.path}:{f.line}: {f.rule}: {f.message}" for f in found) == sorted(case.expected)
    assert not case.expected or rule in {finding.rule for finding in found}


def test_each_rule_has_a_bad_and_a_good_case() -> None:
    ours = set(lint.RULES) - {"symbolic-link"}  # tests/test_bad_input.py has its cases
    held = {rule: [case.expected for case in cases(FOLDER / f"{rule}.md")] for rule in ours if (FOLDER / f"{rule}.md").exists()}
    lacking = [rule for rule in ours if not any(held.get(rule, [])) or all(held.get(rule, [[1]]))]
    assert lacking == []


def test_each_rule_is_documented() -> None:
    for rule in lint.RULES.values():
        documented = rule.documented
        assert rule.summary.endswith("."), rule.name
        assert "\n    Bad:  " in documented and "\n    Good: " in documented, rule.name


def test_the_base_is_clean(content: Callable[..., Library]) -> None:
    assert lint.run(content()) == []


def test_two_processes_find_what_one_finds(content: Callable[..., Library], monkeypatch: pytest.MonkeyPatch) -> None:
    files = next(case.files for case in cases(FOLDER / "unknown-source.md") if case.expected and "docs/page.md" in case.files)
    faulty = content({**files, "docs/second.md": files["docs/page.md"], "docs/third.md": files["docs/page.md"]})
    alone = lint.run(faulty)
    assert len({finding.path for finding in alone}) > 2
    monkeypatch.setattr(lint, "MANY", 1)
    assert lint.run(faulty) == alone != []
