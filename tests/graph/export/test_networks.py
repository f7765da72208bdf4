"""GraphML and GEXF, read back by networkx and, for what networkx hides, by a plain XML parser."""

from __future__ import annotations

import io
from typing import Any

import networkx
import pytest
from defusedxml import ElementTree

from graph.database import Database, run
from graph.errors import UsageError
from graph.export import FORMATS
from graph.questions import question
from graph.questions.asking import Result, ask, asked_about

READERS = {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}
RING = "ring:partnerschaftsring-bad-homburg"


def network(kb: Database, suffix: str, name: str, **parameters: Any) -> Any:
    answer = run(kb, ask(question(name), parameters))
    return READERS[suffix](io.BytesIO(FORMATS[suffix][1](answer, run(kb, asked_about(answer)))))


@pytest.mark.parametrize("suffix", READERS)
def test_partners_hang_on_the_town_or_on_the_ring(sample_kb: Database, suffix: str) -> None:
    graph = network(sample_kb, suffix, "partners", city="Bad Homburg")
    label = {node: fields["label"] for node, fields in graph.nodes(data=True)}
    (asked,) = [node for node, fields in graph.nodes(data=True) if fields["asked"]]
    assert label[asked] == "Bad Homburg vor der Höhe"
    assert {label[one] for one in graph[asked]} == {
        "Dubrovnik",
        "Exeter",
        "Mariánské Lázně",
        "Peterhof",
        "Partnerschaftsring Bad Homburg",
    }
    assert {label[one] for one in graph[RING]} == {
        "Bad Homburg vor der Höhe",
        "Cabourg",
        "Chur",
        "Mayrhofen",
        "Mondorf-les-Bains",
        "Terracina",
    }


@pytest.mark.parametrize("suffix", READERS)
def test_edges_say_what_kind_of_tie_they_are(sample_kb: Database, suffix: str) -> None:
    graph = network(sample_kb, suffix, "partners", city="Bad Homburg")
    ties = {fields["tie"]: (fields.get("kind"), fields["bilateral"]) for *_, fields in graph.edges(data=True)}
    assert ties == {"link": ("partnership", True), "membership": (None, False)}


def test_members_are_tied_to_their_ring(sample_kb: Database) -> None:
    graph = network(sample_kb, "graphml", "ring-members", ring="Partnerschaftsring Bad Homburg")
    assert len(graph[RING]) == 6
    assert graph.nodes[RING]["label"] == "Partnerschaftsring Bad Homburg"


def test_events_are_tied_to_their_town(sample_kb: Database) -> None:
    graph = network(sample_kb, "gexf", "city-events", city="Krefeld")
    types = sorted(fields["type"] for _, fields in graph.nodes(data=True))
    assert types == ["event"] * 4 + ["town"]


def test_the_towns_asked_about_are_there_where_nothing_is_shared(sample_kb: Database) -> None:
    graph = network(sample_kb, "graphml", "shared-partners", city=["Krefeld", "Exeter"])
    assert sorted(fields["label"] for _, fields in graph.nodes(data=True)) == ["Exeter", "Krefeld"]


@pytest.mark.parametrize("suffix", READERS)
def test_letters_that_xml_cannot_hold_are_left_out(suffix: str) -> None:
    partner = {"id": "gn2", "name": "A\x00B\x1f\ud800<&>", "bilateral": True, "rings": [], "sources": [], "since": None}
    data = FORMATS[suffix][1](Result(question("partners"), {"city": "gn1"}, [partner], False, "", {}, "0", 1))
    ElementTree.fromstring(data)
    assert READERS[suffix](io.BytesIO(data)).nodes["gn2"]["label"] == "AB<&>"


def test_answers_that_tie_nothing_together_are_refused(sample_kb: Database) -> None:
    with pytest.raises(UsageError, match="no network"):
        network(sample_kb, "graphml", "conflicts")


@pytest.mark.parametrize("suffix", READERS)
def test_all_shortest_chains_are_one_network_with_rings_as_nodes(sample_kb: Database, suffix: str) -> None:
    graph = network(sample_kb, suffix, "path", **{"from": "Exeter", "to": "Cabourg"})
    label = {node: fields["label"] for node, fields in graph.nodes(data=True)}
    assert {frozenset((label[a], label[b])) for a, b in graph.edges} == {
        frozenset(("Exeter", "Bad Homburg vor der Höhe")),
        frozenset(("Bad Homburg vor der Höhe", "Partnerschaftsring Bad Homburg")),
        frozenset(("Partnerschaftsring Bad Homburg", "Cabourg")),
    }
    assert {label[node] for node, fields in graph.nodes(data=True) if fields["asked"]} == {"Exeter", "Cabourg"}


def test_towns_that_meet_hang_on_their_events_and_never_on_each_other(sample_kb: Database) -> None:
    graph = network(sample_kb, "graphml", "meets-with", city="Bad Homburg")
    types = {node: fields["type"] for node, fields in graph.nodes(data=True)}
    assert {frozenset((types[a], types[b])) for a, b in graph.edges} == {
        frozenset(("town", "event")),
        frozenset(("town", "ring")),
        frozenset(("event", "ring")),
    }
    conference, meeting = (
        graph.nodes[f"event:bad-homburg-ring-{one}"] for one in ("conference-2021", "youth-meeting-2022")
    )
    assert (conference["status"], conference["inferred"], meeting["status"]) == ("held", "begin", "announced")
