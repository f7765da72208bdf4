"""Figures of the whole network: computed out of the request, kept, marked when they are of older data."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import networkx as nx
import pytest

import loaders
from api.app import create_app
from graph.database import Address, Database, run
from graph.measures.kept import Kept
from graph.measures.network import Computed
from graph.questions import question
from graph.questions.asking import ask
from graph.settings import settings
from graph.store import Store
from tests.api.serving import serving
from tests.conftest import Filled

KARATE = {
    "nodes": 34,
    "links": 78,
    "components": 1,
    "largest_component": 34,
    "max_degree": 17,
    "mean_degree": 156 / 34,
    "wedges": 528,
    "triangles": 45,
    "clustering": 135 / 528,
    "degree_assortativity": -0.475613,
    "diameter": 5,
    "mean_distance": 2.408200,
}
"""Zachary's karate club as published and as networkx has it."""


def karate(db: Database) -> None:
    """The club as a file of two columns without heading, loaded as it is written."""
    pairs = nx.karate_club_graph().edges
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "club.csv")
        file.write_text("".join(f"Member {a},Member {b}\n" for a, b in pairs), encoding="utf-8")
        report = loaders.load(file, kind="links", resolve=False, db=db)
    assert (report.new, report.rejected) == (78, 0)


@contextmanager
def asking(db: Database, where: Address, home: Path) -> Iterator[httpx.Client]:
    """Asks an application that has no figures in its home yet."""
    app = create_app(settings().model_copy(update={"home": home}), store=Store(db, where, private=True))
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as opened:
        yield opened


@pytest.fixture
def club(filled: Filled, database: Database) -> Database:
    """The club for tests that write nothing."""
    filled(karate)
    return database


@pytest.fixture
def unmeasured(club: Database, neo4j_address: Address, tmp_path: Path) -> Iterator[httpx.Client]:
    with asking(club, neo4j_address, tmp_path) as opened:
        yield opened


@pytest.fixture
def served(kb: Database, neo4j_address: Address, tmp_path: Path) -> Iterator[httpx.Client]:
    karate(kb)
    with asking(kb, neo4j_address, tmp_path) as opened:
        yield opened


def when_ready(client: httpx.Client, path: str, *, older: bool = False) -> httpx.Response:
    """The answer as soon as it is there, and of the newest data unless `older`."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        found = client.get(path)
        if found.status_code != 503 and (older or "no-store" not in found.headers.get("cache-control", "")):
            return found
        assert found.headers.get("retry-after") or older or found.status_code == 200
        time.sleep(0.2)
    raise AssertionError(f"{path} was not computed in time")


def figures(answer: Any) -> dict[str, float]:
    return {row["figure"]: row["value"] for row in answer["rows"]}


def test_a_known_network_out_of_two_columns_has_its_known_figures(club: Database) -> None:
    for rings in (True, False):
        result = run(club, ask(question("network-figures"), {"rings": rings}))
        assert {row["figure"]: row["value"] for row in result.rows} == pytest.approx(KARATE, abs=1e-6)


def test_the_api_computes_in_the_background_and_keeps_what_it_has(
    served: httpx.Client, kb: Database, neo4j_address: Address, tmp_path: Path
) -> None:
    first = served.get("/api/questions/network-figures")
    assert (first.status_code, first.headers["content-type"]) == (503, "application/problem+json")
    assert int(first.headers["retry-after"]) > 0
    assert first.json()["code"] == "not-ready"
    ready = when_ready(served, "/api/questions/network-figures")
    assert figures(ready.json()) == pytest.approx(KARATE, abs=1e-6)
    again = served.get("/api/questions/network-figures", headers={"If-None-Match": ready.headers["etag"]})
    assert again.status_code == 304
    lines = served.get("/api/questions/network-figures.csv").text.splitlines()
    assert lines[:3] == ["figure,value", "nodes,34", "links,78"]
    rows = [json.loads(line) for line in served.get("/api/questions/network-figures.ndjson").text.splitlines()]
    assert rows == ready.json()["rows"]
    assert "Assortativity" in served.get("/ask/network-figures").text.title()
    # Another process over the same home has it at once.
    with asking(kb, neo4j_address, tmp_path) as other:
        assert other.get("/api/questions/network-figures").json()["rows"] == rows
        _older_data_are_marked(other, kb, tmp_path, ready.json()["data_version"])


def _older_data_are_marked(client: httpx.Client, kb: Database, folder: Path, version: str) -> None:
    file = folder / "more.csv"
    file.write_text("Member 1,Somebody\n", encoding="utf-8")
    loaders.load(file, kind="links", resolve=False, db=kb)
    old = client.get("/api/questions/network-figures")
    assert old.status_code == 200
    assert old.json()["data_version"] == version
    assert any(version in note for note in old.json()["notes"])
    assert "etag" not in old.headers
    new = when_ready(client, "/api/questions/network-figures").json()
    assert (figures(new)["nodes"], figures(new)["links"]) == (35, 79)
    assert new["data_version"] != version
    assert not any(version in note for note in new["notes"])


def test_wrong_parameters_are_told_at_once(unmeasured: httpx.Client) -> None:
    wrong = unmeasured.get("/api/questions/top-cities?by=fame")
    assert (wrong.status_code, wrong.json()["parameter"]) == (422, "by")


def test_the_page_tells_each_figure_in_both_languages(unmeasured: httpx.Client) -> None:
    assert unmeasured.get("/figures").status_code == 503
    when_ready(unmeasured, "/figures")
    pages = {lang: unmeasured.get(f"/figures?lang={lang}").text for lang in ("de", "en")}
    embedded = unmeasured.get("/figures?embed=1")
    assert "0,2557" in pages["de"]
    assert "0.2557" in pages["en"]
    assert "Dreiecke" in pages["de"]
    assert "frame-ancestors *" in embedded.headers["content-security-policy"]
    assert "<header" not in embedded.text


def test_the_folder_of_results_is_bounded_and_the_newest_stays(tmp_path: Path) -> None:
    kept = Kept(tmp_path, most=4000)
    for version in range(8):
        kept.put("slot", Computed([{"text": "x" * 900}], str(version)))
        time.sleep(0.02)
    assert Kept(tmp_path).latest("slot") == Computed([{"text": "x" * 900}], "7")
    assert sum(file.stat().st_size for file in (tmp_path / "measures").iterdir()) <= 4000
    assert Kept(tmp_path).get("slot", "0") is None


def test_what_a_killed_process_left_half_written_goes_and_what_is_being_written_stays(tmp_path: Path) -> None:
    folder = tmp_path / "measures"
    folder.mkdir()
    left, being_written = folder / "left.part", folder / "now.part"
    for one in (left, being_written):
        one.write_text("{")
    day_ago = time.time() - 86_400
    os.utime(left, (day_ago, day_ago))
    Kept(tmp_path).put("slot", Computed([], "1"))
    assert sorted(one.name for one in folder.iterdir()) == ["now.part", "slot.1.json"]


def test_years_kinds_and_rings_choose_the_network(kb: Database, tmp_path: Path) -> None:
    links = tmp_path / "links.csv"
    links.write_text(
        "city_a,country_a,city_b,country_b,kind,since\n"
        "Aa,DE,Bb,FR,partnership,1960\nAa,DE,Cc,PL,friendship,1990\nBb,FR,Dd,PL,partnership,\n",
        encoding="utf-8",
    )
    rings = tmp_path / "rings.csv"
    rings.write_text("ring,city,country\nRound,Aa,DE\nRound,Ee,IT\nRound,Ff,ES\n", encoding="utf-8")
    loaders.load(links, resolve=False, db=kb)
    loaders.load(rings, kind="rings", resolve=False, db=kb)

    def links_of(**raw: Any) -> float:
        result = run(kb, ask(question("network-figures"), raw))
        return {row["figure"]: row["value"] for row in result.rows}["links"]

    assert links_of() == 6
    assert links_of(rings=False) == 3
    assert links_of(rings=False, year=1970) == 2
    assert links_of(rings=False, year=1970, undated="exclude") == 1
    assert links_of(kind="friendship") == 1
    assert links_of(bilateral=False) == 3
