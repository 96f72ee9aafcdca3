"""What may stand in a built page: one page, one fault at a time."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from toolkit import moved, policy, verify
from toolkit.library import Library

POLICY = f'<meta http-equiv="Content-Security-Policy" content="{policy.text()}">'
PAGE = (
    '<!doctype html>\n<html lang="en" class="no-js"><head>{policy}<meta charset="utf-8">{head}<title>T</title></head>'
    '<body dir="ltr" data-md-color-scheme="default">\n{frame}<main><article class="md-content__inner">\n{body}\n</article></main>\n</body></html>\n'
)


def found(root: Path, body: str = "", head: str = "", frame: str = "", guard: str = POLICY) -> list[str]:
    """What is unsafe in a page with these parts: line and message."""
    (root / "m").mkdir(parents=True, exist_ok=True)
    (root / "index.html").write_text(PAGE.format(policy=POLICY, head="", frame="", body=""), "utf-8")
    (root / "m/index.html").write_text(PAGE.format(policy=guard, head=head, frame=frame, body=body), "utf-8")
    return [f"{f.path.removeprefix(root.name + '/')}:{f.line}: {f.message}" for f in verify.run(root) if f.rule == "unsafe-html"]


@pytest.mark.parametrize(
    "body",
    [
        '<p class="l1" id="a" data-form="x" title="t" role="note" aria-label="l" hidden lang="es">Words <strong>and</strong> <em>more</em>.</p>',
        '<a href="../x/#a">x</a> <a href="#a" class="b">x</a> <a href="https://law.example.gov/?a=1&amp;b=2">x</a> <a href="mailto:a@example.org">x</a>',
        '<a href="x.docx" download data-format="docx">x</a> <img src="../map.png" alt="A map">',
        '<table class="texts"><caption>c</caption><thead><tr><th scope=col>a</th></tr></thead><tbody><tr><td data-label="b">c</td></tr></tbody></table>',
        "<details class=\"rest\"><summary>x</summary></details><pre><code>&lt;script&gt;</code></pre><hr><br/><ol start='3'><li value=4>x</ol>",
        "<p>1 &lt; 2, javascript: and data: are words, onclick=x too; a > b</p>",
        "<p class='x' data-json=\"{&quot;a&quot;: 1}\">x</p>",
    ],
)
def test_what_texts_hold_is_silent(body: str, tmp_path: Path) -> None:
    assert found(tmp_path, body) == []


@pytest.mark.parametrize(
    "frame",
    [
        '<form class="md-search__form"><input type="text" name="query" required><label for="__search"></label><button type="reset">x</button></form>',
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M3 6h18v2H3z"/></svg>',
        '<script id="__config" type="application/json">{"base": "."}</script><script src="../assets/javascripts/main.js" type="module"></script>',
        '<script type="text/plain" data-later src="../assets/javascripts/bundle.js"></script>',
        '<nav data-md-component="sidebar" aria-label="x"><ul data-md-scrollfix></ul></nav>',
    ],
)
def test_what_the_frame_holds_is_silent(frame: str, tmp_path: Path) -> None:
    assert found(tmp_path, frame=frame) == []


UNSAFE = {
    "<script>x</script>": "<script> may not stand in a text",
    '<script src="../assets/javascripts/main.js"></script>': "<script> may not stand in a text",
    "<iframe></iframe>": "<iframe> may not stand in a page",
    "<object></object>": "<object> may not stand in a page",
    "<embed>": "<embed> may not stand in a page",
    "<form></form>": "<form> may not stand in a text",
    '<input type="text">': "<input> may not stand in a text",
    "<button>x</button>": "<button> may not stand in a text",
    "<style></style>": "<style> may not stand in a page",
    '<link rel="stylesheet" href="x.css">': "<link> may not stand in a text",
    '<meta name="description" content="x">': "<meta> may not stand in a text",
    '<base href="x">': "<base> may not stand in a page",
    "<svg></svg>": "<svg> may not stand in a text",
    "<math></math>": "<math> may not stand in a page",
    "<template></template>": "<template> may not stand in a page",
    "<noscript></noscript>": "<noscript> may not stand in a page",
    "<textarea></textarea>": "<textarea> may not stand in a page",
    "<video></video>": "<video> may not stand in a page",
    "<marquee></marquee>": "<marquee> may not stand in a page",
    '<p onclick="x">x</p>': 'the attribute onclick="x" may not stand on <p>',
    '<p OnClick="x">x</p>': 'the attribute onclick="x" may not stand on <p>',
    '<p style="top: 0">x</p>': 'the attribute style="top: 0" may not stand on <p>',
    "<p data-md-component=announce>x</p>": 'the attribute data-md-component="announce" may not stand on <p>',
    '<a href="x" target="_blank">x</a>': 'the attribute target="_blank" may not stand on <a>',
    '<a href="x" ping="y">x</a>': 'the attribute ping="y" may not stand on <a>',
    '<img src="x" srcset="y" alt="">': 'the attribute srcset="y" may not stand on <img>',
    '<p xlink:href="x">x</p>': 'the attribute xlink:href="x" may not stand on <p>',
    '<a href="javascript:x">x</a>': '"javascript:x" is no address of a page',
    '<a href=" JavaScript:x">x</a>': '" JavaScript:x" is no address of a page',
    '<a href="java&#10;script:x">x</a>': '"java\nscript:x" is no address of a page',
    '<a href="&#1;javascript&colon;x">x</a>': None,
    '<a href="data:text/html,x">x</a>': '"data:text/html,x" is no address of a page',
    '<img src="data:image/png;base64,x" alt="">': '"data:image/png;base64,x" is no address of a page',
    '<a href="blob:x">x</a>': '"blob:x" is no address of a page',
    '<a href="file:///etc/passwd">x</a>': '"file:///etc/passwd" is no address of a page',
    '<img src="\\\\stranger.example/x" alt="">': '"\\\\stranger.example/x" holds a backslash',
    "<!-- x -->": '"<!-- x -->',
    "<![CDATA[x]]>": '"<![CDATA[x]]>',
    "<?x ?>": '"<?x ?>',
    "<p/onclick=x>": None,
    '<p class="a"title="b">x</p>': '"<p class="a"title="b">x</p>',
    '<p title="<b>">x</p>': None,
    "<p title=`x`>x</p>": None,
    "<x-y>x</x-y>": None,
    "</article><p>x</p>": "</article> ends what has ended: a text broke out of its frame",
}


@pytest.mark.parametrize("body", UNSAFE)
def test_what_is_unsafe_in_a_text(body: str, tmp_path: Path) -> None:
    lines, expected = found(tmp_path, body), UNSAFE[body]
    assert lines
    assert all(line.startswith(("m/index.html:4: ", "m/index.html:5: ")) for line in lines)
    assert expected is None or any(f": {expected}" in line for line in lines)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<script>x</script>", "a script within the page"),
        ('<script type="module">x</script>', "a script within the page"),
        ('<script type="importmap">{}</script>', "a script within the page"),
        ('<script src="../x.js"></script>', 'a script from "../x.js"'),
        ('<script src="https://stranger.example/assets/javascripts/x.js"></script>', None),
        ('<script src="../assets/javascripts/x.js" type="speculationrules"></script>', 'a script from "../assets/javascripts/x.js"'),
        ('<meta http-equiv="refresh" content="0; url=x">', "the page leads away by itself"),
        ('<meta http-equiv="x-ua-compatible" content="x">', 'http-equiv="x-ua-compatible" may not stand on <meta>'),
        ('<meta http-equiv="Content-Security-Policy" content="script-src *">', "a Content-Security-Policy that is not ours"),
        ('<meta name="keywords" content="x">', 'name="keywords" may not stand on <meta>'),
        ('<link rel="preload" href="x">', 'rel="preload" may not stand on <link>'),
        ('<link rel="stylesheet" href="x.css" onload="x">', 'the attribute onload="x" may not stand on <link>'),
        ("<style>p{}</style>", "<style> may not stand in a page"),
        ('<base href="/">', "<base> may not stand in a page"),
    ],
)
def test_what_is_unsafe_in_a_head(head: str, expected: str | None, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    lines = [f"{f.rule}: {f.message}" for f in _all(tmp_path, head)]
    assert f"unsafe-html: {expected}" in lines if expected else any("third-party-request" in line for line in lines)


def _all(root: Path, head: str) -> list[verify.Finding]:
    found(root, head=head)
    return [f for f in verify.run(root) if f.path.endswith("m/index.html")]


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ('<input type="password">', 'type="password" may not stand on <input>'),
        ('<form action="x"></form>', 'the attribute action="x" may not stand on <form>'),
        ('<button type="submit">x</button>', 'type="submit" may not stand on <button>'),
        ('<button formaction="x">x</button>', 'the attribute formaction="x" may not stand on <button>'),
        ('<svg onload="x"></svg>', 'the attribute onload="x" may not stand on <svg>'),
        ('<svg><a href="x">x</a><use href="x"/></svg>', "<use> may not stand in a page"),
        ("<svg><foreignObject></foreignObject></svg>", "<foreignobject> may not stand in a page"),
    ],
)
def test_what_is_unsafe_in_the_frame(frame: str, expected: str, tmp_path: Path) -> None:
    assert found(tmp_path, frame=frame) == [f"m/index.html:3: {expected}"]


def test_a_page_of_faults_is_told_in_part(tmp_path: Path) -> None:
    assert len(found(tmp_path, "<blink>x" * 10_000)) == 1, "one line, one message"
    assert len(found(tmp_path, "".join(f"<b onclick={n}>\n" for n in range(10_000)))) == 100


def test_a_page_without_the_policy(tmp_path: Path) -> None:
    assert found(tmp_path, guard="") == ["m/index.html:2: <body> stands before any Content-Security-Policy"]
    late = f'<link rel="icon" href="../index.html">{POLICY}'
    assert found(tmp_path, guard=late) == ["m/index.html:2: <link> stands before any Content-Security-Policy"]


MOVED = '<!doctype html>\n<html lang="en"><head><title>x</title><meta http-equiv="Content-Security-Policy" content="{policy}"><meta http-equiv="refresh" content="{to}"></head></html>'


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ((policy.NOTHING, "0; url=../law/"), []),
        ((policy.text(), "0; url=../law/"), ["the page leads away by itself"]),
        ((policy.NOTHING, "0; url=https://stranger.example/"), ["the page leads away by itself"]),
        ((policy.NOTHING, "0; url=//stranger.example/"), ["the page leads away by itself"]),
        ((policy.NOTHING, "0; url=javascript:x"), ["the page leads away by itself"]),
    ],
)
def test_only_a_page_that_moved_leads_on_and_only_within_the_site(content: tuple[str, str], expected: list[str], tmp_path: Path) -> None:
    found(tmp_path)
    (tmp_path / "old.html").write_text(MOVED.format(policy=content[0], to=content[1]))
    assert [f.message for f in verify.run(tmp_path) if f.rule == "unsafe-html"] == expected


def test_the_pages_that_lead_on_are_silent(tmp_path: Path, content: Callable[..., Library]) -> None:
    found(tmp_path)
    moved.write(content({"docs/_data/moved.yml": "m/old.md: m/law.md\n"}), tmp_path)
    assert (tmp_path / "m/old/index.html").exists()
    assert [f.message for f in verify.run(tmp_path) if f.rule == "unsafe-html"] == []


def test_a_finding_says_where_the_page_comes_from(tmp_path: Path) -> None:
    found(tmp_path, "<style></style>")
    hints = [f.hint for f in verify.run(tmp_path) if f.rule == "unsafe-html"]
    assert hints == ["remove it from the page, the record or the template that it comes from; the page is docs/m.md or docs/m/index.md"]


@pytest.mark.parametrize(
    ("docs", "expected"),
    [
        ([{"location": "m/", "title": "A &lt;b&gt;", "text": "<p>Words <em>and</em> <code>x</code></p>"}], []),
        ([{"location": "m/", "title": "<img src=x onerror=y>", "text": ""}], ['the entry "m/": the attribute onerror="y" may not stand on <img>']),
        ([{"location": "m/", "title": "", "text": "<script>x</script>"}], ['the entry "m/": <script> may not stand in a text']),
        ([{"title": "x"}], ["the search index cannot be read"]),
        (7, ["the search index cannot be read"]),
    ],
)
def test_the_search_index(docs: object, expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "search").mkdir()
    (tmp_path / "search/search_index.json").write_text(json.dumps({"docs": docs}))
    assert found(tmp_path) == [f"search/search_index.json:1: {message}" for message in expected]
