"""Loading in bulk brings what `load` brings: the same statements, the same projection, the same answers."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

import loaders
from graph.database import Address, Database, run
from graph.errors import InputError, StateError
from graph.questions import QUESTIONS
from graph.questions.asking import ask
from graph.settings import Settings, settings
from graph.statements import facts, loads
from graph.store import Store, open_store
from loaders.bulk import bulk_load

TOWNS = [(f"Stadt {number} {'öäüß'[number % 4]}", ("DE", "FR", "PL", "")[number % 4]) for number in range(150)]
QUERIES = (
    "MATCH (n) WHERE NOT n:Load AND NOT n:CityNet AND NOT n:Hold RETURN labels(n) AS of, properties(n) AS fields",
    "MATCH (n)-[r]->(m) RETURN type(r) AS of, coalesce(n.key, n.id) AS a, coalesce(m.key, m.id) AS b, "
    "properties(r) AS fields",
    "MATCH (l:Load) RETURN l {.seq, .id, .kind, .file, .sha256, .source, .sources, .state, .read, .new, .changed, "
    ".same, .rejected, .withdrawn} AS load",
    "MATCH (n:CityNet) RETURN n.data_version AS version, n.seq AS seq",
)


def files(folder: Path) -> list[Path]:
    """Towns with several names, links said twice and in two kinds, rings, rows that are wrong; seeded."""
    chance = random.Random(8)
    towns = ["city,country,region,lat,lon,kind,names,population"]
    for name, country in TOWNS[:100]:
        placed = f"{chance.uniform(40, 60):.4f},{chance.uniform(0, 20):.4f}" if chance.random() < 0.8 else ","
        towns.append(f'{name},{country},,{placed},town,"Alt {name}; ""{name}""",{chance.choice(["", 0, 5000])}')
    links = ["city_a,country_a,city_b,country_b,kind,since,until,status,note,source_title"]
    for _ in range(400):
        (a, land_a), (b, land_b) = chance.choice(TOWNS), chance.choice(TOWNS)
        kind, status = chance.choice(["", "partnership", "friendship"]), chance.choice(["", "active", "ended"])
        since, note = chance.choice(["", "1950", "1960-05-04", "nie"]), chance.choice(["", 'sagt "so", und\nso'])
        title = chance.choice(["", "", "Liste A", "Liste B"])
        quoted = note.replace('"', '""')
        links.append(f'{a},{land_a},{b},{land_b},{kind},{since},,{status},"{quoted}",{title}')
    links += links[1:20]
    rings = ["ring,ring_kind,founded,city,country,since,until,status,role"]
    for ring in range(6):
        for name, country in chance.sample(TOWNS, 5):
            rings.append(f"Ring {ring},{'chain' if ring == 3 else 'ring'},1956,{name},{country},19{60 + ring},,,member")
    made = []
    for name, lines in (("towns", towns), ("links", links), ("rings", rings)):
        path = folder / f"{name}.csv"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        made.append(path)
    return made


def everything(store: Store) -> list[list[str]]:
    address: Address = store.address
    auth = (address.user, address.password)
    with neo4j.GraphDatabase.driver(address.uri, auth=auth) as driver, driver.session() as session:
        return [
            sorted(json.dumps(row, sort_keys=True, default=str) for row in session.run(query).data())  # type: ignore[arg-type]
            for query in QUERIES
        ]


@pytest.fixture
def homes(tmp_path: Path, environment: pytest.MonkeyPatch) -> Iterator[Callable[[str], Settings]]:
    """Makes a home of a name the one of the settings, with a private Neo4j of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("NEO4J_URI", raising=False)
        patch.setenv("CITYNET_LINGER", "0")

        def at(name: str) -> Settings:
            patch.setenv("CITYNET_HOME", str(tmp_path / name))
            settings.cache_clear()
            return settings()

        yield at
    settings.cache_clear()


def answers(db: Database) -> list[Any]:
    town = "Stadt 1 ä, FR"
    asked = [(name, {"city": town}) for name in ("partners", "cousin-cities", "similar-cities")]
    asked += [("reach", {"city": town, "limit": "1000"}), ("country-profile", {"country": "DE"})]
    return [run(db, ask(QUESTIONS[name], parameters)).rows for name, parameters in asked]


@pytest.mark.long
@pytest.mark.parametrize("resolve", [False, True])
def test_bulk_brings_what_the_loader_brings(resolve: bool, homes: Callable[[str], Settings], tmp_path: Path) -> None:
    given = files(tmp_path)
    homes("loaded")
    with open_store() as store:
        slow = [loaders.load(file, resolve=resolve, db=store.db).summary() for file in given]
        loaded, told = everything(store), answers(store.db)
        kept = list(facts.facts(store.db))
    homes("imported")
    quick = [report.summary() for report in bulk_load(given, resolve=resolve)]
    with open_store() as store:
        assert everything(store) == loaded
        assert answers(store.db) == told
        assert list(facts.facts(store.db)) == kept
        again = loaders.load(given[1], resolve=resolve, db=store.db)
        assert (again.new, again.changed) == (0, 0)
        loads.undo(store.db, again.load)
        loads.undo(store.db, "L3")
        assert not [row for row in everything(store)[0] if '"of": ["Ring"]' in row]
    counted = ("read", "new", "changed", "same", "rejected")
    assert [[one[name] for name in counted] for one in quick] == [[one[name] for name in counted] for one in slow]


def test_a_knowledge_base_that_is_not_empty_is_refused(homes: Callable[[str], Settings], tmp_path: Path) -> None:
    given = files(tmp_path)
    homes("filled")
    with open_store() as store:
        loaders.load(given[2], resolve=False, db=store.db)
    with pytest.raises(StateError, match="not empty"):
        bulk_load(given, resolve=False)


def test_another_neo4j_gets_the_files_only(
    homes: Callable[[str], Settings], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = files(tmp_path)
    homes("none")
    monkeypatch.setenv("NEO4J_URI", "bolt://127.0.0.1:1")
    settings.cache_clear()
    with pytest.raises(StateError, match="--files-only"):
        bulk_load(given, resolve=False)
    bulk_load(given, resolve=False, files_only=tmp_path / "files")
    arguments = (tmp_path / "files" / "arguments.txt").read_text("utf-8").splitlines()
    named = {name for line in arguments if ".csv" in line for name in line.split("=", 2)[2].split(",")}
    assert named == {path.name for path in (tmp_path / "files").glob("*.csv")}


def test_two_files_of_one_source_are_refused(homes: Callable[[str], Settings], tmp_path: Path) -> None:
    given = files(tmp_path)
    (tmp_path / "b").mkdir()
    other = tmp_path / "b" / "rings.csv"
    other.write_bytes(given[2].read_bytes())
    homes("none")
    with pytest.raises(InputError, match=r"rings\.csv and rings\.csv speak for one source"):
        bulk_load([given[2], other], resolve=False, files_only=tmp_path / "files")
    assert not (tmp_path / "files").exists()


def test_of_a_source_that_rows_describe_differently_the_last_description_counts(
    homes: Callable[[str], Settings], tmp_path: Path
) -> None:
    file = tmp_path / "links.csv"
    address = "https://example.org/list"
    file.write_text(f"city_a,city_b,source_title,source_url\nA,B,Erste,{address}\nA,C,Zweite,{address}\n", "utf-8")
    homes("none")
    bulk_load([file], resolve=False, files_only=tmp_path / "files")
    written = "".join(path.read_text("utf-8") for path in (tmp_path / "files").glob("*.csv"))
    assert ("Erste" in written, "Zweite" in written) == (False, True)


def test_events_are_refused(homes: Callable[[str], Settings], tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text("title,kind,begin,city,country\nFest,celebration,2020,Chur,CH\n", "utf-8")
    homes("none")
    with pytest.raises(InputError, match="events"):
        bulk_load([file], files_only=tmp_path / "files")
