"""What strangers could bring before a reader: that each way is open in the real renderer, and that each is found before."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from building import ROOT
from cases import BASE, PROSE
from mkdocs.commands.build import build
from mkdocs.config import load_config
from payloads import INNOCENT, PAGE, PAYLOADS
from toolkit import library, lint, policy, verify
from toolkit.library import Library
from toolkit.rules import safety

Write = Callable[..., Path]
Load = Callable[..., Library]
OURS = {name for name, rule in lint.RULES.items() if rule.check.__module__ == safety.__name__ or name == "unwanted-file"}


def found(content: Load, files: dict[str, str | bytes | None], *rules: str) -> list[str]:
    """What the rules of this subject (or those that are named) find."""
    return [f"{f.path}:{f.line}: {f.rule}: {f.message}" for f in lint.run(content(files)) if f.rule in (rules or OURS)]


# Markup


def _settings() -> str:
    """The site's settings without its menu; a faulty page is to be built."""
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    return re.sub(r"(?ms)^watch:.*?$|^nav:.*\Z", "", text).replace("strict: true", "strict: false")


def _built(root: Path, files: dict[str, str]) -> Path:
    """Build a site of these files over BASE, as the site itself is built, and return its folder."""
    data = {f"docs/_data/{path.name}": path.read_text("utf-8") for path in (ROOT / "docs/_data").glob("*.yml")}
    shutil.rmtree(root / "docs", ignore_errors=True)
    for name, text in {**data, **BASE, **files, "mkdocs.yml": _settings()}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    (root / "overrides").unlink(missing_ok=True)
    (root / "overrides").symlink_to(ROOT / "overrides")
    build(load_config(str(root / "mkdocs.yml")))
    return root / "site"


Reach = Callable[[str], tuple[str, list[str]]]


@pytest.fixture(scope="module")
def reached(tmp_path_factory: pytest.TempPathFactory) -> Reach:
    """Return the page of a payload that nobody stopped, and what verify finds there. Payloads of one page are built together."""
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    single = {name: f"payload-{n}" for n, (name, payload) in enumerate(PAYLOADS.items()) if [*payload.files] == [PAGE]}
    together = _built(tmp_path_factory.mktemp("together"), {f"docs/{stem}.md": PAYLOADS[name].files[PAGE] for name, stem in single.items()})
    findings = verify.run(together)

    def reach(name: str) -> tuple[str, list[str]]:
        site, page = (
            (together, f"{single[name]}/index.html") if name in single else (_built(tmp_path_factory.mktemp("one"), PAYLOADS[name].files), PAYLOADS[name].page)
        )
        all_of_it = findings if name in single else verify.run(site)
        return (site / page).read_text("utf-8"), [f.message for f in all_of_it if f.path == f"site/{page}" and f.rule != "broken-built-link"]

    return reach


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_reaches_the_page_and_is_found_before_and_after(name: str, reached: Reach, content: Load) -> None:
    payload = PAYLOADS[name]
    html, after = reached(name)
    assert re.search(payload.reaches, html), "the payload is idle"
    assert after, "toolkit.verify lets it through"
    before = {f.rule for f in lint.run(content(payload.files)) if f.path in payload.files}
    assert before & {"unsafe-markup", "raw-address", "invalid-record", "malformed-id"}, "lint lets it through"


@pytest.mark.parametrize("name", INNOCENT)
def test_what_only_looks_unsafe_draws_nothing(name: str, content: Load) -> None:
    assert found(content, {PAGE: PROSE + INNOCENT[name] + "\n"}) == []


def test_there_are_enough_of_both() -> None:
    assert len(PAYLOADS) >= 60
    assert len(INNOCENT) >= 30


@pytest.mark.parametrize("words", ['=HYPERLINK("x")', "+cmd|x", "@SUM(A1)", "-cmd|x"])
def test_a_formula_for_those_who_open_the_data_in_a_spreadsheet(words: str, content: Load) -> None:
    record = BASE["docs/_data/sources/statute.yml"].replace("title: Statute", f"title: '{words}'")
    assert found(content, {"docs/_data/sources/statute.yml": record}) == [f'docs/_data/sources/statute.yml:2: unsafe-markup: "title" holds "{words}"']


# Characters

ZERO = (
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u180e\u2061\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u206a\U000e0041\U000e007f"
)
OTHER = "\ufe0f\ufe00\U000e0100\ue000\U000f0000\ufffe\U0001ffff\u2028\u2029\x07\x0b\x0c\x1b\x7f\x85\x9b\ufff9\ufffc\ufffd\u115f\u3164\u2800"
SPACES = "\u00a0\u1680\u2000\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"


@pytest.mark.parametrize("sign", ZERO + OTHER + SPACES, ids=lambda sign: f"U+{ord(sign):04X}")
def test_an_unseen_character_is_named_with_its_place(sign: str, content: Load) -> None:
    assert [line.split(" ")[:3] for line in found(content, {PAGE: PROSE + f"Words.\n\nA deten{sign}tion.\n"}, "invisible-character")] == [
        ["docs/page.md:9:", "invisible-character:", f"U+{ord(sign):04X}"]
    ]
    assert found(content, {PAGE: PROSE + f"Words.\n\nA deten{sign}tion.\n"}, "invisible-character")[0].endswith(" at column 8")


@pytest.mark.parametrize("words", ["a\u0323\u0301\u0308\u0302", "\u0301alone", "x\u20dd", "z\u0335\u0336"])
def test_piled_accents(words: str, content: Load) -> None:
    assert found(content, {PAGE: PROSE + words + "\n"}, "invisible-character")


ALIKE = {
    "Cyrillic in a word": "The j\u0430il holds.",
    "a word in Cyrillic": "The \u0441\u043e\u0440 holds.",
    "Greek in a citation": "8 U.S.C. § 13\u03bf1",
    "a Greek capital": "Section \u0391 applies.",
    "Armenian": "An \u0585rder.",
    "Cherokee": "\u13a0gency",
    "full width": "\uff21gency",
    "bold of mathematics": "\U0001d400gency",
    "script of mathematics": "\U0001d4d0\U0001d4e2",
    "double-struck": "\u211dule",
    "the sign of Kelvin": "\u212aing County",
    "a ligature": "of\ufb01cer",
    "a long s": "cour\u017fe".replace("\u017f", "\u0261"),
    "phonetic": "a\u0261ency",
    "a small capital": "\u1d00gency",
    "a dental click": "sha\u01c0l",
    "a circled letter": "\u24d0gency",
    "digits of Arabic": "§ \u0661\u0662",
    "digits of Devanagari": "§ 1\u0968",
    "digits of full width": "§ 1\uff13",
    "bold digits": "§ \U0001d7cf",
    "a Roman numeral": "Article \u2163",
    "a hyphen that is another": "§ 10\u20115",
    "another hyphen": "§ 10\u20105",
    "a minus sign": "§ 10\u22125",
    "a figure dash": "§ 10\u20125",
    "a bar": "§ 10\u20155",
    "a hyphen of full width": "§ 10\uff0d5",
    "a division slash": "1\u22152",
    "a dot that is another": "8 U\u2024S.C.",
    "a colon that is another": "10\u22365",
    "a comma that is a quotation mark": "1\u201a000",
    "an acute for an apostrophe": "the clerk\u00b4s",
    "a prime for an apostrophe": "the clerk\u02b9s",
    "a Greek question mark": "and\u037e or",
    "Latin beside another script": "ICE\u79fb\u6c11",
}


@pytest.mark.parametrize("name", ALIKE)
def test_what_passes_for_another(name: str, content: Load) -> None:
    lines = found(content, {PAGE: PROSE + ALIKE[name] + "\n"}, "look-alike")
    assert len(lines) == 1
    assert re.match(r"docs/page\.md:7: look-alike: .*U\+[0-9A-F]{4,5} [A-Z]", lines[0])


PLACES: dict[str, Callable[[str], dict[str, str | bytes | None]]] = {
    "docs/page.md:2": lambda sign: {PAGE: PROSE.replace("title: Page", f"title: Pa{sign}ge")},
    "docs/m/law.md:15": lambda sign: {"docs/m/law.md": BASE["docs/m/law.md"].replace("covers: [cooperation-1]", f"covers: [cooperation-1] # a{sign}b", 1)},
    "docs/m/law.md:17": lambda sign: {"docs/m/law.md": BASE["docs/m/law.md"].replace("shall act", f"sh{sign}all act")},
    "docs/_data/sources/statute.yml:2": lambda sign: {
        "docs/_data/sources/statute.yml": BASE["docs/_data/sources/statute.yml"].replace("Statute", f"Stat{sign}ute")
    },
    "docs/_data/synonyms.yml:1": lambda sign: {"docs/_data/synonyms.yml": f"jail: [ja{sign}il]\n"},
    "mkdocs.yml:2": lambda sign: {"mkdocs.yml": f"site_name: X\n# a{sign}b\n"},
    "docs/assets/javascripts/x.js:1": lambda sign: {"docs/assets/javascripts/x.js": f"const a{sign}b = 1\n"},
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("sign", "rule"), [("\u200b", "invisible-character"), ("\u0430", "look-alike")])
def test_a_character_is_found_wherever_it_stands(place: str, sign: str, rule: str, content: Load) -> None:
    assert [line.split(": ")[:2] for line in found(content, PLACES[place](sign), rule)] == [[place, rule]]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({PAGE: PROSE + "Deten&#8203;tion.\n"}, "docs/page.md:7: invisible-character: U+200B ZERO WIDTH SPACE"),
        ({PAGE: PROSE + "Deten&shy;tion.\n"}, "docs/page.md:7: invisible-character: U+00AD SOFT HYPHEN"),
        ({PAGE: PROSE + "J&#x430;il.\n"}, "docs/page.md:7: look-alike: "),
        ({PAGE: PROSE.replace("title: Page", 'title: "Pa\\u200bge"')}, "docs/page.md:2: invisible-character: U+200B ZERO WIDTH SPACE"),
        (
            {"docs/_data/sources/statute.yml": BASE["docs/_data/sources/statute.yml"].replace("title: Statute", 'title: "St\\u0430tute"')},
            'docs/_data/sources/statute.yml:2: look-alike: "Stаtute"',
        ),
    ],
)
def test_a_character_that_is_written_as_another(files: dict[str, str | bytes | None], expected: str, content: Load) -> None:
    lines = found(content, files, "invisible-character", "look-alike")
    assert len(lines) == 1
    assert lines[0].startswith(expected)


def test_columns_and_lines_are_those_of_the_file(content: Load) -> None:
    lines = found(content, {PAGE: PROSE + "One.\n\nTwo \u200b and \u202e.\n"})
    assert lines == [
        "docs/page.md:9: invisible-character: U+200B ZERO WIDTH SPACE at column 5",
        "docs/page.md:9: invisible-character: U+202E RIGHT-TO-LEFT OVERRIDE at column 11",
    ]


# Addresses


@pytest.mark.parametrize("key", ["url", "archived", "copy"])
@pytest.mark.parametrize("address", ["http://law.example.gov/1", "javascript:alert(1)", "data:text/html,x", "//law.example.gov", "ftp://law.example.gov/"])
def test_an_insecure_address_in_a_record(key: str, address: str, content: Load) -> None:
    record = BASE["docs/_data/sources/statute.yml"]
    if key == "url":
        record = record.replace("url: https://law.example.gov/1373", f"url: {address}")
    elif key == "archived":
        record = record.replace("checked:", f"archived: {address}\nchecked:")
    else:
        record = record.replace("note:", f"  copy: {address}\nnote:")
    lines = found(content, {"docs/_data/sources/statute.yml": record}, "invalid-record")
    assert [line.partition(": invalid-record: ")[2] for line in lines] == [f'"{key}": "{address}" does not start with https://']


# Lengths


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({PAGE: PROSE.replace("title: Page", f"title: {'x' * 301}")}, 'docs/page.md:2: overlong-value: "title" has 301 characters'),
        ({PAGE: PROSE.replace("summary: A page.", f"summary: {'x ' * 501}x")}, 'docs/page.md:4: overlong-value: "summary" has 1,003 characters'),
        (
            {"docs/_data/sources/statute.yml": BASE["docs/_data/sources/statute.yml"].replace("Read whole.", "x" * 4001)},
            'docs/_data/sources/statute.yml:11: overlong-value: "note" has 4,001 characters',
        ),
        ({"docs/m/law.md": BASE["docs/m/law.md"].replace("| First", f"| {'x' * 301}")}, 'docs/m/law.md:12: overlong-value: "title" has 301 characters'),
        ({"docs/_data/synonyms.yml": f"jail: [{'x' * 4001}]\n"}, 'docs/_data/synonyms.yml:1: overlong-value: "jail" has 4,001 characters'),
    ],
)
def test_a_value_that_is_too_long(files: dict[str, str | bytes | None], expected: str, content: Load) -> None:
    assert found(content, files, "overlong-value") == [expected]


# Files

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8">{}</svg>'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
NO_DRAWING = "the drawing holds "
FILES: dict[str, tuple[str, str | bytes, str]] = {
    "a web page": ("docs/map.html", "<p>x</p>", 'no ".html" file belongs in docs/'),
    "a program": ("docs/setup.exe", b"MZ", 'no ".exe" file belongs in docs/'),
    "a Word file": ("docs/assets/form.docx", b"PK", 'no ".docx" file belongs in docs/'),
    "a host's settings": ("docs/_headers", "/*", 'no "_headers" file belongs in docs/'),
    "a domain": ("docs/CNAME", "stranger.example", 'no "CNAME" file belongs in docs/'),
    "a hidden file": ("docs/.htaccess", "Options", "a hidden file"),
    "a file in a hidden folder": ("docs/.well-known/x.md", "x", "a hidden file"),
    "a record elsewhere": ("docs/law.yml", "a: 1", "a .yml file outside _data/"),
    "a script elsewhere": ("docs/m/x.js", "let a", "a .js file outside assets/javascripts/"),
    "an odd name": ("docs/assets/images/a b.svg", SVG.format(""), "a name that cannot be an address"),
    "capitals": ("docs/assets/images/Seal.PNG", PNG, 'no ".PNG" file belongs in docs/'),
    "two endings": ("docs/assets/images/seal.png.html", "<p>", 'no ".html" file belongs in docs/'),
    "a picture that is a page": ("docs/assets/images/seal.png", "<html><script>alert(1)</script>", "named .png and no PNG picture"),
    "a picture too large": ("docs/assets/images/seal.png", PNG + bytes(500_000), "more than 500,000 bytes"),
    "a script too large": ("docs/assets/javascripts/x.js", "x" * 100_001, "more than 100,000 bytes"),
    "a script that is a page": ("docs/assets/javascripts/x.js", "<html></html>", "named .js and something else"),
    "a stylesheet that is no text": ("docs/assets/stylesheets/x.css", b"\xff\xfe", "named .css and something else"),
    "a drawing that is a page": ("docs/assets/images/x.svg", "<html></html>", "named .svg and no plain drawing"),
    "a script in a drawing": ("docs/assets/images/x.svg", SVG.format("<script>alert(1)</script>"), f"{NO_DRAWING}<script>"),
    "a script in a namespace": (
        "docs/assets/images/x.svg",
        SVG.format('<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>'),
        f'{NO_DRAWING}"<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x"',
    ),
    "HTML in a drawing": ("docs/assets/images/x.svg", SVG.format("<foreignObject></foreignObject>"), f"{NO_DRAWING}<foreignObject>"),
    "a handler in a drawing": ("docs/assets/images/x.svg", SVG.format('<g onload="alert(1)"/>'), f'{NO_DRAWING}onload="alert(1)"'),
    "a link in a drawing": ("docs/assets/images/x.svg", SVG.format('<a href="javascript:alert(1)"/>'), f"{NO_DRAWING}<a>"),
    "a use of another file": ("docs/assets/images/x.svg", SVG.format('<use href="//stranger.example/x.svg#a"/>'), f"{NO_DRAWING}<use>"),
    "a picture in a drawing": ("docs/assets/images/x.svg", SVG.format('<image href="https://stranger.example/x.png"/>'), f"{NO_DRAWING}<image>"),
    "a fill from elsewhere": ("docs/assets/images/x.svg", SVG.format('<g fill="url(//stranger.example/x)"/>'), f'{NO_DRAWING}fill="url(//stranger.example/x)"'),
    "a style in a drawing": ("docs/assets/images/x.svg", SVG.format('<g style="fill: red"/>'), f'{NO_DRAWING}style="fill: red"'),
    "styles in a drawing": ("docs/assets/images/x.svg", SVG.format("<style>@import 'x'</style>"), f"{NO_DRAWING}<style>"),
    "an entity in a drawing": ("docs/assets/images/x.svg", '<!DOCTYPE svg [<!ENTITY x "y">]>' + SVG.format("&x;"), "named .svg and no plain drawing"),
    "an instruction in a drawing": (
        "docs/assets/images/x.svg",
        '<?xml-stylesheet href="x.css"?>' + SVG.format(""),
        "named .svg and no plain drawing",
    ),
    "a comment in a drawing": ("docs/assets/images/x.svg", SVG.format("<!-- x -->"), f'{NO_DRAWING}"<!-- x -->"'),
    "movement in a drawing": ("docs/assets/images/x.svg", SVG.format('<animate attributeName="href"/>'), f"{NO_DRAWING}<animate>"),
}


@pytest.mark.parametrize("name", FILES)
def test_an_unwanted_file(name: str, content: Load) -> None:
    path, text, expected = FILES[name]
    assert found(content, {path: text}, "unwanted-file") == [f"{path}:1: unwanted-file: {expected}"]


def test_files_that_belong(content: Load) -> None:
    shapes = '<defs><linearGradient id="a"><stop offset="0"/></linearGradient></defs><rect width="8" fill="url(#a)"/><title>Seal</title>'
    files = {
        "docs/assets/images/seal.png": PNG,
        "docs/assets/images/seal.svg": f'<?xml version="1.0" encoding="UTF-8"?>\n{SVG.format(shapes)}',
        "docs/assets/javascripts/search-words.js": "const a = '<b>'\n",
        "docs/assets/stylesheets/site.css": "p { color: black }\n",
    }
    assert found(content, files) == []


def test_a_file_that_can_be_run(write: Write) -> None:
    root = write({PAGE: PROSE + "Words.\n"})
    (root / PAGE).chmod(0o755)
    assert [str(f).split("\n")[0] for f in lint.run(library.load(root / "docs")) if f.rule == "unwanted-file"] == [
        f"{PAGE}:1: unwanted-file: the file is marked as a program"
    ]


def test_an_asset_that_is_a_link_or_a_pipe(write: Write) -> None:
    root = write()
    images = root / "docs/assets/images"
    images.mkdir(parents=True)
    (images / "seal.svg").symlink_to("/etc/passwd")
    (images / "zero.svg").symlink_to("/dev/zero")
    os.mkfifo(images / "pipe.svg")
    told = {(f.path, f.message) for f in lint.run(library.load(root / "docs")) if f.rule in OURS | {"symbolic-link"}}
    assert {(path.removeprefix("docs/assets/images/"), message) for path, message in told} == {
        ("seal.svg", "a symbolic link"),
        ("zero.svg", "a symbolic link"),
        ("pipe.svg", "not a regular file"),
    }


def test_a_name_with_a_line_break_is_one_line_of_findings(content: Load) -> None:
    assert found(content, {"docs/a\nb.txt": "x"}, "unwanted-file") == ['docs/a\\nb.txt:1: unwanted-file: no ".txt" file belongs in docs/']


# Slow input

SLOW = {
    "open tags": ("<a " * 6000 + "\n") * 50,
    "open braces": ("{" * 19_000 + "\n") * 50,
    "open brackets": ("[x]:" * 4900 + "\n") * 50,
    "open targets": ("](java" * 3300 + "\n") * 50,
    "backticks": ("` `` ``` " * 2200 + "\n") * 50,
    "fences": "```\n" * 240_000,
    "fences of every length": "".join("`" * (3 + n % 1200) + "\n" for n in range(1600)),
    "entities": ("&#8203;" * 2800 + "\n") * 50,
    "accents": ("\u0301" * 9900 + "\n") * 48,
    "Cyrillic": ("\u0430" * 9900 + "\n") * 48,
    "zero-width": ("\u200b" * 6600 + "\n") * 48,
}


@pytest.mark.parametrize("name", SLOW)
def test_slow_input_ends(name: str, content: Load) -> None:
    started = time.monotonic()
    found(content, {PAGE: (PROSE + SLOW[name])[:990_000]})
    assert time.monotonic() - started < 10


def test_a_slow_drawing_ends(content: Load) -> None:
    started = time.monotonic()
    found(content, {"docs/assets/images/x.svg": SVG.format("<g a='" * 9000 + " b=" * 9000)})
    assert time.monotonic() - started < 10


# The policy


def test_the_settings_bring_nothing_from_elsewhere(content: Load) -> None:
    lines = found(content, {"mkdocs.yml": "site_name: X\nextra_javascript: [https://stranger.example/x.js]\ncopyright: <b>x</b>\n"}, "unsafe-markup")
    assert [line.split(": ")[0] for line in lines] == ["mkdocs.yml:2", "mkdocs.yml:3", "mkdocs.yml:3"]


def test_only_a_server_that_reloads_leaves_scripts_within_pages(write: Write) -> None:
    assert "unsafe-inline" not in policy.text() and "unsafe-eval" not in policy.text()
    root = write({"mkdocs.yml": _settings()})
    (root / "overrides").symlink_to(ROOT / "overrides")
    config = load_config(str(root / "mkdocs.yml"))
    config.plugins.on_startup(command="serve", dirty=False)
    config.plugins.on_pre_build(config=config)
    assert config.extra["policy"] == policy.text(serving=True)
    assert "script-src 'self' 'unsafe-inline';" in policy.text(serving=True)
