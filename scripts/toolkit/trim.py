"""Material's stylesheets without the rules that no page of the site can use: a first view carries text, not machinery.

A rule goes when each of its selectors names a class that stands in no page and in no script, or asks for a page that is read
from right to left. A custom property goes when nothing reads it (most are the drawings of icons).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import tinycss2  # type: ignore[import-untyped]

_CLASSES = re.compile(r'class="([^"]*)"')
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_NAMED = re.compile(r"\.((?:[\w-]|\\.)+)")
_READ = re.compile(r"var\(\s*(--[\w-]+)")
_MAP = re.compile(r"/\*#.*?\*/")
# What Material's script can make only where a page asks for it: versions, tabs, annotated code, diagrams, tags.
_ON_REQUEST = ("md-version", "tabbed-", "md-annotation", "md-code", "highlight", "mermaid", "md-source", "md-tag", "md-status", "task-list", "md-select")
_DECLARED = re.compile(r"(--[\w-]+):((?:url\([^)]*\)|[^;{}])*)(?:;|(?=\}))")


def classes(html: str) -> set[str]:
    """Return the classes that a page uses."""
    return {name for found in _CLASSES.findall(html) for name in found.split()}


def words(script: str) -> set[str]:
    """Return every word of a script that could name a class which the script makes by itself."""
    return {word for word in _WORD.findall(script) if not word.startswith(_ON_REQUEST)}


def without_unused_rules(css: str, used: set[str]) -> str:
    """Return `css` without the rules that no class in `used` can bring to life."""
    return "".join(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), used))


def without_unread(css: str, read: set[str]) -> str:
    """Return `css` without the custom properties that are not in `read`."""
    return _DECLARED.sub(lambda found: found.group() if found.group(1) in read else "", css)


def _rules(rules: Iterable[tinycss2.ast.Node], used: set[str]) -> Iterable[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [s for s in _selectors(tinycss2.serialize(rule.prelude)) if _can_match(s, used)]
            if selectors:
                yield f"{','.join(selectors)}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
            inner = "".join(_rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True), used))
            if inner:
                yield f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{inner}}}"
        else:
            yield rule.serialize()


def _selectors(prelude: str) -> list[str]:
    """Split a list of selectors at its outer commas."""
    return re.split(r",(?![^(\[]*[)\]])", prelude)


def _can_match(selector: str, used: set[str]) -> bool:
    """Whether every class that a selector asks for stands somewhere; what :not() names need not."""
    if "[dir=rtl]" in selector:
        return False
    asked = _NAMED.findall(re.sub(r":(?:not|is|where|has)\((?:[^()]|\([^)]*\))*\)", "", selector))
    return all(name.replace("\\", "") in used for name in asked)


def write(site: Path, used: set[str]) -> None:
    """Trim Material's stylesheets of a built site in place. What any stylesheet or script reads stays in all of them."""
    scripts = words("\n".join(path.read_text("utf-8") for path in sorted((site / "assets/javascripts").glob("*.js"))))
    sheets = {path: path.read_text("utf-8") for path in sorted((site / "assets/stylesheets").glob("*.css"))}
    theirs = {path: without_unused_rules(_MAP.sub("", css), used | scripts) for path, css in sheets.items() if path.name.endswith(".min.css")}
    read = {name for css in {**sheets, **theirs}.values() for name in _READ.findall(css)} | {f"--{word}" for word in scripts}
    for path, css in theirs.items():
        path.write_text(without_unread(css, read), "utf-8")
