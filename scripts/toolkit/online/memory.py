"""What a run remembers: undecided addresses (the state) and those found in order (the cache).

The state is one line for each address that was undecided when it was last asked, sorted, so that two versions merge line
by line: address, runs in a row, first day, last day, reason; a tab between them. One run a day counts.

The cache holds only addresses that were ok, each with the day. One that is younger than FRESH days is not asked again, so a
weekly run always asks all of them; what is dead, moved or undecided is never in it and asked every time.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from toolkit import dates, records
from toolkit.findings import Finding
from toolkit.online import OK, UNDECIDED, Verdict

FRESH = 6  # days; less than the week between two runs
KEPT = 7  # days until an entry leaves the cache
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class Undecided:
    """How often an address was undecided in a row: runs on different days, the first and the last of them."""

    runs: int
    first: str
    last: str
    reason: str

    def met(self, other: Undecided) -> Undecided:
        """Return both records of one address as one, as after a merge."""
        newer = max(self, other, key=lambda each: each.last)
        return Undecided(max(self.runs, other.runs), min(self.first, other.first), newer.last, newer.reason)


class State:
    """The undecided addresses by text, and what in the file could not be read."""

    def __init__(self, path: Path, shown: str) -> None:
        self.path, self.faults = path, list[Finding]()
        self.known: dict[str, Undecided] = {}
        text, faults = records.read_text(path, shown) if path.exists() else ("", [])
        self.faults += [] if text is not None else [replace(fault, severity="warning") for fault in faults]
        for number, line in enumerate((text or "").replace("\r", "").split("\n"), 1):
            parsed = _line(line)
            if parsed is None and line.strip():
                self.faults.append(_unread(shown, number, line))
            elif parsed:
                address, entry = parsed
                self.known[address] = entry.met(self.known[address]) if address in self.known else entry

    def learn(self, found: Iterable[tuple[str, Verdict]], day: date, all_cited: Collection[str] | None) -> None:
        """Take in the verdicts of a run; with `all_cited`, forget what is cited no more."""
        for address, verdict in found:
            if verdict.kind != UNDECIDED:
                self.known.pop(address, None)
                continue
            new = Undecided(1, day.isoformat(), day.isoformat(), _CONTROL.sub(" ", verdict.reason))
            old = self.known.get(address)
            self.known[address] = Undecided(old.runs + (old.last < new.last), old.first, max(old.last, new.last), new.reason) if old else new
        if all_cited is not None:
            self.known = {address: entry for address, entry in self.known.items() if address in all_cited}

    def keep(self) -> None:
        """Write the file; when nothing is undecided it is empty."""
        rows = (f"{address}\t{e.runs}\t{e.first}\t{e.last}\t{e.reason}\n" for address, e in sorted(self.known.items()))
        _write(self.path, "".join(rows))


def _line(line: str) -> tuple[str, Undecided] | None:
    address, *rest = line.split("\t")
    if len(rest) != 4 or not rest[0].isdecimal() or not address:
        return None
    if not all(len(day) == 10 and dates.earliest(day) for day in rest[1:3]):
        return None
    return address, Undecided(int(rest[0][:6]), rest[1], rest[2], rest[3])


def _unread(shown: str, number: int, line: str) -> Finding:
    conflict = line.startswith(("<<<<<<<", "=======", ">>>>>>>", "|||||||"))
    what = "a mark of a merge conflict" if conflict else "not address, runs, first day, last day and reason, with tabs between"
    return Finding(shown, number, "links-state", f"{what}: the line is left out, the others count", "nothing to do: this run writes the file anew", "warning")


class Cache:
    """The days on which addresses were ok."""

    def __init__(self, path: Path, day: date) -> None:
        self.path, self.day = path, day
        self.known: dict[str, str] = {}
        try:
            read = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):  # a cache that cannot be read is none: everything is asked
            read = {}
        if isinstance(read, dict):
            self.known = {str(address): str(kept) for address, kept in read.items() if self._age(kept) <= KEPT}

    def _age(self, kept: object) -> int:
        """Return the days since `kept`; very many when it is no day, or lies in the future."""
        when = dates.earliest(str(kept))
        return (self.day - when).days if when and when <= self.day else 10**6

    def fresh(self, address: str) -> bool:
        """Whether an address was ok so lately that it need not be asked."""
        return address in self.known and self._age(self.known[address]) < FRESH

    def learn(self, found: Iterable[tuple[str, Verdict]]) -> None:
        """Take in the verdicts of a run for the addresses that were asked."""
        for address, verdict in found:
            self.known.pop(address, None)
            if verdict.kind == OK:
                self.known[address] = self.day.isoformat()

    def keep(self) -> None:
        _write(self.path, json.dumps(dict(sorted(self.known.items())), ensure_ascii=False, indent=0) + "\n")


def _write(path: Path, text: str) -> None:
    """Replace a file as a whole: a run that is cut off leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, "utf-8")
    os.replace(partial, path)
