"""Page and Library to the Markdown and HTML that the site builder takes."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape

from toolkit import lists
from toolkit.fill import Wording
from toolkit.library import EFFECTS, LAW_KINDS, RESTRICTING, Library
from toolkit.model import Blank, Citation, Clause, CrossRef, Inline, ListBlock, Options, Page, Paragraph, Prose, Provision, Source
from toolkit.parse import citations, prose_references, without_code

_PRECEDENTS = {"Who has enacted it": lists.enacted_on, "Cases that bear on it": lists.cases_on}
_ON_CLAUSE = {**_PRECEDENTS, "State law on it": lists.states_on}
_TAGS = {"strong": "strong", "em": "em"}


class Renderer:
    """Renders one page; footnotes are numbered in the order in which they are met."""

    def __init__(self, page: Page, library: Library) -> None:
        self.page = page
        self.library = library
        self.model = library.pages.get(f"{page.of_model}.md", page)  # whose clauses a bare reference means
        self.wording = Wording(self.model, library)
        self.notes: dict[tuple[str, str], tuple[int, list[str]]] = {}
        self.held: list[str] = []

    def hold(self, html: str) -> str:
        """Keep HTML back from Markdown, whose HTML parser takes longer than all else, and return the comment that stands for it."""
        self.held.append(html)
        return f"<!--held {len(self.held) - 1}-->" if html else ""

    def markdown(self) -> str:
        """Return the whole page as Markdown; what is HTML is held."""
        parts = [self.block(block) for block in self.page.blocks]
        if self.page.comments_on in self.library.clauses:
            parts = [*self.subject(self.page.comments_on), *parts, *map(self.prose, self.records_on(self.page.comments_on, _ON_CLAUSE, "##"))]
        return "\n\n".join([*parts, self.hold(self.footnotes())]) + "\n"

    def block(self, block: Prose | Clause | ListBlock) -> str:
        if isinstance(block, Clause):
            return "\n\n".join(self.clause(block))
        if isinstance(block, ListBlock):
            return self.prose(lists.draw(block.name, self.page, self.library))
        return self.prose(block.text)

    # Prose

    def prose(self, text: str) -> str:
        """Return Markdown prose with its citations as footnotes and its [§ …] as links."""
        return self.cross_references(_cited(text, self.note))

    def note(self, citation: Citation) -> str:
        """Return the mark of a note. Notes are made here and not by Markdown's extension, which takes longer than all else."""
        if citation.source not in self.library.sources:
            return citation.raw
        number, marks = self.notes.setdefault((citation.source, citation.pinpoint), (len(self.notes) + 1, []))
        marks.append(f"r{number}" + ("" if not marks else f"-{len(marks) + 1}"))
        return f'<sup id="{marks[-1]}"><a class="footnote-ref" href="#n{number}">{number}</a></sup>'

    def cross_references(self, text: str) -> str:
        found = [(match, ref) for match, ref, _ in prose_references(text, 1) if ref]
        for match, ref in reversed(found):
            link = f"[{self.wording.reference(ref)}]({self.clause_address(ref)})"
            text = text[: match.start()] + link + text[match.end() :]
        return text

    def clause_address(self, ref: CrossRef) -> str:
        return f"{self.file(f'{ref.model or self.model.id}.md')}#{ref.clause}"

    def file(self, path: str) -> str:
        """Return a Markdown link's target for a page: "" for this one."""
        return "" if path == self.page.path else posixpath.relpath(path, posixpath.dirname(self.page.path) or ".")

    def footnotes(self) -> str:
        """Return the notes, in the order in which they are met; they are not searched, or the last section would hold them all."""
        items = "".join(self.footnote(source, pinpoint, number, marks) for (source, pinpoint), (number, marks) in self.notes.items())
        return f'<div class="footnote" data-search-exclude><hr><ol>{items}</ol></div>' if items else ""

    def footnote(self, source: str, pinpoint: str, number: int, marks: list[str]) -> str:
        words = lists.note(self.library.sources[source], pinpoint, self.library)
        back = " ".join(f'<a class="footnote-backref" href="#{mark}" title="Back to the text">↩</a>' for mark in marks)
        return f'<li id="n{number}"><p>{words} {back}</p></li>'

    # Clauses

    def clause(self, clause: Clause) -> Iterator[str]:
        key = f"{self.page.id}#{clause.id}"
        if clause is self.page.clauses[0]:
            yield self.controls()
            yield self.files()
        yield f"## {clause.heading} {{#{clause.id}}}"
        yield from self.law(clause, key)
        yield self.notes_link(clause, key) if key in self.library.commentaries else self.commentary(clause, key)

    def law(self, clause: Clause, key: str) -> Iterator[str]:
        """Return what a clause does, what state law says of it, and its texts."""
        if clause.commentary and clause.commentary.plain:
            yield f"{self.prose(clause.commentary.plain)}\n{{: .plain }}"
        texts = (self.provision(text, clause) for text in clause.texts)
        yield self.hold("".join([f'<div class="clause" data-clause="{clause.id}">', self.notice(key), self.choices(clause), *texts, "</div>"]))

    @property
    def what(self) -> str:
        """What kind of text the model is, in lower case: ordinance, resolution …"""
        return self.library.words("instrument", self.model.meta.get("instrument", "text")).lower()

    def controls(self) -> str:
        """Return the place for the controls of the text, which a script adds; `data-part` where the page has one clause of it."""
        facts = {
            "model": self.model.id,
            "title": self.model.title,
            "page": self.model.address,
            "what": self.what,
            "version": self.model.meta.get("version", ""),
        }
        attributes = "".join(f' data-{name}="{escape(str(fact))}"' for name, fact in facts.items())
        return f'<div class="model"{attributes}{"" if self.model is self.page else " data-part"}></div>'

    def followed(self, clause: Clause) -> str:
        """Return references to the clauses that a clause follows, each to its page of notes if it has one."""
        links = []
        for key in clause.follows:
            model, found = self.library.clauses[key]
            target = self.library.commentaries.get(key)
            links.append(f"[{found.title}]({self.file(target.path if target else model.path)}{'' if target else f'#{found.id}'})")
        return "; ".join(links)

    # Pages of notes

    def subject(self, key: str) -> Iterator[str]:
        """Return the clause that a page of notes is about. It is found under its own address, so the search index leaves it out here."""
        clause = self.library.clauses[key][1]
        yield f"[{self.model.title}]({self.file(self.model.path)}#{clause.id}), section {clause.number} of {len(self.model.clauses)}\n{{: .part }}"
        yield self.controls()
        yield f"## {clause.heading} {{#{clause.id} data-search-exclude}}"
        yield from self.law(clause, key)

    def records_on(self, key: str, drawn_by: Mapping[str, Callable[[str, Page, Library], str]], heading: str) -> Iterator[str]:
        """Yield what the records say of a clause, each list under a heading such as "##"."""
        for title, draw in drawn_by.items():
            if drawn := draw(key, self.page, self.library):
                yield f"{heading} {title}\n\n{drawn}"

    def notes_link(self, clause: Clause, key: str) -> str:
        """Return the way to the page of notes, with what it counts."""
        counts = {"place": len({law.get("place") for law, _ in self.library.enacted(key)}), "case": len(self.library.cases_on(key))}
        counted = "".join(f", {n} {noun}{'s' if n > 1 else ''}" for noun, n in counts.items() if n)
        target = self.file(self.library.commentaries[key].path)
        return f"[Notes on section {clause.number}]({target}): why, choices, legal basis, risk{counted}, state by state.\n{{: .notes data-search-exclude }}"

    def files(self) -> str:
        """Return the links to the whole text as files; a script lets the same links carry the reader's answers."""
        stem = self.page.id.replace("/", "-")
        shown = {"docx": "Word (.docx)", "txt": "plain text (.txt)"}
        links = (f'<a href="{self.page.relative(f"downloads/{stem}.{form}")}" download data-format="{form}">{words}</a>' for form, words in shown.items())
        return f'<p class="files" data-file="{stem}" data-search-exclude>Download the whole {escape(self.what)}: {" or ".join(links)}</p>'

    def notice(self, key: str) -> str:
        """Return what is known of state law: all that restricts it, for readers without a script."""
        by_effect: dict[str, list[str]] = {}
        for state, rules in self.library.states_on(key):
            by_effect.setdefault(str(rules[0].get("effect")), []).append(escape(str(state.get("name"))))
        items = "".join(self.notice_row(effect, by_effect[effect]) for effect in EFFECTS if effect in by_effect)
        if items:
            text = f"on this section, as far as it was checked:</p><ul>{items}</ul><p>Other states: not checked. That is no permission."
        else:
            text = "was not checked for this section, in any state. That is no permission."
        return f'<aside class="notice" aria-label="State law on this section" data-search-exclude><p><strong>State law</strong> {text}</p></aside>'

    def notice_row(self, effect: str, names: list[str]) -> str:
        restricts = effect in RESTRICTING
        words = self.library.words("effect", effect)
        return f"<li{' class=restricts' if restricts else ''}><strong>{words}:</strong> <span>{', '.join(names)}</span></li>"

    def choices(self, clause: Clause) -> str:
        """Return the comparison of a clause's texts: what each gains and costs."""
        if not clause.variants:
            return ""
        rows = "".join(self.choice(text, clause) for text in clause.texts)
        head = "<tr><th scope=col>Text</th><th scope=col>Strength</th><th scope=col>What is gained</th><th scope=col>What it costs</th></tr>"
        caption = f"{len(clause.texts)} texts for this section; the first is the default"
        return f'<div class="choices" data-search-exclude><table class="texts"><caption>{caption}</caption><thead>{head}</thead><tbody>{rows}</tbody></table></div>'

    def choice(self, text: Provision, clause: Clause) -> str:
        default = text is clause
        name = escape(clause.name if default else text.title)
        kinds = ", ".join(self.library.words("government_kind", k) for k in text.kinds)
        fits = f"<small>For: {escape(kinds)}</small>" if kinds else ""
        cells = [self.library.words("strength", text.strength), text.options.get("gains", ""), text.options.get("costs", "")]
        labels = ["Strength", "What is gained", "What it costs"]
        filled = "".join(f'<td data-label="{label}">{lists.marked(str(cell))}</td>' for label, cell in zip(labels, cells, strict=True))
        return f'<tr data-choice="{"" if default else text.id}"><th scope="row">{name}{fits}</th>{filled}</tr>'

    def provision(self, text: Provision, clause: Clause) -> str:
        default = text is clause
        title = clause.name if default else text.title
        head = f"<h3>{'Default text' if default else 'Alternative'}: {escape(title)}</h3>" if clause.variants else ""
        paragraphs = "".join(self.paragraph(p, clause) for p in text.paragraphs)
        needs = f' data-needs="{escape("|".join(text.options["needs"]))}"' if text.options.get("needs") else ""
        kinds = f' data-kinds="{" ".join(text.kinds)}"' if text.kinds else ""
        anchor = "" if default else f' id="{text.id}"'
        return f'<div class="text" data-text="{"" if default else text.id}"{anchor}{kinds}{needs}>{head}{paragraphs}</div>'

    def paragraph(self, paragraph: Paragraph, clause: Clause) -> str:
        marker = f"<span class=m>{''.join(paragraph.markers)}</span> " if paragraph.markers else ""
        words = "".join(self.inline(i, clause) for i in paragraph.inlines)
        return f'<p class="l{paragraph.level}">{marker}{words}</p>'

    def inline(self, inline: Inline, clause: Clause) -> str:
        words = escape(self.wording.inline(inline, clause.id), quote=False)
        if isinstance(inline, Blank):
            form = f' data-form="{inline.form}"' if inline.form != "plain" else ""
            default = f' data-default="{escape(inline.default)}"' if inline.default else ""
            # A blank whose words are its name says no more: a script reads it from there, and a law has a thousand of them.
            name = f' data-blank="{escape(inline.name)}"' if form or default else ""
            words = f'<span class="blank"{name}{form}{default}>{words}</span>'
        elif isinstance(inline, CrossRef):
            words = f'<a href="{self.reference_link(inline)}">{words}</a>'
        tag = _TAGS.get(inline.style)
        return f"<{tag}>{words}</{tag}>" if tag else words

    def reference_link(self, ref: CrossRef) -> str:
        other = self.library.pages.get(f"{ref.model or self.model.id}.md", self.page)
        here = other is self.page or self.page.comments_on == f"{other.id}#{ref.clause}"
        return f"{'' if here else self.page.relative(other.address)}#{ref.clause}"

    def commentary(self, clause: Clause, key: str) -> str:
        notes = clause.commentary.notes if clause.commentary else ""
        if clause.follows:
            notes = f"Why, choices, legal basis and risk: see {self.followed(clause)}.\n\n{notes}"
        text = "\n\n".join(filter(None, [notes, *self.records_on(key, _PRECEDENTS, "###")]))
        if not text:
            return ""
        # No heading elements: each would be a search result of its own, named "Why" for every section.
        body = re.sub(r"^### +(.+?)\s*$", r'\n<p class="h3" role="heading" aria-level="3">\1</p>\n', self.prose(text), flags=re.M)
        summary = f"<summary>Notes on {f'section {clause.number}' if clause.numbered else f'“{clause.title}”'}</summary>"
        head = self.hold(f'<details class="commentary" data-clause="{clause.id}">{summary}')
        return f"{head}\n\n{body}\n\n{self.hold('</details>')}"


def _cited(text: str, note: Callable[[Citation], str]) -> str:
    """Replace each citation in `text` by what `note` returns for it."""
    out, at, clean = [], 0, without_code(text)
    for citation in citations(text, 1):
        start = clean.index(citation.raw, at)
        out += [text[at:start], note(citation)]
        at = start + len(citation.raw)
    return "".join(out) + text[at:]


def markdown(page: Page, library: Library) -> tuple[str, list[str]]:
    """Return `page` as the Markdown that the site builder renders, and the HTML that is held back from it."""
    renderer = Renderer(page, library)
    return renderer.markdown(), renderer.held


def finished(text: str, held: list[str]) -> str:
    """Return a rendered page with the held HTML in its places."""
    return re.sub(r"<!--held (\d+)-->", lambda found: held[int(found.group(1))], text)


def assets(page: Page, library: Library) -> list[str]:
    """Return the stylesheets and scripts of a page's own: those that are named as a list that is drawn on it."""
    names = [block.name for block in page.blocks if isinstance(block, ListBlock)]
    return [path for name in names for path in (f"assets/stylesheets/{name}.css", f"assets/javascripts/{name}.js") if path in library.files]


def trust(page: Page, library: Library) -> Options:
    """Return what a page says of itself: version, dates, review, how far its sources were checked."""
    cited = _sources(page, library)
    counts = {how: sum(s.how == how for s in cited) for how in ("read", "secondary", "unread")}
    dates = sorted(s.as_of for s in cited if s.as_of and s.get("kind") in LAW_KINDS)
    return {
        "file": f"{library.prefix}/{page.path}",
        "version": str(page.meta.get("version", "")),
        "date": str(page.meta.get("date", "")),
        "review": library.words("review", page.meta.get("review", "drafted")),
        "sources": len(cited),
        **counts,
        "law_from": dates[0] if dates else "",
        "law_to": dates[-1] if dates else "",
    }


def _sources(page: Page, library: Library) -> list[Source]:
    """Return the sources that a page rests on: cited in its prose or in the notes on its clauses, or behind the records that it shows."""
    ids = {c.source for c in page.citations}
    for key in [f"{page.id}#{clause.id}" for clause in page.clauses] or filter(None, [page.comments_on]):
        ids |= {c.source for c in library.commentaries[key].citations} if key in library.commentaries else set()
        ids |= {str(rule.get("source")) for _, rule in library.rules_on(key)}
        ids |= {i for law, _ in library.enacted(key) for i in law.get("sources", [])}
        ids |= {i for case in library.cases_on(key) for i in case.get("sources", [])}
    ids |= {i for block in page.blocks if isinstance(block, ListBlock) for i in lists.sources_of(block.name, page, library)}
    return [library.sources[i] for i in sorted(ids) if i in library.sources]
