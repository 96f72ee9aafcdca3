"""What stands before the law in a file: version, review, source, state law. Lines without a layout yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit import lists
from toolkit.export.layout import Line, marked, token
from toolkit.library import RESTRICTING, Library
from toolkit.model import Options, Page, State

SITE = "the Convening Toolkit"
NO_PERMISSION = "That is no permission."
_UNNAMED = "No state was chosen for this file. Choose one on the page, and the file says what its law does, with authority, date and court orders."


def cover(page: Page, library: Library, site_url: str, hint: str) -> Iterator[Line]:
    """Yield what the file says of itself; token 0 is the name of the government."""
    kind = instrument(page, library)
    yield "title", [(page.title, "")]
    yield "subtitle", [(f"Draft for {token(0)}", "")]
    yield "h1", [("About this draft", "")]
    yield "p", [(f"This first part is a cover note. Remove it before adoption; the {kind} follows it.", "")]
    yield "p", [(f"{version(page)}. {library.words('review', page.meta.get('review', 'drafted'))}.", "")]
    yield "p", [("This is a model text, not legal advice. Have an attorney review it before it is used.", "strong")]
    yield "p", [(f"Source: {source(page, library, site_url)}. No rights are reserved (CC0 1.0): copy and change the text freely.", "")]
    yield "p", [(hint, "")]


def instrument(page: Page, library: Library) -> str:
    """Return what kind of text a model is, in lower case: ordinance, resolution …"""
    return library.words("instrument", page.meta.get("instrument", "ordinance")).lower()


def version(page: Page) -> str:
    return f"Version {page.meta.get('version', '')} of {page.meta.get('date', '')}"


def source(page: Page, library: Library, site_url: str) -> str:
    """Return where the text stands: its public address, or its place in the toolkit when no address is set."""
    if site_url:
        return f"{SITE}, {site_url.rstrip('/')}/{page.address}"
    return f"{SITE}, page {page.address} (file {library.prefix}/{page.path})"


def notices(page: Page, library: Library) -> dict[str, list[Line]]:
    """Return what is said of state law: "" for a reader who named no state, "unchecked", and by code where a record exists."""
    out = {"": list(_every_state(page, library)), "unchecked": list(_unchecked())}
    for code in sorted(library.states):
        out[code] = list(_one_state(page, library.states[code], library))
    return out


def _unchecked() -> Iterator[Line]:
    yield "h2", [(f"State law: {token('state')}", "")]
    yield "p", [(f"This text has not been checked against the law of {token('state')}. {NO_PERMISSION}", "")]


def _every_state(page: Page, library: Library) -> Iterator[Line]:
    yield "h2", [("State law", "")]
    items = list(_restrictions(page, library))
    if not items:
        yield "p", [(f"This text has not been checked against the law of any state. {NO_PERMISSION}", "")]
        return
    yield "p", [(f"{_UNNAMED} The law of these states is known to restrict what the text does:", "")]
    yield from items
    yield "p", [(f"Other states are not listed here, and the law of most of them has not been checked. {NO_PERMISSION}", "")]


def _restrictions(page: Page, library: Library) -> Iterator[Line]:
    """Yield an item for each state: what it does to which sections, worst first. Half the states restrict some section,
    so that the words and the authority stand in the file of a reader who names the state."""
    for state in sorted(library.states.values(), key=lambda s: str(s.get("name"))):
        found = list(_rules(page, state, library))
        touched = {effect: sorted({n for rule, numbers in found if rule.get("effect") == effect for n in numbers}) for effect in RESTRICTING}
        parts = [f"{library.words('effect', effect)}: {sections(numbers)}." for effect, numbers in touched.items() if numbers]
        if parts:
            yield "item", marked(" ".join([f"{state.get('name')}.", *parts]))


def _one_state(page: Page, state: State, library: Library) -> Iterator[Line]:
    yield "h2", [(f"State law: {state.get('name')}", "")]
    yield "p", marked(f"{library.words('posture', state.get('posture'))}. {state.get('summary')}")
    found = list(_rules(page, state, library))
    for rule, numbers in found:
        effect = library.words("effect", rule.get("effect")).lower()
        yield "item", marked(f"{sections(numbers).capitalize()}: {effect}. {rule.get('says')} ({_authority(rule, library)}). {_order(rule)}")
    seen = {number for _, numbers in found for number in numbers}
    rest = [clause.number for clause in page.clauses if clause.number not in seen]
    if rest:
        verb = "has" if len(rest) == 1 else "have"
        yield "p", [(f"{sections(rest).capitalize()} {verb} not been checked against the law of {state.get('name')}. {NO_PERMISSION}", "")]
    if state.get("litigation"):
        yield "p", marked(f"Litigation: {state.get('litigation')}")
    yield "p", marked(f"Not found or not checked: {state.get('searched')}")
    yield "p", [(f"Review of this summary: {library.words('review', state.get('review'))}.", "")]


def _rules(page: Page, state: State, library: Library) -> Iterator[tuple[Options, list[int]]]:
    """Yield the rules of a state that bear on this model, with the numbers of the sections."""
    numbers = {f"{page.id}#{clause.id}": clause.number for clause in page.clauses}
    for rule, keys in library.rules_of(state.id, page.id):
        if found := sorted(numbers[key] for key in keys if key in numbers):
            yield rule, found


def _authority(rule: Options, library: Library) -> str:
    return f"{rule.get('authority') or 'searched'}{lists.dated(rule, library)}"


def _order(rule: Options) -> str:
    # The sentence of the record says how far an order goes and whether it still stands; "enjoined" would say too much.
    return f"Court order: {' '.join(str(rule['enjoined']).split())}" if rule.get("enjoined") else ""


def sections(numbers: Iterable[int]) -> str:
    """Return "section 2" or "sections 2, 3 and 5"."""
    shown = [str(number) for number in numbers]
    if len(shown) == 1:
        return f"section {shown[0]}"
    return f"sections {', '.join(shown[:-1])} and {shown[-1]}"
