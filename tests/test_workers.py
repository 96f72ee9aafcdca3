"""Many processes give what one gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cases import MODEL, PROSE
from toolkit import library, lint, workers

Write = Callable[..., Path]


def _twice(factor: int, item: int) -> int:
    return factor * item


def test_order_is_kept() -> None:
    items = list(range(3 * workers.LEAST))
    assert workers.spread(_twice, 2, items, 2) == [2 * item for item in items] == workers.spread(_twice, 2, items)


def test_findings_are_the_same(write: Write) -> None:
    pages: dict[str, str] = {f"docs/p/p{n}.md": f"{PROSE}It cost ${n + 1}. See [it](p{n - 1}.md#none).\n" for n in range(workers.LEAST + 20)}
    root = write({**pages, "docs/p/model.md": MODEL + "(a) Words.\n", "docs/p/odd.md": b"\xff"}) / "docs"
    alone = lint.run(library.load(root))
    assert len(alone) > 2 * workers.LEAST
    assert lint.run(library.load(root, 2), workers=2) == alone
