"""YAML, read safely: plain values only, no surprises, bounds on depth and on what aliases unfold to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from graph.errors import InputError
from loaders.values import RowError, clean

MAX_DEPTH = 64
MAX_NODES = 1_000_000
"""How many values a document may hold once its aliases are written out."""

_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


@dataclass(slots=True)
class Document:
    """A document's value, and for each mapping and list in it (by `id()`) the line where it begins."""

    value: Any
    lines: dict[int, int] = field(default_factory=dict)

    def line(self, value: object) -> int | None:
        """The line on which a mapping or list of this document begins."""
        return self.lines.get(id(value))


@dataclass(slots=True)
class _Open:
    """A mapping or list that is being read."""

    value: Any
    anchor: str | None
    size: int = 1
    key: Any = None
    expects_key: bool = True


def load_yaml(data: bytes, name: str) -> Document:
    """The one document in `data`; `name` is for messages.

    All scalars are strings but `null`, `true` and `false` (so `NO` is Norway and `1988` the text that was
    written); the fields' types make of them what they are. Raises `InputError` naming line and reason.
    """
    try:
        text = data.decode("utf-8-sig") if not data.startswith((b"\xff\xfe", b"\xfe\xff")) else data.decode("utf-16")
    except UnicodeDecodeError as exc:
        raise InputError(f"{name}: byte {exc.start + 1} is not UTF-8; save the file as UTF-8") from exc
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=_Parser):
            builder.take(event)
    except yaml.MarkedYAMLError as exc:
        mark = exc.problem_mark or exc.context_mark
        where = f", line {mark.line + 1}" if mark else ""
        raise InputError(f"{name}{where}: this is not YAML: {exc.problem or exc.context}") from exc
    except yaml.reader.ReaderError as exc:
        raise InputError(f"{name}: character {exc.position + 1} may not stand in YAML: {exc.reason}") from exc
    return Document(builder.root, builder.lines)


class _Builder:
    """Makes plain values of the parser's events, with a stack of its own."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Any = None
        self.lines: dict[int, int] = {}
        self._documents = 0
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Any, int]] = {}

    def take(self, event: yaml.Event) -> None:
        """Take one event of the parser."""
        match event:
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise self._error(event, "a second document begins here; put one document in a file")
            case yaml.ScalarEvent():
                self._add(event, self._scalar(event), event.anchor)
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._start(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                done = self._open.pop()
                self._add(event, done.value, done.anchor, done.size)

    def _error(self, event: yaml.Event, reason: str) -> InputError:
        line = event.start_mark.line + 1 if event.start_mark else "?"
        return InputError(f"{self.name}, line {line}: {reason}")

    def _start(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, value: Any) -> None:
        self._refuse_tag(event, event.tag)
        if len(self._open) >= MAX_DEPTH:
            raise self._error(event, f"nested more than {MAX_DEPTH} levels deep")
        self.lines[id(value)] = event.start_mark.line + 1 if event.start_mark else 0
        self._open.append(_Open(value, event.anchor))

    def _refuse_tag(self, event: yaml.Event, tag: str | None) -> None:
        if tag not in (None, "!", "tag:yaml.org,2002:str"):
            raise self._error(event, f"the tag {tag} is not read; write plain values")

    def _scalar(self, event: yaml.ScalarEvent) -> str | bool | None:
        self._refuse_tag(event, event.tag)
        if event.implicit[0] and event.tag is None:
            if event.value in _NULL:
                return None
            if event.value in _BOOL:
                return _BOOL[event.value]
        try:
            return clean(event.value)
        except RowError as exc:
            raise self._error(event, exc.reason) from exc

    def _alias(self, event: yaml.AliasEvent) -> None:
        if event.anchor not in self._anchors:
            raise self._error(event, f"the alias *{event.anchor} stands for nothing complete before it")
        value, size = self._anchors[event.anchor]
        self._add(event, value, None, size)

    def _add(self, event: yaml.Event, value: Any, anchor: str | None, size: int = 1) -> None:
        if anchor:
            self._anchors[anchor] = (value, size)
        if not self._open:
            self.root = value
            return
        parent = self._open[-1]
        parent.size += size
        if parent.size > MAX_NODES:
            raise self._error(event, f"the aliases unfold to more than {MAX_NODES} values")
        if isinstance(parent.value, list):
            parent.value.append(value)
        elif parent.expects_key:
            self._key(event, parent, value)
        else:
            parent.value[parent.key] = value
            parent.expects_key = True

    def _key(self, event: yaml.Event, parent: _Open, key: Any) -> None:
        if not isinstance(key, str):
            raise self._error(event, "a field's name must be a word")
        if key in parent.value:
            raise self._error(event, f"the field '{key}' stands twice in one entry")
        parent.key, parent.expects_key = key, False
