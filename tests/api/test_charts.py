"""Charts over HTTP, on pages and by the command: what they show is what the questions answer."""

from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Any

import httpx
import pytest
from defusedxml.ElementTree import fromstring

import loaders
from graph.database import Database
from graph.settings import settings
from tests.api.commands import citynet
from viz.charts.registry import CHARTS

Client = httpx.Client
SVG = "{http://www.w3.org/2000/svg}"
NEEDS = {"town-countries": {"city": "Bad Homburg"}, "town-timeline": {"city": "Bad Homburg"},
         "country-partners": {"country": "DE"}}  # fmt: skip


def numbers(client: Client, name: str, **asked: Any) -> list[dict[str, str]]:
    answer = client.get(f"/charts/{name}.csv", params=asked)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/csv; charset=utf-8"), answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def rows(client: Client, question: str, **asked: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/api/questions/{question}", params=asked).json()["rows"]
    return found


def said(client: Client, name: str, **asked: Any) -> str:
    answer = client.get(f"/charts/{name}.svg", params={"lang": "en", **asked})
    assert answer.status_code == 200, answer.text
    return " ".join("".join(one.itertext()) for one in fromstring(answer.content).iter(f"{SVG}text"))


@pytest.mark.parametrize("suffix", ["svg", "pdf", "png", "html", "csv"])
@pytest.mark.parametrize("name", CHARTS)
def test_each_chart_comes_as_each_file(client: Client, name: str, suffix: str) -> None:
    begins = {"svg": b"<?xml", "pdf": b"%PDF", "png": b"\x89PNG"}
    answer = client.get(f"/charts/{name}.{suffix}", params=NEEDS.get(name, {}))
    assert answer.status_code == 200, answer.text
    assert answer.content.startswith(begins.get(suffix, b""))
    again = client.get(answer.request.url, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_foundings_and_growth_count_the_pairs_of_the_data(client: Client) -> None:
    pairs: dict[frozenset[str], int] = {}
    read = client.get("/api/map").json()
    links, towns = read["links"], read["towns"]["id"]
    for a, b, since in zip(links["a"], links["b"], links["since"], strict=True):
        if since:
            pair = frozenset((towns[a], towns[b]))
            pairs[pair] = min(int(since[:4]), pairs.get(pair, 9999))
    decades = Counter(str(begun // 10 * 10) for begun in pairs.values())
    assert {
        row["decade"]: int(row["founded"]) for row in numbers(client, "foundings") if row["founded"] != "0"
    } == decades
    assert sum(int(row["founded"]) for row in numbers(client, "growth")) == len(pairs)


def test_partners_by_country_are_those_of_the_town(client: Client) -> None:
    counted = Counter(row["country"] for row in rows(client, "partners", city="Bad Homburg"))
    found = numbers(client, "town-countries", city="Bad Homburg")
    assert {row["country"]: int(row["partners"]) for row in found} == counted
    assert sum(int(row["via_ring"]) for row in found) == 5


def test_a_timeline_has_what_is_dated(client: Client) -> None:
    found = numbers(client, "town-timeline", city="Düsseldorf")
    dated = [row["name"] for row in rows(client, "partners", city="Düsseldorf") if row["since"]]
    dated += [row["title"] for row in rows(client, "city-events", city="Düsseldorf") if row["begin"] or row["end"]]
    assert sorted(row["name"] for row in found) == sorted(dated)


def test_events_are_counted_by_year_and_can_be_filtered(client: Client) -> None:
    every = [row for row in rows(client, "events") if row["begin"] or row["end"]]
    assert sum(int(row["events"]) for row in numbers(client, "events")) == len(every)
    some = [row for row in every if row["status"] == "held"]
    found = numbers(client, "events", status="held")
    assert (sum(int(row["events"]) for row in found), {row["open"] for row in found}) == (len(some), {"0"})


def test_a_file_names_its_sources_with_their_licence_and_its_address(client: Client) -> None:
    text = said(client, "town-timeline", city="Krefeld")
    assert "Krefeld" in text
    assert "/charts/town-timeline.svg?city=gn2884509" in text.replace(" ", "") or "gn2884509" in text
    assert "Oberbürgermeister Meyer reist nach Washington" in text
    assert "Data version" in text


def test_a_drawing_for_a_page_is_bare(client: Client) -> None:
    whole, bare = said(client, "foundings"), said(client, "foundings", screen="narrow")
    assert "Sources" in whole
    assert "Sources" not in bare
    assert client.get("/charts/foundings.svg?screen=wide").headers.get("content-disposition") is None


@pytest.mark.parametrize(
    ("path", "status", "about"),
    [
        ("/charts/fame.svg", 404, None),
        ("/charts/town-countries.svg", 422, "city"),
        ("/charts/town-countries.svg?city=Nirgends", 404, "city"),
        ("/charts/foundings.svg?by=decade", 422, "by"),
        ("/charts/foundings.csv?kind=love", 422, "kind"),
        ("/charts/foundings.gif", 422, "suffix"),
        ("/charts/foundings.svg?screen=huge", 422, "screen"),
    ],
)
def test_what_cannot_be_drawn_is_told(client: Client, path: str, status: int, about: str | None) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json().get("parameter") == about


@pytest.mark.parametrize("path", ["/figures", "/countries/DE", "/cities/gn2953436"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_charts_of_a_page_are_there_with_their_numbers(client: Client, path: str, lang: str) -> None:
    page = client.get(path, params={"lang": lang})
    charts = page.text.split('<figure class="chart"')[1:]
    assert len(charts) == {"/figures": 7, "/countries/DE": 2, "/cities/gn2953436": 2}[path]
    for chart in charts:
        address = chart.split('<img src="')[1].split('"')[0].replace("&amp;", "&")
        assert client.get(address).headers["content-type"] == "image/svg+xml"
        drawn = chart.split("<h3>")[1].split("</h3>")[0]
        whole = client.get(address.partition("&screen")[0])
        assert drawn in whole.text.replace("&#x27;", "&#39;")
        assert chart.count("<tr") > 1


def test_a_country_draws_its_years_from_two_dated_links_on(writable: Client, kb: Database, tmp_path: Path) -> None:
    for file, row, drawn in (("one", "Graz,AT,Darmstadt,DE,1968", 0), ("two", "Graz,AT,Trondheim,NO,1968", 2)):
        listed = tmp_path / f"{file}.csv"
        listed.write_text(f"city_a,country_a,city_b,country_b,since\n{row}\n", "utf-8")
        loaders.load(listed, db=kb)
        page = writable.get("/countries/AT", params={"lang": "en"}).text
        assert sum(f'id="chart-{name}"' in page for name in ("foundings", "growth")) == drawn, file


def test_the_command_writes_the_same_as_http(
    sample_kb: Database, client: Client, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for ending in ("csv", "svg", "pdf", "png", "html"):
        out = tmp_path / f"x.{ending}"
        told = citynet(capfd, "picture", "chart", "town-countries", "--city", "Krefeld", "--lang", "de", "--out", out)
        assert (told.code, told.out) == (0, "")
        answer = client.get(f"/charts/town-countries.{ending}?city=Krefeld&lang=de").content
        if ending == "csv":
            assert out.read_bytes() == answer
        assert out.read_bytes()[:4] == answer[:4]


@pytest.mark.parametrize(
    "arguments",
    [
        ("chart", "--out", "x.svg"),
        ("chart", "growth", "--out", "x.gif"),
        ("chart", "growth", "--by", "decade", "--out", "x.svg"),
    ],
    ids=str,
)
def test_a_chart_that_there_is_not_is_wrong_usage(
    sample_kb: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    assert citynet(capfd, "picture", *arguments[:-1], tmp_path / arguments[-1]).code == 64
    assert list(tmp_path.iterdir()) == []


def test_files_carry_the_public_address(
    sample_kb: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "public_url", "https://cities.example/")
    out = tmp_path / "x.svg"
    assert citynet(capfd, "picture", "chart", "growth", "--country", "DE", "--out", out).code == 0
    assert "https://cities.example/charts/growth.svg?country=DE" in out.read_text("utf-8")
