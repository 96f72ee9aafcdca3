"""The assumptions of the budget worksheet, drawn from docs/_data/worksheet.yml.

A script (docs/assets/javascripts/worksheet.js) turns their numbers into fields and adds what follows from them.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from html import escape

from toolkit.library import Library
from toolkit.lists.tables import listed, marked
from toolkit.model import Options, Page
from toolkit.records import items

# The groups of the page's "Where the numbers come from", in its order, with the ids that the steps of the sum name.
GROUPS = {
    "Cases": ("cases", "detained-share"),
    "Hours": ("hours-detained", "hours-released", "attorney-hours"),
    "Staff": ("attorneys-per-supervisor", "paralegals", "social-workers"),
    "Pay": ("attorney-salary", "supervisor-salary", "paralegal-salary", "social-worker-salary", "fringe"),
    "Other costs": ("ancillary-detained", "ancillary-released", "administration", "growth"),
}
_COLUMNS = ("Assumption", "Number at the start", "Where the start comes from")


@listed("worksheet")
def worksheet(page: Page, library: Library) -> str:
    """The numbers that the budget worksheet starts with, by group, each with its basis and sources."""
    facts = {"title": page.title, "page": page.address, "date": page.meta.get("date", "")}
    head = "".join(f'<th scope="col">{column}</th>' for column in _COLUMNS)
    caption = "The numbers at the start. Put your own in their place, and follow the steps below the table."
    groups = "".join(_group(name, ids, library) for name, ids in GROUPS.items())
    table = f'<table class="texts"><caption>{caption}</caption><thead><tr>{head}</tr></thead>{groups}</table>'
    return f'## The worksheet {{#worksheet}}\n\n<div class="worksheet"{_data(facts)}>{table}</div>'


def _group(name: str, ids: Iterable[str], library: Library) -> str:
    declared = ((identity, library.file("worksheet").get(identity)) for identity in ids)
    rows = "".join(_row(identity, assumption) for identity, assumption in declared if isinstance(assumption, dict))
    return f'<tbody><tr class="group"><th colspan="{len(_COLUMNS)}" scope="rowgroup">{name}</th></tr>{rows}</tbody>'


def _row(identity: str, assumption: Options) -> str:
    start, unit = assumption.get("default"), str(assumption.get("unit"))
    facts = {"assumption": identity, "unit": unit, "start": start, "min": assumption.get("min"), "max": assumption.get("max")}
    notes = " ".join(f"[^{source}]" for source in items(assumption.get("source")))  # apart, or 4 and 5 would read as 45
    basis = marked(str(assumption.get("basis"))).replace("'", "’")
    cells = zip(_COLUMNS[1:], (amount(start, unit), basis + notes), strict=True)
    filled = "".join(f'<td data-label="{column}">{cell}</td>' for column, cell in cells)
    return f'<tr{_data(facts)}><th scope="row">{marked(str(assumption.get("label")))}</th>{filled}</tr>'


def amount(value: object, unit: str) -> str:
    """Return a number with its unit as readers expect it: $80,000; 30 percent. What is no number stays as written; lint tells of it."""
    try:
        number = f"{Decimal(str(value)):,}"
    except InvalidOperation:
        number = escape(str(value))
    return f"${number}" if unit == "dollars" else f"{number} {escape(unit)}"


def _data(facts: Options) -> str:
    return "".join(f' data-{name}="{escape(str(value))}"' for name, value in facts.items())
