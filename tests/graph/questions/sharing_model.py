"""What towns share, in Python with networkx, on the networks of `random_graphs`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log
from typing import Any

import networkx as nx

from tests.graph.questions.random_graphs import THIS_YEAR, Event, Network, Partner, Standing, When


@dataclass
class Shared:
    """What two towns share: partners, and the reasons they come down to, with the ties of each."""

    partners: set[str] = field(default_factory=set)
    reasons: dict[str, int] = field(default_factory=dict)

    @property
    def adamic_adar(self) -> float:
        return sum(1 / log(ties) for ties in self.reasons.values())


class Sharing:
    """A network as of a time, with the partnerships that the filters let through."""

    def __init__(self, network: Network, when: When, **filters: Any) -> None:
        self.network, self.when = network, when
        every = network.graph(when)
        kept = [(a, b) for a, b, partner in every.edges(data="partner") if partner.fits(**filters)]
        self.graph: nx.Graph[str] = every.edge_subgraph(kept).copy()
        self.graph.add_nodes_from(network.towns)

    def partner(self, a: str, b: str) -> Partner:
        partner: Partner = self.graph.edges[a, b]["partner"]
        return partner

    def tie(self, a: str, b: str) -> str:
        """By what `a` has `b`: by `b` itself, or by a ring."""
        partner = self.partner(a, b)
        return b if partner.bilateral else f"ring {min(partner.rings)}"

    def ties(self, town: str) -> int:
        return len({self.tie(town, other) for other in self.graph[town]})

    def members(self, ring: str) -> int:
        members = self.network.rings[ring].members.values()
        return sum(self.when.ended or self.when.has(one) for one in members)

    def shared(self, a: str) -> Mapping[str, Shared]:
        """By town, what it shares with `a`."""
        found: dict[str, Shared] = defaultdict(Shared)
        for b in self.graph:
            for one in nx.common_neighbors(self.graph, a, b) if a != b else ():
                ours, theirs = self.partner(a, one), self.partner(one, b)
                common = set(ours.rings) & set(theirs.rings)
                found[b].partners.add(one)
                if common and not (ours.bilateral and theirs.bilateral):
                    found[b].reasons[f"ring {min(common)}"] = self.members(min(common))
                else:
                    found[b].reasons[one] = self.ties(one)
        return found

    def jaccard(self, a: str, b: str, shared: Shared) -> float:
        """Reasons shared, of all that the two have."""
        alone = [{self.tie(town, one) for one in set(self.graph[town]) - shared.partners - {a, b}} for town in (a, b)]
        return len(shared.reasons) / (len(shared.reasons) + len(alone[0]) + len(alone[1]))

    def former(self, a: str, b: str) -> bool:
        """Whether the two were partners before the time asked."""

        def over(status: str | None, until: str | None) -> bool:
            if self.when.year is not None:
                return until is not None and int(until[:4]) < self.when.year
            return status == "ended" or (until is not None and int(until[:4]) < THIS_YEAR)

        pair = (a, b) if a < b else (b, a)
        rings = [ring.members for ring in self.network.rings.values() if ring.kind != "association"]
        both = [(members[a], members[b]) for members in rings if a in members and b in members]
        standings = [*self.network.links.get(pair, []), *(one for pair in both for one in pair)]
        return any(over(one.status, one.until) for one in standings)


def was_in(member: Standing, event: Event) -> bool:
    """Whether a town was a member of a ring when its event was; of one without a date, whether it is one today."""
    year = int(event.begin[:4]) if event.begin else THIS_YEAR
    if member.status == "ended" and member.until is None:
        return False
    return int((member.since or "0")[:4]) <= year <= int((member.until or "9999")[:4])
