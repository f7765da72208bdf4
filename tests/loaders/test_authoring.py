from __future__ import annotations

import io
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from graph.errors import UsageError
from loaders.authoring import schema, template
from loaders.headings import KINDS
from loaders.parsing import Said, parse
from loaders.reading.yamls import load_yaml

DATA = Path(__file__).parents[2] / "data"


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_a_file_of_its_kind_without_a_fault(kind: str) -> None:
    stream = io.BytesIO(template(kind).encode())
    stream.name = "sample.yaml" if kind == "knowledge" else "sample.csv"
    parsed = parse(stream)
    rows = list(parsed.rows)
    assert (parsed.kind, parsed.unused) == (kind, [])
    assert rows
    assert all(isinstance(row, Said) for row in rows), rows


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_explains_itself(kind: str) -> None:
    assert template(kind).startswith("#")


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one(kind: str) -> None:
    Draft202012Validator.check_schema(schema(kind))


def test_the_schema_accepts_the_projects_files_and_the_template() -> None:
    validator = Draft202012Validator(schema())
    others = (".source.yaml", "exonyms.yaml")
    files = [path.read_bytes() for path in DATA.rglob("*.yaml") if not path.name.endswith(others)]
    for data in [*files, template("knowledge").encode()]:
        assert [error.message for error in validator.iter_errors(load_yaml(data, "x").value)] == []


@pytest.mark.parametrize(
    "entry",
    [
        {"events": [{"id": "a", "title": "T", "kind": "wedding"}]},
        {"events": [{"id": "a", "title": "T"}]},
        {"rings": [{"founded": "1956"}]},
        {"links": [{"towns": ["A"]}]},
        {"rings": [{"name": "R", "fonded": "1956"}]},
        {"town": []},
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(entry: dict[str, object]) -> None:
    assert not Draft202012Validator(schema()).is_valid({"source": {"title": "T"}, **entry})


@pytest.mark.parametrize("made", [template, schema])
def test_an_unknown_kind(made: object) -> None:
    with pytest.raises(UsageError, match="there is no kind 'partners'"):
        made("partners")  # type: ignore[operator]
