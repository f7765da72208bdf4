"""What a person who writes a file needs: a sample of each kind with comments, and the JSON Schema."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from graph import model
from loaders.headings import REQUIRED, check_kind, fields

FOLDER = Path(__file__).parent / "templates"

_DATES = frozenset(("since", "until", "founded", "ended", "begin", "end", "date"))
_MODELS: dict[str, type[BaseModel]] = {
    "source": model.SourceContent,
    "towns": model.TownContent,
    "links": model.LinkContent,
    "rings": model.RingContent,
    "members": model.MembershipContent,
    "events": model.EventContent,
    "programmes": model.ProgrammeContent,
    "organisations": model.OrganisationContent,
    "topics": model.TopicContent,
    "decisions": model.DecisionContent,
    "town": model.Mention,
    "parts": model.ParticipationContent,
    "people": model.AttendanceContent,
    "roles": model.OrganisationRole,
}
_TOWN = {"$ref": "#/$defs/town"}
_TOPICS = {
    "description": "topic: the source's words, or a list of topics",
    "anyOf": [
        {"type": "object", "additionalProperties": {"anyOf": [{"$ref": "#/$defs/words"}, {"type": "null"}]}},
        {"type": "array", "items": {"type": "string"}},
    ],
}
_ATTENDEES = {
    "description": "how many people: 40, about 40, or number and words",
    "anyOf": [
        {"type": ["string", "integer"]},
        {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "number": {"type": ["string", "integer"]},
                "about": {"type": ["string", "boolean"]},
                "said": {"$ref": "#/$defs/words"},
            },
        },
    ],
}


def template(kind: str) -> str:
    """A sample file of a kind with comments, ready to be filled in. Raises `UsageError` for an unknown kind."""
    check_kind(kind)
    return (FOLDER / f"{kind}.{'yaml' if kind == 'knowledge' else 'csv'}").read_text(encoding="utf-8")


def schema(kind: str = "knowledge") -> dict[str, Any]:
    """The JSON Schema (2020-12) of a knowledge file, or of one row of a table. Raises `UsageError`."""
    check_kind(kind)
    made = _knowledge() if kind == "knowledge" else _row(kind)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}


def _row(kind: str) -> dict[str, Any]:
    properties = {
        field: {"type": ["string", "number", "boolean", "null"], "description": f"also: {', '.join(words[:6])}"}
        for field, words in fields(kind).items()
    }
    return {
        "title": f"A row of {kind}",
        "type": "object",
        "properties": properties,
        "required": list(REQUIRED[kind]),
        "additionalProperties": True,
    }


def _knowledge() -> dict[str, Any]:
    _refs, made = models_json_schema([(one, "validation") for one in _MODELS.values()], ref_template="#/$defs/{model}")
    models = made["$defs"]
    of = {name: models[one.__name__] for name, one in _MODELS.items()}
    enums = {name: one for name, one in models.items() if "enum" in one}
    mention = of["town"]["properties"]
    entries = {
        "source": _entry(of["source"], add={"id": {"type": "string"}, "speaks_for": _TOWN}),
        "towns": _entry(of["towns"], drop={"town"}, add=mention, required=("name",)),
        "links": _entry(of["links"], drop={"a", "b"}, add={"towns": _pair(), "topics": _TOPICS}, required=("towns",)),
        "members": _town_part(of["members"], mention, drop={"ring", "town"}),
        "rings": _entry(of["rings"], name="ring", add={"members": _list("members")}),
        "parts": _town_part(of["parts"], mention, drop={"of", "ref", "town"}),
        "people": _entry(of["people"], name="person", drop={"of", "ref"}, add={"town": _TOWN}),
        "roles": _entry(of["roles"]),
        "events": _entry(of["events"], name="event", key="id", drop={"people", "people_about", "people_said"},
                         add=_belongings() | {"attendees": _ATTENDEES}, required=("title", "kind")),
        "programmes": _entry(of["programmes"], name="programme", add=_belongings()),
        "organisations": _entry(of["organisations"], name="organisation"),
        "topics": _entry(of["topics"], name="topic", key="id"),
        "decisions": _entry(of["decisions"], add={"mention": _TOWN}),
        "town": {"anyOf": [{"type": "string"}, {"type": "object", "properties": mention, "required": ["name"],
                                                "additionalProperties": False}]},
        "words": {"anyOf": [{"type": "string"}, {
            "type": "object", "minProperties": 1, "additionalProperties": False,
            "properties": {language: {"type": "string"} for language in ("de", "en", "und")}}]},
    }  # fmt: skip
    sections = ("towns", "links", "rings", "events", "programmes", "organisations", "topics", "decisions")
    return {
        "title": "A knowledge file",
        "type": "object",
        "properties": {"source": {"$ref": "#/$defs/source"}} | {section: _list(section) for section in sections},
        "additionalProperties": False,
        "$defs": {name: _as_written(one) for name, one in (entries | enums).items()},
    }


def _list(entries: str) -> dict[str, Any]:
    return {"type": ["array", "null"], "items": {"$ref": f"#/$defs/{entries}"}}


def _pair() -> dict[str, Any]:
    return {"type": "array", "items": _TOWN, "minItems": 2, "maxItems": 2}


def _belongings() -> dict[str, Any]:
    return {"towns": _list("parts"), "people": _list("people"), "organisations": _list("roles"), "topics": _TOPICS}


def _entry(
    content: dict[str, Any],
    *,
    name: str | None = None,
    key: str = "name",
    drop: frozenset[str] | set[str] = frozenset(),
    add: dict[str, Any] | None = None,
    required: tuple[str, ...] | None = None,
) -> dict[str, Any]:
    """An entry's schema from that of its content: without `drop`, `name` called `key`, and with `add`."""
    properties = {field: one for field, one in content["properties"].items() if field not in {"type", *drop}}
    if name:
        properties = {key: properties.pop(name)} | properties
    needed = [key if field == name else field for field in content.get("required", ())]
    return {
        "type": "object",
        "description": content.get("description", ""),
        "properties": properties | (add or {}),
        "required": list(required) if required is not None else [field for field in needed if field not in drop],
        "additionalProperties": False,
    }


def _town_part(content: dict[str, Any], mention: dict[str, Any], *, drop: set[str]) -> dict[str, Any]:
    """A town with what it is there as, or its name alone."""
    full = _entry(content, drop=drop, add=mention, required=("name",))
    return {"anyOf": [{"type": "string"}, full]}


def _as_written(schema: Any) -> Any:
    """Texts may be one word or by language, dates may be bare years, numbers may stand as texts."""
    made = deepcopy(schema)
    if isinstance(made, list):
        return [_as_written(one) for one in made]
    if not isinstance(made, dict):
        return made
    if "propertyNames" in made and made.get("minProperties"):
        return {"$ref": "#/$defs/words"}
    if made.get("type") in ("integer", "number"):
        return {"type": ["string", made["type"]]}
    if made.get("type") == "boolean":
        return {"type": ["string", "boolean"]}
    for field, one in (made.get("properties") or {}).items():
        if field in _DATES:
            made["properties"][field] = {
                "type": ["string", "integer", "null"],
                "description": "1988, 2020-10, 2021-01-28",
            }
        else:
            made["properties"][field] = _as_written(one)
    return {key: _as_written(one) if key != "properties" else one for key, one in made.items()}
