"""The API as programs meet it: formats, what is sent whole, what other sites may read, examples that work."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import httpx
import networkx as nx
import pytest

from api.routes.docs import address_of
from graph.database import Database
from graph.export import FORMATS, STREAMED
from graph.model import LinkContent
from graph.questions import QUESTIONS
from tests.api.conftest import MANY
from tests.graph.statements.writing import load, town

Json = dict[str, Any]
HOMBURG = {"city": "Bad Homburg"}


def test_files_have_all_rows_where_json_says_that_it_is_cut(many: httpx.Client) -> None:
    said = many.get("/api/questions/partners", params={"city": "Mitte"}).json()
    lines = many.get("/api/questions/partners.ndjson", params={"city": "Mitte"}).text.splitlines()
    table = many.get("/api/questions/partners.csv", params={"city": "Mitte"}).text
    assert (said["truncated"], said["row_count"]) == (True, 1000)
    assert ".csv" in said["notes"][-1]
    assert [json.loads(line) for line in lines][:1000] == said["rows"]
    assert len(lines) == len(list(csv.DictReader(io.StringIO(table, newline="")))) == MANY


def test_a_part_of_the_rows_can_be_had_as_a_file(many: httpx.Client) -> None:
    asked = {"city": "Mitte", "limit": 3, "offset": 10}
    lines = many.get("/api/questions/partners.ndjson", params=asked).text.splitlines()
    assert [json.loads(line)["name"] for line in lines] == [f"Rand {number:04}" for number in (10, 11, 12)]


def test_the_rest_of_a_cut_answer_comes_with_offset(many: httpx.Client) -> None:
    rest = many.get("/api/questions/partners", params={"city": "Mitte", "offset": 1000}).json()
    assert (rest["row_count"], rest["truncated"]) == (MANY - 1000, False)


@pytest.mark.parametrize("suffix", STREAMED)
def test_errors_of_files_are_errors(client: httpx.Client, suffix: str) -> None:
    answer = client.get(f"/api/questions/partners.{suffix}", params={"city": "Krefelt"})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize("suffix", ["", *(f".{name}" for name in FORMATS)])
def test_each_format_names_the_others(client: httpx.Client, suffix: str) -> None:
    said = client.get(f"/api/questions/partners{suffix}", params=HOMBURG).headers["link"]
    links = [part.strip().partition(">") for part in said.split(", <")]
    places = [place.removeprefix("<") for place, _, _ in links]
    assert len(places) == len(FORMATS) + 1
    for place, (_, _, rest) in zip(places, links, strict=True):
        media = rest.partition('type="')[2].rstrip('"')
        assert 'rel="alternate"' in rest
        assert client.get(place).headers["content-type"] == media


def test_german_excel_opens_the_csv(client: httpx.Client) -> None:
    data = client.get("/api/questions/partners.excel.csv", params=HOMBURG).content
    text = data.decode("utf-8-sig")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
    exeter = next(row for row in rows if row["name"] == "Exeter")
    assert "," in exeter["lat"]
    assert "." not in exeter["lat"]


@pytest.mark.parametrize(("suffix", "read"), [("graphml", nx.read_graphml), ("gexf", nx.read_gexf)])
def test_a_library_reads_the_networks(client: httpx.Client, suffix: str, read: Any) -> None:
    data = client.get(f"/api/questions/partners.{suffix}", params=HOMBURG).content
    network = read(io.BytesIO(data))
    assert {network.nodes[node]["type"] for node in network} == {"town", "ring"}
    assert network.number_of_nodes() == 11


def test_pairs_of_two_countries_are_towns_and_lines_on_a_map(client: httpx.Client) -> None:
    asked = {"country": "DE", "partner_country": "GB", "bilateral": "true"}
    rows = client.get("/api/questions/country-pair", params=asked).json()["rows"]
    drawn = client.get("/api/questions/country-pair.geojson", params=asked).json()["features"]
    towns = [one["id"] for one in drawn if one["geometry"]["type"] == "Point"]
    lines = {(one["properties"]["a"], one["properties"]["b"]) for one in drawn if "Line" in one["geometry"]["type"]}
    assert sorted(towns) == sorted({row["id"] for row in rows} | {row["partner"]["id"] for row in rows})
    assert lines == {(row["id"], row["partner"]["id"]) for row in rows}
    assert "Exeter" in {row["partner"]["name"] for row in rows}


def test_answers_are_sent_packed(client: httpx.Client) -> None:
    answer = client.get("/api/questions/partners", params=HOMBURG, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"


OTHER = {"Origin": "https://other.example"}


@pytest.mark.parametrize("path", ["/api/questions", "/api/questions/partners.csv?city=Krefeld", "/openapi.json"])
def test_scripts_of_other_sites_may_read(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers=OTHER)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    asked = client.options(path, headers=OTHER | {"Access-Control-Request-Method": "GET"})
    assert (asked.status_code, asked.headers["access-control-allow-methods"]) == (204, "GET, HEAD")


@pytest.mark.parametrize("path", ["/api/loads", "/review", "/ask/partners"])
def test_scripts_of_other_sites_may_not_write(client: httpx.Client, path: str) -> None:
    asked = client.options(path, headers=OTHER | {"Access-Control-Request-Method": "POST"})
    assert "access-control-allow-origin" not in asked.headers
    assert "access-control-allow-origin" not in client.post(path, headers=OTHER).headers


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_worked_example_of_each_question_answers_in_each_format(client: httpx.Client, name: str) -> None:
    answer = client.get(address_of(QUESTIONS[name]))
    assert answer.status_code == 200, answer.text
    for place in (part.partition(">")[0].removeprefix("<") for part in answer.headers["link"].split(", <")):
        assert client.get(place).status_code == 200, place


def _examples(document: Json) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for path, operations in document["paths"].items():
        operation = operations.get("get")
        if operation is None or operation.get("security"):
            continue
        given = {}
        for one in operation.get("parameters", ()):
            shown = one.get("example", next(iter(one.get("schema", {}).get("examples", one.get("examples", ()))), None))
            if shown is not None:
                given[one["name"]] = shown
        for name in [
            one["name"] for one in operation.get("parameters", ()) if one["in"] == "path" and one["name"] in given
        ]:
            path = path.replace(f"{{{name}}}", str(given.pop(name)))
        found.append((path, given))
    return found


def test_every_example_of_the_openapi_document_works(client: httpx.Client, subtests: pytest.Subtests) -> None:
    for path, given in _examples(client.get("/openapi.json").json()):
        with subtests.test(path):
            answer = client.get(path, params=given)
            assert answer.status_code in (200, 302), answer.text


def test_the_same_question_again_has_the_same_answer_until_the_data_change(
    kb: Database, writable: httpx.Client
) -> None:
    load(kb, "one", [LinkContent(a=town("Anna"), b=town("Berta"))])
    asked = {"city": "Anna"}
    first, again = (writable.get("/api/questions/partners", params=asked) for _ in range(2))
    assert first.content == again.content
    load(kb, "two", [LinkContent(a=town("Anna"), b=town("Cilli"))])
    names = [row["name"] for row in writable.get("/api/questions/partners", params=asked).json()["rows"]]
    assert names == ["Berta", "Cilli"]


@pytest.mark.parametrize(
    "path", ["/api/search?q=Cill", "/network?question=partners&city=Anna", "/ask/partners?city=Anna"]
)
def test_what_is_kept_is_the_same_until_the_data_change(kb: Database, writable: httpx.Client, path: str) -> None:
    load(kb, "one", [LinkContent(a=town("Anna"), b=town("Berta"))])
    first, again = (writable.get(path) for _ in range(2))
    assert (first.status_code, first.content) == (200, again.content)
    assert "Cilli" not in again.text
    load(kb, "two", [LinkContent(a=town("Anna"), b=town("Cilli"))])
    assert "Cilli" in writable.get(path).text
