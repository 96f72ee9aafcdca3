"""The budget worksheet without a browser: its assumptions, the sum by the page's own words, and the table for readers without a script."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from html import unescape

import pytest
from building import ROOT
from toolkit import library, lint, lists, render
from toolkit.library import Library
from toolkit.lists.worksheet import GROUPS, amount

PAGE = "counsel/worksheet.md"
Numbers = Mapping[str, Fraction]


def estimate(n: Numbers) -> dict[str, Fraction]:
    """Return what follows from the assumptions by id, written from the page's "How it computes" and from nothing else."""
    one = Fraction(1)
    by_kind = {"detained": n["cases"] * n["detained-share"] / 100}
    by_kind["released"] = n["cases"] - by_kind["detained"]
    hours = sum(count * n[f"hours-{kind}"] for kind, count in by_kind.items())
    attorneys = hours / n["attorney-hours"]
    staff = {
        "attorney": attorneys,
        "supervisor": attorneys / n["attorneys-per-supervisor"],
        "paralegal": attorneys * n["paralegals"],
        "social-worker": attorneys * n["social-workers"],
    }
    pay = {kind: people * n[f"{kind}-salary"] for kind, people in staff.items()}
    salaries = sum(pay.values())
    fringe = salaries * n["fringe"] / 100
    other = sum(count * n[f"ancillary-{kind}"] for kind, count in by_kind.items())
    subtotal = salaries + fringe + other
    administration = subtotal * n["administration"] / 100
    total = subtotal + administration
    second, third = (total * (one + n["growth"] / 100) ** year for year in (1, 2))
    return {
        "Detained cases": by_kind["detained"],
        "Other cases": by_kind["released"],
        "Attorney hours": hours,
        "Attorneys": attorneys,
        "Supervising attorneys": staff["supervisor"],
        "Paralegals": staff["paralegal"],
        "Social workers": staff["social-worker"],
        "Salaries of attorneys": pay["attorney"],
        "Salaries of supervising attorneys": pay["supervisor"],
        "Salaries of paralegals": pay["paralegal"],
        "Salaries of social workers": pay["social-worker"],
        "Salaries in all": salaries,
        "Fringe benefits": fringe,
        "Other costs": other,
        "Subtotal": subtotal,
        "Administration": administration,
        "Total": total,
        "Cost per case": total / n["cases"],
        "Year 2": second,
        "Year 3": third,
        "Three years": total + second + third,
    }


def rounded(value: Fraction, places: int = 0) -> str:
    """Return a number as the worksheet shows it: halves go up, thousands have commas."""
    scaled = int(value * 10**places + Fraction(1, 2))
    whole, rest = divmod(scaled, 10**places)
    return f"{whole:,}" + (f".{rest:0{places}}" if places else "")


@pytest.fixture(scope="module")
def real() -> Library:
    return library.load(ROOT / "docs")


@pytest.fixture(scope="module")
def starts(real: Library) -> Numbers:
    return {identity: Fraction(str(assumption["default"])) for identity, assumption in real.file("worksheet").items()}


@pytest.fixture(scope="module")
def drawn(real: Library) -> str:
    return lists.draw("worksheet", real.pages[PAGE], real)


# The sum

# The lines of the page's example, by the result that each ends with.
EXAMPLE = {
    "Hours": "Attorney hours",
    "Attorneys": "Attorneys",
    "Supervisors": "Supervising attorneys",
    "Paralegals": "Paralegals",
    "Social workers": "Social workers",
    "Salaries": "Salaries in all",
    "Fringe": "Fringe benefits",
    "Other costs": "Other costs",
    "Subtotal": "Subtotal",
    "Administration": "Administration",
    "Total": "Total",
    "Per case": "Cost per case",
    "Year 2": "Year 2",
    "Year 3": "Year 3",
    "Three years": "Three years",
}
STAFF = ("Attorneys", "Supervising attorneys", "Paralegals", "Social workers")


def test_the_example_of_the_page_is_what_its_steps_give(starts: Numbers) -> None:
    found = re.search(r"^```text\n(.*?)^```$", (ROOT / "docs" / PAGE).read_text("utf-8"), re.M | re.S)
    assert found
    lines = {line[:17].strip(): line[17:].strip() for line in found.group(1).splitlines()}
    results = estimate(starts)
    shown = {name: rounded(results[item], 1 if item in STAFF else 0) for name, item in EXAMPLE.items()}
    assert {name: line.rpartition("  ")[2].strip().lstrip("$") for name, line in lines.items() if name != "Cases"} == shown
    cases = f"{rounded(results['Detained cases'])} detained, {rounded(results['Other cases'])} not"
    assert lines["Cases"].endswith(cases)
    salaries = " + ".join(rounded(results[f"Salaries of {who}"]) for who in ("attorneys", "supervising attorneys", "paralegals", "social workers"))
    assert lines["Salaries"].startswith(salaries)


def test_each_line_of_the_example_starts_from_the_numbers_at_the_start(starts: Numbers) -> None:
    text = (ROOT / "docs" / PAGE).read_text("utf-8")
    shown = {identity: f"{float(value):,.10g}" for identity, value in starts.items()}
    detained, others = (rounded(estimate(starts)[f"{kind} cases"]) for kind in ("Detained", "Other"))
    for line in (
        f"{shown['cases']} × {shown['detained-share']}%",
        f"{detained} × {shown['hours-detained']} + {others} × {shown['hours-released']}",
        f"÷ {shown['attorney-hours']}",
        f"÷ {shown['attorneys-per-supervisor']} ",
        f"× {shown['paralegals']} ",
        f"× {shown['social-workers']} ",
        f"× {shown['fringe']}%",
        f"{detained} × {shown['ancillary-detained']} + {others} × {shown['ancillary-released']}",
        f"× {shown['administration']}%",
        f"× {float(1 + starts['growth'] / 100):.10g}",
    ):
        assert line in text


def test_what_the_page_says_of_forty_hours(starts: Numbers) -> None:
    """At the start a case costs about ten thousand dollars; at forty hours a little over seven thousand."""
    forty = {**starts, "hours-detained": Fraction(40), "hours-released": Fraction(40)}
    assert 9_500 < estimate(starts)["Cost per case"] < 10_500
    assert 7_000 < estimate(forty)["Cost per case"] < 7_300


# The assumptions


def test_the_assumptions_are_those_that_the_sum_takes(real: Library) -> None:
    assert sorted(real.file("worksheet")) == sorted(identity for ids in GROUPS.values() for identity in ids)


def test_each_assumption_is_whole_and_starts_within_its_range(real: Library) -> None:
    for identity, assumption in real.file("worksheet").items():
        assert {"label", "unit", "default", "min", "max", "source", "basis"} == set(assumption), identity
        low, start, high = (Fraction(str(assumption[key])) for key in ("min", "default", "max"))
        assert low <= start <= high, identity
        assert low < high, identity
        assert str(assumption["label"]) and str(assumption["basis"]), identity
        assert set(assumption["source"]) <= set(real.sources), identity
        assert assumption["source"] or "no source was found" in assumption["basis"], identity


SOUND = """cases:
  label: New cases a year
  unit: cases a year
  default: 100
  min: 1
  max: 5000
  source: [statute]
  basis: Chosen by us.
"""
FAULTS = {
    "a key is missing": ("  basis: Chosen by us.\n", "", '1: assumption [cases]: "basis" is missing', "add `basis: …`"),
    "the start is too high": ("default: 100", "default: 5000.5", "4: assumption [cases] starts outside its own range", "keep min, default and max in order"),
    "a fraction is too low": ("default: 100", "default: 0.9", "4: assumption [cases] starts outside its own range", "keep min, default and max in order"),
    "no number": ("default: 100", "default: a hundred", '4: "default" is no number', "write digits, with a point before a fraction"),
    "no such source": ("[statute]", "[statue]", '7: no record in sources/ is named "statue"', "statute"),
    "a key too many": ("  min: 1\n", "  min: 1\n  step: 1\n", '6: no key of assumption [cases] is named "step"', "known"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_malformed_is_found_with_its_line_and_remedy(name: str, content: Callable[..., Library]) -> None:
    good, bad, message, hint = FAULTS[name]
    assert good in SOUND
    found = [f for f in lint.run(content({"docs/_data/worksheet.yml": SOUND.replace(good, bad)})) if f.path.endswith("worksheet.yml")]
    assert [f"{f.line}: {f.message}" for f in found] == [message]
    assert hint in found[0].hint
    assert found[0].rule == "invalid-data"


def test_what_is_sound_draws_no_finding(content: Callable[..., Library]) -> None:
    assert lint.run(content({"docs/_data/worksheet.yml": SOUND})) == []


# The table


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (80000, "dollars", "$80,000"),
        ("1500.5", "dollars", "$1,500.5"),
        (30, "percent", "30 percent"),
        ("3.4", "percent", "3.4 percent"),
        (1350, "hours", "1,350 hours"),
        ("0.33", "people", "0.33 people"),
        ("<b>", "hours", "&lt;b&gt; hours"),
    ],
)
def test_a_number_reads_as_expected(value: object, unit: str, shown: str) -> None:
    assert amount(value, unit) == shown


def test_the_table_has_each_assumption_with_its_number_basis_and_sources(real: Library, drawn: str) -> None:
    rows = dict(re.findall(r'<tr data-assumption="([^"]+)"[^>]*>(.*?)</tr>', drawn))
    assert list(rows) == [identity for ids in GROUPS.values() for identity in ids]
    for identity, assumption in real.file("worksheet").items():
        label, number, basis = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", rows[identity])
        assert unescape(label) == assumption["label"]
        assert number == amount(assumption["default"], assumption["unit"])
        words, *sources = re.split(r" ?\[\^", unescape(basis))
        assert words.replace("’", "'") == assumption["basis"]
        assert [source.rstrip("]") for source in sources] == assumption["source"]


def test_the_sources_are_notes_of_the_page(real: Library) -> None:
    text, held = render.markdown(real.pages[PAGE], real)
    table = text[text.index('<div class="worksheet"') : text.index("## How it computes")]
    cited = sum(len(assumption["source"]) for assumption in real.file("worksheet").values())
    assert table.count('class="footnote-ref"') == cited > 0
    assert "[^" not in table
    assert held[-1].startswith('<div class="footnote"')


def test_a_malformed_file_does_not_stop_the_page(content: Callable[..., Library]) -> None:
    """Lint draws the lists of a page too, and it is lint that has to tell."""
    page = "---\ntitle: Page\nkind: page\nsummary: A page.\ndate: '2026-11-01'\n---\n/// list | worksheet\n///\n"
    broken = "cases: 5\ndetained-share:\n  default: [1]\n  source: none\nfringe:\n"
    loaded = content({"docs/page.md": page, "docs/_data/worksheet.yml": broken})
    assert "## The worksheet" in lists.draw("worksheet", loaded.pages["page.md"], loaded)
    assert not [f for f in lint.run(loaded) if "the rule itself failed" in f.message]
