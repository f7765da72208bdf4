"""The worked examples of the contract, asked of the running application."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from httpx import Client
from jsonschema import Draft202012Validator

from tests.naming import named

Json = dict[str, Any]
RING = "Partnerschaftsring Bad Homburg"
TOWN = {"id", "name", "country", "lat", "lon"}
ASKED = [
    ("partners", {"city": "Bad Homburg"}),
    ("partners", {"city": "Krefeld"}),
    ("shared-partners", {"city": ["Bad Homburg", "Cabourg"]}),
    ("ring-members", {"ring": RING}),
    ("city-events", {"city": "Krefeld"}),
    ("city-events", {"city": "Hildesheim"}),
    ("city-events", {"city": "Chur"}),
    ("conflicts", {}),
    ("similar-cities", {"city": "Bad Homburg"}),
    ("cousin-cities", {"city": "Krefeld"}),
    ("bilateral", {"city": ["Bad Homburg", "Chur"]}),
    ("suggest-partners", {"city": "Bad Homburg"}),
]


def ask(client: Client, question: str, **parameters: Any) -> Json:
    answer = client.get(f"/api/questions/{question}", params=parameters)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


def names(rows: Iterable[Mapping[str, Any]]) -> set[str]:
    return {row["name"] for row in rows}


def test_partners_of_bad_homburg_are_nine(client: Client) -> None:
    assert ask(client, "partners", city="Bad Homburg")["row_count"] == 9


def test_four_partners_of_bad_homburg_are_bilateral(client: Client) -> None:
    rows = ask(client, "partners", city="Bad Homburg")["rows"]
    bilateral = [row for row in rows if row["bilateral"]]
    assert names(bilateral) == {"Exeter", "Mariánské Lázně", "Peterhof", "Dubrovnik"}
    assert {row["kind"] for row in bilateral} == {"partnership"}


def test_five_partners_of_bad_homburg_are_via_the_ring(client: Client) -> None:
    rows = [row for row in ask(client, "partners", city="Bad Homburg")["rows"] if not row["bilateral"]]
    assert names(rows) == {"Cabourg", "Chur", "Mayrhofen", "Mondorf-les-Bains", "Terracina"}
    assert {(row["kind"], row["since"], *(ring["name"] for ring in row["rings"])) for row in rows} == {
        (None, None, RING)
    }


def test_bad_homburg_and_cabourg_share_four_partners_via_the_ring(client: Client) -> None:
    rows = ask(client, "shared-partners", city=["Bad Homburg", "Cabourg"])["rows"]
    assert names(rows) == {"Chur", "Mayrhofen", "Mondorf-les-Bains", "Terracina"}
    assert {(by["bilateral"], *(ring["name"] for ring in by["rings"])) for row in rows for by in row["by"]} == {
        (False, RING)
    }


def test_by_stands_in_the_order_asked(client: Client) -> None:
    rows = ask(client, "shared-partners", city=["Cabourg", "Bad Homburg"])["rows"]
    assert {tuple(by["id"] for by in row["by"]) for row in rows} == {("gn3029297", "gn2953436")}


def test_towns_that_are_partners_themselves_are_noted(client: Client) -> None:
    answer = ask(client, "shared-partners", city=["Krefeld", "Charlotte"])
    assert answer["rows"] == []
    assert "Krefeld and Charlotte are partners themselves." in answer["notes"]


def test_towns_that_share_only_a_ring_are_noted_as_partners_too(client: Client) -> None:
    answer = ask(client, "shared-partners", city=["Chur", "Terracina"])
    assert "Chur and Terracina are partners themselves." in answer["notes"]


def test_towns_that_are_no_partners_are_not_noted(client: Client) -> None:
    answer = ask(client, "shared-partners", city=["Krefeld", "Chemnitz"])
    assert not any("themselves" in note for note in answer["notes"])


def test_at_least_one_of_two_is_enough(client: Client) -> None:
    rows = ask(client, "shared-partners", city=["Krefeld", "Düsseldorf"], at_least=1)["rows"]
    assert {(row["name"], row["count"]) for row in rows} == {("Charlotte", 1), ("Chemnitz", 1)}


def test_the_ring_has_six_members(client: Client) -> None:
    rows = ask(client, "ring-members", ring=RING)["rows"]
    assert {row["country"] for row in rows} == {"DE", "LU", "FR", "CH", "AT", "IT"}
    assert len(rows) == 6


def test_the_ring_was_founded_by_bad_homburg(client: Client) -> None:
    rows = ask(client, "ring-members", ring=RING)["rows"]
    assert [row["id"] for row in rows if row["role"] == "founder"] == ["gn2953436"]


def test_events_of_krefeld_are_the_four_of_its_source(client: Client) -> None:
    rows = ask(client, "city-events", city="Krefeld")["rows"]
    assert [(row["begin"], row["kind"]) for row in rows] == [
        ("2022-10", "visit"),
        ("2022-10", "conference"),
        ("2022-10-17", "trip"),
        ("2022-10-19", "reception"),
    ]


def test_all_events_of_krefeld_are_announced_and_their_year_is_inferred(client: Client) -> None:
    rows = ask(client, "city-events", city="Krefeld")["rows"]
    assert {(row["status"], "begin" in row["inferred"]) for row in rows} == {("announced", True)}


def test_the_reception_is_krefelds_as_part_of_the_conference_only(client: Client) -> None:
    rows = ask(client, "city-events", city="Krefeld")["rows"]
    assert {row["kind"]: row["role"] for row in rows} == {
        "visit": "participant",
        "conference": "participant",
        "trip": "participant",
        "reception": "part",
    }


def test_a_ring_meeting_that_names_no_town_is_an_event_of_its_members(client: Client) -> None:
    rows = ask(client, "city-events", city="Chur", year=2020)["rows"]
    assert [(row["id"], row["role"]) for row in rows] == [("bad-homburg-ring-meeting-2020", "ring")]


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("partners", TOWN | {"kind", "status", "since", "until", "bilateral", "rings", "distance_km", "sources"}),
        ("shared-partners", TOWN | {"count", "by"}),
        ("ring-members", TOWN | {"since", "until", "status", "role"}),
        ("city-events", {"id", "title", "kind", "status", "begin", "end", "place", "role"}),
    ],
)
def test_rows_have_the_keys_of_the_contract(client: Client, question: str, keys: set[str]) -> None:
    parameters = dict(next(asked for name, asked in ASKED if name == question))
    for row in ask(client, question, **parameters)["rows"]:
        assert keys <= set(row)


def test_by_has_the_keys_of_the_contract(client: Client) -> None:
    (first, *_) = ask(client, "shared-partners", city=["Bad Homburg", "Cabourg"])["rows"]
    assert {"id", "name", "bilateral", "rings", "since", "sources"} <= set(first["by"][0])


def test_rings_and_sources_of_a_row_have_the_keys_of_the_contract(client: Client) -> None:
    row = next(row for row in ask(client, "partners", city="Bad Homburg")["rows"] if row["rings"])
    assert [set(ring) for ring in row["rings"]] == [{"id", "name"}]
    assert [set(source) for source in row["sources"]] == [{"id", "title", "url"}]


def test_an_answer_has_the_keys_of_the_contract(client: Client) -> None:
    wanted = {"question", "title", "parameters", "rows", "row_count", "truncated", "cypher", "data_version", "notes"}
    assert wanted == set(ask(client, "partners", city="Bad Homburg"))


@pytest.mark.parametrize(("question", "parameters"), ASKED)
def test_rows_keep_to_the_schema_that_is_listed(client: Client, question: str, parameters: Json) -> None:
    listed = {one["name"]: one for one in client.get("/api/questions").json()["questions"]}
    Draft202012Validator.check_schema(listed[question]["row"])
    validator = Draft202012Validator(listed[question]["row"])
    for row in ask(client, question, **parameters)["rows"]:
        validator.validate(row)


@pytest.mark.parametrize(("question", "parameters"), ASKED)
def test_parameters_in_an_answer_keep_to_the_schema_that_is_listed(
    client: Client, question: str, parameters: Json
) -> None:
    listed = {one["name"]: one for one in client.get("/api/questions").json()["questions"]}
    Draft202012Validator.check_schema(listed[question]["parameters"])
    Draft202012Validator(listed[question]["parameters"]).validate(ask(client, question, **parameters)["parameters"])


def test_the_form_names_the_town_whose_id_was_asked_for(client: Client) -> None:
    page = client.get("/ask/partners", params={"city": "gn2884509", "lang": "en"}).text
    assert 'value="Krefeld (gn2884509)"' in page
    assert client.get("/ask/partners", params={"city": "Krefeld (gn2884509)"}).status_code == 200


def test_every_question_gives_its_example(client: Client) -> None:
    for one in client.get("/api/questions").json()["questions"]:
        ask(client, one["name"], **one["example"])


@pytest.mark.parametrize(
    ("parameters", "found"),
    [
        ({"country": "FR"}, {"Cabourg"}),
        ({"country": "Frankreich"}, {"Cabourg"}),
        ({"kind": "partnership"}, {"Exeter", "Mariánské Lázně", "Peterhof", "Dubrovnik"}),
        ({"kind": ["friendship", "contact"]}, set()),
        ({"ring": RING}, {"Cabourg", "Chur", "Mayrhofen", "Mondorf-les-Bains", "Terracina"}),
        ({"min_population": 100_000}, {"Exeter"}),
        ({"status": "ended"}, set()),
        ({"source": "Partnerschaftsring im Gespräch (Bad Homburg)", "country": "GB"}, {"Exeter"}),
        ({"source": "Virtuelles Treffen der Partnerstädte Düsseldorf und Chemnitz"}, set()),
        ({"region": "england"}, {"Exeter"}),
        ({"year": 1999, "undated": "exclude"}, set()),
    ],
    ids=named,
)
def test_filters_leave_what_they_say(client: Client, parameters: Json, found: set[str]) -> None:
    assert names(ask(client, "partners", city="Bad Homburg", **parameters)["rows"]) == found


def test_links_without_dates_are_not_left_out_of_a_year_silently(client: Client) -> None:
    assert ask(client, "partners", city="Bad Homburg", year=1999)["row_count"] == 9


def test_an_answer_about_a_year_says_how_many_rows_are_undated(client: Client) -> None:
    notes = ask(client, "partners", city="Bad Homburg", year=1999)["notes"]
    assert any("9" in note and "date" in note for note in notes)


def test_a_year_before_a_dated_link_leaves_it_out(client: Client) -> None:
    assert names(ask(client, "partners", city="Düsseldorf", year=1988)["rows"]) == {"Chemnitz"}
    assert ask(client, "partners", city="Düsseldorf", year=1987)["rows"] == []


def test_sorting_by_distance_puts_the_nearest_first(client: Client) -> None:
    rows = ask(client, "partners", city="Bad Homburg", sort="distance")["rows"]
    assert [row["distance_km"] for row in rows] == sorted(row["distance_km"] for row in rows)


@pytest.mark.parametrize("sort", ["begin", "-begin"])
def test_undated_rows_stand_last_in_either_order(client: Client, sort: str) -> None:
    begins = [row["begin"] for row in ask(client, "city-events", city="Chemnitz", sort=sort)["rows"]]
    dated = [begin for begin in begins if begin]
    assert begins == [*sorted(dated, reverse=sort == "-begin"), None]


def test_pages_of_rows_add_up_to_the_whole(client: Client) -> None:
    whole = [row["id"] for row in ask(client, "partners", city="Bad Homburg")["rows"]]
    parts = [ask(client, "partners", city="Bad Homburg", limit=4, offset=at)["rows"] for at in (0, 4, 8)]
    assert [row["id"] for part in parts for row in part] == whole


def test_a_cut_answer_says_so(client: Client) -> None:
    answer = ask(client, "partners", city="Bad Homburg", limit=4)
    assert answer["truncated"]
    assert any("4" in note and "9" in note for note in answer["notes"])


def test_an_answer_shows_the_cypher_that_ran(client: Client) -> None:
    assert "MATCH (c:City {id: $city})" in ask(client, "partners", city="Bad Homburg")["cypher"]


def test_the_cypher_tells_its_parameters_as_the_neo4j_browser_takes_them(client: Client) -> None:
    first = ask(client, "partners", city="Bad Homburg", kind="partnership")["cypher"].splitlines()[0]
    assert first.startswith("// :params {")
    assert 'city: "gn2953436"' in first
    assert 'kind: ["partnership"]' in first


def test_an_empty_answer_says_what_that_means(client: Client) -> None:
    assert "does not mean" in " ".join(ask(client, "partners", city="Dortmund")["notes"])


@pytest.mark.parametrize(
    ("suffix", "media", "within"),
    [
        (".csv", "text/csv", "Mondorf-les-Bains"),
        (".ndjson", "application/x-ndjson", '"Mondorf-les-Bains"'),
        (".geojson", "application/geo+json", '"FeatureCollection"'),
        (".graphml", "application/graphml+xml", "<graphml"),
        (".gexf", "application/gexf+xml", "<gexf"),
        (".html", "text/html", "<!doctype html>"),
    ],
)
def test_answers_come_in_the_formats_of_the_contract(client: Client, suffix: str, media: str, within: str) -> None:
    answer = client.get(f"/api/questions/partners{suffix}", params={"city": "Bad Homburg"})
    assert answer.headers["content-type"].startswith(media)
    assert within in answer.text


def test_csv_has_a_row_for_each_partner(client: Client) -> None:
    answer = client.get("/api/questions/partners.csv", params={"city": "Bad Homburg"})
    assert len(answer.text.split("\r\n")) == 1 + 9 + 1


def test_a_network_file_of_an_answer_names_the_town_that_was_asked(client: Client) -> None:
    answer = client.get("/api/questions/partners.graphml", params={"city": "Bad Homburg"})
    assert ">Bad Homburg" in answer.text


def test_geojson_has_lines_to_the_bilateral_partners(client: Client) -> None:
    found = client.get("/api/questions/partners.geojson", params={"city": "Bad Homburg"}).json()
    assert sum(one["geometry"]["type"] == "LineString" for one in found["features"]) == 4


def test_an_answer_says_how_long_it_took(client: Client) -> None:
    answer = client.get("/api/questions/partners", params={"city": "Bad Homburg"})
    assert answer.headers["server-timing"].startswith("db;dur=")


def test_an_answer_names_its_other_formats(client: Client) -> None:
    answer = client.get("/api/questions/partners", params={"city": "Bad Homburg"})
    assert '</api/questions/partners.csv?city=Bad+Homburg>; rel="alternate"; type="text/csv' in answer.headers["link"]
