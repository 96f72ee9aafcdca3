"""Front matter, options and records against docs/_data/schema.yml."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from toolkit import dates
from toolkit.findings import nearest
from toolkit.library import Library
from toolkit.model import Case, Law, Options, Page, Record, Source, State
from toolkit.records import items
from toolkit.rules import Draft, Fault, rule

Place = tuple[str | int, ...]
Lines = Callable[..., int]
RECORDS: dict[type[Record], str] = {Source: "source", Law: "law", Case: "case", State: "state"}
MAY_BE_FUTURE = frozenset({"effective"})  # a law is often adopted before it takes effect
_MARKUP = re.compile(r"<[a-zA-Z/!]|\]\(|`|https?://|\[\^")
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,4})?")  # a fraction is read as the text that it is
_NOT_IN_ADDRESS = re.compile(r"[\s\x00-\x1f<>\"]")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?\.[a-z]{2,}")


@rule()
def invalid_front_matter(page: Page, library: Library) -> Iterator[Fault]:
    """Front matter that the schema does not allow: a key unknown or missing, a value of the wrong form.

    Bad:  `kind: models`
    Good: `kind: model`
    """
    if not page.meta and any(f.line < page.body_line or f.rule == "front-matter" for f in page.faults):
        return  # it could not be read at all, and that has been said
    schemas = library.file("schema")
    fields = _fields(schemas, "page")
    if page.is_model:
        extra = _fields(schemas, "model")
        fields = {key: {**spec, **extra.get(key, {})} for key, spec in fields.items()}
    yield from _Checker(library, fields, "front matter", lambda *at: page.meta_lines.get(str(at[0]), 1) if at else 1).check(page.meta)


@rule()
def invalid_options(draft: Draft, library: Library) -> Iterator[Fault]:
    """Options of a clause or variant that the schema does not allow.

    Bad:  `level: essential`
    Good: `level: core`
    """
    if not draft.text.options and any(f.rule == "yaml" and draft.text.line < f.line <= draft.text.end_line for f in draft.page.faults):
        return
    name = "variant" if draft.is_variant else "clause"
    lines = draft.text.lines
    checker = _Checker(library, _fields(library.file("schema"), name), name, lambda *at: lines.get(str(at[0]), draft.text.line) if at else draft.text.line)
    yield from checker.check(draft.text.options)


@rule()
def invalid_record(record: Record, library: Library) -> Iterator[Fault]:
    """A record that the schema does not allow.

    Bad:  `how: skimmed`
    Good: `how: read`
    """
    if not record.values and any(f.path == record.path for f in library.data.faults):
        return
    name = RECORDS[type(record)]
    yield from _Checker(library, _fields(library.file("schema"), name), name, record.line, record=True).check(record.values)


@rule()
def invalid_data(library: Library) -> Iterator[Fault]:
    """A blank, a provision or a schema entry that is not declared as its kind requires.

    Bad:  a number blank without `min` and `max`
    Good: `min: 1`, `max: 365`
    """
    broken = [*_schema_faults(library), *_table_faults(library)]
    if broken:
        yield from broken  # what is checked against a broken table proves nothing
        return
    for file, (kind, more) in _DECLARED.items():
        yield from _declared_faults(library, file, kind, more)


def _declared_faults(library: Library, file: str, kind: str, more: _More) -> Iterator[Fault]:
    """Yield the faults of a single file that declares one thing a key: its form by the schema, then what only that kind has."""
    fields = _fields(library.file("schema"), kind)
    path = f"{library.prefix}/_data/{file}.yml"
    for name, declared in library.file(file).items():
        lines = _file_lines(library, file, name)
        if not isinstance(declared, dict):
            yield Fault(lines(), f"{kind} [{name}] has no keys", "copy the form of a neighbor", path)
            continue
        for fault in (*_Checker(library, fields, f"{kind} [{name}]", lines).check(declared), *more(name, declared, library, lines)):
            yield Fault(fault.line, fault.message, fault.hint, path)


def _file_lines(library: Library, file: str, *at: str | int) -> Lines:
    mapping = library.data.lines.get(file)
    return lambda *path: mapping.line(*at, *path) if mapping else 1


def _blank_faults(name: str, blank: Options, library: Library, line: Lines) -> Iterator[Fault]:
    kind = blank.get("type")
    needed = {"role": ("values",), "number": ("unit", "min", "max"), "name": ("example",)}.get(str(kind), ())
    for key in needed:
        if key not in blank:
            yield Fault(line(), f'blank [{name}] of type {kind} needs "{key}"', f"add `{key}:` to it")
    values = blank.get("values")
    if isinstance(values, dict):
        kinds = library.file("vocabulary").get("government_kind") or {}
        for key in sorted(set(map(str, values)) ^ set(kinds)):
            fault = f'has no value for "{key}"' if key in kinds else f'has a value for "{key}", which is no kind of government'
            yield Fault(line("values"), f"blank [{name}] {fault}", "one value for each government_kind of vocabulary.yml; null where it has none")


def _assumption_faults(name: str, assumption: Options, library: Library, line: Lines) -> Iterator[Fault]:
    shown = [str(assumption.get(key)) for key in ("min", "default", "max")]
    if all(map(_NUMBER.fullmatch, shown)) and sorted(numbers := list(map(float, shown))) != numbers:
        yield Fault(line("default"), f"assumption [{name}] starts outside its own range", "keep min, default and max in order")


def _step_faults(name: str, step: Options, library: Library, line: Lines) -> Iterator[Fault]:
    steps = list(library.file("path"))
    later = steps[steps.index(name) + 1 :]
    for index, way in enumerate(items(step.get("exits"))):
        if isinstance(way, dict) and way.get("to") not in ("out", *later):
            yield Fault(
                line("exits", index, "to"),
                f'step [{name}] leads to "{way.get("to")!s:.40}", which is no later step',
                nearest(str(way.get("to")), ("out", *later)),
            )


_More = Callable[[str, Options, Library, Lines], Iterator[Fault]]
# The single files that declare one thing a key: the schema of each, and what else is checked.
_DECLARED: dict[str, tuple[str, _More]] = {
    "blanks": ("blank", _blank_faults),
    "worksheet": ("assumption", _assumption_faults),
    "path": ("step", _step_faults),
}


def _schema_faults(library: Library) -> Iterator[Fault]:
    """Yield what is wrong with the schema itself, so that a slip there does not switch a check off."""
    path = f"{library.prefix}/_data/schema.yml"
    for name, fields in library.file("schema").items():
        for key, spec in fields.items() if isinstance(fields, dict) else ():
            kind = str(spec.get("type", "text") if isinstance(spec, dict) else None)
            if kind.startswith("choice") and str(spec.get("of")) not in library.file("vocabulary"):
                yield Fault(
                    _file_lines(library, "schema", name)(key),
                    f'field "{key}" of "{name}" names no vocabulary',
                    nearest(str(spec.get("of")), library.file("vocabulary")),
                    path,
                )
            if kind not in _KNOWN:
                yield Fault(_file_lines(library, "schema", name)(key), f'field "{key}" of "{name}" has no known type', nearest(kind, _KNOWN), path)
    for name in sorted({"page", "model", "clause", "variant", *(kind for kind, _ in _DECLARED.values()), *RECORDS.values()} - set(library.file("schema"))):
        yield Fault(1, f'the schema of a "{name}" is missing', "restore it from the repository's history", path)


def _table_faults(library: Library) -> Iterator[Fault]:
    for file in ("vocabulary", "provisions", "jurisdictions"):
        for key, value in library.file(file).items():
            wanted: type = str if file == "jurisdictions" else dict
            if not isinstance(value, wanted):
                path = f"{library.prefix}/_data/{file}.yml"
                yield Fault(_file_lines(library, file)(key), f'"{key}" is not written as its neighbors are', "copy the form of a neighbor", path)


def _fields(schemas: Options, name: str) -> dict[str, Options]:
    fields = schemas.get(name)
    return {key: spec for key, spec in fields.items() if isinstance(spec, dict)} if isinstance(fields, dict) else {}


Problem = tuple[Place, str, str]


@dataclass(frozen=True)
class _Checker:
    """Checks one mapping against its fields; `what` names it in messages."""

    library: Library
    fields: Mapping[str, Options]
    what: str
    line: Lines
    record: bool = False

    def check(self, values: Options) -> Iterator[Fault]:
        if not self.fields:
            return  # the schema is broken, and that has been said
        for at, message, hint in self.mapping(values, self.fields, self.what, ()):
            yield Fault(self.line(*at), message, hint)

    def mapping(self, values: Options, fields: Mapping[str, Options], what: str, at: Place) -> Iterator[Problem]:
        for key in values:
            if key not in fields:
                yield (*at, key), f'no key of {what} is named "{key}"', nearest(str(key), fields)
        for key, spec in fields.items():
            value = values.get(key)
            if key in values and (value is None or value == ""):
                yield (*at, key), f'{what}: "{key}" is empty', "fill it in, or remove it"
            elif value is None and spec.get("required"):
                yield at, f'{what}: "{key}" is missing', f"add `{key}: …`"
            if value is None or value == "":
                continue
            yield from self.value(value, spec, (*at, key))

    def value(self, value: Any, spec: Options, at: Place) -> Iterator[Problem]:
        kind = str(spec.get("type", "text"))
        of = str(spec.get("of", ""))
        if kind in _LISTS:
            yield from self.listed(value, _LISTS[kind], of, at, bool(spec.get("required")))
        elif kind in _KINDS:
            yield from _KINDS[kind](self, value, of, at)

    def listed(self, value: Any, kind: str, of: str, at: Place, required: bool) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield at, f'"{at[-1]}" is no list', "write [first, second], or one `- item` a line"
            return
        if required and not value and kind != "map":
            yield at, f'"{at[-1]}" is empty', "name at least one"
        seen: set[str] = set()
        for index, item in enumerate(value):
            if repr(item) in seen:
                yield (*at, index), f'"{at[-1]}" names {str(item)[:60]} twice', "keep one of them"
            seen.add(repr(item))
            yield from _KINDS[kind](self, item, of, (*at, index))

    # Kinds of value

    def text(self, value: Any, of: str, at: Place) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, str | int):
            yield at, f'"{at[-1]}" is no text', 'put it in quotes: "…"'
        elif self.record and (found := _MARKUP.search(str(value))):
            yield at, f'"{at[-1]}" holds "{found.group()}": records are plain text', "write words; *italics* are for case names; addresses belong in url"

    def date(self, value: Any, of: str, at: Place) -> Iterator[Problem]:
        day = None if isinstance(value, bool) else dates.earliest(str(value))
        if day is None:
            yield at, f'"{value!s:.40}" is no date', "write '2025', '2025-08' or '2025-08-05', in quotes"
        elif at[-1] not in MAY_BE_FUTURE and day > self.library.today:
            yield at, f'"{at[-1]}" is {value}, a day still to come', "check the year"

    def url(self, value: Any, of: str, at: Place) -> Iterator[Problem]:
        fault = address_fault(str(value))
        if fault:
            yield at, f'"{at[-1]}": {fault[0]}', fault[1]

    def int(self, value: Any, of: str, at: Place) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield at, f'"{at[-1]}" is no whole number', "write digits only"

    def number(self, value: Any, of: str, at: Place) -> Iterator[Problem]:
        if not _NUMBER.fullmatch(str(value)):
            yield at, f'"{at[-1]}" is no number', "write digits, with a point before a fraction"

    def bool(self, value: Any, of: str, at: Place) -> Iterator[Problem]:
        if not isinstance(value, bool):
            yield at, f'"{at[-1]}" is neither true nor false', "write true or false"

    def choice(self, value: Any, of: str, at: Place) -> Iterator[Problem]:
        known = self.library.file("vocabulary").get(of)
        words = known if isinstance(known, dict) else {}
        if words and (not isinstance(value, str) or value not in words):
            key = next(part for part in reversed(at) if isinstance(part, str))
            yield at, f'"{value!s:.40}" is no value of "{key}"', nearest(str(value), words)

    def id(self, value: Any, of: str, at: Place) -> Iterator[Problem]:
        known = self.library.data.records.get(of, {})
        if not isinstance(value, str) or value not in known:
            yield at, f'no record in {of}/ is named "{value!s:.60}"', nearest(str(value), known)

    def clause(self, value: Any, of: str, at: Place) -> Iterator[Problem]:
        if not isinstance(value, str) or value not in self.library.clauses:
            yield at, f'no clause is named "{value!s:.60}"', nearest(str(value), self.library.clauses)

    def provision(self, value: Any, of: str, at: Place) -> Iterator[Problem]:
        if not isinstance(value, str) or value not in self.library.file("provisions"):
            yield at, f'no provision is named "{value!s:.40}"', nearest(str(value), self.library.file("provisions"))

    def role(self, value: Any, of: str, at: Place) -> Iterator[Problem]:
        roles = [name for name, blank in self.library.file("blanks").items() if isinstance(blank, dict) and blank.get("type") == "role"]
        if value not in roles:
            yield at, f'no role is named "{value!s:.40}"', nearest(str(value), roles)

    def state(self, value: Any, of: str, at: Place) -> Iterator[Problem]:
        if not isinstance(value, str) or value not in self.library.file("jurisdictions"):
            yield at, f'"{value!s:.20}" is no state', "write the postal code in small letters, in quotes"

    def map(self, value: Any, of: str, at: Place) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield at, f'"{at[-1]}" has no keys of its own', "write `key: value` lines below it, indented"
        elif of:
            yield from self.mapping(value, _fields(self.library.file("schema"), of), of.replace("_", " "), at)


_KINDS: dict[str, Callable[[_Checker, Any, str, Place], Iterator[Problem]]] = {
    name: getattr(_Checker, name) for name in ("text", "date", "url", "int", "number", "bool", "choice", "id", "clause", "provision", "role", "state", "map")
}
_LISTS = {"list": "text", "choices": "choice", "ids": "id", "clauses": "clause", "provisions": "provision", "roles": "role", "maps": "map"}
_KNOWN = frozenset(_KINDS) | frozenset(_LISTS)


def address_fault(address: str) -> tuple[str, str] | None:
    """Return what is wrong with an address that readers are sent to, and the remedy; None when it is sound."""
    malformed = f'"{address[:60]}" is no web address', "copy it from the browser's address line"
    try:
        parts = urlsplit(address)
        host, named = (parts.hostname or "").encode("idna").decode(), parts.username or parts.password
    except ValueError:
        return malformed
    if parts.scheme != "https":
        return f'"{address[:60]}" does not start with https://', "use the https address, or an archived copy"
    if named:
        return "the address holds a user name or password", "remove what stands before the @"
    if _NOT_IN_ADDRESS.search(address) or not _HOST.fullmatch(host):
        return malformed
    return None
