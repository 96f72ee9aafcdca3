"""Blanks in model text against docs/_data/blanks.yml."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.findings import nearest
from toolkit.library import Library
from toolkit.model import Options
from toolkit.rules import Draft, Fault, rule


@rule()
def undeclared_blank(draft: Draft, library: Library) -> Iterator[Fault]:
    """A blank that docs/_data/blanks.yml does not declare.

    Bad:  `[CLERKS]`
    Good: `[CLERK]`
    """
    declared = library.file("blanks")
    for blank in draft.blanks:
        if blank.name not in declared:
            yield Fault(blank.line, f"no blank is named [{blank.name}]", nearest(blank.name, declared))


@rule()
def misused_blank(draft: Draft, library: Library) -> Iterator[Fault]:
    """A number without a default or with one out of its range, or a role or name with a default.

    Bad:  `within [DAYS] days`, `the [CLERK: Town Clerk]`
    Good: `within [DAYS: 30] days`, `the [CLERK]`
    """
    for blank in draft.blanks:
        declared = library.file("blanks").get(blank.name)
        if not isinstance(declared, dict):
            continue
        if declared.get("type") == "number":
            yield from (Fault(blank.line, *fault) for fault in _number_faults(blank.name, blank.default, declared))
        elif blank.default:
            yield Fault(blank.line, f"[{blank.name}] is a {declared.get('type')} and takes no default", f"write [{blank.name}]")


def _number_faults(name: str, default: str, declared: Options) -> Iterator[tuple[str, str]]:
    digits = default.replace(",", "")
    low, high = declared.get("min"), declared.get("max")
    if not default:
        yield f"[{name}] is a number and needs a default", f"write [{name}: 30] with the number that the text means"
    elif not (digits.isascii() and digits.isdigit()):
        yield f'[{name}]: "{default[:20]}" is no whole number', "write digits only; the unit stands in the text"
    elif isinstance(low, int) and isinstance(high, int) and not low <= int(digits[:12]) <= high:
        yield f"[{name}]: {default[:20]} is not within {low} to {high}", "change the number, or the range in docs/_data/blanks.yml"


@rule()
def repeated_number(draft: Draft, library: Library) -> Iterator[Fault]:
    """One number name twice in a text: two deadlines would share a value.

    Bad:  `within [DAYS: 5] days … within [DAYS: 30] days`
    Good: `within [DAYS: 5] days … within [REPORT DAYS: 30] days`
    """
    seen: set[str] = set()
    for blank in draft.blanks:
        declared = library.file("blanks").get(blank.name)
        if not isinstance(declared, dict) or declared.get("type") != "number":
            continue
        if blank.name in seen:
            others = [n for n, b in library.file("blanks").items() if isinstance(b, dict) and b.get("unit") == declared.get("unit") and n != blank.name]
            yield Fault(
                blank.line,
                f"[{blank.name}] stands twice in this text",
                f"use another name for the second: {', '.join(others) or 'declare one in docs/_data/blanks.yml'}",
            )
        seen.add(blank.name)
