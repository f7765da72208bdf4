"""GeoJSON as RFC 7946 has it: longitude first, lines that cross the 180th meridian cut, foreign members allowed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from graph import things
from graph.database import Database, run
from graph.errors import UsageError
from graph.export import FORMATS
from graph.export.geo import line, position, to_geojson
from graph.questions import question
from graph.questions.asking import Result, ask, asked_about


def collection(kb: Database, name: str, **parameters: Any) -> dict[str, Any]:
    answer = run(kb, ask(question(name), parameters))
    data: dict[str, Any] = json.loads(FORMATS["geojson"][1](answer, run(kb, asked_about(answer))))
    return data


def of_type(data: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [one for one in data["features"] if one["geometry"] and one["geometry"]["type"] == kind]


def test_towns_are_points_with_longitude_first(sample_kb: Database) -> None:
    data = collection(sample_kb, "partners", city="Bad Homburg")
    (exeter,) = [one for one in of_type(data, "Point") if one["properties"]["name"] == "Exeter"]
    lon, lat = exeter["geometry"]["coordinates"]
    assert (round(lon), round(lat)) == (-4, 51)


def test_the_town_asked_about_comes_along_and_is_marked(sample_kb: Database) -> None:
    data = collection(sample_kb, "partners", city="Bad Homburg")
    asked = [one["properties"]["name"] for one in data["features"] if one["properties"].get("asked")]
    assert asked == ["Bad Homburg vor der Höhe"]


def test_bilateral_partners_have_a_line_and_partners_via_a_ring_none(sample_kb: Database) -> None:
    data = collection(sample_kb, "partners", city="Bad Homburg")
    names = {one.get("id"): one["properties"].get("name") for one in data["features"]}
    assert {names[one["properties"]["b"]] for one in of_type(data, "LineString")} == {
        "Dubrovnik",
        "Exeter",
        "Mariánské Lázně",
        "Peterhof",
    }


def test_shared_partners_have_a_line_to_each_town_asked_about(sample_kb: Database) -> None:
    data = collection(sample_kb, "shared-partners", city=["Krefeld", "Düsseldorf"], at_least=1)
    names = {one["id"]: one["properties"]["name"] for one in of_type(data, "Point")}
    ends = {(names[one["properties"]["a"]], names[one["properties"]["b"]]) for one in of_type(data, "LineString")}
    assert ends == {("Krefeld", "Charlotte"), ("Düsseldorf", "Chemnitz")}


def test_the_answer_says_what_was_asked_of_which_data(sample_kb: Database) -> None:
    said = collection(sample_kb, "ring-members", ring="Partnerschaftsring Bad Homburg")["citynet"]
    assert said["question"] == "ring-members"
    assert said["parameters"] == {"ring": "partnerschaftsring-bad-homburg"}
    assert said["data_version"] == run(sample_kb, things.version())


def test_answers_without_places_are_refused(sample_kb: Database) -> None:
    with pytest.raises(UsageError, match="no places"):
        collection(sample_kb, "city-events", city="Krefeld")


def test_a_town_without_coordinates_has_no_position() -> None:
    assert position({"lat": None, "lon": None}) is None


@pytest.mark.parametrize(
    ("a", "b", "cut"),
    [
        ((170.0, 10.0), (-170.0, 30.0), [[[170, 10], [180, 20]], [[-180, 20], [-170, 30]]]),
        ((-170.0, 30.0), (170.0, 10.0), [[[-170, 30], [-180, 20]], [[180, 20], [170, 10]]]),
        ((175.0, 0.0), (-165.0, 40.0), [[[175, 0], [180, 10]], [[-180, 10], [-165, 40]]]),
    ],
)
def test_a_line_across_the_180th_meridian_is_cut_there(
    a: tuple[float, float], b: tuple[float, float], cut: list[Any]
) -> None:
    assert json.loads(json.dumps(line(a, b))) == {"type": "MultiLineString", "coordinates": cut}


def test_a_chain_is_points_and_a_line_for_each_step(sample_kb: Database) -> None:
    data = collection(sample_kb, "path", **{"from": "Exeter", "to": "Cabourg"})
    names = {one["id"]: one["properties"]["name"] for one in of_type(data, "Point")}
    assert sorted(names.values()) == ["Bad Homburg vor der Höhe", "Cabourg", "Exeter"]
    drawn = [one["properties"] for one in of_type(data, "LineString")]
    assert [(names[one["a"]], names[one["b"]], one["tie"], one.get("rings")) for one in drawn] == [
        ("Exeter", "Bad Homburg vor der Höhe", "link", None),
        ("Bad Homburg vor der Höhe", "Cabourg", "ring", "Partnerschaftsring Bad Homburg"),
    ]


def test_pairs_of_towns_are_lines_and_each_town_a_point() -> None:
    a, b, c = ({"id": one, "name": one, "country": "DE", "lat": 50.0, "lon": 7.0} for one in "abc")
    said = {"bilateral": True, "rings": [], "since": None, "sources": []}
    rows = [a | said | {"partner": b}, a | said | {"partner": c}]
    found = json.loads(to_geojson(Result(question("links"), {}, rows, False, "", {}, "0", 2)))["features"]
    assert [one["id"] for one in found if one["geometry"]["type"] == "Point"] == ["a", "b", "c"]
    lines = [one["properties"] for one in found if one["geometry"]["type"] == "LineString"]
    assert [(one["a"], one["b"]) for one in lines] == [("a", "b"), ("a", "c")]
