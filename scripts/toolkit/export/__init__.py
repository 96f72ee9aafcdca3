"""Files made from the model: data, text, Word."""
from pathlib import Path

from toolkit.library import Library


def write_site(library: Library, site: Path, site_url: str) -> None:
    """Write data and downloads into the built site."""
