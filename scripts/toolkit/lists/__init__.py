"""The /// list blocks, drawn from the records: tables and lists, the diagram, the worksheet."""

from __future__ import annotations

from toolkit.lists import diagram, worksheet
from toolkit.lists.tables import LISTS, as_of, cases_on, dated, draw, enacted_on, marked, note, sources_of, states_on

__all__ = ["LISTS", "as_of", "cases_on", "dated", "diagram", "draw", "enacted_on", "marked", "note", "sources_of", "states_on", "worksheet"]
