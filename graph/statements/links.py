"""Projection of links and memberships: one relationship a pair and kind, one a town and ring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

import orjson

from graph.database import Transaction
from graph.statements.merging import SEPARATOR, Merged, Voice, merge
from graph.statements.voices import NONE, Fresh, chunks, statements, voices_of

ENDS = frozenset({"a", "b", "town", "ring", "stated"})
"""Fields of links and memberships that say what is tied, and how; they are no values that could differ."""


def project_links(tx: Transaction, subjects: Collection[str], fresh: Fresh = NONE) -> None:
    """Project `link:` subjects."""
    voices = voices_of(tx, subjects, fresh)
    rows = []
    for subject in sorted(subjects):
        a, b = subject.removeprefix("link:").split("|")
        said = voices.get(subject)
        rows.append({"a": a, "b": b, "phases": phases(said) if said and a != b else []})
    for part in chunks(rows):
        tx.run(statements("links_write").bind(rows=part))


def phases(said: list[Voice]) -> list[dict[str, Any]]:
    """The phases of a pair, one a kind. A statement without a kind speaks of the latest phase."""
    by_kind: dict[str | None, list[Voice]] = defaultdict(list)
    for voice in said:
        by_kind[voice.content.get("kind")].append(voice)
    unsaid = by_kind.pop(None, [])
    if not by_kind:
        return [_link(unsaid)]
    found = {kind: _link(voices) for kind, voices in by_kind.items()}
    latest = max(found, key=lambda kind: (found[kind].get("since") or "", kind or ""))
    if unsaid:
        found[latest] = _link(by_kind[latest] + unsaid)
    return [found[kind] for kind in sorted(found, key=str)]


def _link(said: list[Voice]) -> dict[str, Any]:
    merged = merge(said, skip=ENDS)
    pair = any(voice.content.get("stated") == "pair" for voice in said)
    topics = merged.values.get("topics", [])
    fields = _dated(merged) | {
        "kind": merged.values.get("kind"),
        "stated": "pair" if pair else "list",
        "topics": sorted({topic["topic"] for topic in topics}) or None,
        "topics_said": sorted(
            {
                SEPARATOR.join((topic["topic"], lang, text))
                for topic in topics
                for lang, text in (topic.get("said") or {}).items()
            }
        )
        or None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _dated(merged: Merged) -> dict[str, Any]:
    values = merged.values
    since, until = values.get("since"), values.get("until")
    return {
        "since": since,
        "until": until,
        "since_year": int(since[:4]) if since else None,
        "until_year": int(until[:4]) if until else None,
        "status": values.get("status"),
        **_note(values.get("note") or {}),
        "sources": merged.sources,
        "inferred": sorted(merged.evidence) or None,
        "conflicts": merged.conflicts or None,
        "contested": merged.contested or None,
        "detail": orjson.dumps({"values": values, "evidence": merged.evidence}).decode(),
    }


def _note(words: Mapping[str, str]) -> dict[str, str | None]:
    """What a source adds, such as why a link was suspended, by language."""
    return {f"note_{language}": words.get(language) for language in ("de", "en", "und")}


def member_fields(said: list[Voice]) -> dict[str, Any]:
    """What goes on the relationship of a town and its ring."""
    merged = merge(said, skip=ENDS)
    fields = _dated(merged) | {"role": merged.values.get("role")}
    return {name: value for name, value in fields.items() if value is not None}


def project_members(tx: Transaction, subjects: Collection[str]) -> None:
    """Project `member:` subjects."""
    voices = voices_of(tx, subjects)
    rows = []
    for subject, said in voices.items():
        ring, city = subject.removeprefix("member:").split("|")
        rows.append({"ring": ring, "city": city, "fields": member_fields(said)})
    for doomed in chunks([subject.removeprefix("member:").split("|") for subject in sorted(subjects)]):
        tx.run(statements("members_delete").bind(pairs=doomed))
    for part in chunks(rows):
        tx.run(statements("members_create").bind(rows=part))
