"""The files of a model, taken as a reader takes them: from the built site, and from the command line."""

from __future__ import annotations

import argparse
import getpass
import io
import itertools
import json
import re
import shutil
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
import yaml
from building import ROOT, build, built_site
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from toolkit import fill, library, records
from toolkit.export import cli
from toolkit.fill import Wording
from toolkit.library import Library
from toolkit.model import Blank, Page
from toolkit.programs import find

MODEL = "cooperation/ordinance"
DETAINERS = f"{MODEL}#detainers"
LAW = "Text of the ordinance"
OFFICE = find("libreoffice-writer")


@pytest.fixture(scope="module")
def content() -> Library:
    return library.load(ROOT / "docs")


@pytest.fixture(scope="module")
def model(content: Library) -> Page:
    return content.pages[f"{MODEL}.md"]


@pytest.fixture(scope="module")
def static() -> Path:
    """The .docx that the site links to, nothing filled in."""
    return built_site() / "downloads/cooperation-ordinance.docx"


def taken(folder: Path, form: str, answers: dict[str, Any] | None = None, name: str = MODEL, docs: Path = ROOT / "docs") -> Path:
    """Run the command as `python -m toolkit export` does; return the file it wrote."""
    out = folder / f"taken.{form}"
    arguments = ["--model", name, "--format", form, "--out", str(out), "--docs", str(docs)]
    if answers is not None:
        given = folder / "answers.json"
        given.write_text(json.dumps(answers), encoding="utf-8")
        arguments += ["--answers", str(given)]
    assert run(arguments) == 0
    return out


def run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    cli.add_arguments(parser)
    return cli.run(parser.parse_args(arguments))


def own_docs(folder: Path) -> Path:
    """Return a docs folder with one model that has everything that a file has to carry."""
    shutil.copytree(ROOT / "docs/_data", folder / "docs/_data")
    (folder / "docs/forms").mkdir()
    shutil.copy(ROOT / "tests/fixtures/files.md", folder / "docs/forms/files.md")
    return folder / "docs"


def words(paragraph: Paragraph) -> str:
    """Return the words of a paragraph, those in content controls too (python-docx leaves them out)."""
    return "".join(node.text or "" for node in paragraph._p.iter(qn("w:t"))).replace("\xa0", " ")


def law_of(document: Document) -> list[Paragraph]:
    """Return the paragraphs after the cover note."""
    paragraphs = document.paragraphs
    start = next(n for n, p in enumerate(paragraphs) if p.style.name == "Heading 1" and words(p).startswith("Text of the"))
    return paragraphs[start + 1 :]


def expected(page: Page, content: Library) -> Iterator[str]:
    """Yield the lines of the law where nobody has answered anything."""
    wording = Wording(page, content)
    for clause in page.clauses:
        yield clause.heading
        if clause.variants:
            yield f"[Choice still open: {clause.name}. Alternatives: {'; '.join(v.title for v in clause.variants)}.]"
        yield from (wording.paragraph(p, clause.id) for p in clause.paragraphs)


def parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def law_text(path: Path) -> str:
    """Return a .txt from its first section on."""
    return path.read_text(encoding="utf-8-sig").split("TEXT OF THE", 1)[1]


def section(text: str, model: Page, clause: str) -> str:
    """Return the words under the heading of a clause, up to the next."""
    found = model.clause(clause)
    assert found
    after = text.split(f"\n{found.heading}\n")[-1]
    following = next((c.heading for c in model.clauses if c.number == found.number + 1), "\0")
    return after.split(f"\n{following}\n")[0]


def office(source: Path, form: str) -> Path:
    """Have LibreOffice convert a file; return the new one."""
    if not OFFICE:
        pytest.skip("LibreOffice is not installed")
    profile = source.parent / "profile"
    command = [OFFICE, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", form, "--outdir", str(source.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return source.with_suffix(f".{form.split(':')[0]}")


# What stands in the files


def test_the_word_file_says_what_the_model_says(static: Path, content: Library, model: Page) -> None:
    shown = [words(p) for p in law_of(docx.Document(str(static)))]
    assert shown == list(expected(model, content))


def test_the_text_file_says_what_the_model_says(content: Library, model: Page) -> None:
    text = law_text(built_site() / "downloads/cooperation-ordinance.txt")
    assert [line.strip() for line in text.splitlines() if line.strip()][1:] == list(expected(model, content))


def test_headings_and_levels_are_real_styles(static: Path, model: Page) -> None:
    document = docx.Document(str(static))
    assert [words(p) for p in document.paragraphs if p.style.name == "Title"] == [model.title]
    assert [words(p) for p in document.paragraphs if p.style.name == "Heading 1"] == ["About this draft", LAW]
    law = law_of(document)
    assert [words(p) for p in law if p.style.name == "Heading 2"] == [c.heading for c in model.clauses]
    body = [p for p in law if p.style.name.startswith("Law text")]
    levels = [int(p.style.name.removeprefix("Law text") or 0) for p in body]
    assert levels == [p.level for clause in model.clauses for p in clause.paragraphs]
    indents = [document.styles[f"Law text {n}"].paragraph_format.left_indent for n in (1, 2, 3, 4)]
    assert indents == sorted(set(indents)) and indents[0] > 0


def test_the_cover_note_says_what_the_file_is(static: Path) -> None:
    cover = "\n".join(words(p) for p in docx.Document(str(static)).paragraphs).split(LAW)[0]
    for phrase in (
        "Draft for [GOVERNMENT NAME]",
        "Version 2.0 of 20",
        "not reviewed by an attorney",
        "not legal advice",
        "cooperation/ordinance/",
        "Choices still open",
    ):
        assert phrase in cover
    assert "(Immigration detainers and administrative warrants): the text stands as “Judicial warrant only”. Alternatives: " in cover


def test_the_cover_note_lists_every_state_that_restricts_with_its_sections(static: Path, content: Library, model: Page) -> None:
    cover = [words(p) for p in docx.Document(str(static)).paragraphs]
    found = 0
    for clause in model.clauses:
        for state, rule in content.rules_on(f"{MODEL}#{clause.id}"):
            if rule["effect"] in library.RESTRICTING:
                found += 1
                line = next(text for text in cover if text.startswith(f"{state['name']}. "))
                listed = line.partition(f"{content.words('effect', rule['effect'])}: ")[2].partition(".")[0]
                assert str(clause.number) in re.findall(r"\d+", listed), (state.id, clause.id)
    assert found and "That is no permission." in "\n".join(cover)


def test_the_cover_note_of_a_state_has_words_authority_date_and_orders(tmp_path: Path, content: Library) -> None:
    cover = " ".join(taken(tmp_path, "txt", {"state": "tn"}).read_text("utf-8").split())
    rules = [rule for _, rule in records.rules(content.states["tn"]) if any(key.startswith(f"{MODEL}#") for key in content.bearing(rule))]
    assert any(rule.get("enjoined") for rule in rules)
    for rule in rules:
        assert f"({rule['authority']}, as of {content.sources[rule['source']].as_of})" in cover
        assert " ".join(str(rule.get("enjoined") or "").split()).rstrip(".") in cover


def test_what_belongs_together_stays_on_one_page(static: Path) -> None:
    document = docx.Document(str(static))
    for name in ("Heading 1", "Heading 2", "Open choice"):
        assert document.styles[name].paragraph_format.keep_with_next, name
    law = law_of(document)
    for paragraph, following in itertools.pairwise(law):
        if words(paragraph).endswith(":") and following.style.name.startswith("Law"):
            assert paragraph.paragraph_format.keep_with_next, words(paragraph)


def test_the_page_is_letter_with_page_numbers_in_english(static: Path) -> None:
    document = docx.Document(str(static))
    section = document.sections[0]
    assert (section.page_width.inches, section.page_height.inches) == (8.5, 11)
    content = parts(static)
    assert " PAGE " in content["word/footer1.xml"] and " NUMPAGES " in content["word/footer1.xml"]
    assert 'w:lang w:val="en-US"' in content["word/styles.xml"]


def test_properties_are_clean(static: Path, model: Page) -> None:
    properties = docx.Document(str(static)).core_properties
    assert properties.title == model.title
    assert str(properties.modified).startswith(str(model.meta["date"])) and properties.created == properties.modified
    assert (properties.author, properties.last_modified_by, properties.language) == ("", "", "en-US")
    with zipfile.ZipFile(static) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name or name == "docProps/app.xml"]


def test_nothing_names_the_machine() -> None:
    names = {str(ROOT), str(Path.home()), socket.gethostname(), f"/{getpass.getuser()}/", "python-docx", "/tmp/"}
    for path in sorted((built_site() / "downloads").iterdir()):
        text = "".join(parts(path).values()) if path.suffix == ".docx" else path.read_text(encoding="utf-8")
        assert not [name for name in names if len(name) > 3 and name in text], path.name


def test_bindings_lead_to_the_custom_part(static: Path) -> None:
    content = parts(static)
    controls = re.findall(r'<w:tag w:val="([^"]+)"/>.*?w:xpath="([^"]+)".*?<w:t [^>]*>([^<]*)</w:t>', content["word/document.xml"])
    assert len(controls) == content["word/document.xml"].count("<w:sdt>") > 20
    for tag, xpath, shown in controls:
        assert xpath == f"/t:answers[1]/t:{tag}[1]"
        assert f"<{tag}>{shown}</{tag}>" in content["customXml/item1.xml"]
    identities = re.findall(r'<w:id w:val="(\d+)"/>', content["word/document.xml"])
    assert len(identities) == len(set(identities))
    store = re.search(r'ds:itemID="([^"]+)"', content["customXml/itemProps1.xml"])
    assert store and content["word/document.xml"].count(f'w:storeItemID="{store.group(1)}"') == len(controls)


# What a reader filled in and chose


def test_filled_or_not(tmp_path: Path) -> None:
    given = {"kind": "city", "values": {"GOVERNMENT NAME": "City of Springfield", f"{DETAINERS}/DAYS": "3", "CLERK": "Recorder"}}
    text = taken(tmp_path, "txt", given).read_text(encoding="utf-8-sig")
    assert "Draft for City of Springfield" in text
    assert "within 3 days and, if it can" in text and "[2] days and, if it can" not in text
    assert "The Recorder shall" in text and "[CLERK]" not in text
    assert "a contract of the City, or of one of its offices, to house persons" in text
    assert "[60] days" in text, "a number that nobody typed stays a suggestion"


def test_a_filled_blank_is_plain_and_an_open_one_is_marked(tmp_path: Path) -> None:
    given = {"values": {"GOVERNMENT NAME": "City of Springfield"}}
    content = parts(taken(tmp_path, "docx", given))
    control = re.search(r'blank.government-name"/>.*?</w:sdt>', content["word/document.xml"])
    assert control and '<w:t xml:space="preserve">City of Springfield</w:t>' in control.group() and "w:rStyle" not in control.group()
    open_one = re.search(r'blank.government"/>.*?</w:sdt>', content["word/document.xml"])
    assert open_one and '<w:rStyle w:val="Blank"/>' in open_one.group() and "[GOVERNMENT]" in open_one.group()
    assert "<blank.government-name>City of Springfield</blank.government-name>" in content["customXml/item1.xml"]


def test_a_choice_made_is_followed_and_no_longer_marked(tmp_path: Path, model: Page) -> None:
    given = {"choices": {DETAINERS: "detainers-floor", f"{MODEL}#reporting": ""}}
    text = taken(tmp_path, "txt", given).read_text(encoding="utf-8-sig")
    detainers = section(text, model, "detainers")
    assert "An agency that has custody of a person shall release the person at that time." in detainers
    assert "a belief that the person" not in detainers and "[Choice" not in detainers
    assert "[Choice" not in section(text, model, "reporting"), "the default, chosen, is a choice made"
    assert "[Choice still open: All personal information." in section(text, model, "information")
    cover = text.split("TEXT OF THE")[0]
    assert "(Immigration detainers" not in cover and "(Personal information)" in cover


def test_a_town_without_a_jail_gets_a_text_that_suits_it(tmp_path: Path, model: Page) -> None:
    detainers = section(law_text(taken(tmp_path, "txt", {"kind": "town"})), model, "detainers")
    assert "[Choice" not in detainers and "bring the person to a jail, court, or hospital" in detainers, "the one text that suits"
    assert "CORRECTIONS AGENCY" not in detainers
    forced = section(law_text(taken(tmp_path, "txt", {"kind": "town", "choices": {DETAINERS: ""}})), model, "detainers")
    assert "[This section needs a corrections agency, and “Town without a jail” has none." in forced


def test_a_choice_is_open_only_among_texts_that_suit(tmp_path: Path, content: Library, model: Page) -> None:
    text = taken(tmp_path, "txt", {"kind": "town"}).read_text(encoding="utf-8-sig")
    suiting = {c.id: [t for t in c.texts if fill.fits(t, "town", content.file("blanks"))] for c in model.clauses if c.variants}
    assert any(len(texts) == 1 for texts in suiting.values())
    assert len(re.findall(r"^\[Choice still open: ", text, re.M)) == sum(len(texts) > 1 for texts in suiting.values())
    assert "No other text suits" not in text


def test_the_notice_is_that_of_the_chosen_state(tmp_path: Path, content: Library, model: Page) -> None:
    text = taken(tmp_path, "txt", {"state": "tx"}).read_text(encoding="utf-8-sig")
    assert "State law: Texas" in text and "State law: Florida" not in text
    rules = [rule for state, rule in content.rules_on(DETAINERS) if state.id == "tx"]
    assert rules
    for rule in rules:
        assert f"({rule['authority']}, as of {content.sources[rule['source']].as_of})" in text
        assert " ".join(rule["says"].split()).replace("*", "") in text
    bare = [c.number for c in model.clauses if "tx" not in {state.id for state, _ in content.rules_on(f"{MODEL}#{c.id}")}]
    line = next(line for line in text.splitlines() if line.endswith("not been checked against the law of Texas. That is no permission."))
    assert [int(number) for number in re.findall(r"\d+", line)] == bare


@pytest.mark.parametrize("form", ["docx", "txt"])
def test_signs_and_emoji_in_a_name_survive(tmp_path: Path, form: str) -> None:
    name = 'A & B <City> "Sun" 🏛 ]]> \x07\n of'
    path = taken(tmp_path, form, {"values": {"GOVERNMENT NAME": name}})
    text = words(docx.Document(str(path)).paragraphs[1]) if form == "docx" else path.read_text(encoding="utf-8")
    assert 'Draft for A & B <City> "Sun" 🏛 ]]> of' in text


def test_forms_of_a_blank(tmp_path: Path) -> None:
    docs = own_docs(tmp_path)
    given = {"values": {"GOVERNMENT": "Authorities", "GOVERNING BODY": "Trustees", "forms/files#levels/DAYS": "10"}}
    document = docx.Document(str(taken(tmp_path, "docx", given, "forms/files", docs)))
    law = {words(p): p for p in law_of(document)}
    line = "Office means an office of an Authorities & its parts. An Authorities may have one. Trustees is the body, and Trustees’ word counts."
    assert line in law
    assert [run.text for run in law[line].runs if run.bold] == ["Office"]
    assert "<w:b/>" in law[line]._p.xml.split("Trustees")[0].rsplit("<w:rPr>", 1)[1], "a blank in bold words is bold"
    assert "(1) do this within 10 days:" in law
    assert law["(i) once; and"].style.name == "Law text 4"
    assert law["These are flush with (a)."].style.name == "Law text 1"
    assert law["All of it stands."].style.name == "Law text"
    assert "(b)(1) Run in." in law and "(A) here, under section 1:" in law


def test_forms_of_a_blank_that_is_open(tmp_path: Path) -> None:
    docs = own_docs(tmp_path)
    text = taken(tmp_path, "txt", None, "forms/files", docs).read_text(encoding="utf-8-sig")
    assert "an office of [a GOVERNMENT] & its parts. [A GOVERNMENT] may" in text and "[GOVERNING BODY]’s word" in text
    assert "within [8] days" in text
    shown = [words(p) for p in law_of(docx.Document(str(taken(tmp_path, "docx", None, "forms/files", docs))))]
    assert any("an office of a [GOVERNMENT] & its parts. A [GOVERNMENT] may" in line for line in shown), "one control, the article before it"
    assert '[Choice still open: Deep & "wide". Alternatives: Shallow <text>.]' in shown


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "tests/fixtures/words.yml").read_text(encoding="utf-8"))
    return loaded


def test_words_of_blanks_follow_the_table(table: dict[str, Any]) -> None:
    assert {word: fill.article(word) for word in table["article"]} == table["article"]
    assert {word: fill.possessive(word) for word in table["possessive"]} == table["possessive"]
    for name, form, default, given, shown in table["blanks"]:
        assert fill.blank_words(Blank(name, form, default), given) == shown


# Other programs


@pytest.fixture(scope="module")
def converted(static: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("office") / "law.docx"
    shutil.copy(static, copy)
    return copy


def test_libreoffice_reads_the_same_words(converted: Path, content: Library, model: Page) -> None:
    text = office(converted, "txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig").replace("\xa0", " ")
    lines = [line for line in text.split(LAW)[-1].splitlines() if line]
    assert lines == list(expected(model, content))


MODELS = sorted(page.id for page in library.load(ROOT / "docs").models)


@pytest.mark.parametrize("name", MODELS)
def test_the_files_of_every_model_say_what_it_says(content: Library, name: str) -> None:
    page = content.pages[f"{name}.md"]
    stem = built_site() / f"downloads/{name.replace('/', '-')}"
    assert [words(p) for p in law_of(docx.Document(str(stem.with_suffix(".docx"))))] == list(expected(page, content))
    text = law_text(stem.with_suffix(".txt"))
    assert [line.strip() for line in text.splitlines() if line.strip()][1:] == list(expected(page, content))


@pytest.mark.parametrize("name", [name for name in MODELS if name.startswith(("counsel", "diversion")) and "/campaign/" not in name])
def test_libreoffice_opens_every_model_of_the_later_subjects(content: Library, name: str, tmp_path: Path) -> None:
    copy = Path(shutil.copy(built_site() / f"downloads/{name.replace('/', '-')}.docx", tmp_path))
    text = office(copy, "txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig").replace("\xa0", " ")
    lines = [line for line in re.split(r"Text of the \w[\w ]*\n", text)[-1].splitlines() if line]
    assert lines == list(expected(content.pages[f"{name}.md"], content))


def pages(document: Path) -> list[list[str]]:
    """Return the lines of each page of a file, as LibreOffice sets it."""
    reader = find("poppler-utils")
    if not reader:
        pytest.skip("pdftotext is not installed")
    shown = subprocess.run([reader, "-layout", str(office(document, "pdf")), "-"], capture_output=True, text=True, check=True).stdout
    return [[line.strip() for line in page.splitlines() if line.strip()] for page in shown.split("\f") if page.strip()]


@pytest.mark.parametrize("name", [name for name in MODELS if name.endswith(("/summary", "/front-desk-card"))])
def test_a_text_that_promises_its_pages_keeps_to_them(content: Library, name: str, tmp_path: Path) -> None:
    """With long answers in its blanks, as the examples are; after the cover note, which is removed."""
    page = content.pages[f"{name}.md"]
    blanks = content.file("blanks")
    values = {blank: spec["example"] for blank, spec in blanks.items() if spec["type"] == "name"}
    set_pages = pages(taken(tmp_path, "docx", {"values": values, "kind": "county"}, name))
    starts = next(n for n, lines in enumerate(set_pages) if lines[0].startswith("Text of the"))
    assert len(set_pages) - starts == page.meta["pages"]


def test_no_heading_or_introduction_ends_a_page(converted: Path) -> None:
    shown = pages(converted)
    assert len(shown) > 4
    for number, lines in enumerate(shown, 1):
        assert lines[-1].endswith(f"Page {number} of {len(shown)}")
        assert not re.match(r"Section \d+\. .*\.$|\[Choice", lines[-2]) and not lines[-2].endswith(":"), lines[-2]
    assert LAW in [page[0] for page in shown], "the law starts on a page of its own"


def test_one_change_in_the_custom_part_fills_every_control(converted: Path) -> None:
    content = parts(converted)
    count = content["word/document.xml"].count("[GOVERNING BODY]")
    content["customXml/item1.xml"] = content["customXml/item1.xml"].replace("[GOVERNING BODY]", "Board of Aldermen")
    changed = converted.with_name("changed.docx")
    with zipfile.ZipFile(changed, "w") as archive:
        for name, text in content.items():
            archive.writestr(name, text)
    text = office(changed, "txt:Text (encoded):UTF8").read_text(encoding="utf-8-sig")
    assert text.count("Board of Aldermen") == count > 1 and "[GOVERNING BODY]" not in text


# The same bytes, and clear faults


def test_two_builds_are_the_same(tmp_path: Path) -> None:
    first, second = build(tmp_path / "one"), build(tmp_path / "two")
    names = sorted(path.relative_to(first) for folder in ("data", "downloads") for path in (first / folder).iterdir())
    assert len(names) > 9
    for name in names:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


@pytest.mark.parametrize(
    ("answers", "code", "fault"),
    [
        ("{", 1, "answers.json:1: answers: cannot be read as JSON"),
        ('{\n "values": {"A" 1}}', 1, "answers.json:2: answers"),
        ("[]", 1, "expected an object"),
        ('{"stat": "tx"}', 1, 'unknown key "stat"\n    hint: did you mean "state"?'),
        ('{"state": "TX"}', 1, 'state: "TX" is not known'),
        ('{"kind": "towns"}', 1, 'did you mean "town"?'),
        ('{"values": {"GOVERNMENT NAMES": "x"}}', 1, 'did you mean "GOVERNMENT NAME"?'),
        ('{"values": {"DAYS": "3"}}', 1, "a number is kept under its clause"),
        ('{"values": {"GOVERNMENT NAME": 3}}', 1, "write every value in quotes"),
        ('{"values": {"cooperation/ordinance#detainer/DAYS": "3"}}', 1, 'did you mean "cooperation/ordinance#detainers"?'),
        ('{"choices": {"cooperation/ordinance#detainers": "floor"}}', 1, '"floor" is no variant'),
        ('{"choices": {"cooperation/ordinance#x": ""}}', 1, "there is no clause"),
        (None, 2, "cannot be read: No such file"),
        (b"\xff\xfe\x00", 1, "not UTF-8 text"),
    ],
)
def test_faulty_answers_are_named_with_a_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str], answers: str | bytes | None, code: int, fault: str) -> None:
    given = tmp_path / "answers.json"
    if answers is not None:
        given.write_bytes(answers if isinstance(answers, bytes) else answers.encode())
    out = tmp_path / "out.txt"
    arguments = ["--model", MODEL, "--format", "txt", "--out", str(out), "--answers", str(given), "--docs", str(ROOT / "docs")]
    assert run(arguments) == code
    shown = capsys.readouterr().err
    assert fault in shown and "hint: " in shown and not out.exists()


def test_a_faulty_call_is_named_with_a_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    common = ["--format", "txt", "--docs", str(ROOT / "docs")]
    assert run(["--model", "cooperation/ordnance", "--out", str(tmp_path / "x"), *common]) == 2
    assert f'did you mean "{MODEL}"?' in capsys.readouterr().err
    assert run(["--model", MODEL, "--out", str(tmp_path / "no/such/x"), *common]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert run(["--model", MODEL, "--out", str(tmp_path / "x"), "--format", "txt", "--docs", str(tmp_path)]) == 2
    assert "no content folder" in capsys.readouterr().err


def test_what_the_browser_keeps_can_be_given_as_it_is(tmp_path: Path) -> None:
    kept = {"state": "", "kind": "", "values": {"CLERK": "Recorder"}, "choices": {}, "view": "text", "footer": True}
    assert "The Recorder shall" in taken(tmp_path, "txt", kept).read_text(encoding="utf-8")


def test_the_package_holds_what_it_should(static: Path) -> None:
    raw = static.read_bytes()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert archive.namelist()[-2:] == ["word/document.xml", "customXml/item1.xml"]
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}


def test_the_module_command_runs_it(tmp_path: Path) -> None:
    out = tmp_path / "law.txt"
    command = [sys.executable, "-m", "toolkit", "export", "--model", MODEL, "--format", "txt", "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert out.read_bytes() == (built_site() / "downloads/cooperation-ordinance.txt").read_bytes()
