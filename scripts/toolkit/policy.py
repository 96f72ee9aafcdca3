"""The Content-Security-Policy that every page carries: what a browser may load and do there, whatever got into the page.

It stands in the page because static hosts set no headers of ours. It is the second wall: lint and toolkit.verify are the first.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

# The indents of copied text (assets/javascripts/copying.js). A browser holds what a page copies to the page's own policy.
INDENTS = ("margin-left:0.5in", "margin-left:1in", "margin-left:1.5in", "margin-left:2in")

NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'"  # of a page that only leads on to another (toolkit.moved)


def text(serving: bool = False) -> str:
    """Return the policy; `serving` for a server that reloads pages by a script within them (scripts/serve)."""
    hashes = " ".join(map(_hashed, INDENTS))
    return "; ".join(
        [
            "default-src 'none'",
            "script-src 'self'" + (" 'unsafe-inline'" if serving else ""),
            f"style-src 'self' 'unsafe-hashes' {hashes}",
            "img-src 'self' data:",  # the theme's icons are drawn in its stylesheet
            "connect-src 'self'",
            "worker-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _hashed(style: str) -> str:
    return f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"
