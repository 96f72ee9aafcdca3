"""Measures the link check of the built site against other link checkers: the same site with the same faults, in one run.

The others are installed by their locks in tests/peers/ when this is run, and never by scripts/serve or scripts/test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".peers"
PAGE = "about/license/index.html"
OWN = "https://toolkit.example.org"

# What is planted into a page of the built site, by a word that only this fault has in the report of a tool that finds it.
HTML = {
    "missing page": ("no-page", '<a href="../no-page/">x</a>'),
    "missing page, no slash": ("no-folder", '<a href="../../no-folder">x</a>'),
    "fragment, same page": ("no-part", '<a href="#no-part">x</a>'),
    "fragment, other page": ("no-section", '<a href="../privacy/#no-section">x</a>'),
    "fragment, other case": ("MAIN-CONTENT", '<a href="#MAIN-CONTENT">x</a>'),
    "fragment, percent-encoded": ("no%20place", '<a href="#no%20place">x</a>'),
    "missing image": ("no-image", '<img src="../../assets/no-image.png" alt="x">'),
    "missing candidate of srcset": ("no-candidate", '<img src="../../assets/images/favicon.svg" srcset="../../assets/no-candidate.png 2x" alt="x">'),
    "missing download": ("no-file", '<a href="../../downloads/no-file.docx">x</a>'),
    "other case of a folder": ("PRIVACY", '<a href="../PRIVACY/">x</a>'),
    "absolute path": ("/no-root/", '<a href="/no-root/">x</a>'),
    "missing script": ("no-script", '<script src="../../assets/no-script.js"></script>'),
    "missing style sheet": ("no-sheet", '<link rel="stylesheet" href="../../assets/no-sheet.css">'),
    "missing url() of a style sheet": ("no-background", ""),
    "own address, page gone": ("no-more", f'<a href="{OWN}/no-more/">x</a>'),
}
# The same where it is written: in Markdown, for the strict build. What has no counterpart there is left out.
MARKDOWN = {
    "missing page": "[x](no-page.md)",
    "missing page, no slash": "[x](../no-folder)",
    "fragment, same page": "[x](#no-part)",
    "fragment, other page": "[x](privacy.md#no-section)",
    "fragment, other case": "[x](#MAIN-CONTENT)",
    "fragment, percent-encoded": "[x](#no%20place)",
    "missing image": "![x](../assets/no-image.png)",
    "missing candidate of srcset": '<img src="../../assets/images/favicon.svg" srcset="../../assets/no-candidate.png 2x" alt="x">',
    "missing download": "[x](../downloads/no-file.docx)",
    "other case of a folder": "[x](PRIVACY.md)",
    "absolute path": "[x](/no-root/)",
    "missing script": '<script src="../../assets/no-script.js"></script>',
    "own address, page gone": f"[x]({OWN}/no-more/)",
}


@dataclass
class Run:
    """What one tool took (seconds) and said."""

    seconds: float
    said: str
    found: set[str] = field(default_factory=set)


def main() -> None:
    """Print the table: faults by tool, then seconds, and the two bars."""
    install()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        site = planted(Path(folder) / "site")
        for tool in (ours, lychee):  # both once unmeasured, so that neither pays for a cold disk
            tool(site)
        runs = {"ours": ours(site), "lychee": lychee(site), "linkinator": linkinator(site), "LinkChecker": linkchecker(site)}
        runs["strict build"] = strict(Path(folder) / "source")
    for run in runs.values():
        run.found = {name for name, (word, _) in HTML.items() if word in run.said}
    print(f"{'':32}" + "".join(f"{name:>13}" for name in runs))
    for name in HTML:
        print(f"{name:32}" + "".join(f"{'found' if name in run.found else '-':>13}" for run in runs.values()))
    print(f"{'seconds':32}" + "".join(f"{run.seconds:13.2f}" for run in runs.values()))
    peers = {name: run for name, run in runs.items() if name != "ours"}
    print(f"ours / fastest of the others: {runs['ours'].seconds / min(run.seconds for run in peers.values()):.2f}   (bar: at most 1.2)")
    missed = {name: sorted(run.found - runs["ours"].found) for name, run in peers.items() if run.found - runs["ours"].found}
    print(f"found by another and not by ours: {missed or 'nothing'}   (bar: nothing)")


def install() -> None:
    """Install the other link checkers by their locks."""
    if shutil.which("npm") is None:
        sys.exit("npm is needed to install linkinator: install your system's package npm, then run this again")
    PEERS.mkdir(exist_ok=True)
    if not (PEERS / "bin/lychee").exists():
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        subprocess.run([str(PEERS / "bin/pip"), "install", "-q", "--require-hashes", "-r", str(ROOT / "tests/peers/requirements.txt")], check=True)
    if not (PEERS / "node_modules").exists():
        for name in ("package.json", "package-lock.json"):
            shutil.copy(ROOT / "tests/peers" / name, PEERS)
        subprocess.run(["npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=PEERS, check=True)


def planted(site: Path) -> Path:
    """Copy the built site to `site` and plant the faults."""
    if not (ROOT / "site").exists():
        sys.exit("There is no site/ yet: run scripts/build first")
    shutil.copytree(ROOT / "site", site)
    page = site / PAGE
    page.write_text(page.read_text("utf-8").replace("</article>", "".join(text for _, text in HTML.values()) + "</article>", 1), "utf-8")
    sheet = next((site / "assets/stylesheets").glob("*.css"))
    sheet.write_text(sheet.read_text("utf-8") + "\n.x{background:url(no-background.png)}\n", "utf-8")
    return site


def timed(command: list[str], cwd: Path, **environment: str) -> Run:
    start = time.perf_counter()
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, env={**os.environ, **environment}, timeout=900)
    return Run(time.perf_counter() - start, done.stdout + done.stderr)


def ours(site: Path) -> Run:
    return timed([sys.executable, "-m", "toolkit", "links", str(site), "--format", "json"], ROOT, TOOLKIT_SITE_URL=OWN)


def lychee(site: Path) -> Run:
    options = ["--offline", "--include-fragments", "--no-progress", "--root-dir", str(site), "--index-files", "index.html", "--remap", f"{OWN} file://{site}"]
    return timed([str(PEERS / "bin/lychee"), *options, str(site)], site)


def linkinator(site: Path) -> Run:
    options = ["--recurse", "--check-fragments", "--check-css", "--format", "json", "--skip", "^https://"]
    return timed([str(PEERS / "node_modules/.bin/linkinator"), ".", *options], site)


def linkchecker(site: Path) -> Run:
    """Run LinkChecker over loopback: of a folder on disk it reads the list of its files, and not its index.html."""
    sys.path.insert(0, str(ROOT / "tests"))
    from serving import serving

    with serving(site) as address:
        return timed([str(PEERS / "bin/linkchecker"), "--no-status", "-o", "csv", address], site)


def strict(source: Path) -> Run:
    """Build a copy of the project strictly with the same faults in the Markdown of a page."""
    for part in ("docs", "overrides", "scripts"):
        shutil.copytree(ROOT / part, source / part)
    shutil.copy(ROOT / "mkdocs.yml", source)
    page = source / "docs" / PAGE.replace("/index.html", ".md")
    page.write_text(page.read_text("utf-8") + "\n\n" + "\n\n".join(MARKDOWN.values()) + "\n", "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(source / "site")]
    return timed(command, source, NO_MKDOCS_2_WARNING="1", TOOLKIT_SITE_URL=OWN)
