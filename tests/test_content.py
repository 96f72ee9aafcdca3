"""The real content: every page and record passes every rule."""

from __future__ import annotations

import re

import pytest
from building import ROOT
from toolkit import library, lint
from toolkit.findings import report
from toolkit.library import Library

DOCS = ROOT / "docs"


@pytest.fixture(scope="module")
def real() -> Library:
    return library.load(DOCS)


def test_there_is_content(real: Library) -> None:
    """Guards against a loader that finds nothing, and so nothing wrong."""
    assert len(real.pages) >= 15
    assert len(real.sources) >= 50
    assert len(real.clauses) >= 5


def test_the_ordinance_covers_every_provision_that_the_field_expects(real: Library) -> None:
    """Compares the whole sets; the rule unmet-element finds each element in the text that is said to have it."""
    expected = {f"cooperation-{n}" for n in range(1, 45)}
    covered = {provision for clause in real.pages["cooperation/ordinance.md"].clauses for provision in clause.covers}
    assert covered == set(real.elements) == expected
    assert min(len(elements) for elements in real.elements.values()) >= 2


def test_every_state_has_a_record_and_a_page(real: Library) -> None:
    codes = set(real.file("jurisdictions"))
    assert set(real.states) == codes
    assert {page.meta["state"] for page in real.pages.values() if page.meta.get("kind") == "state"} == codes


def test_every_section_of_the_ordinance_has_its_notes(real: Library) -> None:
    assert {key for key in real.clauses if key.startswith("cooperation/ordinance#")} == set(real.commentaries)


def test_it_passes_every_rule(real: Library) -> None:
    found = [finding for finding in lint.run(real) if finding.severity == "error"]
    assert not found, "\n" + report(found)


def test_the_parser_sees_every_clause_and_variant(real: Library) -> None:
    """Compares the model with a plain scan of the sources for fences."""
    for kind in ("clause", "variant"):
        scanned = [row for path in sorted(DOCS.rglob("*.md")) for row in path.read_text("utf-8").splitlines() if re.match(rf"/// {kind} \|", row)]
        texts = [text for page in real.pages.values() for clause in page.clauses for text in clause.texts]
        parsed = [text for text in texts if (type(text).__name__.lower() == kind)]
        assert len(parsed) == len(scanned) > 0


def test_no_word_of_a_clause_is_lost(real: Library) -> None:
    """Every word between fences stands in the model, in order."""
    for page in real.models:
        fenced = re.findall(r"^/// (?:clause|variant) \|[^\n]*\n((?:    [^\n]*\n)*)(.*?)^///$", (DOCS / page.path).read_text("utf-8"), re.M | re.S)
        texts = sorted((text for clause in page.clauses for text in clause.texts), key=lambda text: text.line)
        for (_, source), text in zip(fenced, texts, strict=True):
            words = " ".join("".join(p.markers) + " " + "".join(getattr(i, "text", None) or i.shown for i in p.inlines) for p in text.paragraphs)
            assert _plain(words) == _plain(re.sub(r"\{flush [^}]*\}", "", source))


def _plain(text: str) -> list[str]:
    return re.findall(r"[\w§]+", text.replace("*", ""))


def test_each_exception_has_a_reason() -> None:
    text = (ROOT / "lint-exceptions.yml").read_text("utf-8")
    assert text.count("rule:") == text.count("reason:")
