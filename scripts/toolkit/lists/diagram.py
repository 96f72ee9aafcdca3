"""The path from a stop to a deportation, drawn from docs/_data/path.yml: the block /// list | path.

It is an ordered list that a stylesheet draws as a diagram, so that it reads the same aloud, in print and without styles.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from toolkit import records
from toolkit.library import Library
from toolkit.lists.tables import listed, typeset
from toolkit.model import Options, Page


@listed("path")
def path(page: Page, library: Library) -> str:
    """Each step in order, with the ways out of it and the clauses that open them. The page has a heading "N. Title" for each."""
    steps = library.file("path")
    numbers = {name: number for number, name in enumerate(steps, start=1)}
    items = "".join(_step(name, step, numbers, page, library) for name, step in steps.items() if isinstance(step, dict))
    subjects = ", ".join(f'<span class="{subject}">{subject.capitalize()}</span>' for subject in _subjects(steps))
    caption = f"Read down: the steps in the usual order. Read across: the ways out, or to a later step, each with the sections of our models that open it ({subjects})."
    end = '<li class="end"><div class="step"><strong>Deportation</strong></div></li>'
    return f'<div class="path" role="group" aria-label="Diagram"><p>{caption}</p><ol>{items}{end}</ol></div>'


def _subjects(steps: Options) -> list[str]:
    """Return the subjects whose clauses the ways name, in the order in which they are met."""
    named = (str(key) for step in steps.values() for way in records.items(step.get("exits")) for key in records.items(way.get("by")))
    return list(dict.fromkeys(key.partition("/")[0] for key in named))


def _step(name: str, step: Options, numbers: dict[str, int], page: Page, library: Library) -> str:
    title, text = (escape(typeset(str(step.get(key))), quote=False) for key in ("title", "text"))
    ways = "".join(_way(way, numbers, page, library) for way in records.items(step.get("exits")) if isinstance(way, dict))
    head = f'<div class="step"><strong>{numbers[name]}. {title}</strong> <span>{text}</span></div>'
    return f'<li class="at">{head}<ul>{ways}</ul></li>'


def _way(way: Options, numbers: dict[str, int], page: Page, library: Library) -> str:
    """Return one way out of a step: its name, where it leads in words, and the sections that open it."""
    to = str(way.get("to"))
    leads = "out" if to == "out" else f"to step {numbers.get(to, to)}"
    sections = " ".join(_sections([str(key) for key in records.items(way.get("by"))], page, library))
    title = escape(typeset(str(way.get("title"))), quote=False)
    return f'<li class="{"out" if to == "out" else "on"}"><strong>{title}</strong> <em>{leads}</em> <span>{sections}</span></li>'


def _sections(keys: list[str], page: Page, library: Library) -> Iterator[str]:
    for key in keys:
        if key not in library.clauses:
            continue  # invalid-data has told of it
        model, clause = library.clauses[key]
        link = f"{page.relative(model.address)}#{clause.id}"
        yield f'<a class="{model.topic}" href="{link}">{model.topic.capitalize()} §&nbsp;{clause.number}</a>'
