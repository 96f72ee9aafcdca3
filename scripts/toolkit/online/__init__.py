"""Links to the outside: gather → fetch → judge → memory → told. Only this package opens a network connection."""

from __future__ import annotations

from dataclasses import dataclass, field

# What can be said of an address, worst first.
REFUSED, DEAD, ANCHOR, UNDECIDED, MOVED, OK = "refused", "dead", "anchor-missing", "undecided", "moved", "ok"
VERDICTS = (REFUSED, DEAD, ANCHOR, UNDECIDED, MOVED, OK)


@dataclass
class Cited:
    """One address as it is written, and everywhere that it stands.

    `places` are "path:line"; `archived` is the copy that a source record names; `as_of` the date of the text in that record.
    """

    address: str
    places: list[tuple[str, int]] = field(default_factory=list)
    archived: str = ""
    as_of: str = ""


@dataclass(frozen=True)
class Verdict:
    """What was found out about an address: one of VERDICTS, why, and for MOVED the new address."""

    kind: str
    reason: str = ""
    moved_to: str = ""


@dataclass(frozen=True)
class Result:
    """A cited address with its verdict; `fails` when the run must not pass because of it."""

    cited: Cited
    verdict: Verdict
    fails: bool
