"""The service for OpenRefine, after the Reconciliation Service API 0.2."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest

Json = dict[str, Any]


def matched(client: httpx.Client, **queries: Json) -> dict[str, list[Json]]:
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    return {key: one["result"] for key, one in answer.json().items()}


def best(client: httpx.Client, **query: Any) -> Json:
    return matched(client, q0=query)["q0"][0]


def of(pid: str, value: Any) -> list[Json]:
    return [{"pid": pid, "v": value}]


def test_the_manifest_has_what_the_specification_asks_for(client: httpx.Client) -> None:
    said = client.get("/reconcile").json()
    assert said["versions"] == ["0.2"]
    assert {"name", "identifierSpace", "schemaSpace"} <= set(said)
    assert {one["id"] for one in said["defaultTypes"]} == {"town", "ring", "event"}


def test_each_address_of_the_manifest_answers(client: httpx.Client) -> None:
    said = client.get("/reconcile").json()
    town = best(client, query="Bad Homburg", type="town")["id"]
    places = [said[name]["url"].replace("{{id}}", town) for name in ("view", "preview")]
    suggest = [said["suggest"][name] for name in ("entity", "type", "property")]
    places += [f"{one['service_url']}{one['service_path']}?prefix=b" for one in suggest]
    proposing = said["extend"]["propose_properties"]
    places.append(f"{proposing['service_url']}{proposing['service_path']}?type=town")
    assert {client.get(place, follow_redirects=True).status_code for place in places} == {200}


def test_get_and_post_answer_the_same(client: httpx.Client) -> None:
    queries = {"q0": {"query": "Krefeld", "type": "town"}}
    asked = client.get("/reconcile", params={"queries": json.dumps(queries)}).json()
    assert asked["q0"]["result"] == matched(client, **queries)["q0"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Krefeld", "Krefeld"),
        ("KREFELD", "Krefeld"),
        ("Marienbad", "Mariánské Lázně"),
        ("marianske lazne", "Mariánské Lázně"),
    ],
)
def test_a_town_is_matched_in_any_spelling(client: httpx.Client, text: str, name: str) -> None:
    found = best(client, query=text, type="town")
    assert (found["name"], found["match"], found["type"][0]["id"]) == (name, True, "town")


def test_a_typo_is_a_candidate_but_no_match(client: httpx.Client) -> None:
    found = best(client, query="Krefled", type="town")
    assert (found["name"], found["match"]) == ("Krefeld", False)
    assert found["score"] < 100


def test_what_is_not_here_has_no_candidate(client: httpx.Client) -> None:
    assert matched(client, q0={"query": "Xyzzyqwv", "type": "town"}) == {"q0": []}


def test_a_town_of_another_country_is_no_match(client: httpx.Client) -> None:
    assert best(client, query="Krefeld", type="town", properties=of("country", "Germany"))["match"]
    elsewhere = best(client, query="Krefeld", type="town", properties=of("country", "FR"))
    assert (elsewhere["match"], elsewhere["score"]) == (False, 70)


def test_a_geonames_id_says_which_town(client: httpx.Client) -> None:
    found = matched(client, q0={"properties": of("geonames", 510291)}, q1={"properties": of("geonames", "510291")})
    assert [(one["name"], one["match"]) for one in found["q0"]] == [("Peterhof", True)]
    assert found["q1"] == found["q0"]


def test_a_ring_has_its_type_in_its_id(client: httpx.Client) -> None:
    found = best(client, query="Partnerschaftsring Bad Homburg", type="ring")
    assert found["match"]
    assert found["id"].startswith("ring:")
    page = client.get("/reconcile/view", params={"id": found["id"]})
    assert page.headers["location"] == f"/rings/{found['id'].removeprefix('ring:')}"


def test_at_most_as_many_candidates_come_as_asked(client: httpx.Client) -> None:
    assert len(matched(client, q0={"query": "b", "limit": 2})["q0"]) == 2


def test_of_what_is_fetched_each_thing_has_each_property(client: httpx.Client) -> None:
    town, ring = (best(client, query=name)["id"] for name in ("Krefeld", "Partnerschaftsring Bad Homburg"))
    properties = [{"id": name} for name in ("country", "lat", "geonames", "kind")]
    asked = {"ids": [town, ring, "nothing"], "properties": properties}
    said = client.post("/reconcile", data={"extend": json.dumps(asked)}).json()
    assert [one["id"] for one in said["meta"]] == ["country", "lat", "geonames", "kind"]
    assert said["rows"][town]["country"] == [{"str": "DE"}]
    assert said["rows"][town]["geonames"] == [{"int": 2884509}]
    assert said["rows"][town]["lat"][0]["float"] == pytest.approx(51.33, abs=0.02)
    assert said["rows"][ring] == {"country": [], "lat": [], "geonames": [], "kind": [{"str": "ring"}]}
    assert set(said["rows"]["nothing"]) == {"country", "lat", "geonames", "kind"}


def test_names_are_suggested_as_one_types(client: httpx.Client) -> None:
    found = client.get("/reconcile/suggest/entity", params={"prefix": "bad hom", "type": "town"}).json()["result"]
    assert found[0]["name"] == "Bad Homburg vor der Höhe"
    assert found[0]["notable"] == [{"id": "town", "name": "Town"}]


def test_properties_and_types_are_suggested_in_german_too(client: httpx.Client) -> None:
    said = client.get("/reconcile/suggest/property", params={"prefix": "Einw", "lang": "de"}).json()
    assert said["result"] == [{"id": "population", "name": "Einwohner"}]
    types = client.get("/reconcile/suggest/type", params={"prefix": "St", "lang": "de"}).json()["result"]
    assert types == [{"id": "town", "name": "Stadt"}]


def test_the_preview_tells_a_few_facts_and_may_be_framed(client: httpx.Client) -> None:
    town = best(client, query="Krefeld", type="town")["id"]
    page = client.get("/reconcile/preview", params={"id": town})
    assert re.search(r"<bdi>Nordrhein-Westfalen</bdi>", page.text)
    assert "frame-ancestors *" in page.headers["content-security-policy"]


@pytest.mark.parametrize("said", ["{", "[]", '{"q0": 1}', '{"q0": {"query": "x", "properties": [{"pid": "y"}]}}'])
def test_what_cannot_be_understood_is_said(client: httpx.Client, said: str) -> None:
    answer = client.post("/reconcile", data={"queries": said})
    assert (answer.status_code, answer.json()["parameter"]) == (422, "queries")


def test_too_many_at_once_are_refused(client: httpx.Client) -> None:
    queries = {f"q{number}": {"query": "x"} for number in range(101)}
    assert client.post("/reconcile", data={"queries": json.dumps(queries)}).status_code == 422


def test_scripts_of_other_sites_may_ask(client: httpx.Client) -> None:
    other = {"Origin": "https://a.example"}
    asked = client.options("/reconcile", headers=other | {"Access-Control-Request-Method": "POST"})
    assert asked.status_code == 204
    assert "POST" in asked.headers["access-control-allow-methods"]
    posted = client.post("/reconcile", data={"queries": "{}"}, headers={"Origin": "https://a.example"})
    assert posted.headers["access-control-allow-origin"] == "*"
