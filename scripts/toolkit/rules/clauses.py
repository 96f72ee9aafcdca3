"""Clauses: ids, levels, references and pinpoints, variants, commentary, defined terms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.enumeration import written
from toolkit.findings import nearest
from toolkit.library import Library
from toolkit.model import Citation, CrossRef, Page, Provision, Text
from toolkit.parse import citations, prose_references
from toolkit.prose import Passage
from toolkit.records import items
from toolkit.rules import Draft, Fault, rule

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_SUBSECTION = re.compile(r"\bsubsections? (?:\([A-Za-z0-9]{1,5}\))+(?:(?:, and |, or |, | and | or )(?:\([A-Za-z0-9]{1,5}\))+)*")
_PINPOINT = re.compile(r"\(([A-Za-z0-9]{1,5})\)")
_PINPOINTS = re.compile(r"(?:\([A-Za-z0-9]{1,5}\))+")
_YIELDS = re.compile(r"(?:[Ss]ubject to|[Ee]xcept (?:as|under|where|when)|[Uu]nless)[^.;]{0,40}$")


@rule()
def malformed_id(draft: Draft, library: Library) -> Iterator[Fault]:
    """A clause or variant whose id is not small letters, digits and hyphens.

    Bad:  `id: Detainers_1`
    Good: `id: detainers`
    """
    if draft.text.id and not _ID.fullmatch(draft.text.id):
        yield Fault(draft.text.line_of("id"), f'the id "{draft.text.id}" cannot be an address', "small letters, digits and single hyphens; start with a letter")


@rule()
def repeated_id(page: Page, library: Library) -> Iterator[Fault]:
    """Two clauses or variants of one model with the same id.

    Bad:  two clauses with `id: detainers`
    Good: `id: detainers` and `id: transfers`
    """
    seen: dict[str, int] = {}
    for clause in page.clauses:
        for text in clause.texts:
            if text.id in seen:
                yield Fault(
                    text.line_of("id"), f'the id "{text.id}" is taken by line {seen[text.id]}', "give the newer one another id; published ids never change"
                )
            elif text.id:
                seen[text.id] = text.line_of("id")


@rule()
def misplaced_clause(page: Page, library: Library) -> Iterator[Fault]:
    """A clause on a page that is no model, or a model without a clause.

    Bad:  `/// clause | …` on a page of `kind: page`
    Good: the clause in a page of `kind: model`
    """
    if page.is_model and not page.clauses:
        yield Fault(page.meta_lines.get("kind", 1), "a model without a clause", "write its clauses, or make it kind: page")
    if not page.is_model and page.clauses:
        yield Fault(page.clauses[0].line, "a clause on a page that is no model", "move it into a model, or write kind: model")


@rule()
def dangling_reference(draft: Draft, library: Library) -> Iterator[Fault]:
    """A reference in model text to a clause that is not there.

    Bad:  `[§ detainer]`
    Good: `[§ detainers]`
    """
    for ref in draft.references:
        yield from _dangling(ref, draft.page, library)


@rule(needs="[§")
def dangling_mention(passage: Passage, library: Library) -> Iterator[Fault]:
    """A reference in commentary or prose to a clause or item that is not there, or one that is not written as a reference.

    Bad:  `see [§ ordinance-detainers]`
    Good: `see [§ cooperation/ordinance#detainers]`
    """
    found = 0
    for match, ref, line in prose_references(passage.text, passage.line):
        found += 1
        if ref is None:
            yield Fault(line, f'"{match.group()[:60]}" is not a reference', "write [§ clause-id] or [§ folder/model#clause-id(a)(1)]")
            continue
        yield from _dangling(ref, passage.page, library)
        yield from _unpinned(ref, passage.page, library, "")
    if passage.text.count("[§") > found:
        yield Fault(passage.line, "a [§ that is never closed on its line", "keep [§ clause-id] on one line")


@rule()
def missing_pinpoint(draft: Draft, library: Library) -> Iterator[Fault]:
    """A reference to an item that its clause, or one of the clause's variants, does not have. A variant keeps the letters that others cite.

    Bad:  `[§ detainers(z)]`
    Good: `[§ detainers(a)]`
    """
    for ref in draft.references:
        own = draft.text.id if not ref.model and ref.clause == draft.clause.id else ""
        yield from _unpinned(ref, draft.page, library, own)


@rule()
def missing_subsection(draft: Draft, library: Library) -> Iterator[Fault]:
    """Words such as "subsection (b)(3)" in a text that has no such item.

    Bad:  `under subsection (z)` in a clause that ends at (e)
    Good: `under subsection (e)`
    """
    have = None
    for stretch, line in draft.stretches if "ubsection" in draft.words else ():
        if "ubsection" not in stretch:
            continue
        have = have if have is not None else draft.text.pinpoints
        for shown in _subsections(stretch):
            if tuple(_PINPOINT.findall(shown)) not in have:
                yield Fault(line, f"this text has no subsection {shown}", f"it has {_shown(have)}")


def _subsections(text: str) -> Iterator[str]:
    for found in _SUBSECTION.finditer(text):
        if not text.startswith(" of ", found.end()):  # of another section
            yield from _PINPOINTS.findall(found.group())


@rule()
def core_on_optional(draft: Draft, library: Library) -> Iterator[Fault]:
    """A core clause that depends on an optional one: adopters may leave the optional one out.

    Bad:  a core clause that says `under [§ land-use]`, an optional clause
    Good: the same words in an optional clause
    """
    if draft.clause.level != "core":
        return
    for ref in draft.references:
        found = library.clauses.get(_key(ref, draft.page))
        if found and found[1].level == "optional":
            yield Fault(ref.line, f"a core clause refers to {ref.shown}, which is optional", "raise that clause to recommended, or move the words there")


@rule()
def incomplete_choice(draft: Draft, library: Library) -> Iterator[Fault]:
    """A clause with variants that does not say how its own text compares with them.

    Bad:  a clause with a variant and no `strength`
    Good: `name`, `strength`, `gains` and `costs` in the clause
    """
    if draft.is_variant or not draft.clause.variants:
        return
    missing = [key for key in ("name", "strength", "gains", "costs") if not draft.text.options.get(key)]
    if missing:
        yield Fault(draft.text.line, f"a clause with variants needs {', '.join(missing)}", "readers compare its own text with the variants")


@rule()
def unsaid_need(draft: Draft, library: Library) -> Iterator[Fault]:
    """A text that uses a role which some kinds of government lack, and says neither `needs` nor `kinds`.

    Bad:  `[CORRECTIONS AGENCY]` in a clause without `needs`
    Good: `needs: [CORRECTIONS AGENCY]`
    """
    if draft.text.kinds:
        return
    said = items(draft.text.options.get("needs"))
    for blank in {b.name: b for b in draft.blanks}.values():
        declared = library.file("blanks").get(blank.name)
        values = declared.get("values") if isinstance(declared, dict) else None
        lacking = [str(kind) for kind, value in values.items() if value is None] if isinstance(values, dict) else []
        if lacking and blank.name not in said:
            yield Fault(
                blank.line, f"[{blank.name}] does not exist in every kind of government ({', '.join(lacking)})", f"add needs: [{blank.name}], or kinds: […]"
            )


@rule()
def uncommented_clause(page: Page, library: Library) -> Iterator[Fault]:
    """A clause without a plain sentence after it that says what it does.

    Bad:  `///` and at once the next `/// clause`
    Good: `///`, then "Local staff do not hold anyone because immigration officers ask."
    """
    for clause in page.clauses:
        if clause.commentary is None or not clause.commentary.plain:
            yield Fault(
                clause.line, f'"{clause.title}" has no plain sentence after it', "write one or two plain sentences after its last ///, before any heading"
            )


@rule()
def stray_commentary(page: Page, library: Library) -> Iterator[Fault]:
    """A page of notes that lies where no clause is: docs/<model>/<clause-id>.md comments on that clause.

    Bad:  `docs/cooperation/ordinance/detainer.md` with `kind: commentary`
    Good: `docs/cooperation/ordinance/detainers.md`
    """
    if page.comments_on and page.comments_on not in library.clauses:
        model = f"{page.of_model}#"
        known = [key.removeprefix(model) for key in library.clauses if key.startswith(model)]
        hint = nearest(page.comments_on.removeprefix(model), known) if known else f"{page.of_model}.md is no model"
        yield Fault(page.meta_lines.get("kind", 1), f'there is no clause "{page.comments_on}" to comment on', hint)


@rule()
def unexplained_clause(page: Page, library: Library) -> Iterator[Fault]:
    """A clause whose notes cite no law that was read, and that follows no clause of another model whose notes do.

    Bad:  a clause with one plain sentence after it, and nothing else
    Good: `### Legal basis` with a source marked `read`, a page of notes docs/<model>/<clause-id>.md, or `follows: [folder/model#clause]`
    """
    for clause in page.clauses if page.is_model else ():
        if not _explained(f"{page.id}#{clause.id}", library):
            yield Fault(
                clause.line,
                f'no law that was read stands behind "{clause.title}"',
                f"write docs/{page.id}/{clause.id}.md with a citation, or name the clause of another model that it follows: `follows: [folder/model#clause]`",
            )


def _explained(key: str, library: Library) -> bool:
    clause = library.clauses[key][1]
    return any(library.is_law_read(c.source) for other in (key, *clause.follows) if other in library.clauses for c in _noted(other, library))


def _noted(key: str, library: Library) -> Iterator[Citation]:
    """Yield what the notes on a clause cite, those under it and those on a page of their own."""
    note = library.clauses[key][1].commentary
    yield from citations(note.notes, 1) if note else ()
    yield from library.commentaries[key].citations if key in library.commentaries else ()


@rule()
def unmet_element(library: Library) -> Iterator[Fault]:
    """An operative element of a provision that the model's text does not have where provisions.yml says, or a provision with none.

    Bad:  `elements: {bail as for any other person: detainers(z)}`
    Good: `elements: {bail as for any other person: detainers(b)(1)}`, in a clause with `covers: [cooperation-10]`
    """
    path = f"{library.prefix}/_data/provisions.yml"
    for name, elements in library.elements.items():
        lines, model = library.data.lines["provisions"], f"{name.rpartition('-')[0]}/ordinance"
        if f"{model}.md" in library.pages and not elements:
            yield Fault(
                lines.line(name), f"{name} has no operative elements", "write `elements:`, then a line for each: words, and where the text has it", path
            )
        for words, (key, item) in elements.items() if f"{model}.md" in library.pages else ():
            message, hint = _unmet(name, key, item, library)
            if message:
                yield Fault(lines.line(name, "elements", words), f'"{words}": {message}', hint, path)


def _unmet(name: str, key: str, item: tuple[str, ...], library: Library) -> tuple[str, str]:
    """Return what keeps a clause from having an element at `item`, and the remedy; empty when it has it."""
    model, _, clause_id = key.partition("#")
    if key not in library.clauses:
        return f'no clause of {model} is named "{clause_id}"', nearest(clause_id, [c.partition("#")[2] for c in library.clauses if c.startswith(f"{model}#")])
    clause = library.clauses[key][1]
    if name not in clause.covers:
        return f"{clause_id} does not say that it covers {name}", f"add {name} to its covers, or name the clause that has the element"
    return ("", "") if item in clause.pinpoints else (f"{clause_id} has no {written(item)}", f"it has {_shown(clause.pinpoints)}")


@rule()
def circular_reference(page: Page, library: Library) -> Iterator[Fault]:
    """Two clauses each of which yields to the other, so that neither says what holds.

    Bad:  "Except as [§ transfers] allows" in detainers, and "subject to [§ detainers]" in transfers
    Good: one of them yields
    """
    yields: dict[str, dict[str, int]] = {}
    for clause in page.clauses if page.is_model else ():
        for text in clause.texts:
            for target, line in _yielding(text):
                yields.setdefault(clause.id, {}).setdefault(target, line)
    for one, others in yields.items():
        for other, line in others.items():
            if one in yields.get(other, {}) and (one == other or line > yields[other][one]):
                message = f"{one} yields to itself" if one == other else f"{one} yields to {other}, which yields to {one} (line {yields[other][one]})"
                yield Fault(line, message, "let one of them hold without exception, or name the items that yield")


def _yielding(text: Provision) -> Iterator[tuple[str, int]]:
    """Yield each clause of the same model to which words of `text` give way whole, with the line."""
    for paragraph in text.paragraphs:
        before = ""
        for inline in paragraph.inlines:
            if isinstance(inline, CrossRef) and not inline.model and not inline.pinpoint and _YIELDS.search(before):
                yield inline.clause, inline.line
            before = inline.text if isinstance(inline, Text) else ""


# References


def _key(ref: CrossRef, page: Page) -> str:
    return f"{ref.model or page.of_model}#{ref.clause}"


def _dangling(ref: CrossRef, page: Page, library: Library) -> Iterator[Fault]:
    if _key(ref, page) in library.clauses:
        return
    if not ref.model and not page.of_model:
        fits = [key for key in library.clauses if key.endswith(f"#{ref.clause}")]
        yield Fault(ref.line, f"{ref.shown} names no model, and this page is none", f"write [§ {fits[0]}]" if fits else nearest(ref.clause, library.clauses))
        return
    model = library.pages.get(f"{ref.model or page.of_model}.md")
    if model is None or not model.is_model:
        models = [m.id for m in library.models]
        yield Fault(ref.line, f'no model is named "{ref.model}"', nearest(ref.model, models))
        return
    yield Fault(ref.line, f'no clause of {model.id} is named "{ref.clause}"', nearest(ref.clause, [c.id for c in model.clauses]))


def _unpinned(ref: CrossRef, page: Page, library: Library, own: str) -> Iterator[Fault]:
    """Yield a fault for each text of the cited clause that lacks the pinpoint; only for the text `own` when it is given."""
    if not ref.pinpoint:
        return
    for text, have in library.pinpoints.get(_key(ref, page), {}).items():
        if ref.pinpoint not in have and own in ("", text):
            where = f'the variant "{text}"' if text != ref.clause else f"{ref.clause}"
            yield Fault(ref.line, f"{ref.shown}: {where} has no {written(ref.pinpoint)}", f"it has {_shown(have)}")


def _shown(have: frozenset[tuple[str, ...]]) -> str:
    tops = sorted(path for path in have if path)
    return ", ".join(map(written, tops[:12])) + (" …" if len(tops) > 12 else "") or "no items"
