"""Material's stylesheets without the rules that no page of the site can use: a first view carries text, not machinery.

A rule goes when each of its selectors names a class that stands in no page and in no script. A custom property goes when
nothing reads it (most are the drawings of icons).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import tinycss2

_CLASSES = re.compile(r'class="([^"]*)"')
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_NAMED = re.compile(r"\.((?:[\w-]|\\.)+)")
_DECLARED = re.compile(r"(--[\w-]+):((?:url\([^)]*\)|[^;{}])*)(?:;|(?=\}))")


def classes(html: str) -> set[str]:
    """Return the classes that a page uses."""
    return {name for found in _CLASSES.findall(html) for name in found.split()}


def words(script: str) -> set[str]:
    """Return every word of a script that could name a class."""
    return set(_WORD.findall(script))


def trimmed(css: str, used: set[str], scripts: set[str]) -> str:
    """Return `css` without the rules and properties that nothing can use.

    Args:
        css: A stylesheet.
        used: Classes that stand in pages or scripts.
        scripts: Words of the scripts, which may read a custom property too.
    """
    kept = "".join(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), used))
    read = set(re.findall(r"var\((--[\w-]+)", kept)) | {f"--{word}" for word in scripts} | scripts
    return _DECLARED.sub(lambda found: found.group() if found.group(1) in read else "", kept)


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
    asked = _NAMED.findall(re.sub(r":(?:not|is|where|has)\((?:[^()]|\([^)]*\))*\)", "", selector))
    return all(name.replace("\\", "") in used for name in asked)


def write(site: Path, used: set[str]) -> None:
    """Trim the stylesheets of a built site in place."""
    scripts = words("\n".join(path.read_text("utf-8") for path in sorted((site / "assets/javascripts").glob("*.js"))))
    for path in sorted((site / "assets/stylesheets").glob("*.min.css")):
        css = re.sub(r"/\*#.*?\*/", "", path.read_text("utf-8"))
        path.write_text(trimmed(css, used | scripts, scripts), "utf-8")
