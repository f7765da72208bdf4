"""`suggest-partners` on random networks: the formula as the bench computes it on arrays, and what must never be in."""

from __future__ import annotations

from typing import Any

import pytest

from bench.suggest_partners import LEARNT, Asked, Place
from bench.suggest_partners import Network as Measured
from graph.database import Database
from graph.questions.suggesting import BEST, WEIGHTS
from tests.graph.questions.random_graphs import Network, When, rows, together
from tests.graph.questions.sharing_model import Sharing

WHENS = [When(), When(1985), When(2015, "exclude")]


def measured(network: Network, when: When) -> Measured:
    """A random network as the bench has it: towns of other networks lie near, so all of them as one."""
    places = {one.id: Place(one.country, one.lat, one.lon, one.population) for one in network.towns.values()}
    linked = {pair for pair, links in network.links.items() if any(map(when.has, links))}
    partners = {pair: network.partner(*pair, when) for pair in linked}
    rings = {
        ring.id: {town for town, one in ring.members.items() if when.has(one)}
        for ring in network.rings.values()
        if ring.kind != "association"
    }
    return Measured(places, linked, {pair for pair, one in partners.items() if one and one.bilateral}, rings)


@pytest.mark.timeout(1800)
def test_points_and_order_are_those_of_the_formula(database: Database, networks: list[Network]) -> None:
    every = together(networks)
    seen = 0
    for place, when in enumerate(WHENS):
        whole = measured(every, when)
        for network in networks[place :: len(WHENS)][:20]:
            town = sorted(network.towns)[place]
            asked = Asked(whole, town)
            candidates = asked.candidates
            points = dict(zip(candidates, asked.table(candidates), strict=True))
            answer = rows(database, "suggest-partners", city=town, **when.parameters)
            scores = {one: sum(WEIGHTS[name] * value for name, value in zip(LEARNT, row, strict=True))
                      for one, row in points.items()}  # fmt: skip
            assert [row["score"] for row in answer] == pytest.approx(
                sorted(scores.values(), reverse=True)[:BEST], abs=6e-3
            )
            for row in answer:
                said = [row[f"points_{name}"] for name in LEARNT]
                right = [WEIGHTS[name] * value for name, value in zip(LEARNT, points[row["id"]], strict=True)]
                assert said == pytest.approx(right, abs=6e-3), (town, when, row["id"])
            seen += len(answer)
    assert seen


@pytest.mark.timeout(1800)
def test_no_partner_is_suggested_and_former_ones_are_said_to_be(database: Database, networks: list[Network]) -> None:
    former = 0
    for network in networks[:20]:
        for town in sorted(network.towns)[:2]:
            partners = network.partners(town, When())
            sharing = Sharing(network, When())
            for row in rows(database, "suggest-partners", city=town):
                assert row["id"] not in partners
                assert row["id"] != town
                assert row["former"] == (row["id"] in network.towns and sharing.former(town, row["id"]))
                former += row["former"]
    assert former


def test_the_same_pair_shares_the_same_partners_in_all_questions(database: Database, networks: list[Network]) -> None:
    def shared(name: str, town: str) -> dict[str, Any]:
        return {row["id"]: row["reasons"] for row in rows(database, name, city=town) if row["reasons"]}

    compared = 0
    for network in networks[:5]:
        for town in sorted(network.towns)[:2]:
            cousins, suggested = shared("cousin-cities", town), shared("suggest-partners", town)
            assert suggested == {one: cousins[one] for one in suggested}
            compared += len(suggested)
    assert compared
