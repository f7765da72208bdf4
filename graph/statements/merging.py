"""Which value shows where sources say different things, field by field.

An empty field says nothing. Then counts the better rank of the source, the source's own date (newer first), the
more precise value, and at last the source's id. A date that only adds month or day to another agrees with it, and
the more precise of the two shows. Words in different languages agree, too, and are joined. Values that do not agree
are a conflict.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

LISTS = frozenset({"names", "other_names", "purposes", "topics", "organisations", "synonyms", "replaces", "follows"})
"""Fields whose values add up instead of standing against each other."""

REMARKS = frozenset({"note"})
"""Fields in which sources say more, not something else."""

SEPARATOR = "\x1f"
"""Between the parts of a contested value; no source's id and no field's name has it."""

APART = frozenset({"type", "evidence"})
"""Fields that say nothing of the thing itself."""

EMPTY: tuple[Any, ...] = (None, "", [], {})
"""Values that say nothing."""

DATES = frozenset({"since", "until", "founded", "ended", "begin", "end", "date"})


class Voice(NamedTuple):
    """A statement in force with what decides about its weight."""

    id: str
    source: str
    content: Mapping[str, Any]
    rank: int = 5
    date: str = ""
    since: int = 0


@dataclass(slots=True)
class Merged:
    """What several voices add up to: values, the reasons for inferred ones, fields in conflict, and the sources.

    `contested` tells who says what where sources disagree: `field<US>source<US>value`, the value that shows first.
    """

    values: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, str] = field(default_factory=dict)
    conflicts: list[str] = field(default_factory=list)
    contested: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


def merge(voices: Iterable[Voice], *, skip: frozenset[str] = frozenset()) -> Merged:
    """Merge the contents of voices about one thing; fields in `skip` and `type`, `evidence` are left out."""
    said = list(voices)
    if len(said) == 1:
        merged = Merged(sources=[said[0].source])
        _only(said[0], skip, merged)
        return merged
    ordered = sorted(said, key=_weight)
    merged = Merged(sources=sorted({voice.source for voice in ordered}))
    fields = {name for voice in ordered for name in voice.content} - skip - APART
    for name in sorted(fields):
        _merge_field(name, [voice for voice in ordered if voice.content.get(name) not in EMPTY], merged)
    return merged


def _only(voice: Voice, skip: frozenset[str], merged: Merged) -> None:
    """What one voice alone says: what merging it with none would give, and most things have one voice."""
    evidence = voice.content.get("evidence") or {}
    for name, value in sorted(voice.content.items()):
        if name in skip or name in APART or value in EMPTY:
            continue
        merged.values[name] = _union([voice], name) if name in LISTS else value
        if name not in LISTS and evidence.get(name):
            merged.evidence[name] = evidence[name]


def _weight(voice: Voice) -> tuple[int, str, str, str]:
    newest_first = "".join(chr(0x10FFFF - ord(sign)) for sign in voice.date) or chr(0x10FFFF)
    return (voice.rank, newest_first, voice.source, voice.id)


def _merge_field(name: str, voices: list[Voice], merged: Merged) -> None:
    if not voices:
        return
    if name in LISTS:
        merged.values[name] = _union(voices, name)
        return
    best = _best(name, voices)
    value = _in_all_languages(name, best.content[name], voices)
    merged.values[name] = value
    reason = (best.content.get("evidence") or {}).get(name)
    if reason:
        merged.evidence[name] = reason
    if name not in REMARKS and any(not agree(name, voice.content[name], value) for voice in voices):
        merged.conflicts.append(name)
        first = sorted(voices, key=lambda voice: voice is not best)
        lines = (SEPARATOR.join((name, voice.source, as_text(voice.content[name]))) for voice in first)
        merged.contested += dict.fromkeys(lines)


def as_text(value: Any) -> str:
    """A value as text; one in several languages with all of them."""
    if _is_words(value):
        return " / ".join(value[language] for language in sorted(value))
    return value if isinstance(value, str) else orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def _is_words(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() <= {"de", "en", "und"}


def _in_all_languages(name: str, value: Any, voices: list[Voice]) -> Any:
    """Words with those that other voices, the weightiest first, say in languages that are missing."""
    if not _is_words(value):
        return value
    for voice in voices:
        said = voice.content[name]
        if agree(name, said, value):
            value = said | value
    return value


def _best(name: str, voices: list[Voice]) -> Voice:
    first = voices[0]
    equals = [voice for voice in voices if _weight(voice)[:2] == _weight(first)[:2]]
    best = max(equals, key=lambda voice: _precision(name, voice)) if name in DATES else first
    if name in DATES:
        agreeing = [voice for voice in voices if str(voice.content[name]).startswith(str(best.content[name]))]
        best = max(agreeing, key=lambda voice: _precision(name, voice))
    return best


def _precision(name: str, voice: Voice) -> int:
    return len(str(voice.content[name]))


def agree(name: str, value: Any, shown: Any) -> bool:
    """Whether two values of a field agree: equal, one date more precise than the other, texts in other languages."""
    if name in DATES:
        return str(shown).startswith(str(value)) or str(value).startswith(str(shown))
    if isinstance(value, dict) and isinstance(shown, dict):
        return all(shown.get(language, said) == said for language, said in value.items())
    return bool(value == shown)


def _union(voices: list[Voice], name: str) -> list[Any]:
    if len(voices) == 1 and isinstance(voices[0].content[name][0], str):
        return list(dict.fromkeys(voices[0].content[name]))
    seen: dict[bytes, Any] = {}
    for voice in voices:
        for item in voice.content[name]:
            seen.setdefault(orjson.dumps(item, option=orjson.OPT_SORT_KEYS), item)
    return list(seen.values())
