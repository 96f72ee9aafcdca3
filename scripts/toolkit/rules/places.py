"""Places: whether a law's place lies in the state that its record names. Places are those of the United States Postal Service."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from toolkit.library import Library
from toolkit.model import Law
from toolkit.rules import Fault, rule

WITH_PLACES = ("city", "town", "county")


@rule(apart=True)
def misplaced_place(law: Law, library: Library) -> Iterator[Fault]:
    """A place that the gazetteer knows in other states and not in the one that the record names, or a state that is not itself.

    Bad:  `place: Seattle` with `state: or`
    Good: `place: Seattle` with `state: wa`
    """
    place, state = str(law.get("place")), str(law.get("state"))
    if law.get("kind") == "state" and place != library.file("jurisdictions").get(state, place):
        yield Fault(law.line("place"), f'"{place}" is not the state "{state}"', f"write place: {library.file('jurisdictions')[state]}, or another kind")
    if law.get("kind") not in WITH_PLACES:
        return
    known = states_of(place)
    if known and state.upper() not in known:
        shown = ", ".join(sorted(known)[:8])
        yield Fault(law.line("place"), f'no {place} is known in "{state}"', f"the gazetteer has one in {shown}: mend the place, its state, or the folder")


@rule(severity="warning", apart=True)
def unknown_place(law: Law, library: Library) -> Iterator[Fault]:
    """A city, town or county that the gazetteer knows in no state.

    Bad:  `place: Seatle`
    Good: `place: Seattle`
    """
    place = str(law.get("place"))
    if place and law.get("kind") in WITH_PLACES and not states_of(place):
        hint = "mind the spelling; if it is right, say so in lint-exceptions.yml"
        yield Fault(law.line("place"), f'the gazetteer knows no "{place}"', hint)


@cache
def states_of(place: str) -> frozenset[str]:
    """Return the postal codes of the states that have a place of this name, a city or a county; empty when none has."""
    import zipcodes  # a quarter of a second: only where there are laws

    plain = unicodedata.normalize("NFKD", place.replace("’", " ").replace("'", " ").replace("-", " ")).encode("ascii", "ignore").decode()
    bare = re.sub(r" (?:City|Township|Charter Township)$|^(?:Town|Township|Village|City|Borough) of ", "", plain)
    names = {place, plain, bare, *(re.sub(r"\bSt\.? |\bSaint ", saint, bare) for saint in ("St ", "St. ", "Saint "))}
    names |= {name.title() for name in names}
    found = (zipcodes.filter_by(**{key: name}) for key in ("city", "county") for name in names)
    exact = frozenset(entry["state"] for entries in found for entry in entries)
    return exact or frozenset(entry["state"] for entry in zipcodes.list_all() if place in entry["acceptable_cities"])
