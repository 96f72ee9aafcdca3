"""Tables and lists drawn from the records, as Markdown with citations; the register of all /// list blocks."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping
from html import escape

from toolkit import records
from toolkit.library import Library
from toolkit.model import Law, Options, Page, Pinpoint, Source, State

Draw = Callable[[Page, Library], str]
LISTS: dict[str, Draw] = {}


def listed(name: str) -> Callable[[Draw], Draw]:
    """Register a function as the block /// list | name."""

    def keep(function: Draw) -> Draw:
        LISTS[name] = function
        return function

    return keep


def draw(name: str, page: Page, library: Library) -> str:
    """Return the list `name` for a page; "" for one that lint reports as unknown."""
    return LISTS[name](page, library) if name in LISTS else ""


def marked(text: str) -> str:
    """Return text of a record or option as HTML, the italics of case names kept."""
    return re.sub(r"\*([^*]+)\*", r"<em>\1</em>", escape(text, quote=False))


def note(source: Source, pinpoint: str, library: Library) -> str:
    """Return a note as HTML: citation, pinpoint, publisher, and how far the source was checked."""
    place = f", {escape(pinpoint, quote=False)}" if pinpoint else ""
    archived = f' (<a href="{escape(str(source["archived"]))}">archived</a>)' if source.get("archived") else ""
    citation = marked(str(source.get("citation")))
    publisher = escape(str(source.get("publisher")), quote=False)
    return f'<a href="{escape(str(source.get("url")))}">{citation}</a>{place}. {publisher}{archived}. {checked(source, library)}'


def checked(source: Source, library: Library) -> str:
    """Return in words how far a source was checked."""
    words = library.words("how", source.how)
    return f"{words}; text as of {source.as_of}." if source.as_of else f"{words}."


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a Markdown table; cells are one line each."""
    cells = [" ".join(str(cell).split()).replace("|", "\\|") for row in rows for cell in row]
    width = len(list(head := list(head)))
    body = ["| " + " | ".join(cells[n : n + width]) + " |" for n in range(0, len(cells), width)]
    return "\n".join(["| " + " | ".join(head) + " |", "|" + " --- |" * width, *body])


def typeset(text: str) -> str:
    """Return the words of a record as a printer sets them: its apostrophes are typed straight."""
    return re.sub(r"(?<=\w)'", "’", text)


def _cite(ids: Iterable[str], pinpoint: str = "") -> str:
    return "".join(f"[^{i}, {pinpoint}]" if pinpoint else f"[^{i}]" for i in ids)


def _link(words: str, target: str, anchor: str, page: Page, library: Library) -> str:
    """Return a Markdown link to a heading of another page; the bare words when that page is not there."""
    if target not in library.pages:
        return words
    return f"[{words}]({posixpath.relpath(target, posixpath.dirname(page.path) or '.')}#{anchor})"


def anchor(record_id: str) -> str:
    """Return the heading id under which a record stands on its page."""
    return record_id.replace("/", "-")


def enacted_on(key: str, page: Page, library: Library) -> str:
    """Return who has enacted a clause, with pinpoints; the page of enacted laws has the rest."""
    found = sorted(library.enacted(key), key=lambda pair: (str(pair[0].get("state")), str(pair[0].get("place"))))
    items = [_enacted(law, entry, page, library) for law, entry in found]
    return "\n".join(items)


def _enacted(law: Law, entry: Options, page: Page, library: Library) -> str:
    place = _link(_place_and_year(law), "enacted/index.md", anchor(law.id), page, library)
    status = library.words("status", law.get("status")).lower()
    return f"- {place}: {entry.get('pinpoint')} ({entry.get('extent')}; {status}, as of {law.get('status_as_of')})"


def _place_and_year(law: Law) -> str:
    """Return "San Francisco, CA (1989)": one place may have several laws, and the year is in the record's name."""
    year = re.search(r"-(\d{4})-", law.id)
    return f"{law.get('place')}, {str(law.get('state')).upper()}" + (f" ({year.group(1)})" if year else "")


def cases_on(key: str, page: Page, library: Library) -> str:
    """Return the cases that bear on a clause, with stage; the page of cases has holdings and limits."""
    items = [
        f"- {_link(_plain(str(case.get('name'))), 'law/litigation.md', anchor(case.id), page, library)} ({str(case.get('decided'))[:4]};"
        f" {library.words('stage', case.get('stage')).lower()}, as of {case.get('as_of')})"
        for case in library.cases_on(key)
    ]
    return "\n".join(items)


def states_on(key: str, page: Page, library: Library) -> str:
    """Return what state laws do to a clause, a line for each state; the state's own page has the words."""
    items = [_state_on(state, rules, page, library) for state, rules in library.states_on(key)]
    return "\n".join(items)


def _state_on(state: State, rules: list[Options], page: Page, library: Library) -> str:
    path = f"law/states/{state.id}.md"
    name = f"[{state.get('name')}]({posixpath.relpath(path, posixpath.dirname(page.path))})" if path in library.pages else str(state.get("name"))
    effects = ", ".join(dict.fromkeys(library.words("effect", rule.get("effect")).lower() for rule in rules))
    heaviest = [rule for rule in rules if rule.get("effect") == rules[0].get("effect")]  # the state's page has the rest
    authorities = "; ".join(dict.fromkeys(f"{rule['authority']}{dated(rule, library)}" for rule in heaviest if rule.get("authority")))
    return f"- {name}: **{effects}**{f' ({authorities})' if authorities else dated(rules[0], library)}"


def dated(rule: Options, library: Library) -> str:
    """Return ", as of …" for a state rule; "" where no date is known."""
    found = as_of(rule, library)
    return f", as of {found}" if found else ""


def as_of(rule: Options, library: Library) -> str:
    """Return the date of the text that a state rule rests on, or of the newest page seen where nothing was found."""
    source = library.sources.get(str(rule.get("source")))
    return source.as_of if source else str(rule.get("searched_as_of") or "")


def _case(case: Options, library: Library) -> str:
    later = f" {case['later']}" if case.get("later") else ""
    stage = library.words("stage", case.get("stage")).lower()
    opinion = next((library.sources[i] for i in case.get("sources") or [] if i in library.sources and library.sources[i].get("kind") == "case"), None)
    reporter = str(opinion.get("citation")).partition("*, ")[2] if opinion else ""
    cited = f"{case.get('name')}, {reporter}" if reporter else case.get("name")
    return (
        f"{cited} ({case.get('court')}, {case.get('decided')}). {case.get('holding')}{_cite(case.get('sources') or [])}"
        f" *Limits:* {case.get('limits')}{later} Stage: {stage}, as of {case.get('as_of')}."
    )


@listed("states")
def states(page: Page, library: Library) -> str:
    """Every state and the District of Columbia, with what is known."""
    rows = []
    for code, name in library.file("jurisdictions").items():
        state = library.states.get(code)
        linked = f"[{name}]({code}.md)" if f"law/states/{code}.md" in library.pages else name
        if state is None:
            rows.append([linked, library.words("posture", "unchecked"), "No one has read this state’s law for this site. That is no permission."])
        else:
            rows.append([linked, library.words("posture", state.get("posture")), typeset(str(state.get("summary")))])
    return table(["State", "Posture", "In short"], rows)


@listed("provisions")
def provisions(page: Page, library: Library) -> str:
    """The provisions that the field expects of the page's subject, with their operative elements and where the model has each."""
    titles = library.file("provisions")
    rows = [
        ["" if n else str((titles[name] or {}).get("title")), words, _place(key, item, page, library)]
        for name, elements in library.elements.items()
        if name.rpartition("-")[0] == page.topic
        for n, (words, (key, item)) in enumerate(elements.items())
    ]
    return table(["Provision", "What it takes", "Where the model has it"], rows)


def _place(key: str, item: Pinpoint, page: Page, library: Library) -> str:
    if key not in library.clauses:
        return key  # unmet-element tells of it
    model, clause = library.clauses[key]
    return _link(f"§ {clause.number}{''.join(f'({label})' for label in item)} {clause.title}", model.path, clause.id, page, library)


@listed("state-rules")
def state_rules(page: Page, library: Library) -> str:
    """What the law of the page's state does, clause by clause."""
    state = library.states.get(str(page.meta.get("state")))
    if state is None:
        return ""
    subjects = sorted({key.partition("/")[0] for key in library.compared})
    parts = (_on_subject(subject, state, page, library, headed=len(subjects) > 1) for subject in subjects)
    return "\n\n".join([*parts, *_state_notes(state, library)])


def _on_subject(subject: str, state: State, page: Page, library: Library, *, headed: bool) -> str:
    """Return what a state's law does to the sections of one subject; a rule on several subjects stands with each."""
    of_each = ((rule, [key for key in map(str, rule.get("clauses") or []) if key.startswith(f"{subject}/")]) for _, rule in records.rules(state))
    rows = [_rule(rule, keys, page, library) for rule, keys in of_each if keys]
    body = (
        table(["Section of the model", "State law", "What it says", "Authority"], rows)
        if rows
        else "Nothing on these sections was checked. That is no permission."
    )
    return f"## {subject.capitalize()} {{#{subject}}}\n\n{body}" if headed else body


def _rule(rule: Options, keys: list[str], page: Page, library: Library) -> list[str]:
    sections = _sections(dict.fromkeys(keys, ""), page, library, headed=False)
    enjoined = f" **Court order:** {typeset(str(rule['enjoined']))}{_cite([str(rule.get('enjoined_source'))])}" if rule.get("enjoined") else ""
    return [
        sections,
        library.words("effect", rule.get("effect")),
        typeset(f"{rule.get('says')}") + enjoined,
        f"{rule['authority']}{_cite([str(rule.get('source'))])}" if rule.get("authority") else f"Searched{dated(rule, library)}",
    ]


def _state_notes(state: State, library: Library) -> Iterable[str]:
    if state.get("litigation"):
        yield f"**Litigation.** {typeset(str(state['litigation']))}{_cite(state.get('litigation_sources') or [])}"
    yield f"**What was not found or not checked.** {typeset(str(state.get('searched')))}"
    yield f"**Review.** {library.words('review', state.get('review'))}."


def _section(key: str, page: Page, library: Library) -> str:
    """Return a link to a clause by its heading; the subject is named too once there is more than one."""
    found = library.clauses.get(key)
    if not found:
        return key
    model, clause = found
    subject = f"{model.topic.capitalize()}, section" if len(library.compared) > 1 else "Section"
    return _link(f"{subject} {clause.number}, {clause.title}", model.path, clause.id, page, library)


def _sections(keys: Mapping[str, str], page: Page, library: Library, *, headed: bool = True) -> str:
    """Return short links to clauses, each with the words that follow it; `headed` by their subject once there is more than one."""
    by_topic: dict[str, list[str]] = {}
    for key, words in keys.items():
        if key in library.clauses:
            model, clause = library.clauses[key]
            link = _link(f"§\u00a0{clause.number} {clause.id}", model.path, clause.id, page, library)
            by_topic.setdefault(model.topic.capitalize(), []).append(link + words)
    headed = headed and len(library.compared) > 1
    return " ".join((f"*{name}:* " if headed else "") + "; ".join(links) for name, links in by_topic.items())


@listed("enacted")
def enacted(page: Page, library: Library) -> str:
    """The enacted laws: a table of the clauses that each contains, then each law with its pinpoints."""
    laws = sorted(library.laws.values(), key=lambda law: (str(law.get("state")), str(law.get("place")), law.id))
    rows = [
        [
            f"[{_place_and_year(law)}](#{anchor(law.id)})",
            library.words("status", law.get("status")),
            _sections({str(e.get("clause")): " (in full)" if e.get("extent") == "full" else "" for e in _entries(law)}, page, library),
        ]
        for law in laws
    ]
    return "\n\n".join([table(["Place", "Status", "Sections that it has, in part if nothing else is said"], rows), *(_law(law, page, library) for law in laws)])


def _entries(law: Law) -> list[Options]:
    return [e for e in law.get("clauses") or [] if isinstance(e, dict)]


def _law(law: Law, page: Page, library: Library) -> str:
    state = str(library.file("jurisdictions").get(str(law.get("state")), law.get("state")))
    place = state if law.get("place") == state else f"{law.get('place')}, {state}"
    dates = ", ".join(f"{word} {law.get(key)}" for word, key in (("adopted", "adopted"), ("effective", "effective")) if law.get(key))
    status = f"{library.words('status', law.get('status'))}, as of {law.get('status_as_of')}"
    facts = ". ".join(filter(None, [library.words("instrument", law.get("instrument")), dates.capitalize(), status]))
    items = [f"- {_section(str(e.get('clause')), page, library)}: {e.get('pinpoint')}, {e.get('extent')}. {e.get('note') or ''}" for e in _entries(law)]
    note = f"\n\n{law.get('note')}" if law.get("note") else ""
    listed_clauses = "\n".join(items)
    return f"## {place}: {_plain(str(law.get('name')))} {{#{anchor(law.id)}}}\n\n{facts}.{_cite(law.get('sources') or [])}{note}\n\n{listed_clauses}"


@listed("cases")
def cases(page: Page, library: Library) -> str:
    """Every case record, newest first."""
    found = sorted(library.cases.values(), key=lambda c: str(c.get("decided")), reverse=True)
    return "\n\n".join(f"## {_plain(str(c.get('name')))} {{#{anchor(c.id)}}}\n\n{_case(c.values, library)}" for c in found)


def _plain(text: str) -> str:
    return text.replace("*", "")


@listed("sources")
def sources(page: Page, library: Library) -> str:
    """Every source record, by kind."""
    out = []
    for kind in library.file("vocabulary").get("source_kind") or {}:
        found = sorted((s for s in library.sources.values() if s.get("kind") == kind), key=lambda s: _plain(str(s.get("citation"))).lower())
        if found:
            items = "\n".join(
                f"- [{s.get('citation')}]({s.get('url')}). {_plain(str(s.get('title')))}. {s.get('publisher')}. {checked(s, library)} {s.get('note')}"
                for s in found
            )
            out.append(f"## {library.words('source_kind', kind)}\n\n{items}")
    return "\n\n".join(out)


def sources_of(name: str, page: Page, library: Library) -> set[str]:
    """Return the ids of the sources behind a list."""
    if name == "sources":
        return set(library.sources)
    if name == "enacted":
        return {i for law in library.laws.values() for i in law.get("sources") or []}
    if name == "cases":
        return {i for case in library.cases.values() for i in case.get("sources") or []}
    if name == "worksheet":
        return {str(i) for declared in library.file("worksheet").values() if isinstance(declared, dict) for i in records.items(declared.get("source"))}
    state = library.states.get(str(page.meta.get("state"))) if name == "state-rules" else None
    if state is None:
        return set()
    return {str(r.get(k)) for _, r in records.rules(state) for k in ("source", "enjoined_source") if r.get(k)} | set(state.get("litigation_sources") or [])
