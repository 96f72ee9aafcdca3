"""Tables and lists drawn from the records, as Markdown with citations: the /// list blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from toolkit import records
from toolkit.library import Library
from toolkit.model import Options, Page, Source, State

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


def note(source: Source, pinpoint: str, library: Library) -> str:
    """Return a footnote: citation, pinpoint, publisher, and how far the source was checked."""
    place = f", {pinpoint}" if pinpoint else ""
    archived = f" ([archived]({source.get('archived')}))" if source.get("archived") else ""
    return f"[{source.get('citation')}]({source.get('url')}){place}. {source.get('publisher')}{archived}. {checked(source, library)}"


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


def _cite(ids: Iterable[str], pinpoint: str = "") -> str:
    return "".join(f"[^{i}, {pinpoint}]" if pinpoint else f"[^{i}]" for i in ids)


def enacted_on(key: str, library: Library) -> str:
    """Return who has enacted a clause, with pinpoints."""
    found = sorted(library.enacted(key), key=lambda pair: (pair[0]["state"], pair[0]["place"]))
    if not found:
        return ""
    items = [_enacted(law.values, entry, library) for law, entry in found]
    return "### Who has enacted it\n\n" + "\n".join(items)


def _enacted(law: Options, entry: Options, library: Library) -> str:
    extent = library.words("extent", entry.get("extent")).lower()
    status = library.words("status", law.get("status")).lower()
    words = " ".join(str(entry.get("note") or "").split())
    ids = law.get("sources") or []
    place = f"{law.get('place')} ({str(law.get('state')).upper()})"
    return f"- **{place}**, {law.get('name')}, {entry.get('pinpoint')}: {extent}. {words}{_cite(ids)} Status: {status}, as of {law.get('status_as_of')}."


def cases_on(key: str, library: Library) -> str:
    """Return the cases that bear on a clause, with stage and limits."""
    items = [_case(case.values, library) for case in library.cases_on(key)]
    return "### Cases\n\n" + "\n".join(items) if items else ""


def _case(case: Options, library: Library) -> str:
    later = f" {case['later']}" if case.get("later") else ""
    stage = library.words("stage", case.get("stage")).lower()
    return (
        f"- {case.get('name')} ({case.get('court')}, {case.get('decided')}). {case.get('holding')}{_cite(case.get('sources') or [])}"
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
            rows.append([linked, library.words("posture", state.get("posture")), str(state.get("summary"))])
    return table(["State", "Posture", "In short"], rows)


@listed("state-rules")
def state_rules(page: Page, library: Library) -> str:
    """What the law of the page's state does, clause by clause."""
    state = library.states.get(str(page.meta.get("state")))
    if state is None:
        return ""
    rows = [_rule(rule, library) for _, rule in records.rules(state)]
    body = table(["Section of the model", "State law", "What it says", "Authority"], rows)
    return "\n\n".join([body, *_state_notes(state, library)])


def _rule(rule: Options, library: Library) -> list[str]:
    sections = ", ".join(f"[§ {key}]" for key in rule.get("clauses") or [])
    enjoined = f" **Enjoined:** {rule['enjoined']}{_cite([str(rule.get('enjoined_source'))])}" if rule.get("enjoined") else ""
    return [sections, library.words("effect", rule.get("effect")), f"{rule.get('says')}{enjoined}", f"{rule.get('authority')}{_cite([str(rule.get('source'))])}"]


def _state_notes(state: State, library: Library) -> Iterable[str]:
    if state.get("litigation"):
        yield f"**Litigation.** {state['litigation']}{_cite(state.get('litigation_sources') or [])}"
    yield f"**What was not found or not checked.** {state.get('searched')}"
    yield f"**Review.** {library.words('review', state.get('review'))}."


@listed("enacted")
def enacted(page: Page, library: Library) -> str:
    """The enacted laws and the clauses that each contains."""
    rows = []
    for law in sorted(library.laws.values(), key=lambda law: (str(law.get("state")), str(law.get("place")))):
        clauses = "; ".join(f"[§ {e.get('clause')}] ({e.get('extent')}, {e.get('pinpoint')})" for e in law.get("clauses") or [])
        place = f"{law.get('place')}, {str(law.get('state')).upper()}"
        status = f"{library.words('status', law.get('status'))}, as of {law.get('status_as_of')}"
        rows.append([place, f"{law.get('name')}{_cite(law.get('sources') or [])}", str(law.get("adopted") or "not found"), status, clauses])
    return table(["Place", "Law", "Adopted", "Status", "Sections of the model that it contains"], rows)


@listed("cases")
def cases(page: Page, library: Library) -> str:
    """Every case record, newest first."""
    found = sorted(library.cases.values(), key=lambda c: str(c.get("decided")), reverse=True)
    return "\n\n".join(f"## {_plain(str(c.get('name')))} {{#{c.id}}}\n\n{_case(c.values, library)[2:]}" for c in found)


def _plain(text: str) -> str:
    return text.replace("*", "")


@listed("sources")
def sources(page: Page, library: Library) -> str:
    """Every source record, by kind."""
    out = []
    for kind in library.file("vocabulary").get("source_kind") or {}:
        found = sorted((s for s in library.sources.values() if s.get("kind") == kind), key=lambda s: _plain(str(s.get("citation"))).lower())
        if found:
            items = "\n".join(f"- [{s.get('citation')}]({s.get('url')}). {_plain(str(s.get('title')))}. {s.get('publisher')}. {checked(s, library)} {s.get('note')}" for s in found)
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
    state = library.states.get(str(page.meta.get("state"))) if name == "state-rules" else None
    if state is None:
        return set()
    return {str(r.get(k)) for _, r in records.rules(state) for k in ("source", "enjoined_source") if r.get(k)} | set(state.get("litigation_sources") or [])
