"""Random and hostile input through the real command line: it ends, within its memory, with a finding and never a traceback.

What is tried follows from a seed, so a run can be repeated: TOOLKIT_FUZZ_SEED names another than the usual one. Inputs go in
batches, since one broken file hides no other; of a batch that fails, the smallest part that still fails is kept and named.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from building import DAY, DOCS, ROOT
from cases import BASE, MODEL, PROSE
from toolkit import library, published

SEED = int(os.environ.get("TOOLKIT_FUZZ_SEED", "20261122"))
SECONDS = 60  # guards against a hang; it measures no speed
MEMORY = 1_000_000_000
LINE = 18_000  # characters; lint reads no line that is much longer
Files = dict[str, bytes]
Chance = random.Random


@dataclass(frozen=True)
class Batch:
    """Inputs of one kind, and the command that reads them."""

    name: str
    files: Files
    command: tuple[str, ...] = ("lint",)
    real: bool = False  # over the real content, and not over a small folder
    seconds: int = SECONDS

    def __str__(self) -> str:
        return self.name


# What is random


def words(text: str) -> list[str]:
    return text.split("¦")


# One letter or sign of each kind that a program can trip over: signs of ours, of Markdown, HTML, and YAML; controls, marks that
# turn the direction of writing, letters beyond the basic plane, marks without a letter.
SIGNS = [
    *"\t\n\r '\"*_`~#<>[](){}|\\/&%!?:;,.-+=@^$§¶©0Aaé\0\x07\x0b\x0c\x1b\x7f\x85\u200b\u200d\u2028\u2029\ufeff\ufffe\u0301\u0338İßﬁ",
    *"\u202a\u202e\u2066\u2069\u061cשלוםمرحبا漢🏛\U000e0041\U0010ffff𝕬",
    *words("\n\n¦///¦[§ ¦[^¦](¦{: ¦{#¦<!--¦-->¦<a ¦</¦&#¦```¦---¦: ¦- ¦1. ¦(a) ¦| ¦&a ¦*a¦!!¦? "),
]
# Words that a rule looks for, and what may stand before them: each is repeated until the line is full, to find a pattern that
# takes its time.
BAIT = words(
    "A¦Aa ¦A. ¦1 ¦1 A ¦1A¦1.¦1, ¦1-¦§¦§ 1 ¦§ 1, ¦§§ 1 and ¦U.S.C. ¦1 U.S.C. § ¦F.3d ¦1 F.3d 1, ¦Cir. ¦(¦()¦(a)¦subsections (a), ¦Court ¦court held ¦law says "
    "¦Aa Act ¦ v. ¦*a v. b¦as a ¦and ¦or ¦the ¦terms ¦according to ¦de la ¦“a.” ¦[¦[]¦[a¦[§¦[^a¦[^a]¦[a](¦![¦![a](¦][¦[a]:¦{¦{:¦{#a¦`¦``a`¦*¦**a¦_a¦~~¦<¦<a ¦<a>"
    "¦<a href='¦</a¦<!--¦&¦&#¦&amp;¦\\¦|¦|-¦| a ¦: ¦:-¦- ¦> ¦#¦# ¦=¦//¦www.¦http://¦a@¦'¦’¦\"¦“¦\u00a0¦ ¦\t¦é¦\u0301¦🏛"
)
BEFORE = words("¦1 ¦1 F.3d 1 (¦1 U.S.C. § 1, ¦[¦*a¦as ")
ODD: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        -1,
        10**30,
        1.5,
        float("inf"),
        "",
        " ",
        "x" * 5000,
        "\u202e",
        "é" * 300,
        "2026-13-45",
        "0000-00-00",
        "../../x",
        "null",
        "*",
        "[x](y)",
    ),
    *([], [[]], [None], [{}], [[[[[[]]]]]], ["x"] * 300, {}, {"": ""}, {"a": {"b": {"c": []}}}, {"x": None}, {"1": [1]}, [1, "1", True, None, {"a": 1}]),
]


def noise(chance: Chance, size: int) -> str:
    return "".join(chance.choices(SIGNS, k=size))


def bait(chance: Chance) -> str:
    """Return one line that is made to be slow: a word or two, over and over, between others."""
    repeated = "".join(chance.choices(BAIT, k=chance.choice((1, 1, 2, 3))))
    before, after = chance.choice(BEFORE), chance.choice(["", "A ", "(", "[", ".", " 1)", "!", "Cir. 2014)", " x.", "\\", "|"])
    return before + repeated * (LINE // len(repeated)) + after


def each_bait(word: str) -> str:
    """Return a paragraph of a word behind each of BEFORE."""
    return "\n\n".join(before + word * (LINE // len(BEFORE) // len(word)) + "! 1." for before in BEFORE)


def nested(chance: Chance) -> str:
    """Return something inside itself, deeper than any writer goes."""
    deep = chance.choice((50, 500, 5000))
    opening, closing = chance.choice(
        [*(("[", "]"), ("(", ")"), ("{", "}"), ("![", "](a)"), ("**", "**"), ("*", "**"), ("<div>", "</div>"), ("<b>", "</i>"), ("`", "``"), ("“", "”"))]
    )
    lists = "\n".join(f"{'  ' * n}{chance.choice(('-', '1.', '>', '*', '+'))} {n}" for n in range(min(deep, 500)))
    blocks = "\n".join(f"{'/' * (3 + n % 5)} clause | {n}\n    id: n{n}\n" for n in range(min(deep, 500)))
    return chance.choice(
        [opening * deep + "x" + closing * deep, "> " * deep + "x", lists, blocks, blocks + "\n///" * deep, "#" * deep + " x", "    " * deep + "x"]
    )


def many(chance: Chance) -> str:
    """Return very much of one thing."""
    often = chance.choice((300, 3000))
    row = "|" + "".join(f" {n} |" for n in range(chance.choice((3, 60)))) + "\n"
    return chance.choice(
        [
            row + row.replace(" ", "-") + row * often,
            "".join(f"A note.[^source-{n % 7}, at {n}] " + "\n" * (n % 2) for n in range(often)),
            "".join(f"## A heading {n % 9}\n\n" for n in range(often)),
            "".join(f"[words {n}](file-{n}.md#part-{n}) " + "\n" * (n % 5 == 0) for n in range(often)),
            "".join(f"(a) The [CLERK] shall act within [DAYS: {n}] days under [§ n{n}(a)({n})].\n\n" for n in range(often)),
            "".join(f"**Term {n % 40}** means a term {(n + 1) % 40}, except as [§ n{n % 9}] allows.\n\n" for n in range(often)),
            "".join(f"1. {n} U.S.C. § {n}, in {1900 + n % 100}, cost ${n}.\n" for n in range(often)),
        ]
    )


def hostile(chance: Chance) -> str:
    """Return YAML that is made to hurt, or to be read as something else."""
    size = chance.choice((10, 40, 3000))
    return chance.choice(
        [
            "a: &a [x]\n" + "".join(f"b{n}: &b{n} [*{'a' if not n else f'b{n - 1}'}, *{'a' if not n else f'b{n - 1}'}]\n" for n in range(40)),
            "base: &b {title: x}\n<<: *b\n<<: [*b, *b]\n",
            "<<: {title: x}\ntitle: y\n",
            "%YAML 9.9\n%TAG ! tag:x,2000:\n---\ntitle: !x y\n",
            "title: a\n---\ntitle: b\n...\n---\ntitle: c\n",
            "? [complex, {key: x}]\n: value\n? \n: x\n",
            f"{'k' * size * 30}: {'v' * size}\n",
            f"title: {'9' * size * 20}\nversion: -{'9' * size}\ndate: 1:{':59' * size}\n",
            "title: !!binary R0lGODlh\nkind: !!set {a, b}\nx: !!python/object/apply:os.system [id]\n",
            'title: "\\ud800\\udfff \\x00 \\u202e \\U0010ffff \\N \\_ \\P"\n',
            "title: 'a\n  b\n\n  c'\nsummary: |9+\n x\nkind: >-2\n  y\n",
            "[" * size + "]" * size,
            "{a: " * size + "x" + "}" * size,
            "- " * size + "x\n",
            "".join(f"{' ' * n}k{n}:\n" for n in range(min(size, 400))),
            "".join(f"k{n % 5}: {n}\n" for n in range(size)),
            f"title: {noise(chance, 60)}\n{noise(chance, 20)}: {noise(chance, 60)}\n",
            "title: *\nkind: &\nsummary: !\ndate: @\nid: `\nx: %\ny: |\nz: >\n",
            "true: x\nnull: y\n1: z\n~: w\n1.5: v\n2026-01-01: u\n: t\n",
        ]
    )


def confused(text: str, chance: Chance) -> str:
    """Return a record with a value or a key of quite another form somewhere in it."""
    whole = yaml.safe_load(text) or {}
    for _ in range(chance.randrange(1, 4)):
        inner: Any = whole
        while True:
            keys = list(inner) if isinstance(inner, dict) else list(range(len(inner)))
            if not keys:
                break
            key = chance.choice(keys)
            if isinstance(inner[key], dict | list) and inner[key] and chance.random() < 0.7:
                inner = inner[key]
                continue
            inner[key] = deepcopy(chance.choice(ODD))
            if isinstance(inner, dict) and chance.random() < 0.2:
                inner[chance.choice(["", 7, None, True, "x" * 300, "id", "é"])] = inner.pop(key)
            break
    return yaml.safe_dump(whole, allow_unicode=chance.random() < 0.5, sort_keys=False, width=10**6)


def cut(raw: bytes, other: bytes, chance: Chance) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)]


def spliced(raw: bytes, other: bytes, chance: Chance) -> bytes:
    return raw[: chance.randrange(len(raw) + 1)] + other[chance.randrange(len(other) + 1) :]


def damaged(raw: bytes, other: bytes, chance: Chance) -> bytes:
    """Return a file with signs put into it, over it, and taken out of it, half a letter included."""
    out = bytearray(raw)
    for _ in range(chance.randrange(1, 9)):
        at = chance.randrange(len(out) + 1)
        out[at : at + chance.randrange(4)] = chance.choice([noise(chance, 3).encode(), b"", b"\xed\xa0\x80", b"\xff"] if chance.random() < 0.1 else SIGNS_RAW)
    return bytes(out)


def shuffled(raw: bytes, other: bytes, chance: Chance) -> bytes:
    """Return the lines of a file, some of which changed places or stand twice."""
    rows = raw.splitlines(keepends=True)
    for _ in range(chance.randrange(1, 6)):
        at, to = chance.randrange(len(rows) + 1), chance.randrange(len(rows) + 1)
        rows[to:to] = rows[at : at + chance.randrange(1, 9)]
        del rows[at : at + chance.randrange(3)]
    return b"".join(rows)


SIGNS_RAW = [sign.encode() for sign in SIGNS]


# The batches


def page(body: str) -> bytes:
    return (PROSE + body).encode("utf-8", "surrogatepass")


def model(body: str) -> bytes:
    return f"{MODEL}/// clause | One\n    id: one\n    level: core\n    covers: [cooperation-1]\n\n{body}\n///\n\nIt says so.\n".encode(
        "utf-8", "surrogatepass"
    )


def html(chance: Chance) -> bytes:
    """Return HTML that a browser would shrug at."""
    tags = ["a", "p", "code", "pre", "style", "script", "svg", "base", "template", "textarea", "b", "!--", "![CDATA[", "?", "link", "img", "x" * 300]
    names = ["href", "src", "srcset", "id", "style", "rel", "class", "data", "x:y", "on"]
    values = [
        "#",
        "#a",
        "//x",
        "../" * 50,
        "javascript:x",
        "data:image/gif,",
        "a b 1x, c",
        "url(//x)",
        noise(chance, 20),
        "%zz%",
        "?",
        "http://[",
        "#" + "é" * 99,
        "",
    ]

    def one() -> str:
        tag, name, value = chance.choice(tags), chance.choice(names), chance.choice(values)
        quote = chance.choice(["'", '"', ""])
        return chance.choice(
            [f"<{tag} {name}={quote}{value}{quote}>", f"</{tag}>", f"<{tag}", f"&{tag};", noise(chance, 5), "///", "[§ x]", "</", "-->", "]]>"]
        )

    much = chance.choice(["<code>" * 5000 + "</pre>" * 5000, "<a " * 9000, "<!" * 9000, "<p id=a>" * 5000, "&#" * 9000, "".join(one() for _ in range(400))])
    return chance.choice([much, "".join(one() for _ in range(400))]).encode("utf-8", "surrogatepass") + chance.choice([b"", b"\xff", b"\0"])


def answers(chance: Chance) -> bytes:
    """Return an answers file for an export, of which no part need fit."""
    whole: Any = {
        "state": chance.choice(["tx", "zz", *ODD]),
        "kind": chance.choice(["city", "none", *ODD]),
        "values": chance.choice([{"GOVERNMENT NAME": chance.choice(ODD), "CLERK": noise(chance, 9), "DAYS": chance.choice(ODD)}, *ODD]),
        "choices": chance.choice([{"m/law#first": chance.choice(ODD)}, {"x": "y"}, *ODD]),
    }
    text = json.dumps(chance.choice([whole, whole, whole, chance.choice(ODD)]), ensure_ascii=chance.random() < 0.5, default=str)
    return (text if chance.random() < 0.8 else text[: chance.randrange(len(text) + 1)]).encode("utf-8", "surrogatepass")


def batches(chance: Chance) -> Iterator[Batch]:
    """Yield everything that is tried."""
    pages, records = sorted(DOCS.rglob("*.md")), sorted(path for path in (DOCS / "_data").rglob("*.yml") if path.parent != DOCS / "_data")
    for n, each in enumerate((cut, cut, spliced, damaged, damaged, shuffled)):
        others = {kind: [path.read_bytes() for path in kind] for kind in (tuple(pages), tuple(records))}
        broken = {at.relative_to(ROOT).as_posix(): each(at.read_bytes(), chance.choice(all_of), chance) for kind, all_of in others.items() for at in kind}
        yield Batch(f"real content, {each.__name__} {n}", broken, real=True)
    prose: list[tuple[str, Callable[[Chance], str]]] = [
        ("slow words", bait),
        ("nested", nested),
        ("many", many),
        ("noise", lambda chance: noise(chance, 3000)),
    ]
    for name, make in prose:
        yield Batch(f"{name} in pages", {f"docs/p{n}.md": page(make(chance) + "\n") for n in range(8)})
        yield Batch(f"{name} in clauses", {f"docs/m/c{n}.md": model(make(chance)) for n in range(6)})
    for n in range(3):
        yield Batch(f"each slow word in pages {n}", {f"docs/p{m}.md": page(each_bait(word) + "\n") for m, word in enumerate(BAIT[n::3])})
        yield Batch(f"each slow word in clauses {n}", {f"docs/m/c{m}.md": model(each_bait(word)) for m, word in enumerate(BAIT[n::3])})
    yield Batch("slow words in sources", {f"docs/_data/sources/s{n}.yml": slow_record(chance) for n in range(12)})
    for n in range(2):
        yield Batch(f"hostile front matter {n}", {f"docs/p{m}.md": f"---\n{hostile(chance)}\n---\nWords.\n".encode("utf-8", "surrogatepass") for m in range(8)})
        yield Batch(f"hostile records {n}", {f"docs/_data/{folder(chance)}/r{m}.yml": hostile(chance).encode("utf-8", "surrogatepass") for m in range(8)})
        yield Batch(f"hostile options {n}", {f"docs/m/c{m}.md": options(hostile(chance)) for m in range(6)})
        confusing = {path.relative_to(ROOT).as_posix(): confused(path.read_text("utf-8"), chance).encode() for path in chance.sample(records, 30)}
        yield Batch(f"records of another form {n}", confusing)
        yield Batch(f"front matter of another form {n}", {f"docs/p{m}.md": confused_page(chance.choice(pages), chance) for m in range(12)})
    for path in sorted((DOCS / "_data").glob("*.yml")):
        yield Batch(f"{path.name} of another form", {f"docs/_data/{path.name}": confused(path.read_text("utf-8"), chance).encode()})
        yield Batch(f"{path.name} damaged", {f"docs/_data/{path.name}": damaged(path.read_bytes(), b"", chance)})
    for name in ("mkdocs.yml", "lint-exceptions.yml"):
        yield Batch(f"{name} damaged", {name: noise(chance, 200).encode() + damaged((ROOT / name).read_bytes(), b"", chance)})
    yield Batch("lint-exceptions.yml of another form", {"lint-exceptions.yml": confused((ROOT / "lint-exceptions.yml").read_text("utf-8"), chance).encode()})
    for n in range(3):
        register = {"docs/_data/published.yml": confused((DOCS / "_data/published.yml").read_text("utf-8"), chance).encode()} if n else {}
        laws = {f"docs/m/c{m}.md": damaged(model("(a) The [CLERK] shall act within [DAYS: 5] days."), b"", chance) for m in range(6)}
        yield Batch(f"publish {n}", {**laws, **register}, ("publish",))
        yield Batch(f"paths {n}", laws, ("paths",))
    for n in range(6):
        text = confused_page(DOCS / "cooperation/kit/front-desk-card.md", chance) if n % 2 else model(noise(chance, 400).replace("[", "").replace("\0", ""))
        yield Batch(f"export {n}", {"docs/m/c.md": text}, ("export", "--model", "m/c", "--format", ("docx", "txt")[n % 3 == 0], "--out", "out.file"))
        filled = ("export", "--model", "m/law", "--format", ("docx", "txt")[n % 2], "--out", "out.file", "--answers", "answers.json")
        yield Batch(f"export with answers {n}", {"answers.json": answers(chance)}, filled)
    for n in range(4):
        yield Batch(f"verify {n}", {"site/index.html": b"<p>x</p>", **{f"site/p{m}.html": html(chance) for m in range(8)}}, ("verify", "site"))


EXPORTED = ("export", "--model", "m/c", "--format", "txt", "--out", "out.file")


def folder(chance: Chance) -> str:
    return chance.choice(["sources", "laws/wa", "cases", "states"])


def options(text: str) -> bytes:
    return model("Words.").replace(b"    level: core", "\n".join(f"    {row}" for row in text.split("\n")).encode("utf-8", "surrogatepass"))


def slow_record(chance: Chance) -> bytes:
    fields = yaml.safe_load(BASE["docs/_data/sources/statute.yml"])
    return yaml.safe_dump({**fields, chance.choice(["citation", "title", "note", "url"]): bait(chance)}, allow_unicode=True, width=10**6).encode()


def confused_page(path: Path, chance: Chance) -> bytes:
    _, front, body = path.read_text("utf-8").split("---\n", 2)
    return f"---\n{confused(front, chance)}---\n{body}".encode()


BATCHES = list(batches(Chance(SEED)))
# What this has found, in its smallest form.
MENDED = [
    Batch("capitals after a number", {"docs/p.md": page("See 1 " + "A" * 150 + ".\n")}),
    Batch("a list of provisions without their clauses", {"docs/p.md": page("/// list | provisions\n///\n")}),
    Batch("answers with a state that is a list", {"answers.json": b'{"state": ["tx"]}'}, (*EXPORTED[:2], "m/law", *EXPORTED[3:], "--answers", "answers.json")),
    Batch("tables with a second row that is far to the right", {"docs/p.md": page(("| a | b |\n" + " " * 9000 + "| c |\n\n") * 50)}, seconds=15),
    Batch("a state that is a list", {"docs/p.md": PROSE.replace("kind: page", "kind: state\nstate: [tx]").encode()}),
    Batch(
        "a stage that is a list",
        {"docs/_data/cases/c.yml": b"name: C\nstage: [final]\ndecided: '2020'\n", "docs/p.md": page("/// list | cases\n///\n")},
    ),
    Batch(
        "half a bracket in an address", {"docs/_data/sources/s.yml": b"kind: statute\ncitation: '8 U.S.C. \xc2\xa7 1373'\nurl: https://[law.example.gov/1373\n"}
    ),
    Batch(
        "a type of the schema that is a list",
        {"docs/_data/schema.yml": (DOCS / "_data/schema.yml").read_bytes().replace(b"title: {type: text", b"title: {type: [text]")},
    ),
    Batch("an instrument that is a list", {"docs/m/c.md": model("Words.").replace(b"instrument: ordinance", b"instrument: [ordinance]")}, EXPORTED),
]


# The run


def small(root: Path) -> Path:
    """Write the small content that passes every rule."""
    shutil.copytree(DOCS / "_data", root / "docs/_data", ignore=lambda _, names: [name for name in names if not name.endswith(".yml")])
    for name, text in {**BASE, "docs/_data/moved.yml": "", "docs/_data/published.yml": "pages:\nmodels:\n"}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    (root / "docs/_data/published.yml").write_text(published.written(library.load(root / "docs")))
    return root


def fault(batch: Batch, root: Path, base: Path) -> str:
    """Run a batch; return what is wrong with how it went, "" when nothing is."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(ROOT / "docs" if batch.real else base, root / "docs" if batch.real else root)
    for name, raw in batch.files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(raw)
    limited = ["sh", "-c", f'ulimit -v {MEMORY // 1024} && exec "$@"', "sh"]  # a limit set from here would not be safe beside threads
    command = [*limited, sys.executable, "-m", "toolkit", "--root", str(root), *batch.command]
    # A session of its own, so that what the program started ends with it.
    running = subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "TOOLKIT_DATE": DAY}, start_new_session=True
    )
    try:
        out, errors = (raw.decode("utf-8", "replace") for raw in running.communicate(timeout=batch.seconds))
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)
        running.communicate()
        return f"did not end in {batch.seconds} seconds"
    signs = [sign for sign in ("Traceback", "the rule itself failed", "MemoryError", "RecursionError", "Fatal Python") if sign in errors + out]
    if signs or running.returncode not in (0, 1, 2):
        shown = [row for row in (errors + out).splitlines() if any(sign in row for sign in signs)] + errors.splitlines()[-3:]
        return f"exit code {running.returncode}: " + " / ".join(row[:300] for row in shown[:6])
    return malformed(root / "out.file") if "docx" in batch.command and not running.returncode else ""


def malformed(path: Path) -> str:
    """Return what keeps a Word file from being one."""
    with zipfile.ZipFile(path) as packed:
        for name in packed.namelist():
            if name.endswith(".xml"):
                try:
                    ElementTree.fromstring(packed.read(name))
                except ElementTree.ParseError as error:
                    return f"the Word file is malformed: {name}: {error}"
    return ""


def smallest(batch: Batch, run: Callable[[Batch], str]) -> Batch:
    """Return the smallest part of a failing batch that still fails, as far as halving finds it."""
    names = list(batch.files)
    if len(names) == 1:
        return batch
    halves = (names[: len(names) // 2], names[len(names) // 2 :])
    parts = (replace(batch, files={name: batch.files[name] for name in half}) for half in halves)
    return next((smallest(part, run) for part in parts if run(part)), batch)


def told(batch: Batch, base: Path, kept: Path) -> str:
    """Run a batch; return the fault with where its input is kept, "" when there is none."""
    root = kept / "".join(letter if letter.isalnum() else "-" for letter in batch.name)
    if not (said := fault(batch, root, base)):
        shutil.rmtree(root)
        return ""
    least = smallest(batch, partial(fault, root=root, base=base))
    said = said if least == batch else fault(least, root, base) or said
    return f"{said}\nseed {SEED}; {' '.join(least.command)}\n" + "\n".join(str(root / name) for name in list(least.files)[:5])


@pytest.fixture(scope="session")
def faults(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What went wrong in each batch that this run asks for. All processors share the work."""
    asked = [item.callspec.params["batch"] for item in request.session.items if "faults" in getattr(item, "fixturenames", ())]
    folder = tmp_path_factory.mktemp("fuzz")
    base = small(folder / "base")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(map(str, asked), pool.map(lambda batch: told(batch, base, folder), asked), strict=True))


@pytest.mark.parametrize("batch", [*BATCHES, *MENDED], ids=str)
def test_it_ends_well(batch: Batch, faults: dict[str, str]) -> None:
    assert not faults[batch.name], faults[batch.name]
