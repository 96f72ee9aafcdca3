"""`python -m toolkit`: lint, links, verify, paths, publish, export, build, serve. Exit 0 clean, 1 findings, 2 misuse."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from toolkit import dates, general, lint
from toolkit import library as libraries
from toolkit.findings import FORMATS, Finding, report
from toolkit.library import Library

CLEAN, FOUND, MISUSE = 0, 1, 2


class Misuse(Exception):
    """A call that cannot be carried out; its text names the fault and the remedy."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; what goes wrong ends in one line, never in a traceback."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    args = _parser("export" in given, "--online" in given).parse_args(given)
    try:
        return int(args.run(args))
    except (Misuse, ValueError) as error:
        return _complain(str(error))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whoever read our output has seen enough
        return CLEAN
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        return _complain(f"{named}{error.strerror or error}; check that it exists and can be read or written")
    except (MemoryError, RecursionError) as error:
        return _complain(f"{type(error).__name__}: a file is larger or nested deeper than any page; look at what was added last")
    except KeyboardInterrupt:
        return 130


def _complain(message: str) -> int:
    print(f"toolkit: {message}", file=sys.stderr)
    return MISUSE


def _parser(exporting: bool, online: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m toolkit", description="Exit codes: 0 clean (warnings allowed), 1 findings, 2 misuse.")
    parser.add_argument("--root", type=Path, default=Path(), help="the folder of the repository (here)")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    _lint_parser(_command(commands, "lint", _lint, "check pages and records"))
    links = _command(commands, "links", _links, "check the links inside the built site, or inside the sources when there is none")
    _links_parser(links, online)
    verify = _command(commands, "verify", _verify, "check the HTML of the built site")
    verify.add_argument("site", type=Path, help="the built site")
    _formatted(verify)
    _command(commands, "paths", _paths, "list page paths and clause ids")
    _command(commands, "publish", _publish, "write new pages and versions into the register, docs/_data/published.yml")
    build = _command(commands, "build", _build, "lint, build, verify, and only then replace the site")
    build.add_argument("site", nargs="?", type=Path, default=None, help="the folder to write (site/)")
    build.add_argument("--public", action="store_true", help="stop unless the address of the public site is known, as for deployment")
    serve = _command(commands, "serve", _serve, "build, serve and rebuild on change")
    serve.add_argument("--port", type=int, default=0, help="the port (the first that is free)")
    export = _command(commands, "export", _export, "write one model as a file")
    if exporting:  # its arguments are only needed for it
        from toolkit.export import cli

        cli.add_arguments(export)
    return parser


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: Callable[[argparse.Namespace], int], words: str
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=words, description=words)
    parser.set_defaults(run=run)
    return parser


def _formatted(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help="text, github (annotations on a pull request), json or markdown (a page in plain words)"
    )


def _lint_parser(parser: argparse.ArgumentParser) -> None:
    _formatted(parser)
    parser.add_argument("--list", action="store_true", help="describe every rule and stop")
    parser.add_argument("--changed", metavar="REF", help="in files that differ from REF, age is an error, and advice on reading is given")
    parser.add_argument("--general", action="store_true", help="run the general linters too: Markdown style, spelling, YAML")
    parser.add_argument("--advice", action="store_true", help="give advice on reading for all files")
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="report only on these files or folders")


def _links_parser(parser: argparse.ArgumentParser, online: bool) -> None:
    parser.add_argument("--online", action="store_true", help="ask the addresses outside the site; with --help, says what else it takes")
    if online:  # what reads the network is loaded for it alone
        from toolkit.online import cli

        cli.add_arguments(parser)
        return
    parser.add_argument("site", nargs="?", type=Path, help="the built site (site/ when it is there)")
    _formatted(parser)


# Commands


def _lint(args: argparse.Namespace) -> int:
    if args.list:
        print(lint.described())
        return CLEAN
    root = args.root.resolve()
    beside = general.start(root) if args.general else None
    paths = [_below(path, root) for path in args.paths] or None
    changed = lint.changed_since(args.changed, root) if args.changed else frozenset[str]()
    before = lint.registered_at(args.changed, root) if args.changed else {}
    return _tell(lint.run(_library(root), paths, changed, before, args.advice, beside), args.format)


def _below(path: Path, root: Path) -> str:
    """Return a path given on the command line as findings show it."""
    if not path.exists() and not path.is_symlink():
        raise Misuse(f"{path}: no such file or folder")
    full = Path(os.path.abspath(path))
    if full == root:
        return "."
    if not full.is_relative_to(root):
        raise Misuse(f"{path}: not in {root}; lint reads the content of this repository")
    return full.relative_to(root).as_posix()


def _library(root: Path) -> Library:
    docs = root / "docs"
    if not docs.is_dir():
        raise Misuse(f"{docs}: no such folder; run this in the repository, or name it with --root")
    dates.reference(root)  # a wrong TOOLKIT_DATE is misuse, and said before anything is read
    gc.disable()  # a short run that builds one large tree; collecting it over and over costs a third of the time
    return libraries.load(docs)


def _tell(findings: list[Finding], fmt: str) -> int:
    """Print findings and their number; return the exit code."""
    if findings or fmt in ("json", "markdown"):
        print(report(findings, fmt))
    errors, warnings, advice = (sum(f.severity == severity for f in findings) for severity in ("error", "warning", "advice"))
    if findings and fmt in ("text", "github"):
        print(f"\n{_count(errors, 'error')}, {_count(warnings, 'warning')}" + (f", {advice} of advice" if advice else ""), file=sys.stderr)
    return FOUND if errors else CLEAN


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _links(args: argparse.Namespace) -> int:
    if args.online:
        from toolkit.online import cli

        return cli.run(args)
    from toolkit import verify

    root = args.root.resolve()
    site = args.site or root / "site"
    if args.site or site.is_dir():
        return _tell(verify.check_links(site), args.format)
    rules = {"broken-link", "undefined-link", "dangling-reference", "dangling-mention", "missing-pinpoint"}
    return _tell([f for f in lint.run(_library(root)) if f.rule in rules], args.format)


def _verify(args: argparse.Namespace) -> int:
    from toolkit import verify

    return _tell(verify.run(args.site), args.format)


def _paths(args: argparse.Namespace) -> int:
    library = _library(args.root.resolve())
    for page in library.pages.values():
        print(f"{library.prefix}/{page.path}")
        for clause in page.clauses:
            print(f"    {page.id}#{clause.id}" + "".join(f" | {v.id}" for v in clause.variants))
    return FOUND if any(f.severity == "error" for f in library.faults) else CLEAN


def _publish(args: argparse.Namespace) -> int:
    from toolkit import published

    content = _library(args.root.resolve())
    faults = [f for f in lint.run(content) if f.rule == "silent-change" or f in content.faults]
    if not content.faults:  # a register made from pages that could not be read would forget what they hold
        (content.root / "_data" / f"{published.FILE}.yml").write_text(published.written(content), encoding="utf-8")
    return _tell(faults, "text")


def _build(args: argparse.Namespace) -> int:
    from toolkit import build

    if args.public and not os.environ.get("TOOLKIT_SITE_URL"):
        raise Misuse("TOOLKIT_SITE_URL is not set: set it to the address of the public site (in the repository's variables, for deployment)")
    root = args.root.resolve()
    return build.build(root, (args.site or root / "site").resolve())


def _serve(args: argparse.Namespace) -> int:
    from toolkit import build

    return build.serve(args.root.resolve(), args.port)


def _export(args: argparse.Namespace) -> int:
    from toolkit.export import cli

    return cli.run(args)


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)  # taking down the tree of a large site would take as long as reading it did
