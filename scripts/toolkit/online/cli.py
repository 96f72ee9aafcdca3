"""`links --online`: the options, and one run."""

from __future__ import annotations

import argparse
import asyncio
import importlib.metadata
import os
import sys
from collections.abc import Collection
from pathlib import Path

from toolkit import dates
from toolkit.online import ANCHOR, DEAD, OK, REFUSED, UNDECIDED, Cited, Result, Verdict
from toolkit.online.allowed import requestable
from toolkit.online.fetch import NO_HOST, Settings, Web
from toolkit.online.gather import Gathered, added, files_below, gather
from toolkit.online.judge import follow, judge, names
from toolkit.online.memory import Cache, State
from toolkit.online.told import FORMATS, counted, tell

_FAILING = (REFUSED, DEAD, ANCHOR)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what only a run that goes outside takes."""
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to print what was found (text)")
    parser.add_argument("--write", action="append", default=[], type=_written, metavar="FORMAT:FILE", help="write it to a file too; may be repeated")
    parser.add_argument("--changed", metavar="REF", help="only addresses that stand nowhere in REF; what is undecided never fails then")
    parser.add_argument("--state", type=Path, metavar="FILE", help="where undecided addresses are remembered (.links-state.tsv)")
    parser.add_argument("--patience", type=_positive, default=4, metavar="N", help="runs in a row after which what is undecided fails (4)")
    parser.add_argument(
        "--cache", type=Path, metavar="FILE", help="where addresses that were ok are kept; younger than 6 days they are not asked (.cache/links.json)"
    )
    parser.add_argument("--fresh", action="store_true", help="ask every address, whatever the cache says")
    parser.add_argument("--deadline", type=_seconds, default=30.0, metavar="SECONDS", help="for one link with all its redirects and second tries (30)")
    parser.add_argument("--pause", type=_seconds, default=0.5, metavar="SECONDS", help="between two requests to one host (0.5)")
    parser.add_argument("--allow-loopback", action="store_true", help="for tests: addresses on this machine may be asked")
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="Markdown, HTML or YAML files, or folders with them (docs/)")


def _written(text: str) -> tuple[str, Path]:
    fmt, _, path = text.partition(":")
    if fmt not in FORMATS or not path:
        raise argparse.ArgumentTypeError(f'"{text}": write FORMAT:FILE with one of {", ".join(FORMATS)}')
    return fmt, Path(path)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f'"{text}" is no number of runs: write 1 or more')
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise argparse.ArgumentTypeError(f'"{text}" is no number of seconds from 0 to 3600')
    return seconds


def run(args: argparse.Namespace) -> int:
    """Ask what is cited, report, remember; 0 when nothing fails, 1 otherwise.

    Raises:
        ValueError: a path or a ref that is not there.
        OSError: a report or a file of memory that cannot be written.
    """
    root = args.root.resolve()
    day = dates.today(root)
    paths = args.paths or [root / "docs"]
    gathered = added(paths, root, args.changed) if args.changed else gather(files_below(paths, root))
    cache = Cache(args.cache or root / ".cache" / "links.json", day)
    known = frozenset() if args.fresh else frozenset(filter(cache.fresh, gathered.cited))
    asked = asyncio.run(_ask([cited for address, cited in gathered.cited.items() if address not in known], args))
    cache.learn(asked.items())
    cache.keep()
    verdicts = {**asked, **dict.fromkeys(known, Verdict(OK, "asked lately"))}
    results = _weighed(gathered, verdicts, args, root)
    _report(results, gathered, args)
    return int(any(result.fails for result in results) or any(fault.severity == "error" for fault in gathered.faults))


def _weighed(gathered: Gathered, verdicts: dict[str, Verdict], args: argparse.Namespace, root: Path) -> list[Result]:
    """Return the results; what is undecided is weighed by how long it has been so."""
    runs: dict[str, int] = {}
    if not args.changed:
        path = args.state or root / ".links-state.tsv"
        state = State(path, path.name)
        state.learn(verdicts.items(), dates.today(root), None if args.paths else verdicts.keys())
        state.keep()
        gathered.faults += state.faults
        runs = {address: entry.runs for address, entry in state.known.items()}
        verdicts = {address: _since(verdict, state, address) for address, verdict in verdicts.items()}
    overdue = {address for address, count in runs.items() if count >= args.patience}
    return [
        Result(cited, verdict, verdict.kind in _FAILING or (verdict.kind == UNDECIDED and address in overdue))
        for address, cited in gathered.cited.items()
        for verdict in [verdicts[address]]
    ]


def _since(verdict: Verdict, state: State, address: str) -> Verdict:
    entry = state.known.get(address)
    if verdict.kind != UNDECIDED or entry is None or entry.runs == 1:
        return verdict
    return Verdict(UNDECIDED, f"{verdict.reason} ({entry.runs} runs in a row, since {entry.first})")


def _report(results: list[Result], gathered: Gathered, args: argparse.Namespace) -> None:
    printed = tell(results, gathered.faults, args.format)
    if printed:
        print(printed)
    for fmt, path in args.write:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(tell(results, gathered.faults, fmt) + "\n", "utf-8")
    if args.format == "json" and gathered.faults:  # its list has room for addresses only
        print("\n".join(map(str, gathered.faults)), file=sys.stderr)
    print(f"\n{counted(results)}", file=sys.stderr)


# Asking


def agent() -> str:
    """Return who asks: our name and version, and where our code is when that is known."""
    try:
        version = importlib.metadata.version("convening-toolkit")
    except importlib.metadata.PackageNotFoundError:
        version = "0"
    where = "".join(c for c in os.environ.get("TOOLKIT_REPOSITORY", "") if c.isascii() and c.isprintable() and c not in "() ")
    return f"convening-toolkit/{version} (link check{f'; +{where}' if where else ''})"


async def _ask(cited: Collection[Cited], args: argparse.Namespace) -> dict[str, Verdict]:
    """Return the verdict on each address; those that differ only in their fragment are asked once."""
    wanted = frozenset(name for each in cited for name in names(_fragment(each.address)))
    web = Web(Settings(agent(), args.deadline, args.pause, args.allow_loopback, wanted))
    verdicts: dict[str, Verdict] = {}
    groups: dict[str, list[str]] = {}
    for each in cited:
        try:
            groups.setdefault(requestable(each.address), []).append(each.address)
        except ValueError as error:
            verdicts[each.address] = Verdict(REFUSED, str(error))

    async def settle(url: str, addresses: list[str]) -> None:
        landing = await follow(url, web)
        verdicts.update((address, judge(_fragment(address), landing)) for address in addresses)

    await asyncio.gather(*(settle(url, addresses) for url, addresses in groups.items()))
    await web.close()
    if web.backend.blind:
        unknown = Verdict(UNDECIDED, "no name of any host could be looked up: this machine seems to be without a network")
        verdicts = {address: unknown if verdict.reason.endswith(NO_HOST) else verdict for address, verdict in verdicts.items()}
    return verdicts


def _fragment(address: str) -> str:
    return address.partition("#")[2]
