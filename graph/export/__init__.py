"""Answers of questions in the formats that other programs read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from graph.database import Row
from graph.export.geo import to_geojson
from graph.export.networks import to_gexf, to_graphml
from graph.export.tables import Lines, csv_of, excel_csv_of, ndjson_of, to_csv, to_excel_csv, to_ndjson
from graph.questions.asking import Result
from graph.questions.base import Question


class Writer(Protocol):
    """Writes an answer; `asked` are the things it is about, with which lines and names are complete."""

    def __call__(self, result: Result, asked: Sequence[Row] = ()) -> bytes:
        """The whole file. Raises `UsageError` where the answer cannot be had in this format."""
        ...


FORMATS: dict[str, tuple[str, Writer]] = {
    "csv": ("text/csv; charset=utf-8", to_csv),
    "excel.csv": ("text/csv; charset=utf-8", to_excel_csv),
    "ndjson": ("application/x-ndjson", to_ndjson),
    "geojson": ("application/geo+json", to_geojson),
    "graphml": ("application/graphml+xml", to_graphml),
    "gexf": ("application/gexf+xml", to_gexf),
}
"""Media type and writer by the end of the file's name."""

STREAMED: dict[str, Callable[[Question], Lines]] = {"csv": csv_of, "excel.csv": excel_csv_of, "ndjson": ndjson_of}
"""Formats that can be sent row by row, however many there are."""

__all__ = ["FORMATS", "STREAMED", "Lines", "Writer"]
