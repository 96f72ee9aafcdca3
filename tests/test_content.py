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


@pytest.mark.parametrize(("subject", "provisions"), [("cooperation", 44), ("counsel", 21), ("diversion", 28)])
def test_an_ordinance_covers_every_provision_that_the_field_expects(real: Library, subject: str, provisions: int) -> None:
    """Compares the whole sets; the rule unmet-element finds each element in the text that is said to have it."""
    expected = {f"{subject}-{n}" for n in range(1, provisions + 1)}
    covered = {provision for clause in real.pages[f"{subject}/ordinance.md"].clauses for provision in clause.covers}
    elements = {name: found for name, found in real.elements.items() if name.rpartition("-")[0] == subject}
    assert covered == set(elements) == expected
    assert min(len(found) for found in elements.values()) >= 2


def test_every_state_has_a_record_and_a_page(real: Library) -> None:
    codes = set(real.file("jurisdictions"))
    assert set(real.states) == codes
    assert {page.meta["state"] for page in real.pages.values() if page.meta.get("kind") == "state"} == codes


def test_every_section_of_the_ordinances_has_its_notes(real: Library) -> None:
    """A section that carries over another's rule may point to the notes on that."""
    sections = {key: clause for key, (model, clause) in real.clauses.items() if model.id.endswith("/ordinance")}
    without = {key: clause.follows for key, clause in sections.items() if key not in real.commentaries}
    assert set(real.commentaries) <= set(sections)
    assert {key for followed in without.values() for key in followed} <= set(real.commentaries)
    assert all(without.values())


def test_the_path_is_drawn_as_its_page_tells_it(real: Library) -> None:
    """Each step is a section of the page, in order, and each section of a model that opens a way out of it is named there."""
    page = real.pages["diversion/path.md"]
    text = (DOCS / page.path).read_text("utf-8")
    told = dict(re.findall(r"^## (\d+\. .+)\n((?:(?!## ).*\n)+)", text, re.M))
    steps = {f"{n}. {step['title']}": step for n, step in enumerate(real.file("path").values(), start=1)}
    assert len(steps) == 10
    for title, step in steps.items():
        drawn = {key for way in step["exits"] for key in way["by"]}
        items = "\n".join(re.findall(r"^- (?:.+\n(?:  .+\n)*)", told[title].partition("**Ways out.**")[2], re.M))
        named = {key.partition("(")[0] for key in re.findall(r"\[§ ([^\]]+)\]", items)}
        assert drawn == named, title


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
