"""The public data of the built site: complete, documented, and true to the content."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from building import ROOT, built_site
from toolkit import export, library
from toolkit.export import data
from toolkit.library import Library

NAMES = ("models", "sources", "states", "laws", "cases", "blanks")


@pytest.fixture(scope="module")
def content() -> Library:
    return library.load(ROOT / "docs")


@pytest.fixture(scope="module")
def files() -> dict[str, Any]:
    return {name: json.loads((built_site() / f"data/{name}.json").read_text(encoding="utf-8")) for name in NAMES}


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    text = (built_site() / "data/laws.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def below(value: Any, skip: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield every field name in a file, except below those whose keys are names and not fields."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            if key not in skip:
                yield from below(inner, skip)
    elif isinstance(value, list):
        for inner in value:
            yield from below(inner, skip)


def test_every_clause_of_the_source_is_there(files: dict[str, Any]) -> None:
    for model in files["models"]:
        text = (ROOT / "docs" / f"{model['id']}.md").read_text(encoding="utf-8")
        fences = re.findall(r"^/// (clause|variant) \| .+\n    id: (\S+)", text, re.M)
        shown = [pair for c in model["clauses"] for pair in [("clause", c["id"]), *(("variant", v["id"]) for v in c["variants"])]]
        assert shown == fences
    assert {model["id"] for model in files["models"]} >= {"cooperation/ordinance"}


def test_a_model_carries_what_the_design_promises(files: dict[str, Any]) -> None:
    for model in files["models"]:
        assert {"id", "title", "version", "date", "topic", "instrument", "summary", "url", "clauses"} <= set(model)
        assert model["topic"] == model["id"].split("/")[0]
        for number, clause in enumerate(model["clauses"], 1):
            fields = {"id", "number", "title", "heading", "level", "covers", "text", "html", "blanks", "variants", "url"}
            assert fields <= set(clause) and clause["number"] == number
            assert clause["heading"] in (f"Section {number}. {clause['title']}.", clause["title"])
            for variant in clause["variants"]:
                assert {"id", "title", "strength", "kinds", "gains", "costs", "text", "html"} <= set(variant)


def test_urls_lead_to_the_clause_in_the_built_page(files: dict[str, Any]) -> None:
    for model in files["models"]:
        for clause in model["clauses"]:
            path, anchor = clause["url"].split("#")
            assert f'id="{anchor}"' in (built_site() / path / "index.html").read_text(encoding="utf-8")


def test_text_and_html_hold_the_same_words(files: dict[str, Any]) -> None:
    signs = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
    for clause in (clause for model in files["models"] for clause in model["clauses"]):
        for text in (clause, *clause["variants"]):
            stripped = "\n\n".join(re.sub(r"<[^>]+>", "", p) for p in re.findall(r"<p[^>]*>(.*?)</p>", text["html"]))
            assert re.sub("|".join(signs), lambda m: signs[m.group()], stripped) == text["text"]
            assert "[§" not in text["text"] and "**" not in text["text"]


def test_a_number_shows_its_default_and_is_listed(files: dict[str, Any]) -> None:
    (ordinance,) = (model for model in files["models"] if model["id"] == "cooperation/ordinance")
    clauses = {c["id"]: c for c in ordinance["clauses"]}
    detainers = clauses["detainers"]
    assert "within [2] days" in detainers["text"]
    assert {"name": "DAYS", "kind": "number", "default": "2"} in detainers["blanks"]
    (convictions,) = (variant for variant in detainers["variants"] if variant["id"] == "detainers-convictions")
    assert {"name": "CORRECTIONS AGENCY", "kind": "role", "default": ""} in convictions["blanks"]
    forms = [blank for c in clauses.values() for blank in c["blanks"] if blank.get("form") == "possessive"]
    assert forms, "reporting has [GOVERNMENT]'s"


def test_every_state_is_there_and_silence_is_no_permission(files: dict[str, Any], content: Library) -> None:
    states = {state["code"]: state for state in files["states"]}
    assert len(states) == 51 and list(states) == sorted(states)
    for code, state in states.items():
        if code not in content.states:
            assert (state["posture"], state["rules"], state["summary"]) == ("unchecked", [], "")
        assert state["page"] == (f"law/states/{code}/" if f"law/states/{code}.md" in content.pages else "")


def test_rules_carry_words_authority_and_the_date_of_their_source(files: dict[str, Any], content: Library) -> None:
    rules = [rule for state in files["states"] for rule in state["rules"]]
    assert len(rules) == sum(len(state["rules"]) for state in content.states.values()) > 10
    dates = {source["id"]: source["checked"].get("as_of", "") for source in files["sources"]}
    for rule in rules:
        assert rule["says"] and rule["effect_words"] != rule["effect"]
        assert rule["authority"] or rule["effect"] == "none-found"
        assert rule["as_of"] == dates[rule["source"]] if rule["source"] else rule["as_of"]


def test_a_rule_bears_on_the_clauses_that_follow_those_it_names(files: dict[str, Any]) -> None:
    clauses = [(f"{model['id']}#{clause['id']}", clause) for model in files["models"] for clause in model["clauses"]]
    following = [(key, followed) for key, clause in clauses for followed in clause["follows"]]
    assert following
    for rule in (rule for state in files["states"] for rule in state["rules"]):
        assert all(key in rule["clauses"] for key, followed in following if followed in rule["clauses"])


def test_each_section_of_the_ordinance_leads_to_its_notes(files: dict[str, Any]) -> None:
    (ordinance,) = (model for model in files["models"] if model["id"] == "cooperation/ordinance")
    for clause in ordinance["clauses"]:
        assert (built_site() / clause["notes"] / "index.html").is_file()


def test_records_are_there_with_every_field(files: dict[str, Any], content: Library) -> None:
    for name, records in (("sources", content.sources), ("laws", content.laws), ("cases", content.cases)):
        assert files[name] == [{"id": key, **records[key].values} for key in sorted(records)]
        assert files[name], name


def test_the_table_of_laws_has_a_row_for_each_law_and_clause(files: dict[str, Any], rows: list[dict[str, str]]) -> None:
    pairs = [(law["id"], entry["clause"]) for law in files["laws"] for entry in law["clauses"]]
    assert [(row["id"], row["clause"]) for row in rows] == pairs
    numbers = {f"{m['id']}#{c['id']}": str(c["number"]) for m in files["models"] for c in m["clauses"]}
    for row in rows:
        assert row["section"] == numbers[row["clause"]] and row["extent"] in ("full", "partial") and row["place"]
        assert "\n" not in "".join(row.values())
    assert "§" in "".join(row["pinpoint"] for row in rows)


def test_blanks_come_with_the_kinds_of_government(files: dict[str, Any], content: Library) -> None:
    assert files["blanks"]["blanks"] == content.file("blanks")
    assert files["blanks"]["blanks"]["CORRECTIONS AGENCY"]["values"]["town"] is None
    assert files["blanks"]["kinds"]["town"] == "Town without a jail"


def test_every_file_and_field_is_documented(files: dict[str, Any], rows: list[dict[str, str]]) -> None:
    guide = (ROOT / "docs/about/data.md").read_text(encoding="utf-8")
    for name in (*(f"data/{name}.json" for name in NAMES), "data/laws.csv"):
        assert name in guide
    fields = {field for name in NAMES if name != "blanks" for field in below(files[name])} | set(rows[0])
    fields |= {"blanks", "kinds"} | set(below(list(files["blanks"]["blanks"].values()), ("values",)))
    assert not sorted(field for field in fields if f"`{field}`" not in guide)


def test_addresses_are_full_where_the_site_knows_its_own(content: Library) -> None:
    texts = dict(data.files(content, "https://example.org/toolkit/"))
    model = json.loads(texts["data/models.json"])[0]
    assert model["url"] == f"https://example.org/toolkit/{model['id']}/"
    assert model["clauses"][0]["url"].startswith(f"{model['url']}#")
    assert "https://example.org/toolkit/cooperation/" in texts["data/laws.csv"]
    named = dict(export.files(content, "https://example.org/toolkit/"))["downloads/cooperation-ordinance.txt"].decode()
    assert "Source: the Convening Toolkit, https://example.org/toolkit/cooperation/ordinance/." in named


def test_the_site_holds_what_the_content_gives(content: Library) -> None:
    for path, made in export.files(content, ""):
        assert (built_site() / path).read_bytes() == made, path


def test_serve_has_the_files_too() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    command = [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--no-livereload", "--dev-addr", address]
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"}) as server:
        try:
            assert json.loads(fetched(f"http://{address}/data/models.json"))[0]["clauses"]
            assert fetched(f"http://{address}/downloads/cooperation-ordinance.docx").startswith(b"PK")
        finally:
            server.terminate()


def fetched(url: str) -> bytes:
    """Fetch a file from a server that may still be building."""
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=10) as reply:
                content: bytes = reply.read()
                return content
        except urllib.error.HTTPError:
            raise
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)
