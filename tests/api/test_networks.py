"""Networks over HTTP and by the command: each shows what its question answers, in every form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from defusedxml.ElementTree import fromstring

from api.routes.pictures import CHOICES
from graph.database import Database
from tests.api.commands import citynet
from tests.api.pages import Page
from viz.graphs import has_graph

Client = httpx.Client
SVG = "{http://www.w3.org/2000/svg}"
RING = "Partnerschaftsring Bad Homburg"
ASKED: dict[str, dict[str, Any]] = {
    "ego-network": {"city": "Bad Homburg", "steps": 2},
    "partners": {"city": "Bad Homburg"},
    "communities": {"city": "Bad Homburg"},
    "meets-with": {"city": "Bad Homburg"},
    "city-events": {"city": "Krefeld"},
    "similar-cities": {"city": "Bad Homburg"},
    "cousin-cities": {"city": "Bad Homburg"},
    "suggest-partners": {"city": "Krefeld"},
    "near": {"city": "Bad Homburg", "km": 200, "partner_country": "FR"},
    "path": {"from": "Chur", "to": "Exeter"},
    "shared-partners": {"city": ["Bad Homburg", "Cabourg"]},
    "bilateral": {"city": ["Bad Homburg", "Chur"]},
    "ring-members": {"ring": RING},
    "rings-overlap": {},
    "rings": {},
    "country-pair": {"country": "DE", "partner_country": "FR"},
    "links": {},
    "programmes": {"programme": "Urban Diplomacy Exchange"},
    "organisations": {"organisation": "Auswärtiges Amt"},
    "events": {"city": "Krefeld"},
}


def block(client: Client, question: str, **asked: Any) -> dict[str, Any]:
    answer = client.get("/network.json", params={"question": question, "lang": "en", **asked})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def labels(found: dict[str, Any], group: str = "town") -> set[str]:
    return {node["label"] for node in found["nodes"] if node["group"] == group}


def test_all_that_can_be_chosen_can_be_drawn_and_the_other_way_round(client: Client) -> None:
    chosen = {name for questions in CHOICES.values() for name in questions}
    every = {one["name"] for one in client.get("/api/questions").json()["questions"]}
    assert chosen == {name for name in every if has_graph(name)} == set(ASKED)


@pytest.mark.parametrize("question", ASKED)
@pytest.mark.parametrize("form", ["/network", "/network.svg", "/network.pdf", ".html"])
def test_each_network_comes_in_each_form(client: Client, question: str, form: str) -> None:
    path = f"/api/questions/{question}.html" if form == ".html" else form
    asked = ASKED[question] | ({} if form == ".html" else {"question": question})
    answer = client.get(path, params=asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["etag"]


def test_a_network_around_a_town_has_the_towns_that_it_reaches(client: Client) -> None:
    found = block(client, "ego-network", city="Bad Homburg", steps=2)
    reached = client.get("/api/questions/reach", params={"city": "Bad Homburg", "steps": 2}).json()["rows"]
    assert labels(found) == {row["name"] for row in reached} | {"Bad Homburg vor der Höhe"}


def test_its_ties_are_the_links_among_these_towns(client: Client) -> None:
    found = block(client, "ego-network", city="Bad Homburg")
    here = labels(found)
    pairs = client.get("/api/questions/links", params={"bilateral": "true"}).json()["rows"]
    wanted = {
        frozenset((row["name"], row["partner"]["name"]))
        for row in pairs
        if {row["name"], row["partner"]["name"]} <= here
    }
    names = {node["id"]: node["label"] for node in found["nodes"]}
    drawn = [edge for edge in found["edges"] if edge["look"] == "bilateral"]
    assert {frozenset((names[edge["from"]], names[edge["to"]])) for edge in drawn} == wanted
    assert len(drawn) == len(wanted)


def test_a_community_is_drawn_with_all_its_towns_and_their_links(client: Client) -> None:
    found = block(client, "communities", city="Bad Homburg")
    (row,) = client.get("/api/questions/communities", params={"city": "Bad Homburg"}).json()["rows"]
    assert labels(found) == {one["name"] for one in row["members"]}
    assert [node["label"] for node in found["nodes"] if node["asked"]] == ["Bad Homburg vor der Höhe"]


def test_a_programme_is_tied_to_all_who_take_part(client: Client) -> None:
    found = block(client, "programmes", programme="Urban Diplomacy Exchange")
    (row,) = client.get("/api/questions/programmes", params={"programme": "Urban Diplomacy Exchange"}).json()["rows"]
    assert labels(found) == {one["name"] for one in row["towns"]}
    assert labels(found, "organisation") == {one["name"] for one in row["organisations"]}


def test_what_the_page_says_the_sheet_says_in_text(client: Client) -> None:
    asked = {"question": "partners", "city": "Bad Homburg", "lang": "en"}
    answer = client.get("/network.svg", params=asked)
    said = ["".join(one.itertext()) for one in fromstring(answer.content).iter(f"{SVG}text")]
    partners = client.get("/api/questions/partners", params={"city": "Bad Homburg"}).json()["rows"]
    assert {row["name"] for row in partners} <= set(said)
    assert "bilateral (4)" in said
    assert any("Data version" in one for one in said)
    assert client.get("/network.svg", params=asked).content == answer.content


def test_the_page_of_choices_has_a_form_for_each_network(client: Client) -> None:
    page = Page(client.get("/network").text)
    drawn = {at.get("value") for tag, at in page.tags if tag == "input" and at.get("name") == "question"}
    assert drawn == set(ASKED)


@pytest.mark.parametrize(("query", "status"), [("question=sources", 422), ("question=partners", 422), ("", 422)])
def test_what_cannot_be_drawn_is_told(client: Client, query: str, status: int) -> None:
    assert client.get(f"/network.svg?{query}").status_code == status


@pytest.mark.parametrize("ending", ["svg", "pdf", "png", "html"])
def test_the_command_writes_the_network(
    sample_kb: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str], ending: str
) -> None:
    out = tmp_path / f"krefeld.{ending}"
    told = citynet(capfd, "picture", "network", "partners", "--city", "Krefeld", "--out", out)
    assert (told.code, told.out) == (0, "")
    begins = {"svg": b"<?xml", "pdf": b"%PDF", "png": b"\x89PNG", "html": b"<!doctype html>"}
    assert out.read_bytes().startswith(begins[ending])


def test_the_file_of_the_command_has_the_data_of_the_page(
    client: Client, sample_kb: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "x.html"
    citynet(capfd, "picture", "network", "ego-network", "--city", "Bad Homburg", "--out", out)
    page = out.read_text("utf-8")
    data = json.loads(page.partition('id="network-data">')[2].partition("</script>")[0])
    assert labels(data) == labels(block(client, "ego-network", city="Bad Homburg"))
