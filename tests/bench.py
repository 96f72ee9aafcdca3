"""Measures this project against its peers in one run and prints ratios. Seconds depend on the machine; ratios do not.

scripts/bench [growth] [weight] [search] [links]      all four when none is named
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from toolkit import library, render

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SMALL, LARGE = 250, 1000
VIEWS = ("cooperation/ordinance/", "counsel/ordinance/", "diversion/ordinance/", "counsel/worksheet/", "diversion/path/")
# Pages that would be faulty anywhere else: a state's page, links into the data, numbers that are excused by name.
PLACED = re.compile(r"/states/..\.md$|/about/(?:data|accessibility)\.md$")
ENVIRONMENT = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": "1700000000"}


@contextmanager
def project(pages: int) -> Iterator[Path]:
    """Yield a copy of this project in which its pages are repeated until there are `pages`."""
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        root = Path(temporary)
        for folder in ("docs", "overrides", "scripts"):
            shutil.copytree(ROOT / folder, root / folder)
        for name in ("pyproject.toml", "lint-exceptions.yml", ".yamllint.yml"):
            shutil.copy(ROOT / name, root)
        for number, (page, folder) in enumerate(_copies(root / "docs", pages)):
            _copy(page, root / f"docs/bulk/{folder}", root / "docs", number)
        (root / "mkdocs.yml").write_text((ROOT / "mkdocs.yml").read_text("utf-8") + "\nnot_in_nav: bulk/\n", "utf-8")
        with (root / "lint-exceptions.yml").open("a", encoding="utf-8") as exceptions:
            models = any(re.search(r"(?m)^kind: model$", page.read_text("utf-8")) for page in (root / "docs/bulk").rglob("*.md"))
            rules = ("unlisted-page", "unlogged-version", "undefined-term") if models else ("unlisted-page",)
            exceptions.writelines(f"  - {{rule: {rule}, path: docs/bulk/*, reason: copies}}\n" for rule in rules)
        seconds([sys.executable, "-m", "toolkit", "publish"], root)
        yield root


def _copies(docs: Path, pages: int) -> Iterator[tuple[Path, str]]:
    """Yield what is copied, and into which folder: all pages as often as they go in whole, then pages that can stand alone;
    a model and the notes on it mean nothing without each other."""
    every = sorted(docs.rglob("*.md"))
    originals = [page for page in every if not PLACED.search(page.as_posix())]
    alone = [page for page in originals if not re.search(r"(?m)^kind: (?:model|commentary)$", page.read_text("utf-8"))]
    whole, rest = divmod(pages - len(every), len(originals))
    yield from ((page, f"{number:03}") for number in range(whole) for page in originals)
    yield from ((alone[number % len(alone)], f"rest-{number // len(alone):03}") for number in range(rest))


def _copy(page: Path, folder: Path, docs: Path, number: int) -> None:
    """Write a copy of a page with a title of its own, its links led back to where they led."""
    target = folder / page.relative_to(docs)
    target.parent.mkdir(parents=True, exist_ok=True)
    text = re.sub(r"(?m)^title: .*$", f"title: Copy {number}", page.read_text("utf-8"), count=1)
    target.write_text(re.sub(r"\]\(([^)#:]+)", lambda link: f"]({os.path.relpath(page.parent / link.group(1), target.parent)}", text), "utf-8")


def plain(root: Path) -> None:
    """Turn a project into plain Material on the same pages: the Markdown that we hand to it, without our plugin and templates."""
    content = library.load(root / "docs")
    for path, page in content.pages.items():
        front = (root / "docs" / path).read_text("utf-8").split("---\n", 2)[1]
        (root / "docs" / path).write_text(f"---\n{front}---\n{render.finished(*render.markdown(page, content))}", "utf-8")
    text = (root / "mkdocs.yml").read_text("utf-8")
    text = text.replace("  - toolkit\n", "").replace("  custom_dir: overrides\n", "").replace("strict: true", "strict: false")
    (root / "mkdocs.yml").write_text(text, "utf-8")


def seconds(command: list[str], root: Path) -> float:
    """Return how long a command takes in `root`; one that finds fault stops the measurement."""
    start = time.perf_counter()
    done = subprocess.run(command, cwd=root, env=ENVIRONMENT, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.perf_counter() - start


def build(root: Path) -> float:
    return seconds([str(BIN / "mkdocs"), "build", "-q", "-d", str(root / "site")], root)


def check(root: Path) -> float:
    """Return what scripts/check takes: our rules, with the general linters beside them."""
    return seconds([sys.executable, "-m", "toolkit", "lint", "--general"], root)


def general(root: Path) -> float:
    """Return what the general linters take alone, both at once."""
    start = time.perf_counter()
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda command: seconds(command, root), ([str(BIN / "rumdl"), "check", "--quiet", "--no-cache", "."], [str(BIN / "typos")])))
    return time.perf_counter() - start


def growth() -> None:
    """Print build and check at two sizes, beside plain Material on the same pages."""
    taken: dict[tuple[str, int], float] = {}
    for pages in (SMALL, LARGE):
        with project(pages) as root:
            taken["check", pages] = check(root)
            taken["general", pages] = general(root)
            taken["build", pages] = build(root)
            plain(root)
            taken["plain", pages] = build(root)
    print(f"{'seconds':24} {SMALL:>8} {LARGE:>8}   times as long")
    for name, label in (("build", "our build"), ("plain", "plain Material"), ("check", "scripts/check"), ("general", "general linters alone")):
        small, large = taken[name, SMALL], taken[name, LARGE]
        print(f"{label:24} {small:8.2f} {large:8.2f}   {large / small:.2f} for {LARGE // SMALL} times the pages")
    print(f"check / build at {LARGE}: {taken['check', LARGE] / taken['build', LARGE]:.3f}   (bar: under 0.1)")
    print(f"check / general linters alone at {LARGE}: {taken['check', LARGE] / taken['general', LARGE]:.2f}")
    print(f"our build / plain Material at {LARGE}: {taken['build', LARGE] / taken['plain', LARGE]:.3f}   (bar: at most 1.25)")


def weight() -> None:
    """Print what a first view of the heaviest pages transfers, compressed, and what most of it is."""
    sys.path.insert(0, str(ROOT / "tests"))
    from serving import browser_page, serving

    site = _site()
    for view in VIEWS:
        with serving(site) as address, browser_page() as page:
            seen: list[str] = []
            page.on("response", lambda reply: seen.append(reply.url.removeprefix(address).partition("?")[0].partition("#")[0]))  # noqa: B023
            page.goto(address + view, wait_until="networkidle")
        rows = sorted(((len(gzip.compress((site / name).read_bytes(), 9)), name) for name in {_file(site, s) for s in seen}), reverse=True)
        print(f"{sum(size for size, _ in rows):8,}  {view}: bytes compressed (bar: under {80 * 1024:,}), of them {rows[0][0]:,} {rows[0][1]}")


def _file(site: Path, name: str) -> str:
    return f"{name}index.html" if not name or name.endswith("/") else name


def _site() -> Path:
    if not (ROOT / "site").exists():
        sys.exit("There is no site/ yet: run scripts/build first")
    return ROOT / "site"


def search() -> None:
    """Print how many committed queries find their section, here and in stock Material on the same pages."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/search")]
    import measure

    with stock_site() as stock:
        for name in (
            "queries.yml",
            "queries-cooperation.yml",
            "queries-after.yml",
            "queries-blind.yml",
            "queries-counsel-diversion.yml",
            "queries-counsel-diversion-held-out.yml",
            "queries-blind-2.yml",
            "queries-blind-2.yml",
        ):
            for label, site in (("this site", _site()), ("stock Material", stock)):
                hits, total = measure.counted(site, name)
                shown = "  ".join(f"{kind} {hits[kind]}/{total[kind]}" for kind in total)
                print(f"{name:20} {label:16} {hits.total()}/{total.total()}   {shown}")


@contextmanager
def stock_site() -> Iterator[Path]:
    """Yield the same rendered pages under stock Material: its templates, its search, its separator."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        root = Path(folder)
        for part in ("docs", "scripts"):
            shutil.copytree(ROOT / part, root / part)
        (root / "overrides").mkdir()
        text = (ROOT / "mkdocs.yml").read_text("utf-8").replace("  custom_dir: overrides\n", "").replace("strict: true", "strict: false")
        text = re.sub(r"(?m)^extra_(?:css|javascript):\n(?:  .*\n)+", "", text)
        text = re.sub(r"  - search:\n(?:      .*\n)+", "  - search\n", text)
        (root / "mkdocs.yml").write_text(text, "utf-8")
        build(root)
        yield root / "site"


def links() -> None:
    """Print what other link checkers find in the same site, and how long each takes."""
    sys.path.insert(0, str(ROOT / "tests"))
    import bench_links

    bench_links.main()


PARTS: dict[str, Callable[[], None]] = {"growth": growth, "weight": weight, "search": search, "links": links}

if __name__ == "__main__":
    unknown = set(sys.argv[1:]) - set(PARTS)
    if unknown:
        sys.exit(f"nothing is called {', '.join(sorted(unknown))}; known: {', '.join(PARTS)}")
    for part in sys.argv[1:] or PARTS:
        print(f"\n{part}")
        PARTS[part]()
