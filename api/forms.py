"""Forms of questions: from a question's parameters to the fields that a person fills in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.countries import country_code
from graph.questions.base import Question, heading_key
from graph.questions.parameters import schema_of
from graph.search import OF_THINGS
from graph.texts import Language, has_text, text
from viz import say

_FIRST = ("from", "to")
"""What stands first of what need not be filled in: pydantic has them last, see `graph.questions.gatherings`."""
_HIDDEN = frozenset({"limit", "offset"})


def fields_of(question: Question, values: Mapping[str, list[str]], language: Language) -> list[dict[str, Any]]:
    """The fields of a question's form with the values given: what stands first is what must be filled in."""
    schema = schema_of(question.parameters)
    required = set(schema.get("required", []))
    fields = [
        _field(name, said, schema.get("$defs", {}), question, values.get(name, []), name in required, language)
        for name, said in schema["properties"].items()
        if name not in _HIDDEN
    ]

    def place(field: dict[str, Any]) -> tuple[bool, bool, bool]:
        return (not field["required"], field["name"] not in _FIRST, field["name"] == "sort")

    return sorted(fields, key=place)


def name_towns(fields: Sequence[dict[str, Any]], towns: Sequence[Mapping[str, Any]], language: Language) -> None:
    """Put names before the ids of towns in the fields of a form: `Krefeld (gn2884509)`, which is understood too."""
    named = {one["id"]: f"{say.town(one, language)} ({one['id']})" for one in towns}
    for field in fields:
        if field["type"] == "town":
            value = field["value"]
            many = isinstance(value, list)
            field["value"] = [named.get(one, one) for one in value] if many else named.get(value, value)


def label_of(name: str, question: str, group: str = "parameter") -> str:
    """The key of a parameter's label: the question's own, where it has one, else that of all questions."""
    own = f"{group}.{question}.{name}"
    return own if has_text(own) else f"{group}.{name}"


def columns_of(question: Question, language: Language) -> list[dict[str, str]]:
    """The columns of a question's table: `{name, label, type}`."""
    return [
        {"name": name, "label": text(heading_key(question.name, name), language), "type": kind}
        for name, kind in question.columns.items()
    ]


def _field(
    name: str,
    said: dict[str, Any],
    defs: dict[str, Any],
    question: Question,
    given: list[str],
    required: bool,
    language: Language,
) -> dict[str, Any]:
    plain = _plain(said, defs)
    multiple = plain.get("type") == "array"
    inner = _plain(plain["items"], defs) if multiple else plain
    options = list(question.sorts) if name == "sort" else [one for one in inner.get("enum", []) if one is not None]
    groups = (question.vocabularies.get(name, question.columns.get(name, name)), name)
    choices = [{"value": one, "label": _label(groups, one, language)} for one in options]
    kind = _type(inner, said, plain, bool(options))
    shown = [_country(one, language) for one in given] if _of(inner, said, plain) == "country" else given
    value: Any = shown if multiple else (shown[0] if shown else "")
    label, help_key = label_of(name, question.name), label_of(name, question.name, "parameter_help")
    return {
        "name": name,
        "label": text(label, language) if has_text(label) else name,
        "type": kind,
        "multiple": multiple,
        "most": plain.get("maxItems"),
        "required": required,
        "choices": choices,
        "value": value,
        "help": text(help_key, language) if has_text(help_key) else None,
    }


def _plain(said: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    for option in said.get("anyOf", []):
        if option.get("type") != "null":
            return _plain(option | {key: said[key] for key in ("of",) if key in said}, defs)
    if "$ref" in said:
        return _plain(defs[said["$ref"].rsplit("/", 1)[-1]], defs)
    return said


def _country(given: str, language: Language) -> str:
    """A country by its name, where that is understood as the same country; else as it was given."""
    code = country_code(given)
    name = say.country(code, language)
    return name if code and country_code(name) == code else given


def _of(inner: dict[str, Any], said: dict[str, Any], plain: dict[str, Any]) -> str | None:
    """What a parameter names: a `town`, a `country`, a `year` …"""
    found: str | None = inner.get("of") or plain.get("of") or said.get("of")
    return found


def _type(inner: dict[str, Any], said: dict[str, Any], plain: dict[str, Any], choice: bool) -> str:
    of = _of(inner, said, plain)
    if choice:
        return "choice"
    if of in ("town", "year") or of in OF_THINGS:
        return str(of)
    return {"integer": "number", "number": "number", "boolean": "bool"}.get(inner.get("type", ""), "text")


def _label(groups: tuple[str, ...], value: str, language: Language) -> str:
    keys = (f"{group}.{value}" for group in groups)
    return next((text(key, language) for key in keys if has_text(key)), value)
