"""Maps for print over HTTP and by the command: what they show is what the questions answer for the same choice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from defusedxml.ElementTree import fromstring

from graph.database import Database, run
from graph.things.printed import printed
from tests.api.commands import citynet

Client = httpx.Client
SVG = "{http://www.w3.org/2000/svg}"


def said(client: Client, **asked: Any) -> str:
    answer = client.get("/map.svg", params={"lang": "en", **asked})
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/svg+xml"
    return " | ".join("".join(one.itertext()) for one in fromstring(answer.content).iter(f"{SVG}text"))


def rows(client: Client, question: str, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/questions/{question}", params=asked).json()["rows"]
    return found


def test_a_town_has_the_partners_that_the_question_has(client: Client) -> None:
    partners = rows(client, "partners", city="Bad Homburg")
    bilateral = sum(row["bilateral"] for row in partners)
    text = said(client, city="Bad Homburg")
    assert "Bad Homburg vor der Höhe and its partner towns" in text
    assert (
        f"{len(partners)} pairs of partner towns ({bilateral} bilateral, {len(partners) - bilateral} only via" in text
    )
    assert [row["name"] for row in partners if row["name"] not in text] == []


@pytest.mark.parametrize(
    "asked",
    [{}, {"country": "DE"}, {"country": "DE", "partner_country": "US"}, {"bilateral": "false"}, {"year": "1950"}],
)
def test_the_map_counts_the_pairs_that_the_question_gives(client: Client, asked: dict[str, str]) -> None:
    pairs = rows(client, "links", **asked)
    counted = "1 pair of" if len(pairs) == 1 else f"{len(pairs)} pairs of"
    assert counted in said(client, **asked)


def test_a_region_stands_in_the_title(client: Client) -> None:
    asked = {"country": "DE", "region": "Nordrhein-Westfalen"}
    assert "Town partnerships of Nordrhein-Westfalen |" in said(client, **asked)
    assert "Town partnerships of Nordrhein-Westfalen and United States" in said(client, partner_country="US", **asked)


def test_events_are_shown_where_links_are(sample_kb: Database) -> None:
    every = run(sample_kb, printed({}))["events"]
    some = run(sample_kb, printed({"country": "FR"}))
    assert len(every) > len(some["events"])
    assert {row["id"] for row in some["events"]} == {row["id"] for row in every} & set(some["towns"])


def test_a_ring_is_drawn_as_a_ring_with_all_its_members(client: Client) -> None:
    text = said(client, ring="Partnerschaftsring Bad Homburg")
    members = [row["name"] for row in rows(client, "ring-members", ring="Partnerschaftsring Bad Homburg")]
    assert [name for name in members if name not in text] == []
    assert "1 ring" in text


def test_a_topic_chooses_links(client: Client) -> None:
    assert "1 pair of partner towns (1 bilateral" in said(client, topic="sport")


def test_the_file_names_its_sources_and_its_address(client: Client) -> None:
    text = said(client, city="Krefeld")
    assert "Oberbürgermeister Meyer reist nach Washington" in text
    assert "/map?lang=en&city=Krefeld" in text


def test_a_map_that_is_known_is_not_drawn_again(client: Client) -> None:
    first = client.get("/map.pdf?city=Krefeld")
    assert first.content.startswith(b"%PDF")
    again = client.get("/map.pdf?city=Krefeld", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("path", "status"),
    [("/map.svg?city=Nirgends", 404), ("/map.svg?colour=red", 422), ("/map.svg?at=x", 422), ("/map.gif", 422)],
)
def test_what_cannot_be_drawn_is_told(client: Client, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_the_command_writes_the_file_whole(
    sample_kb: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "krefeld.png"
    told = citynet(capfd, "picture", "map", "--city", "Krefeld", "--out", out)
    assert (told.code, told.out) == (0, "")
    assert out.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "arguments",
    [
        ("map", "--out", "x.gif"),
        ("chart", "--out", "x.svg"),
        ("network", "--out", "x.html"),
        ("map", "--colour", "red", "--out", "x.svg"),
        ("--city", "Krefeld", "--out", "x.svg"),
    ],
    ids=str,
)
def test_a_picture_that_there_is_not_is_wrong_usage(
    sample_kb: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert citynet(capfd, "picture", *arguments[:-1], tmp_path / arguments[-1]).code == 64
    assert list(tmp_path.iterdir()) == []
