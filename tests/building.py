"""The built site that tests look at: the folder that TOOLKIT_SITE names, or one built for this run."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
DAY = "2026-11-21"  # from which the ages of test content are counted


@functools.cache
def built_site() -> Path:
    """Return the folder of the built site."""
    given = os.environ.get("TOOLKIT_SITE")
    return (ROOT / given).resolve() if given else build(Path(tempfile.mkdtemp(prefix="site-")))


def build(target: Path) -> Path:
    """Build the site into `target`, as `scripts/build` does, and return it."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(target)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert not done.returncode, done.stdout + done.stderr
    return target
