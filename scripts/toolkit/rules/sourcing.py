"""Records: where they lie, what they rest on, how old they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

from toolkit import dates
from toolkit.library import Library
from toolkit.model import Case, Law, Options, Record, Source, State
from toolkit.records import items, rules
from toolkit.rules import Fault, rule
from toolkit.rules.citations import attributed

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LAW_ID = re.compile(r"([a-z]{2})/[a-z0-9]+(?:-[a-z0-9]+)*-(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*")
STALE = timedelta(days=365)


@rule()
def misnamed_record(record: Record, library: Library) -> Iterator[Fault]:
    """A record whose path is no id of its kind, or disagrees with what it says. The path is the id.

    Bad:  `laws/wa/Seattle.yml`, or `laws/or/seattle-2017-welcoming.yml` with `state: wa`
    Good: `laws/wa/seattle-2017-welcoming.yml` with `state: wa`
    """
    if not record.values:
        return  # it could not be read, and that has been said
    if isinstance(record, Law):
        yield from _law_name(record)
    elif isinstance(record, State):
        yield from _state_name(record, library)
    elif not _ID.fullmatch(record.id):
        yield Fault(1, f'"{record.id}" cannot be an id', "small letters, digits and single hyphens, directly in its folder")


def _law_name(law: Law) -> Iterator[Fault]:
    found = _LAW_ID.fullmatch(law.id)
    if not found:
        yield Fault(1, f'"{law.id}" is no path of a law', "laws/<state>/<place>-<year>-<what>.yml, in small letters with hyphens")
        return
    if found.group(1) != law.get("state"):
        yield Fault(law.line("state"), f'the record lies in "{found.group(1)}/" and says state: {law.get("state")}', "move the file, or mend the key")
    adopted = str(law.get("adopted") or "")
    if adopted and adopted[:4] != found.group(2):
        yield Fault(law.line("adopted"), f"adopted {adopted[:4]}, and the file's name says {found.group(2)}", "rename the file, or mend the date")


def _state_name(state: State, library: Library) -> Iterator[Fault]:
    known = library.file("jurisdictions")
    if state.id not in known:
        yield Fault(1, f'no state has the code "{state.id}"', "name the file by the postal code in small letters")
    elif state.get("name") != known[state.id]:
        yield Fault(state.line("name"), f'"{state.id}" is {known[state.id]}, not {state.get("name")}', f"write name: {known[state.id]}")


@rule()
def incomplete_reading(source: Source, library: Library) -> Iterator[Fault]:
    """A source marked `read` that does not say the date of the text, or one marked `unread` that does.

    Bad:  `how: read` without `as_of`
    Good: `how: read`, `as_of: '2025'`
    """
    line = source.line("checked", "how")
    if source.how in ("read", "secondary") and not source.as_of:
        yield Fault(line, f'marked {source.how} without "as_of"', "give the date of the text that was read; the year is enough")
    if source.how == "unread" and source.as_of:
        yield Fault(source.line("checked", "as_of"), 'marked unread, yet has "as_of"', "remove it, or say what was read")
    if source.how == "unread" and source.checked.get("copy"):
        yield Fault(source.line("checked", "copy"), "marked unread, yet names the copy that was read", "remove it, or mark it read")


@rule()
def impossible_dates(record: Record, library: Library) -> Iterator[Fault]:
    """Dates that cannot both be right: a text newer than the day it was read, a status older than the law.

    Bad:  `adopted: '2019'`, `status_as_of: '2017'`
    Good: `adopted: '2017'`, `status_as_of: '2019'`
    """
    for early, late, said in _ORDER.get(type(record), ()):
        one, other = _at(record, early), _at(record, late)
        if dates.after(one, other):
            yield Fault(record.line(*early), f"{'.'.join(early)} is {one}, after {'.'.join(late)} ({other})", said)


_ORDER: dict[type[Record], tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...]] = {
    Source: (
        (("checked", "as_of"), ("checked", "date"), "a text is no newer than the day it was read"),
        (("date",), ("checked", "date"), "a document is no newer than the day it was read"),
    ),
    Law: (
        (("adopted",), ("status_as_of",), "the status was seen after adoption"),
        (("adopted",), ("effective",), "a law takes effect once it is adopted"),
    ),
    Case: ((("decided",), ("as_of",), "the stage is known from the decision on"),),
}


def _at(record: Record, path: tuple[str, ...]) -> object:
    value: object = record.values
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value if value is not None else ""


@rule()
def unread_authority(record: Record, library: Library) -> Iterator[Fault]:
    """A law, case or state rule that rests on no source that was read, and does not say whose account it gives.

    Bad:  a rule of a state whose `source` is marked `secondary`, and `says` without "according to"
    Good: a rule whose `source` is marked `read`
    """
    if isinstance(record, Law | Case):
        hows = {library.sources[i].how for i in _ids(record.get("sources")) if i in library.sources}
        words = "" if isinstance(record, Law) else " ".join(str(record.get(key)) for key in ("holding", "limits", "later"))
        if hows and not _rests(hows, words):
            yield Fault(record.line("sources"), "none of its sources was read", _REMEDY)
    for index, entry in rules(record) if isinstance(record, State) else ():
        source = library.sources.get(str(entry.get("source")))
        if source and not _rests({source.how}, str(entry.get("says"))):
            yield Fault(record.line("rules", index, "source"), f'states law on "{source.id}", which is marked {source.how}', _REMEDY)


_REMEDY = 'cite a source that was read, or say whose account it is ("according to …"); a law record needs one that was read'


def _rests(hows: set[str], words: str) -> bool:
    return "read" in hows or ("secondary" in hows and attributed(words))


@rule()
def unsourced_rule(state: State, library: Library) -> Iterator[Fault]:
    """A rule of a state that names no authority and source, or "nothing found" without the date of what was searched.

    Bad:  `effect: forbids` without `source`
    Good: `effect: forbids`, `authority: …`, `source: …`; or `effect: none-found`, `searched_as_of: '2026-06'`
    """
    for index, entry in rules(state):
        nothing = entry.get("effect") == "none-found"
        missing = [key for key in (("searched_as_of",) if nothing and not entry.get("source") else ("authority", "source")) if not entry.get(key)]
        if missing:
            yield Fault(
                state.line("rules", index, "effect"),
                f"a rule that says {entry.get('effect')} without {' and '.join(missing)}",
                "cite what was read; where nothing was found, give the date of the newest page that was searched",
            )


@rule()
def unsourced_order(state: State, library: Library) -> Iterator[Fault]:
    """What a court did to a state law, without the source that says so.

    Bad:  `enjoined: …` without `enjoined_source`
    Good: `enjoined: …`, `enjoined_source: us-v-state`
    """
    for index, entry in rules(state):
        if bool(entry.get("enjoined")) != bool(entry.get("enjoined_source")):
            yield Fault(state.line("rules", index, "enjoined"), "enjoined and enjoined_source belong together", "give both, or neither")
    if bool(state.get("litigation")) != bool(state.get("litigation_sources")):
        yield Fault(state.line("litigation"), "litigation and litigation_sources belong together", "give both, or neither")


@rule(severity="warning", grows=True)
def stale_source(source: Source, library: Library) -> Iterator[Fault]:
    """A source that nobody has looked at for a year; an error in a change that touches it.

    Bad:  `checked: {date: '2024-01-15', …}` in a commit of 2026
    Good: the date of the day on which it was looked at again
    """
    day = dates.latest(str(source.checked.get("date", "")))
    if day and library.day - day > STALE:
        yield Fault(
            source.line("checked", "date"), f"not checked since {source.checked.get('date')}", "look at it again, mend what changed, and write the new date"
        )


@rule(severity="warning")
def unused_source(library: Library) -> Iterator[Fault]:
    """A source that no page and no record cites.

    Bad:  a record in sources/ that nothing names
    Good: a record that a page, a law, a case or a state cites
    """
    used = {c.source for page in library.pages.values() for c in page.citations}
    used |= {i for record in library.all_records for i in _cited(record)}
    for source in library.sources.values():
        if source.values and source.id not in used:
            yield Fault(1, f'no page and no record cites "{source.id}"', "cite it, or remove the record", source.path)


def _cited(record: Record) -> Iterator[str]:
    yield from _ids(record.get("sources"))
    if isinstance(record, State):
        yield from _ids(record.get("litigation_sources"))
        for _, entry in rules(record):
            yield from _of_rule(entry)


def _of_rule(entry: Options) -> Iterator[str]:
    yield from (str(entry[key]) for key in ("source", "enjoined_source") if entry.get(key))


def _ids(value: object) -> list[str]:
    return [str(i) for i in items(value)]
