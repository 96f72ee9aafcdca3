"""Trimming the theme's stylesheets: what a page or script can use stays, the rest goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from toolkit import trim

USED = {"kept", "also"}


@pytest.mark.parametrize(
    ("css", "left"),
    [
        (".kept{color:red}.gone{color:red}", ".kept{color:red}"),
        (".gone,.kept .also{color:red}", ".kept .also{color:red}"),
        (".kept .gone{color:red}", ""),
        ("p:not(.gone){color:red}", "p:not(.gone){color:red}"),
        (":is(.gone,.kept) a{color:red}", ":is(.gone,.kept) a{color:red}"),
        ("@media print{.gone{color:red}.kept{color:red}}", "@media print{.kept{color:red}}"),
        ("@media print{.gone{color:red}}", ""),
        ("@font-face{font-family:x}", "@font-face{font-family:x}"),
        ("@keyframes gone{0%{top:0}}", "@keyframes gone{0%{top:0}}"),
        ("body{color:red}", "body{color:red}"),
        ("[dir=rtl] .kept{left:0}[dir=ltr] .kept{left:0}", "[dir=ltr] .kept{left:0}"),
    ],
)
def test_rules(css: str, left: str) -> None:
    assert trim.without_unused_rules(css, USED) == left


def test_what_a_script_makes_only_where_a_page_asks_for_it_goes() -> None:
    assert trim.words('x = "md-version late tabbed-set"') == {"x", "late"}


def test_a_property_that_another_sheet_reads_stays(tmp_path: Path) -> None:
    sheets, scripts = tmp_path / "assets/stylesheets", tmp_path / "assets/javascripts"
    sheets.mkdir(parents=True)
    scripts.mkdir(parents=True)
    (sheets / "theirs.min.css").write_text(":root{--ours:1;--script:2;--nobody:3;--icon:url('data:image/svg+xml;a');color:red}.late{top:0}")
    (sheets / "site.css").write_text("p{width:var(--ours)}.unused{top:0}")
    (scripts / "a.js").write_text('element.style.setProperty("--script", 1); element.classList.add("late")')
    trim.write(tmp_path, set())
    assert (sheets / "theirs.min.css").read_text() == ":root{--ours:1;--script:2;color:red}.late{top:0}"
    assert (sheets / "site.css").read_text() == "p{width:var(--ours)}.unused{top:0}"
