"""Answers as graphs: a ring is a node, a tie is told as what it is."""

import pytest

from graph.errors import UsageError
from tests.viz.samples import ANSWER, CHUR, EVENT_ROW, EXETER, HOMBURG, MEMBERS, RING, SOURCE, copied
from viz.graph import Graph
from viz.graphs import graph_of
from viz.network import network

RING_KEY, CENTRE = f"ring:{RING['id']}", f"town:{HOMBURG['id']}"


def ties(graph: Graph) -> set[tuple[str, str, str]]:
    return {(*sorted((edge.a, edge.b)), edge.type) for edge in graph.edges.values()}


def test_partners_are_tied_directly_or_through_the_ring_and_never_as_a_clique() -> None:
    graph = graph_of(ANSWER, [HOMBURG], "de")
    assert ties(graph) == {
        (*sorted((CENTRE, f"town:{EXETER['id']}")), "link"),
        (RING_KEY, CENTRE, "via"),
        (RING_KEY, f"town:{CHUR['id']}", "via"),
        (RING_KEY, "town:gn3029276", "via"),
    }


def test_a_town_that_is_partner_both_ways_has_both_ties() -> None:
    answer = copied(ANSWER)
    answer["rows"] = [answer["rows"][0] | {"rings": [RING]}]
    graph = graph_of(answer, [HOMBURG], "de")
    assert sorted(edge.type for edge in graph.edges.values()) == ["link", "via", "via"]


def test_the_title_says_what_is_seen_and_the_subtitle_counts_the_forms() -> None:
    german, english = (graph_of(ANSWER, [HOMBURG], lang) for lang in ("de", "en"))
    assert german.title == "Bad Homburg und 3 Partner"
    assert "1 bilateral (solid), 2 only via a ring (dotted)" in english.subtitle


def test_shared_partners_are_tied_to_each_asked_town_by_what_ties_them() -> None:
    by = [
        HOMBURG | {"bilateral": True, "rings": [], "since": "1960", "sources": [SOURCE]},
        EXETER | {"bilateral": False, "rings": [RING], "since": None, "sources": [SOURCE]},
    ]
    answer = {"question": "shared-partners", "rows": [CHUR | {"count": 2, "by": by}]}
    graph = graph_of(answer, [HOMBURG, EXETER], "en")
    assert graph.title == "Shared partners of Bad Homburg and Exeter"
    assert [node.label for node in graph.nodes.values() if node.asked] == ["Bad Homburg", "Exeter"]
    assert ties(graph) == {
        (*sorted((CENTRE, f"town:{CHUR['id']}")), "link"),
        (RING_KEY, f"town:{EXETER['id']}", "via"),
        (RING_KEY, f"town:{CHUR['id']}", "via"),
    }


def test_members_are_tied_to_their_ring_only() -> None:
    graph = graph_of({"question": "ring-members", "rows": MEMBERS}, [RING], "de")
    assert {RING_KEY} == {edge.b for edge in graph.edges.values()}
    assert len(graph.edges) == len(MEMBERS)


def test_events_are_nodes_with_their_title_in_the_pages_language() -> None:
    graph = graph_of({"question": "city-events", "rows": [EVENT_ROW]}, [HOMBURG], "en")
    assert [node.label for node in graph.nodes.values()] == ["Bad Homburg", "Meeting for the ring's 65 years"]


def test_two_ties_of_one_kind_are_one_with_the_sources_of_both() -> None:
    other = SOURCE | {"id": "other"}
    rows = [MEMBERS[0], MEMBERS[0] | {"sources": [other]}]
    graph = graph_of({"question": "ring-members", "rows": rows}, [RING], "de")
    assert [[source["id"] for source in edge.sources] for edge in graph.edges.values()] == [["article", "other"]]


def test_a_question_without_a_network_says_so() -> None:
    with pytest.raises(UsageError, match="network-figures"):
        graph_of({"question": "network-figures", "rows": []}, [], "en")


def chain(*towns: dict[str, object], **step: object) -> dict[str, object]:
    stops = [{name: town[name] for name in ("id", "name", "country")} for town in towns]
    plain = {
        "bilateral": True,
        "kind": "partnership",
        "status": None,
        "since": "1960",
        "rings": [],
        "sources": [SOURCE],
    }
    steps = [plain for _ in towns[2:]] + [plain | step]
    return {"length": len(steps), "steps": steps, "chain": stops}


def test_all_shortest_chains_are_drawn_as_one_with_rings_as_nodes() -> None:
    via = {"bilateral": False, "kind": None, "rings": [RING]}
    other = {"id": "gn1", "name": "Anna", "country": "DE"}
    rows = [chain(EXETER, HOMBURG, CHUR, **via), chain(EXETER, other, CHUR)]
    graph = graph_of({"question": "path", "rows": rows}, [EXETER, CHUR], "en")
    start, end = f"town:{EXETER['id']}", f"town:{CHUR['id']}"
    assert ties(graph) == {
        (*sorted((start, CENTRE)), "link"),
        (RING_KEY, CENTRE, "via"),
        (RING_KEY, end, "via"),
        (*sorted((start, "town:gn1")), "link"),
        (*sorted(("town:gn1", end)), "link"),
    }
    assert (graph.title, "2 chains of 2 steps" in graph.subtitle) == ("Shortest chains from Exeter to Chur", True)
    assert {node.key for node in graph.nodes.values() if node.asked} == {start, end}


def test_two_towns_without_a_chain_are_drawn_and_that_is_said() -> None:
    graph = graph_of({"question": "path", "rows": []}, [EXETER, CHUR], "en")
    assert (len(graph.nodes), len(graph.edges), graph.subtitle) == (2, 0, "No chain between the two is recorded.")


def side(*, rings: tuple[dict[str, str], ...] = ()) -> dict[str, object]:
    said = {"bilateral": not rings, "kind": None, "status": None, "since": "1960"}
    return said | {"rings": list(rings), "sources": [SOURCE]}


def reason(
    thing: dict[str, object], *, ring: bool, ours: dict[str, object], theirs: dict[str, object]
) -> dict[str, object]:
    return {"id": thing["id"], "name": thing["name"], "country": None, "ring": ring, "ours": ours, "theirs": theirs}


@pytest.mark.parametrize("question", ["similar-cities", "cousin-cities", "suggest-partners"])
def test_towns_that_share_partners_are_tied_through_them(question: str) -> None:
    via = side(rings=(RING,))
    reasons = [reason(CHUR, ring=False, ours=via, theirs=side()), reason(RING, ring=True, ours=via, theirs=via)]
    graph = graph_of({"question": question, "rows": [EXETER | {"reasons": reasons}]}, [HOMBURG], "en")
    other, between = f"town:{EXETER['id']}", f"town:{CHUR['id']}"
    assert ties(graph) == {
        (RING_KEY, CENTRE, "via"),
        (RING_KEY, between, "via"),
        (*sorted((other, between)), "link"),
        (RING_KEY, other, "via"),
    }


def test_facts_between_two_towns_are_drawn_as_what_they_are() -> None:
    said = {"kind": None, "status": None, "since": "1956", "until": None, "sources": [SOURCE]}
    part = {"role": "member", "since": "1956", "until": None, "status": None}
    by = [town | part | {"bilateral": True, "rings": [], "kind": None} for town in (HOMBURG, EXETER)]
    facts = [
        {"what": "distance", "by": [], **said},
        {"what": "link", "by": [], **said},
        {"what": "ring", **RING, "by": by, **said},
        {"what": "shared-partner", **CHUR, "by": by} | said,
    ]
    graph = graph_of({"question": "bilateral", "rows": facts}, [HOMBURG, EXETER], "en")
    other, between = f"town:{EXETER['id']}", f"town:{CHUR['id']}"
    assert ties(graph) == {
        (*sorted((CENTRE, other)), "link"),
        (RING_KEY, CENTRE, "via"),
        (RING_KEY, other, "via"),
        (*sorted((CENTRE, between)), "link"),
        (*sorted((other, between)), "link"),
    }


def test_rings_are_bridged_by_towns() -> None:
    other = {"id": "kette", "name": "Kette"}
    row = RING | {
        "kind": "ring",
        "other": other,
        "other_kind": "chain",
        "count": 1,
        "towns": [CHUR],
        "sources": [SOURCE],
    }
    graph = graph_of({"question": "rings-overlap", "rows": [row]}, [], "en")
    assert graph.title == "Two rings that share towns"
    assert ties(graph) == {
        (RING_KEY, f"town:{CHUR['id']}", "membership"),
        ("ring:kette", f"town:{CHUR['id']}", "membership"),
    }


def test_a_meeting_that_was_not_held_is_drawn_in_another_form() -> None:
    events = [
        EVENT_ROW | {"id": status, "title": status, "status": status, "way": "direct", "rings": []}
        for status in ("held", "announced", "replaced")
    ]
    answer = {"question": "meets-with", "rows": [CHUR | {"events": events, "sources": [SOURCE]}]}
    drawn = network(graph_of(answer, [HOMBURG], "de"))
    looks = {edge["look"] for edge in drawn.edges if "event:held" in (edge["from"], edge["to"])}
    assert looks == {"event"}
    assert {edge["look"] for edge in drawn.edges} == {"event", "planned"}


def test_the_pairs_of_two_countries_are_tied_town_to_town_and_through_rings() -> None:
    said = {"kind": None, "status": None, "since": None, "until": None, "sources": [SOURCE]}
    rows = [
        HOMBURG | {"partner": EXETER, "bilateral": True, "rings": []} | said,
        HOMBURG | {"partner": CHUR, "bilateral": False, "rings": [RING]} | said,
    ]
    graph = graph_of({"question": "country-pair", "rows": rows}, [], "en")
    assert ties(graph) == {
        (*sorted((CENTRE, f"town:{EXETER['id']}")), "link"),
        (RING_KEY, CENTRE, "via"),
        (RING_KEY, f"town:{CHUR['id']}", "via"),
    }
    assert graph.title == "Germany – United Kingdom"


def test_events_with_all_who_take_part_are_drawn_by_their_own_status_and_date() -> None:
    held, planned = (
        EVENT_ROW | {"id": status, "title": status, "status": status, "towns": [CHUR | {"role": "host"}], "rings": []}
        for status in ("held", "announced")
    )
    rows = [row | {"organisations": [], "sources": [SOURCE]} for row in (held, planned)]
    graph = graph_of({"question": "events", "rows": rows}, [], "en")
    assert {edge.since for edge in graph.edges.values()} == {EVENT_ROW["begin"]}
    assert [edge.role for edge in graph.edges.values()] == ["host", "host"]
    drawn = network(graph)
    looks = {name: edge["look"] for edge in drawn.edges for name in ("held", "announced") if name in edge["id"]}
    assert looks == {"held": "event", "announced": "planned"}


def test_who_takes_part_in_a_programme_does_so_while_it_runs_whatever_its_status_is_called() -> None:
    row = {
        "id": "p", "name": "P", "kind": "project", "status": "planned", "begin": "2027", "end": None, "persons": [],
        "towns": [CHUR | {"role": "participant"}], "organisations": [], "events": [EVENT_ROW], "sources": [SOURCE],
    }  # fmt: skip
    graph = graph_of({"question": "programmes", "rows": [row]}, [], "en")
    told = {edge.a.partition(":")[0]: (edge.status, edge.since) for edge in graph.edges.values()}
    assert told == {"town": (None, "2027"), "event": (EVENT_ROW["status"], EVENT_ROW["begin"])}


@pytest.mark.parametrize("question", ["ego-network", "near"])
def test_a_title_calls_a_town_by_its_name_in_the_pages_language(question: str) -> None:
    venice = {"id": "gn3164603", "name": "Venice", "country": "IT"}
    assert "Venedig" in graph_of({"question": question, "rows": []}, [venice], "de").title
