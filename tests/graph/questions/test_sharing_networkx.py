"""`shared-partners`, `similar-cities`, `cousin-cities` and `bilateral` on random networks, against networkx."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import networkx as nx
import pytest

from graph.database import Database
from tests.graph.questions.random_graphs import Network, Partner, When, kilometres, rows
from tests.graph.questions.sharing_model import Sharing, was_in

Json = dict[str, Any]
ASKED: list[tuple[When, Json]] = [
    (When(), {}),
    (When(), {"kind": ["partnership"]}),
    (When(), {"status": ["active", "dormant"]}),
    (When(), {"source": "gazette"}),
    (When(1985), {}),
    (When(1985, "exclude"), {}),
    (When(2015), {"source": "hearsay"}),
    (When(2015, "exclude"), {"kind": ["friendship", "partnership"]}),
    (When(ended=True), {}),
]
"""As of when, and with which filters: a question is planned once for each."""

EACH = 3
"""Towns asked about in each network."""


def asked(networks: list[Network]) -> Iterator[tuple[Network, str, When, Json]]:
    """Some towns of each network, each as of another time and with other filters."""
    dice = random.Random(1)
    for network in networks:
        for town in dice.sample(sorted(network.towns), EACH):
            when, filters = dice.choice([*ASKED, (When(), {"ring": min(network.rings)})])
            yield network, town, when, filters


def differing(found: Json, right: Json) -> list[tuple[Any, Any, Any]]:
    return [(key, found.get(key), right.get(key)) for key in sorted(found.keys() | right.keys())
            if found.get(key) != right.get(key)]  # fmt: skip


def side(partner: Partner) -> Json:
    said = {name: getattr(partner, name) for name in ("bilateral", "kind", "status", "since")}
    return said | {"rings": list(partner.rings), "sources": set(partner.sources)}


def told(said: Json) -> Json:
    plain = {name: said[name] for name in ("bilateral", "kind", "status", "since")}
    rings = [ring["id"] for ring in said["rings"]]
    return plain | {"rings": rings, "sources": {one["id"] for one in said["sources"]}}


def reasons_of(sharing: Sharing, a: str, b: str, reasons: dict[str, int]) -> list[Json]:
    """The first five reasons as an answer has them, the most telling first."""
    network, found = sharing.network, []
    for reason, ties in reasons.items():
        ring = reason.startswith("ring ")
        id_ = reason.removeprefix("ring ")
        name = id_ if ring else network.towns[id_].name
        one: Json = {"id": id_, "name": name, "ring": ring, "ties": ties}
        if ring:
            sides = [network.rings[id_].members[town] for town in (a, b)]
            one["since"] = [member.since for member in sides]
            one["sources"] = [set(member.sources) for member in sides]
        else:
            one["sides"] = [side(sharing.partner(town, id_)) for town in (a, b)]
        found.append(one)
    return sorted(found, key=lambda one: (one["ties"], one["name"], one["id"]))[:5]


def told_reasons(row: Json) -> list[Json]:
    found = []
    for reason in row["reasons"]:
        one = {name: reason[name] for name in ("id", "name", "ring", "ties")}
        sides = (reason["ours"], reason["theirs"])
        if reason["ring"]:
            one["since"] = [said["since"] for said in sides]
            one["sources"] = [{source["id"] for source in said["sources"]} for said in sides]
        else:
            one["sides"] = [told(said) for said in sides]
        found.append(one)
    return found


def compared(row: Json) -> Json:
    return {
        "count": row["count"],
        "partners": row["partners"],
        "adamic_adar": pytest.approx(row["adamic_adar"], abs=1e-4),
        "reasons": told_reasons(row),
        "more": row["more"],
    }


def shared_by(sharing: Sharing, town: str) -> dict[str, Json]:
    return {
        other: {
            "count": len(shared.reasons),
            "partners": len(shared.partners),
            "adamic_adar": shared.adamic_adar,
            "reasons": reasons_of(sharing, town, other, shared.reasons),
            "more": max(0, len(shared.reasons) - 5),
        }
        for other, shared in sharing.shared(town).items()
    }


@pytest.mark.timeout(1800)
def test_similar_towns_are_those_of_networkx(database: Database, networks: list[Network]) -> None:
    wrong, seen = [], 0
    for network, town, when, filters in asked(networks):
        sharing = Sharing(network, when, **filters)
        found = {
            row["id"]: compared(row) | {"jaccard": pytest.approx(row["jaccard"], abs=1e-4), "partner": row["partner"]}
            for row in rows(database, "similar-cities", city=town, **when.parameters, **filters)
        }
        right = shared_by(sharing, town)
        for other, shared in sharing.shared(town).items():
            right[other] |= {
                "jaccard": sharing.jaccard(town, other, shared),
                "partner": sharing.graph.has_edge(town, other),
            }
        wrong += [(town, when, filters, *one) for one in differing(found, right)]
        seen += len(found)
    assert not wrong, "\n".join(map(str, wrong[:5]))
    assert seen


@pytest.mark.timeout(1800)
def test_cousins_are_those_of_networkx(database: Database, networks: list[Network]) -> None:
    wrong, seen = [], 0
    for network, town, when, filters in asked(networks):
        sharing = Sharing(network, when, **filters)
        found = {
            row["id"]: compared(row) | {"former": row["former"]}
            for row in rows(database, "cousin-cities", city=town, **when.parameters, **filters)
        }
        right = {
            other: said | {"former": sharing.former(town, other)}
            for other, said in shared_by(sharing, town).items()
            if not sharing.graph.has_edge(town, other)
        }
        wrong += [(town, when, filters, *one) for one in differing(found, right)]
        seen += len(found)
    assert not wrong, "\n".join(map(str, wrong[:5]))
    assert seen


@pytest.mark.timeout(1800)
def test_without_rings_the_measures_are_those_of_networkx_itself(networks: list[Network]) -> None:
    compared_towns = 0
    for network in networks:
        graph = nx.Graph(network.links.keys())
        plain = Network(network.towns, network.links)
        for town in sorted(graph)[:2]:
            shared = Sharing(plain, When(1985)).shared(town)
            graph = Sharing(plain, When(1985)).graph
            for other, one in shared.items():
                ((_, _, adamic_adar),) = nx.adamic_adar_index(graph, [(town, other)])
                assert one.adamic_adar == pytest.approx(adamic_adar)
                compared_towns += 1
    assert compared_towns


@pytest.mark.timeout(1800)
def test_partners_that_several_share_are_those_of_networkx(database: Database, networks: list[Network]) -> None:
    wrong, seen, dice = [], 0, random.Random(2)
    for network, _, when, filters in asked(networks):
        sharing = Sharing(network, when, **filters)
        towns = dice.sample(sorted(network.towns), dice.choice([2, 2, 3, 5]))
        at_least = dice.choice([None, 1, 2])
        given = {"at_least": at_least} if at_least else {}
        answer = rows(database, "shared-partners", city=towns, **given, **when.parameters, **filters)
        found = {row["id"]: [(by["id"], told(by) | {"until": by["until"]}) for by in row["by"]] for row in answer}
        right = {}
        for other in network.towns:
            by = [
                (town, side(sharing.partner(town, other)) | {"until": sharing.partner(town, other).until})
                for town in towns
                if sharing.graph.has_edge(town, other)
            ]
            if len(by) >= (at_least or len(towns)):
                right[other] = by
        wrong += [(towns, when, filters, *one) for one in differing(found, right)]
        seen += len(found)
        assert [row["count"] for row in answer] == [len(row["by"]) for row in answer]
    assert not wrong, "\n".join(map(str, wrong[:5]))
    assert seen


def facts(network: Network, a: str, b: str, year: int | None, undated: str) -> Json:
    """What lies between two towns, by what it is and what it is called."""
    when = When() if year is None else When(year, undated)  # type: ignore[arg-type]
    pair = (a, b) if a < b else (b, a)
    found: Json = {}
    partner = network.partner(a, b, when)
    for link in network.links.get(pair, []):
        if year is None or when.has(link):
            bilateral = partner.bilateral if partner and when.has(link) else None
            found[f"link {link.kind}"] = (
                link.status,
                link.since,
                link.until,
                link.stated,
                bilateral,
                set(link.sources),
            )
    for ring in network.rings.values():
        if a in ring.members and b in ring.members:
            both = [ring.members[town] for town in (a, b)]
            stands = all(map(when.has, both))
            if year is None or stands:
                until = min((one.until for one in both if one.until), default=None)
                since = max(str(one.since) for one in both) if all(one.since for one in both) else None
                found[f"ring {ring.id}"] = (
                    None if stands else "ended",
                    since,
                    until,
                    both[0].sources | both[1].sources,
                )
    for event in network.events.values():
        roles = [event_role(network, event.id, town) for town in (a, b)]
        dated = event.begin is not None and event.begin.startswith(str(year))
        if all(roles) and (year is None or dated or (event.begin is None and undated == "include")):
            found[f"event {event.id}"] = (event.begin, roles)
    ours, theirs = network.partners(a, when), network.partners(b, when)
    for other in ours.keys() & theirs.keys():
        sources = ours[other].sources | theirs[other].sources
        sides = [{**side(one), "sources": sources} for one in (ours[other], theirs[other])]
        found[f"shared-partner {other}"] = sides
    return found


def event_role(network: Network, event: str, town: str) -> str | None:
    one = network.events[event]
    if town in one.towns:
        return one.towns[town]
    member = network.rings[one.ring].members.get(town) if one.ring else None
    return "ring" if member and was_in(member, one) else None


def told_fact(row: Json) -> tuple[str, Any]:
    sources = {one["id"] for one in row["sources"]}
    match row["what"]:
        case "link":
            names = ("status", "since", "until", "stated", "bilateral")
            return f"link {row['kind']}", (*(row[name] for name in names), sources)
        case "ring":
            return f"ring {row['id']}", (row["status"], row["since"], row["until"], sources)
        case "event":
            return f"event {row['id']}", (row["since"], [one["role"] for one in row["by"]])
        case _:
            return f"{row['what']} {row['id']}", [told(one | {"sources": row["sources"]}) for one in row["by"]]


@pytest.mark.timeout(1800)
def test_all_between_two_towns_is_what_was_said(database: Database, networks: list[Network]) -> None:
    wrong, dice = [], random.Random(3)
    for network, a, when, _ in asked(networks):
        b = dice.choice([town for town in network.towns if town != a])
        given = {} if when.ended else when.parameters
        answer = rows(database, "bilateral", city=[a, b], **given)
        found = dict(told_fact(row) for row in answer if row["what"] != "distance")
        right = facts(network, a, b, given.get("year"), when.undated)
        wrong += [(a, b, given, *one) for one in differing(found, right)]
        distances = [row["distance_km"] for row in answer if row["what"] == "distance"]
        km = kilometres(network.towns[a], network.towns[b])
        assert distances == ([] if km is None else [pytest.approx(km, rel=0, abs=0.0501)])  # it is rounded
    assert not wrong, "\n".join(map(str, wrong[:5]))


def test_what_lies_between_two_towns_is_the_same_from_both_ends(database: Database, networks: list[Network]) -> None:
    for network in networks[:20]:
        a, b = sorted(network.towns)[:2]
        there, back = (rows(database, "bilateral", city=pair) for pair in ([a, b], [b, a]))
        turned = [row | {"by": row["by"][::-1]} for row in back]
        assert there == turned
