"""What pydantic finds wrong, said in words that a person can act on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError


def first_error(exc: ValidationError, model: type[BaseModel]) -> tuple[str, str]:
    """The field at fault and the reason; more faults are counted in the reason."""
    errors = exc.errors(include_url=False, include_context=True)
    first = errors[0]
    field = ".".join(str(part) for part in first["loc"] if part != "__root__")
    reason = _reason(first, field, model)
    if len(errors) > 1:
        others = {".".join(str(part) for part in error["loc"]) for error in errors[1:]} - {field}
        reason += f" (also at fault: {', '.join(sorted(others))})" if others else ""
    return field, reason


def _reason(error: Mapping[str, Any], field: str, model: type[BaseModel]) -> str:
    kind = error["type"]
    value = error.get("input")
    context = error.get("ctx", {})
    match kind:
        case "extra_forbidden":
            return unknown(field.rsplit(".", 1)[-1], model.model_fields) if "." not in field else "is not a field"
        case "missing":
            return "is missing"
        case "value_error":
            return str(context.get("error", error["msg"]))
        case "enum" | "literal_error":
            allowed = str(context.get("expected", "")).replace(" or ", ", ")
            return f"{_quoted(value)} is not one of {allowed}"
        case "string_too_long":
            return f"is longer than {context.get('max_length')} characters"
        case "string_too_short" | "too_short":
            return "is empty"
        case "string_pattern_mismatch":
            return f"{_quoted(value)} does not look right: {_pattern(str(context.get('pattern')))}"
        case "greater_than_equal" | "less_than_equal" | "greater_than" | "less_than":
            return f"{_quoted(value)} is out of range: {error['msg'].removeprefix('Input should be ')}"
    return f"{_quoted(value)}: {error['msg'][:1].lower()}{error['msg'][1:]}"


def _quoted(value: object) -> str:
    text = str(value)
    return f"'{text if len(text) <= 80 else text[:79] + '…'}'"


_PATTERNS = {
    r"^https?://\S+$": "an address begins with http:// or https://",
    r"^[a-z0-9-]+$": "an id has letters a-z, figures and hyphens",
    r"^Q[1-9][0-9]*$": "a Wikidata id is like Q1718",
}


def _pattern(pattern: str) -> str:
    return _PATTERNS.get(pattern, f"it must match {pattern}")


def unknown(name: str, known: Iterable[str], what: str = "field") -> str:
    """A message about an unknown name with the nearest known one."""
    near = get_close_matches(name, list(known), n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"there is no {what} '{name}'{hint}"
