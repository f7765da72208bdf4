"""A file without the people whom the knowledge base has forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph.model import SourceContent
from graph.statements.forgetting import moved_events, referring
from graph.statements.forgotten import Forgotten
from loaders.parsing import Parsed, Rejection, Said


def without_forgotten(parsed: Parsed, forgotten: Forgotten) -> Parsed:
    """The file as if it did not name them: without their parts in things, other texts without their names."""
    if not forgotten:
        return parsed
    return replace(
        parsed,
        source_id=forgotten.text(parsed.source_id),
        source=_source(parsed.source, forgotten),
        rows=_Without(parsed.rows, forgotten),
    )


@dataclass(frozen=True, slots=True)
class _Without:
    """Rows that are cleaned each time that they are gone through."""

    rows: Iterable[Said | Rejection]
    forgotten: Forgotten

    def __iter__(self) -> Iterator[Said | Rejection]:
        return (_cleaned(row, self.forgotten) if isinstance(row, Said) else row for row in self.rows)


def _cleaned(row: Said, forgotten: Forgotten) -> Said:
    cleaned = [forgotten.content(content) for content in row.contents]
    moved = moved_events(zip(row.contents, cleaned, strict=True))
    kept = tuple(referring(content, moved) for content in cleaned if content is not None)
    return replace(
        row,
        source=_source(row.source, forgotten),
        source_id=forgotten.text(row.source_id),
        contents=kept,
        left_out=len(cleaned) - len(kept),
    )


def _source(source: SourceContent, forgotten: Forgotten) -> SourceContent:
    cleaned = forgotten.content(source)
    assert isinstance(cleaned, SourceContent)
    return cleaned
