"""Checks on built pages: a site of two pages, one fault at a time."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from building import built_site
from toolkit import built, verify

PAGE = '<!doctype html>\n<html lang="en"><head><link rel="stylesheet" href="{up}assets/site.css"></head><body>\n{body}\n</body></html>\n'
KNOWN = "https://law.example.gov/1373"


def site(root: Path, body: str, css: str = "p { color: black }") -> Path:
    """Write index.html, m/law/index.html with `body`, a stylesheet and the source records."""
    files = {
        "index.html": PAGE.format(up="", body='<h1 id="top">Home</h1> <a href="m/law/#first">law</a>'),
        "m/law/index.html": PAGE.format(up="../../", body=f'<h2 id="first">First</h2>\n{body}'),
        "assets/site.css": css,
        "404.html": PAGE.format(up="/", body='<a href="/m/law/">law</a>'),
        "data/sources.json": json.dumps([{"url": KNOWN, "checked": {"copy": "https://copy.example.org/1"}}]),
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return root


def found(root: Path) -> list[str]:
    """What is found but for unsafe markup, of which tests/test_safe_html.py is."""
    return [f"{f.path.removeprefix(root.name + '/')}:{f.line}: {f.rule}: {f.message}" for f in verify.run(root) if f.rule != "unsafe-html"]


@pytest.mark.parametrize(
    "body",
    [
        '<a href="../../">home</a> <a href="../..">home</a> <a href="../../index.html#top">home</a> <a href="#first">here</a> <a href="#">top</a> <a href="?x=1">x</a>',
        f'<a href="{KNOWN}">law</a> <a href="https://copy.example.org/1">copy</a>',
        "<code>[§ clause-id] /// [^x] [a][b]</code> <pre>{flush (a)}</pre> <script>a[0][1] // ///</script>",
        "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg> <img src='data:image/gif;base64,R0lGOD' alt=''>",
        "see https://law.example.gov in words; [GOVERNMENT] and [DAYS: 5] are blanks",
    ],
)
def test_what_is_right_is_silent(body: str, tmp_path: Path) -> None:
    assert found(site(tmp_path, body)) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<a href="../nowhere/">x</a>', 'broken-built-link: "../nowhere/" leads to no file'),
        ('<a href="#firsts">x</a>', 'broken-built-link: m/law/index.html has no "#firsts"'),
        ('<a href="../../#Top">x</a>', 'broken-built-link: index.html has no "#Top"'),
        ('<a href="../../Index.html">x</a>', 'broken-built-link: "../../Index.html" leads to no file'),
        ('<a href="../../../etc/passwd">x</a>', 'broken-built-link: "../../../etc/passwd" leads to no file'),
        ('<a href="/m/law/">x</a>', 'broken-built-link: "/m/law/" starts at the root of the domain'),
        ('<img src="../map.png" alt="x">', 'broken-built-link: "../map.png" leads to no file'),
        ('<img srcset="../a.png 1x, ../../assets/site.css 2x" alt="x">', 'broken-built-link: "../a.png" leads to no file'),
        ('<p id="first">x</p>', 'repeated-html-id: the id "first" stands 2 times on the page'),
        ("<p>/// clause | One</p>", 'leaked-markup: "/// clause | One" reached the reader'),
        ("<p>see [§ detainers]</p>", 'leaked-markup: "[§ detainers]" reached the reader'),
        ("<p>see [a][b]</p>", 'leaked-markup: "][b]" reached the reader'),
        ("<p>{flush (a)} x</p>", 'leaked-markup: "{flush (a)} x" reached the reader'),
        ("<p>said.[^galarza]</p>", 'leaked-markup: "[^galarza]" reached the reader'),
        ('<a href="https://elsewhere.example/">x</a>', 'unrecorded-address: "https://elsewhere.example/" is in no source record'),
        ('<a href="//elsewhere.example/">x</a>', 'unrecorded-address: "//elsewhere.example/" is in no source record'),
        ('<script src="https://cdn.example/x.js"></script>', 'third-party-request: <script> fetches "https://cdn.example/x.js"'),
        (f'<img src="{KNOWN}" alt="x">', f'third-party-request: <img> fetches "{KNOWN}"'),
        ('<link rel="preconnect" href="https://fonts.example">', 'third-party-request: <link> fetches "https://fonts.example"'),
        ('<form action="https://elsewhere.example/"></form>', 'third-party-request: <form> fetches "https://elsewhere.example/"'),
        ('<p style="background: url(https://x.example/a.png)">x</p>', 'third-party-request: <p> fetches "https://x.example/a.png"'),
        ("<style>@import 'https://x.example/a.css';</style>", 'third-party-request: <style> fetches "https://x.example/a.css"'),
        ('<iframe src="//x.example/"></iframe>', 'third-party-request: <iframe> fetches "//x.example/"'),
    ],
)
def test_a_fault_is_found_once(body: str, expected: str, tmp_path: Path) -> None:
    assert found(site(tmp_path, body)) == [f"m/law/index.html:4: {expected}"]


def test_a_stylesheet_that_fetches(tmp_path: Path) -> None:
    root = site(tmp_path, "", "p { color: black }\nq { src: url('//fonts.example/a.woff2') }")
    assert found(root) == ['assets/site.css:2: third-party-request: the stylesheet fetches "//fonts.example/a.woff2"']


def test_own_addresses_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = site(tmp_path, '<a href="https://code.example/edit">edit</a> <a href="mailto:us@example.org?subject=x">write</a>')
    assert len(found(root)) == 2
    monkeypatch.setenv("TOOLKIT_REPOSITORY", "https://code.example/")
    monkeypatch.setenv("TOOLKIT_CONTACT", "us@example.org")
    assert found(root) == []


def test_root_links_of_the_404_page_start_below_the_public_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = site(tmp_path, "")
    (root / "404.html").write_text('<a href="/kit/m/law/">law</a>')
    assert found(root) == ['404.html:1: broken-built-link: "/kit/m/law/" leads to no file']
    monkeypatch.setenv("TOOLKIT_SITE_URL", "https://example.org/kit/")
    assert found(root) == []


def test_a_broken_page_is_a_finding(tmp_path: Path) -> None:
    root = site(tmp_path, "")
    (root / "odd.html").write_bytes(b"<p>\xff")
    assert found(root) == ["odd.html:1: encoding: not UTF-8 text (byte 3)"]
    (root / "odd.html").write_text("<p <b id=x <!-- <a href='#none")
    assert found(root) in ([], ['odd.html:1: broken-built-link: odd.html has no "#none"'])


def test_no_site(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="run scripts/build first"):
        verify.run(tmp_path)


def test_links_are_read_alike_from_plain_pages_and_from_any(tmp_path: Path) -> None:
    """The quick way of reading a page gives what the whole one gives, on every page that is built."""
    for root in (
        built_site(),
        site(tmp_path, '<p id=a><A HREF="x&amp;y">x</A> <!-- <a href="no"> --> <script type="application/json">{"a": "<b id=no>"}</script>'),
    ):
        whole, quick = built.load(root), built.load(root, links_only=True)
        assert {path: (page.ids, page.id_lines, page.references) for path, page in quick.pages.items()} == {
            path: (page.ids, page.id_lines, page.references) for path, page in whole.pages.items()
        }
        assert sum(len(page.references) for page in quick.pages.values()) > 2


def test_a_file_that_a_style_sheet_fetches_must_be_there(tmp_path: Path) -> None:
    css = "/* url(old.png) */\np { background: url('site.css') }\nq { background: url(none.png?v=1#x); mask: url(#m), url(data:image/png;base64,AA==) }"
    assert found(site(tmp_path, "", css)) == ['assets/site.css:3: broken-built-link: "none.png?v=1#x" leads to no file']


def test_the_sites_own_address_is_a_link_inside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOOLKIT_SITE_URL", "https://toolkit.example.org/sub/")
    own = "https://toolkit.example.org/sub"
    root = site(tmp_path, f'<a href="{own}/">a</a> <a href="{own}/m/law/#first">b</a> <a href="{own}/gone/">c</a>\n<a href="{own}/#none">d</a>')
    assert found(root) == [
        'm/law/index.html:4: broken-built-link: "../../gone/" leads to no file',
        'm/law/index.html:5: broken-built-link: index.html has no "#none"',
    ]
