"""`forget-person`: a person goes from everywhere, and neither a load nor an import brings them back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import loaders
from graph.database import Address, Database
from graph.errors import NotFoundError, StateError
from graph.reports import ReportGiven, report
from graph.settings import ROOT
from graph.statements import loads
from graph.statements.facts import backup, facts, restore
from graph.statements.forgetting import Forgetting, forget_person
from tests.api.commands import citynet
from tests.conftest import _run

NEWS = """
source:
  title: Jana Beispiel besucht Krefeld
  url: https://example.org/jana-beispiel-besucht-krefeld
  date: 2021
events:
  - title: Rede von Jana Beispiel
    kind: meeting
    begin: 2021-05
    place: Rathaus
    note: Gastgeberin war JANA BEISPIEL.
    towns: [Krefeld, Leicester]
    people:
      - {name: Jana Beispiel, office: Bürgermeisterin, town: Wittmund}
      - {name: Frank Meyer, office: Oberbürgermeister, town: Krefeld}
links:
  - towns: [Krefeld, Leicester]
    since: 1969
    evidence: {since: "a letter of Beispiel, Jana"}
"""
OTHER = """
source: {title: Other news, url: https://example.org/other}
events:
  - {id: fair, title: Messe, kind: celebration, people: [{name: Jana Beispiel}], towns: [Krefeld]}
"""


@pytest.fixture
def news(tmp_path: Path) -> list[Path]:
    files = []
    for name, text in (("jana-beispiel.yaml", NEWS), ("other.yaml", OTHER)):
        files.append(tmp_path / name)
        files[-1].write_text(text, "utf-8")
    return files


def person(address: Address, name: str) -> str:
    return str(_run(address, f"MATCH (p:Person {{name: '{name}'}}) RETURN p.id AS id ORDER BY id")[0]["id"])


def everything(kb: Database, address: Address) -> str:
    """All text of the database, whatever it stands on."""
    rows = _run(address, "MATCH (n) RETURN labels(n) AS labels, properties(n) AS fields")
    ties = _run(address, "MATCH ()-[r]->() RETURN properties(r) AS fields")
    return f"{rows}{ties}{b''.join(backup(kb)).decode()}".casefold()


def named(text: str) -> Iterator[str]:
    return (form for form in ("jana beispiel", "jana-beispiel", "beispiel, jana", "bürgermeisterin'") if form in text)


def forget(kb: Database, address: Address) -> Forgetting:
    return forget_person(kb, person(address, "Jana Beispiel"))


def test_a_forgotten_person_is_nowhere_any_more(kb: Database, neo4j_address: Address, news: list[Path]) -> None:
    for file in news:
        loaders.load(file, db=kb)
    report(kb, ReportGiven(of="city", id="gn2884509", wrong="Jana Beispiel was not there"))
    assert list(named(everything(kb, neo4j_address)))
    told = forget(kb, neo4j_address)
    assert (len(told.people), told.removed) == (2, 2)
    assert list(named(everything(kb, neo4j_address))) == []


def test_what_else_was_said_stays(
    kb: Database, neo4j_address: Address, news: list[Path], projection: Callable[[], list[list[str]]]
) -> None:
    for file in news:
        loaders.load(file, db=kb)
    forget(kb, neo4j_address)
    rows = _run(
        neo4j_address,
        "MATCH (e:Event)<-[t:TAKES_PART]-(x) RETURN e.title AS event, coalesce(x.name, '') AS who ORDER BY event, who",
    )
    assert [(row["event"], row["who"]) for row in rows] == [
        ("Messe", "Krefeld"),
        ("Rede von N. N.", "Frank Meyer"),
        ("Rede von N. N.", "Krefeld"),
        ("Rede von N. N.", "Leicester"),
    ]
    assert _run(neo4j_address, "MATCH (:City)-[t:TWINNED_WITH]-(:City {name: 'Krefeld'}) RETURN t.since AS since") == [
        {"since": "1969"}
    ]


def test_loaded_again_the_files_say_what_is_there_already(
    kb: Database, neo4j_address: Address, news: list[Path]
) -> None:
    for file in news:
        loaders.load(file, db=kb)
    forget(kb, neo4j_address)
    before = b"".join(facts(kb))
    again = [loaders.load(file, db=kb) for file in news]
    assert [(one.read, one.same, one.rejected) for one in again] == [(2, 2, 0), (1, 1, 0)]
    assert b"".join(facts(kb)) == before
    assert list(named(everything(kb, neo4j_address))) == []


def test_forgotten_before_or_after_a_load_is_the_same(
    kb: Database, neo4j_address: Address, news: list[Path], wipe: Callable[[], None]
) -> None:
    for file in news:
        loaders.load(file, db=kb)
    forget(kb, neo4j_address)
    after = b"".join(facts(kb))
    wipe()
    loaders.load(news[1], db=kb)
    forget(kb, neo4j_address)
    for file in news:
        loaders.load(file, db=kb)
    assert b"".join(facts(kb)).splitlines() == after.splitlines()


def test_a_load_tells_whom_it_left_out(kb: Database, neo4j_address: Address, news: list[Path]) -> None:
    loaders.load(news[1], db=kb)
    forget(kb, neo4j_address)
    told = loaders.load(news[0], db=kb)
    assert [row.reason for row in told.rows if "forgot" in row.reason] == [
        "left out: 1 person whom this knowledge base forgot"
    ]
    assert list(named(told.source)) == []


def test_taking_a_load_back_and_loading_again_brings_nobody_back(
    kb: Database, neo4j_address: Address, news: list[Path]
) -> None:
    taken_back = loaders.load(news[0], db=kb)
    loads.undo(kb, taken_back.load)
    loaders.load(news[1], db=kb)
    forget(kb, neo4j_address)
    assert list(named(everything(kb, neo4j_address))) == []
    loaders.load(news[0], db=kb)
    assert list(named(everything(kb, neo4j_address))) == []


def test_the_version_of_the_data_is_that_of_the_facts(kb: Database, neo4j_address: Address, news: list[Path]) -> None:
    loaders.load(news[0], db=kb)
    forget(kb, neo4j_address)
    (row,) = _run(neo4j_address, "MATCH (n:CityNet) RETURN n.data_version AS version")
    ids = _run(neo4j_address, "MATCH (s:Statement) WHERE s.in_force RETURN s.id AS id")
    assert int(row["version"], 16) == sum(int(one["id"], 16) for one in ids) % 2**128


def test_an_import_carries_the_forgetting_along(
    kb: Database, neo4j_address: Address, news: list[Path], wipe: Callable[[], None]
) -> None:
    loaders.load(news[1], db=kb)
    forget(kb, neo4j_address)
    saved = list(backup(kb))
    wipe()
    restore(kb, saved)
    assert list(backup(kb)) == saved
    loaders.load(news[0], db=kb)
    assert list(named(everything(kb, neo4j_address))) == []


def test_an_older_export_comes_in_without_who_was_forgotten_since(
    kb: Database, neo4j_address: Address, news: list[Path], wipe: Callable[[], None]
) -> None:
    for file in news:
        loaders.load(file, db=kb)
    older = list(backup(kb))
    forget(kb, neo4j_address)
    forgotten = [line for line in backup(kb) if line.startswith(b'{"forgotten"')]
    wipe()
    restore(kb, [older[0], *forgotten, *older[1:]])
    assert list(named(everything(kb, neo4j_address))) == []
    assert _run(neo4j_address, "MATCH (e:Event {id: 'fair'})<--(c:City) RETURN c.name AS name") == [{"name": "Krefeld"}]


def test_a_load_under_way_stops_rather_than_bring_back(kb: Database, neo4j_address: Address, news: list[Path]) -> None:
    loaders.load(news[1], db=kb)
    begun = loads.begin(kb, "x", kind="file", file="f", source="s")
    forget(kb, neo4j_address)
    with pytest.raises(StateError, match="forgotten"):
        loads.write(kb, [_statement()], lambda key: key, begun)


def _statement() -> loads.Statement:
    from graph.model import SourceContent
    from graph.statements.statement import statement

    return statement("s", SourceContent(title="S"))


def test_a_dry_run_names_the_people_and_changes_nothing(
    kb: Database, neo4j_address: Address, news: list[Path], capfd: pytest.CaptureFixture[str]
) -> None:
    loaders.load(news[0], db=kb)
    before = list(backup(kb))
    said = citynet(capfd, "forget-person", person(neo4j_address, "Jana Beispiel"), "--dry-run", "--format", "json")
    assert (said.code, [one["name"] for one in said.json["people"]]) == (0, ["Jana Beispiel"])
    assert list(backup(kb)) == before


def test_the_command_forgets_an_office_holder_of_the_five_sources(
    kb: Database, neo4j_address: Address, capfd: pytest.CaptureFixture[str]
) -> None:
    file = ROOT / "data" / "sources" / "003-duesseldorf-chemnitz.yaml"
    loaders.load(file, db=kb)
    said = citynet(capfd, "forget-person", person(neo4j_address, "Sven Schulze"))
    assert (said.code, said.out) == (0, "")
    loaders.load(file, db=kb)
    assert _run(neo4j_address, "MATCH (p:Person) RETURN p.name AS name ORDER BY name") == [
        {"name": "Mischa Kuball"},
        {"name": "Stephan Keller"},
    ]
    assert "schulze" not in everything(kb, neo4j_address)


def test_an_unknown_person_is_told_with_the_nearest(kb: Database, neo4j_address: Address, news: list[Path]) -> None:
    loaders.load(news[0], db=kb)
    with pytest.raises(NotFoundError) as caught:
        forget_person(kb, "jana-beispiel-000000")
    assert "Jana Beispiel" in caught.value.nearest[0]["name"]
