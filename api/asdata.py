"""What a page shows as data: the links that stand in its foot."""

from __future__ import annotations

from api.routes.data import offered
from graph.questions.base import Question

Formats = tuple[tuple[str, str], ...]
"""Labels with addresses."""

EVERYTHING: Formats = (("NDJSON", "/data/facts.ndjson"),)
"""All that is known, for pages about the whole."""

_LABELS = {"ics": "iCalendar", "excel.csv": "CSV (Excel)", "geojson": "GeoJSON", "graphml": "GraphML"}


def answer_formats(asked: Question, query: str) -> Formats:
    """The answer to a question in each format that it has; `query` is that of its parameters."""
    behind = f"?{query}" if query else ""
    return tuple(
        (_LABELS.get(name, name.upper()), f"/api/questions/{asked.name}{'' if name == 'json' else f'.{name}'}{behind}")
        for name in ("json", *offered(asked))
    )


def listed(name: str) -> Formats:
    """The question behind a page that lists all of a kind."""
    return (("JSON", f"/api/questions/{name}"), ("CSV", f"/api/questions/{name}.csv"))
