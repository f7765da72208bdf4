"""A source's statements as a person reads them: field by field, grouped by what they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graph.texts import Language, has_text, text
from viz import say

Content = Mapping[str, Any]

ORDER = (
    "source",
    "ring",
    "membership",
    "link",
    "event",
    "programme",
    "participation",
    "attendance",
    "organisation",
    "topic",
    "town",
    "identity",
    "decision",
    "merge",
    "refusal",
)
"""Types of statements in the order in which a source's page tells them."""

_HIDDEN = {"type", "evidence", "named", "people_about", "of", "event"}
_DATES = {"since", "until", "begin", "end", "founded", "ended", "date"}
_LABELLED = {"kind": "kind", "status": "status", "role": "role", "mode": "mode", "stated": "stated"}
_KINDS = {"event": "event_kind", "ring": "ring_kind", "programme": "programme_kind", "identity": "city_kind"}
_STATUSES = {"event": "event_status", "programme": "programme_status"}
_ASKED_FOR = {
    "link": ("kind", "since", "status"),
    "ring": ("founded", "purposes"),
    "event": ("status", "begin", "place"),
    "source": ("url", "publisher", "date", "licence"),
    "programme": ("begin",),
}
_TABULAR = {"link", "membership", "identity", "town", "organisation", "topic", "participation", "attendance"}
_TABLE_FROM = 3
_COLUMNS = ("kind", "since", "until", "status", "stated", "topics", "role", "office")


@dataclass(frozen=True, slots=True)
class Value:
    """One value in words; `lang` where it is in another language than the page; `href` if it is an address.

    `page` is the kind and id of what it names, where that has a page of ours; `raw` a date or number as data have it,
    by which tables sort.
    """

    text: str
    lang: str | None = None
    href: str | None = None
    page: tuple[str, str] | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a statement; `evidence` tells how an inferred value was worked out."""

    name: str
    label: str
    values: tuple[Value, ...]
    evidence: str | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """A statement in words: its title, the fields that it gives, labels of usual ones that it does not give."""

    title: Value
    fields: tuple[Field, ...]
    missing: tuple[str, ...]

    def field(self, name: str) -> Field | None:
        """The field of that name, if the statement gives it."""
        return next((one for one in self.fields if one.name == name), None)


@dataclass(slots=True)
class Subject:
    """A statement with those that tell parts of it: a ring's memberships, an event's towns and people."""

    statement: Mapping[str, Any]
    parts: list[Mapping[str, Any]] = field(default_factory=list)


def described(statement: Mapping[str, Any], lang: Language) -> Described:
    """One statement `{type, content, linked?}` in words, its fields in the model's order."""
    content: Content = statement["content"]
    linked: Mapping[str, Any] = statement.get("linked") or {}
    kind = str(statement["type"])
    evidence: Mapping[str, str] = content.get("evidence") or {}
    fields = [
        Field(name, _label(name, lang), values, evidence.get(name))
        for name, value in sorted(content.items(), key=lambda item: item[0] == "note")
        if name not in _HIDDEN and (values := _values(kind, name, value, content, linked, lang))
    ]
    shown = {one.name for one in fields}
    fields += [
        Field(name, _label(name, lang), (Value(text("source.no_value", lang)),), reason)
        for name, reason in evidence.items()
        if name not in shown
    ]
    missing = tuple(_label(name, lang) for name in _ASKED_FOR.get(kind, ()) if not content.get(name))
    return Described(_title(kind, content, lang), tuple(fields), missing)


def grouped(statements: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Subject]]]:
    """Statements by type, in `ORDER`; parts of a ring, an event or a programme stand with it."""
    every = list(statements)
    subjects = [Subject(one) for one in every]
    wholes = [one for one in subjects if one.statement["type"] in {"ring", "event", "programme"}]
    loose: list[Subject] = []
    for one in subjects:
        whole = next((whole for whole in wholes if _belongs(one.statement, whole.statement)), None)
        if whole is None:
            loose.append(one)
        else:
            whole.parts.append(one.statement)
    found: dict[str, list[Subject]] = {}
    for one in loose:
        found.setdefault(str(one.statement["type"]), []).append(one)
    known = [(kind, found.pop(kind)) for kind in ORDER if kind in found]
    return known + sorted(found.items())


def as_table(kind: str, subjects: Sequence[Subject], lang: Language) -> tuple[list[tuple[str, str]], list[Described]]:
    """Columns (name, label) and rows where many statements of one simple type read better as a table.

    Nothing where they are few or tell whole stories: these are read one after the other.
    """
    if kind not in _TABULAR or len(subjects) < _TABLE_FROM:
        return [], []
    rows = [described(subject.statement, lang) for subject in subjects]
    used = {one.name: one.label for row in rows for one in row.fields}
    return [(name, used[name]) for name in sorted(used, key=_column_place)], rows


def _column_place(name: str) -> tuple[int, str]:
    return (_COLUMNS.index(name) if name in _COLUMNS else len(_COLUMNS), name)


def _belongs(part: Mapping[str, Any], whole: Mapping[str, Any]) -> bool:
    said: Content = part["content"]
    of: Content = whole["content"]
    if part["type"] == "membership":
        return whole["type"] == "ring" and said["ring"] in {of["ring"], *of.get("other_names", ())}
    if part["type"] not in {"participation", "attendance"} or said["of"] != whole["type"]:
        return False
    if whole["type"] == "event":
        return said["ref"] in {of.get("event"), *of["title"].values()}
    return said["ref"] in {of["programme"], *(of.get("title") or {}).values()}


def _label(name: str, lang: Language) -> str:
    return text(f"field.{name}", lang) if has_text(f"field.{name}") else name.replace("_", " ")


def _title(kind: str, content: Content, lang: Language) -> Value:
    if kind == "link":
        return Value(f"{_mention(content['a'], lang)} – {_mention(content['b'], lang)}")
    for name in ("title", "ring", "programme", "person", "organisation", "topic", "keep"):
        if content.get(name) and not (kind in {"membership", "event"} and name in {"ring", "programme"}):
            return _in_words(content[name], lang)
    for name in ("town", "mention"):
        if content.get(name):
            return Value(_mention(content[name], lang))
    return Value(say.label("type", kind, lang))


def _values(
    kind: str, name: str, value: Any, content: Content, linked: Mapping[str, Any], lang: Language
) -> tuple[Value, ...]:
    if value is None or value in ("", [], (), {}) or _is_title(kind, name):
        return ()
    if name == "people":
        about = content.get("people_about")
        return (Value(text("pages.about_number", lang, number=value) if about else say.number(value, lang)),)
    several = value if isinstance(value, list | tuple) else [value]
    return tuple(
        _named(linked[one], lang) if isinstance(one, str) and one in linked else _value(kind, name, one, lang)
        for one in several
    )


def _named(thing: Mapping[str, Any], lang: Language) -> Value:
    return replace(_in_words(thing["title"], lang), page=(thing["kind"], thing["id"]))


def _is_title(kind: str, name: str) -> bool:
    shown = {"membership": "town", "participation": "town", "attendance": "person", "identity": "mention"}
    if kind == "link" and name in ("a", "b"):
        return True
    return name in (kind, shown.get(kind)) or (name == "title" and kind in {"event", "programme", "source"})


def _value(kind: str, name: str, value: Any, lang: Language) -> Value:
    if name in _DATES:
        return Value(say.partial_date(value, lang), raw=value)
    if name in _LABELLED:
        groups: Mapping[str, Mapping[str, str]] = {"kind": _KINDS, "status": _STATUSES}
        return Value(say.label(groups.get(name, {}).get(kind, _LABELLED[name]), value, lang))
    if name == "url" or name == "website":
        return Value(str(value), href=str(value))
    if isinstance(value, bool):
        return Value(text("pages.yes" if value else "pages.no", lang))
    if isinstance(value, int | float):
        return Value(str(value) if name in {"geonames", "means"} else say.number(value, lang), raw=str(value))
    if isinstance(value, Mapping):
        return _mapping(value, lang)
    if name == "country" or name == "language":
        return Value(say.country(value, lang) if name == "country" else say.language_name(value, lang))
    return Value(str(value))


def _mapping(value: Mapping[str, Any], lang: Language) -> Value:
    if "topic" in value:
        said = _in_words(value["said"], lang) if value.get("said") else None
        return said or Value(str(value["topic"]).replace("-", " "))
    if "role" in value:
        return Value(f"{value['name']} ({say.label('role', value['role'], lang)})")
    if "name" in value:
        return Value(_mention(value, lang))
    return _in_words(value, lang)


def _in_words(value: Mapping[str, str] | str, lang: Language) -> Value:
    shown = say.language_of(value, lang)
    return Value(say.words(value, lang), lang=shown if shown not in (lang, "und") else None)


_MENTION: tuple[tuple[str, Callable[[Any, Language], str]], ...] = (
    ("region", lambda value, _: str(value)),
    ("country", say.country),
    ("kind", lambda value, lang: say.label("city_kind", value, lang)),
    ("lat", lambda value, _: f"{value:.4f}"),
    ("lon", lambda value, _: f"{value:.4f}"),
    ("geonames", lambda value, _: f"GeoNames {value}"),
    ("wikidata", lambda value, _: f"Wikidata {value}"),
)


def _mention(mention: Mapping[str, Any], lang: Language) -> str:
    more = [say_it(mention[name], lang) for name, say_it in _MENTION if mention.get(name) is not None]
    return str(mention.get("name", "")) + (f" ({', '.join(more)})" if more else "")
