"""The grammar, on titled cases: a page and the outline of what the parser makes of it, faults included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import Case, cases
from toolkit import parse
from toolkit.model import Blank, Clause, CrossRef, Inline, Page, Paragraph, Prose, Provision

CASES = [pytest.param(case, id=f"{path.stem}: {case}") for path in sorted((Path(__file__).parent / "markdown").glob("*.md")) for case in cases(path)]


@pytest.mark.parametrize("case", CASES)
def test_case(case: Case) -> None:
    page = parse.parse(case.files["page"], "page.md")
    assert list(outline(page)) == case.expected


def outline(page: Page) -> Iterator[str]:
    """Yield one line for each thing that the parser found, with its line in the page."""
    if page.meta:
        yield f"meta {page.meta}"
    for block in page.blocks:
        if isinstance(block, Clause):
            yield f"{block.line}-{block.end_line} clause {block.number} {block.id} | {block.title}"
            yield from _provision(block)
            for variant in block.variants:
                yield f"{variant.line}-{variant.end_line} variant {variant.id} | {variant.title}"
                yield from _provision(variant)
            if block.commentary:
                yield f"{block.commentary.line} plain: {block.commentary.plain}".replace("\n", " / ")
                if block.commentary.notes:
                    yield f"{block.commentary.notes_line} notes: {block.commentary.notes}".replace("\n", " / ")
        elif isinstance(block, Prose):
            yield f"{block.line} prose: {block.text.rstrip()}".replace("\n", " / ")
        else:
            yield f"{block.line} list {block.name}"
    yield from (f"{c.line} cites {c.source}" + (f" at {c.pinpoint}" if c.pinpoint else "") for c in page.citations)
    yield from (f"{f.line} FAULT {f.rule}: {f.message}" for f in page.faults)


def _provision(text: Provision) -> Iterator[str]:
    for paragraph in text.paragraphs:
        yield f"  {paragraph.line} level {paragraph.level} {_path(paragraph)}{''.join(map(_inline, paragraph.inlines))}"


def _path(paragraph: Paragraph) -> str:
    term = f" term={paragraph.term!r}" if paragraph.term else ""
    return f"at {'.'.join(paragraph.path) or '-'} {''.join(paragraph.markers) or '-'}{term} "


def _inline(inline: Inline) -> str:
    if isinstance(inline, Blank):
        return f"<blank {inline.name} {inline.form}{f' = {inline.default}' if inline.default else ''}>"
    if isinstance(inline, CrossRef):
        return f"<ref {inline.model}#{inline.clause} {'.'.join(inline.pinpoint) or '-'}{' capital' if inline.capital else ''}>"
    return f"<{inline.style}>{inline.text}</{inline.style}>" if inline.style else inline.text


def test_code_is_blanked_in_place() -> None:
    text = "a `[^x]` b ``c ` d`` e ` f\n\n```md\n[^y]\n```\n~~~\nz\n"
    clean = parse.without_code(text)
    assert clean == "a        b           e ` f\n\n     \n    \n   \n   \n \n"
    assert len(clean) == len(text)


def test_a_code_span_ends_with_its_paragraph() -> None:
    assert [c.source for c in parse.citations("a ` b\n\nc[^one] ` d[^two]", 1)] == ["one", "two"]
