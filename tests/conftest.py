"""What most tests stand on: one day from which ages are counted, and content of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from building import DAY, DOCS
from cases import BASE
from toolkit import library, published
from toolkit.library import Library

OWN = ("published", "moved", "worksheet", "path")  # of the real content: they name its pages, clauses and sources


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Write files over BASE into a repository of their own; return its root. A file given as None is left out.

    The ages of what they hold are counted from one day; those of the real content never are.
    """
    monkeypatch.setenv("TOOLKIT_DATE", DAY)

    def keep(files: dict[str, str | bytes | None] | None = None) -> Path:
        data = tmp_path / "docs" / "_data"
        data.mkdir(parents=True, exist_ok=True)
        for vocabulary in (DOCS / "_data").glob("*.yml"):
            if vocabulary.stem in OWN:
                (data / vocabulary.name).touch()
            else:
                shutil.copy(vocabulary, data)
        for name, content in {**BASE, **(files or {})}.items():
            target = tmp_path / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if content is not None:
                target.write_bytes(content if isinstance(content, bytes) else content.encode())
        register = data / "published.yml"
        if register.name not in {Path(name).name for name in files or {}}:
            register.write_text("pages:\nmodels:\n")
            register.write_text(published.written(library.load(tmp_path / "docs")))
        return tmp_path

    return keep


@pytest.fixture
def content(write: Callable[..., Path]) -> Callable[..., Library]:
    """Load files over BASE as a library."""
    return lambda files=None: library.load(write(files) / "docs")
