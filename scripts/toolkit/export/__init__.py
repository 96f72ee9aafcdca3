"""Files made from the model: data, text, Word."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from toolkit.export import cli, data, kit
from toolkit.library import Library


def write_site(library: Library, site: Path, site_url: str) -> None:
    """Write data/ and downloads/ into the built site.

    Args:
        library: All content.
        site: The folder of the built site.
        site_url: The public address of the site; "" when it is not known, and addresses then start at the site's root.
    """
    for path, content in files(library, site_url):
        target = site / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def files(library: Library, site_url: str) -> Iterator[tuple[str, bytes]]:
    """Yield every file that is made from the library: its path in the site and its bytes."""
    for path, text in data.files(library, site_url):
        yield path, text.encode()
    for page in library.models:
        pieces = kit.build(page, library, site_url)
        stem = f"downloads/{kit.file_name(page)}"
        yield f"{stem}.kit.json", json.dumps(pieces, ensure_ascii=False, separators=(",", ":")).encode()
        for name in kit.LAYOUTS:
            yield f"{stem}.{name}", kit.write(pieces, name, page, library)


def main(args: Namespace) -> int:
    """Run `python -m toolkit export`."""
    return cli.run(args)
