"""Pages for the addresses that pages had before they moved: docs/_data/moved.yml says where each went."""

from __future__ import annotations

import posixpath
from html import escape
from pathlib import Path

from toolkit import policy
from toolkit.library import Library
from toolkit.model import Page

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Moved: {title}</title>
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta http-equiv="refresh" content="0; url={target}">
</head>
<body>
<p>This page is now at <a href="{target}">{title}</a>.</p>
</body>
</html>
"""


def write(library: Library, site: Path) -> None:
    """Write a page at the old address of each page that moved. It leads on without script, and says so in words."""
    for old, new in library.file("moved").items():
        page, before = library.pages[str(new)], Page(str(old), {}, {}, (), ()).address
        file = site / before / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        target = posixpath.relpath(page.address or ".", before or ".") + "/"
        file.write_text(_PAGE.format(policy=policy.NOTHING, title=escape(page.title), target=escape(target)), encoding="utf-8")
