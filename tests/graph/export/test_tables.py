"""CSV and JSON lines, read back by parsers that know nothing of ours."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from graph.database import Database, run
from graph.export import FORMATS
from graph.questions import question
from graph.questions.asking import Result, ask


def result(*rows: dict[str, Any], name: str = "partners") -> Result:
    """An answer with these rows, as if the database had given them."""
    return Result(question(name), {"city": "gn1"}, list(rows), False, "", {}, "0", len(rows))


def written(answer: Result, suffix: str) -> bytes:
    return FORMATS[suffix][1](answer)


def row(**more: Any) -> dict[str, Any]:
    plain = dict.fromkeys(question("partners").row.model_fields)
    return plain | {"id": "gn1", "name": "Krefeld", "bilateral": True, "rings": [], "sources": []} | more


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))


def test_csv_has_a_column_for_each_field_and_a_line_for_each_partner(sample_kb: Database) -> None:
    answer = run(sample_kb, ask(question("partners"), {"city": "Bad Homburg"}))
    rows = read_csv(written(answer, "csv"))
    assert list(rows[0]) == list(question("partners").row.model_fields)
    assert [one["name"] for one in rows] == [one["name"] for one in answer.rows]


def test_csv_joins_the_names_of_what_is_nested() -> None:
    rings = [{"id": "r1", "name": "Ring; eins"}, {"id": "r2", "name": "Ring zwei"}]
    (read,) = read_csv(written(result(row(rings=rings)), "csv"))
    assert read["rings"] == "Ring; eins; Ring zwei"


def test_csv_lines_end_as_rfc_4180_wants_and_quote_what_they_must() -> None:
    data = written(result(row(name='Say "Hej", she\nsaid')), "csv")
    assert data.endswith(b"\r\n")
    assert read_csv(data)[0]["name"] == 'Say "Hej", she\nsaid'


@pytest.mark.parametrize("name", ["=1+1", "+49 2151", "-Stadt", "@SUM(A1)", "\tx", "\rx", "\nx"])
def test_text_that_a_spreadsheet_takes_for_a_formula_is_defused(name: str) -> None:
    assert read_csv(written(result(row(name=name)), "csv"))[0]["name"] == f"'{name}"


def test_negative_numbers_stay_numbers() -> None:
    assert read_csv(written(result(row(lat=-33.5, lon=-70.25)), "csv"))[0]["lon"] == "-70.25"


def test_truth_and_nothing_are_told_apart() -> None:
    (read,) = read_csv(written(result(row(bilateral=False, since=None)), "csv"))
    assert (read["bilateral"], read["since"]) == ("false", "")


def test_csv_for_german_excel_has_a_mark_semicolons_and_decimal_commas() -> None:
    data = written(result(row(name="Düsseldorf", lat=51.25)), "excel.csv")
    assert data.startswith(b"\xef\xbb\xbf")
    (read,) = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert (read["name"], read["lat"]) == ("Düsseldorf", "51,25")


def test_json_lines_are_the_rows(sample_kb: Database) -> None:
    answer = run(sample_kb, ask(question("city-events"), {"city": "Krefeld"}))
    assert [json.loads(line) for line in written(answer, "ndjson").splitlines()] == answer.rows


def test_an_empty_answer_is_a_line_of_headings_and_no_json_line() -> None:
    assert len(written(result(), "csv").splitlines()) == 1
    assert written(result(), "ndjson") == b""


def test_values_with_their_sources_fit_into_one_cell() -> None:
    sources = [{"id": "a", "title": "A", "url": None}, {"id": "b", "title": "B", "url": None}]
    values = [{"value": "1965", "sources": sources}, {"value": "1966", "sources": sources[:1]}]
    (read,) = read_csv(written(result({"type": "link", "values": values}, name="conflicts"), "csv"))
    assert read["values"] == "1965 (A, B); 1966 (A)"
