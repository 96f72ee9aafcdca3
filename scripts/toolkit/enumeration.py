"""Statutory enumeration (a)(1)(A)(i): which item a marker opens.

Depth follows the sequence: a marker is the next of an open level or the first of the level below.
"""

from __future__ import annotations

from functools import lru_cache

LEVELS = 4
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix", "xx")


class EnumerationError(ValueError):
    """A marker that fits nowhere, or in two places; `hint` says what would fit."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def following(level: int, label: str) -> str:
    """Return the label after `label` at `level` (1 to 4); "" when there is none."""
    if level == 2:
        return str(int(label) + 1)
    if level == 4:
        at = _ROMAN.index(label) + 1
        return _ROMAN[at] if at < len(_ROMAN) else ""
    if label[0] in "zZ":
        return chr(ord(label[0]) - 25) * (len(label) + 1)
    return chr(ord(label[0]) + 1) * len(label)


def first(level: int) -> str:
    """Return the first label of `level`; "" below the deepest."""
    return "a1Ai"[level - 1] if level <= LEVELS else ""


def fits(open_path: tuple[str, ...], deeper: bool = True) -> list[tuple[str, ...]]:
    """Return the paths that may come next when `open_path` is open, deepest first; none below it unless `deeper`."""
    below = first(len(open_path) + 1) if deeper else ""
    paths = [(*open_path, below)] if below else []
    for depth in range(len(open_path), 0, -1):
        label = following(depth, open_path[depth - 1])
        if label:
            paths.append((*open_path[: depth - 1], label))
    return paths


@lru_cache(maxsize=4096)
def place(label: str, open_path: tuple[str, ...], deeper: bool = True) -> tuple[str, ...]:
    """Return the path of the item that `label` opens.

    Raises:
        EnumerationError: nothing fits, or two levels do, as for (i) after (h)(1)(A).
    """
    possible = fits(open_path, deeper)
    found = [path for path in possible if path[-1] == label]
    if len(found) == 1:
        return found[0]
    if found:
        shown = " or ".join(map(written, found))
        raise EnumerationError(f"({label}) could be {shown}", "reorder the items so that the marker can be only one of them")
    expected = ", ".join(f"({path[-1]})" for path in possible)
    after = f" after {written(open_path)}" if open_path else ""
    raise EnumerationError(f"({label}) does not follow{after}", f"next can be {expected}")


def written(path: tuple[str, ...]) -> str:
    """Return a path as it is cited: ("b", "1") is "(b)(1)"."""
    return "".join(f"({label})" for label in path)
