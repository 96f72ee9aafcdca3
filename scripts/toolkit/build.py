"""Build and serve the site: lint, build in a temporary folder, verify, swap. The last good site/ stays on any fault."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from toolkit import library, lint, verify
from toolkit.findings import Finding, report

PORTS = range(8000, 8100)


def commit_time(root: Path) -> int:
    """Return the time of the last commit in seconds since 1970: what builds and ages are counted from, so that they reproduce."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if given.isdigit():
        return int(given)
    git = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=root, capture_output=True, text=True)
    return int(git.stdout) if git.returncode == 0 and git.stdout.strip() else int(datetime.now(UTC).timestamp())


def _environment(root: Path) -> dict[str, str]:
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": str(commit_time(root))}


def _built(root: Path, target: Path) -> bool:
    """Run the site builder; print what it says only when it fails. Never --quiet: its strict mode counts only warnings that it shows."""
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(target)]
    done = subprocess.run(command, cwd=root, env=_environment(root), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        print(done.stdout)
    return not done.returncode


def errors(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "error"]


def build(root: Path, site: Path) -> int:
    """Build `site`; return 0, or 1 after printing what is wrong. Nothing of `site` changes unless all is right."""
    found = errors(lint.run(library.load(root / "docs")))
    if found:
        print(report(found))
        print(f"\n{len(found)} findings: not built. {_kept(site)}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(dir=site.parent, prefix=".build-") as folder:
        fresh = Path(folder) / "site"
        if not _built(root, fresh):
            print(f"\nThe build failed; the lines above say where. {_kept(site)}", file=sys.stderr)
            return 1
        faults = errors(verify.run(fresh))
        if faults:
            print(report(faults))
            print(f"\nThe built pages are not sound. {_kept(site)}", file=sys.stderr)
            return 1
        _swap(fresh, site, Path(folder) / "old")
    print(f"built {os.path.relpath(site)}/")
    return 0


def _kept(site: Path) -> str:
    return f"{os.path.relpath(site)}/ is as it was." if site.exists() else "Nothing was written."


def _swap(fresh: Path, site: Path, old: Path) -> None:
    """Put `fresh` where `site` is; both are renames on one file system, so a reader never meets half a site."""
    if site.exists():
        site.rename(old)
    try:
        fresh.rename(site)
    except OSError:
        with suppress(OSError):
            old.rename(site)
        raise
    shutil.rmtree(old, ignore_errors=True)


def free_port(wanted: int = 0) -> int:
    """Return `wanted` if it is free, or the first free port of PORTS when it is 0.

    Raises:
        ValueError: the wanted port, or every port, is taken.
    """
    for port in [wanted] if wanted else PORTS:
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port
    taken = f"port {wanted} is" if wanted else f"ports {PORTS.start} to {PORTS.stop - 1} are all"
    raise ValueError(f"{taken} in use: stop what uses it, or name another with --port")


def serve(root: Path, port: int = 0) -> int:
    """Serve the site on a loopback port and rebuild on change."""
    chosen = free_port(port)
    print(f"serving on http://127.0.0.1:{chosen}/ (Ctrl+C stops)", flush=True)
    with suppress(KeyboardInterrupt):
        command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{chosen}"]
        return subprocess.run(command, cwd=root, env=_environment(root)).returncode
    return 0
