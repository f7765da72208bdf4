"""How well `suggest-partners` finds links that were hidden, beside common measures; and how its weights are learnt.

Run `python -m bench.suggest_partners ADDRESS [--seeds N]` against a server with the sample data, or `--learn` to learn
the weights anew. Of the bilateral links a random tenth is hidden; towns that lose one are asked about, in both
directions, and among the first ten suggestions the hidden partners are counted. AUC: how often a hidden link has a
better score than two random towns that are not linked. The formula is that of graph/questions/suggesting.py on arrays
instead of in Cypher; tests/graph/questions/test_suggestions_networkx.py holds the two together.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.questions.suggesting import NEAR_THEM_KM, NEAR_US_KM, REGION_KM, WEIGHTS

LEARNT = ("shared", "near_us", "near_them", "region", "country", "distance", "size", "ties")
EARTH_KM = 6378.14
"""Of the ball that Neo4j takes the earth for; 0.1 % decide now and then whether a town is near."""
FIRST = 10
TRAINING = 99
"""Seed of the split from which the weights are learnt."""
Pair = tuple[str, str]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of a town: country, degrees, population."""

    country: str | None
    lat: float | None
    lon: float | None
    population: int | None


@dataclass
class Network:
    """Towns with the pairs that are linked and those of them that are bilateral, and rings with their members."""

    towns: Mapping[str, Place]
    linked: Collection[Pair]
    bilateral: Collection[Pair]
    rings: Mapping[str, Collection[str]]
    links: dict[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.links = defaultdict(set)
        for a, b in self.linked:
            self.links[a].add(b)
            self.links[b].add(a)

    @cached_property
    def rings_of(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for ring, members in self.rings.items():
            for town in members:
                found[town].add(ring)
        return found

    @cached_property
    def sure(self) -> set[Pair]:
        return {(a, b) for pair in self.bilateral for a, b in (pair, pair[::-1])}

    def partners(self, town: str) -> set[str]:
        """Linked to it, or in a ring with it."""
        mates = (set(self.rings[ring]) for ring in self.rings_of.get(town, ()))
        return set(self.links.get(town, ())).union(*mates) - {town}

    def reason(self, a: str, b: str) -> str:
        """What two partners have each other by: themselves, or a ring."""
        return b if (a, b) in self.sure else "ring:" + min(self.rings_of[a] & self.rings_of[b])

    def ties(self, town: str) -> int:
        """Bilateral partners, and rings with further partners."""
        return len({self.reason(town, other) for other in self.partners(town)})

    @cached_property
    def _placed(self) -> tuple[list[str], Floats]:
        ids = [id_ for id_, place in self.towns.items() if place.lat is not None]
        return ids, np.array([_unit(self.towns[id_]) for id_ in ids])

    def around(self, town: str, km: float) -> list[str]:
        """The other towns within so many km."""
        place = self.towns[town]
        ids, points = self._placed
        if place.lat is None or not ids:
            return []
        close = np.flatnonzero(points @ _unit(place) >= math.cos(km / EARTH_KM))
        return [ids[index] for index in close if ids[index] != town]


def _unit(place: Place) -> Floats:
    lat, lon = math.radians(place.lat or 0), math.radians(place.lon or 0)
    return np.array([math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)])


def km_between(a: Place, b: Place) -> float | None:
    """As the crow flies."""
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return None
    half = math.sin(math.radians(b.lat - a.lat) / 2) ** 2
    half += (
        math.cos(math.radians(a.lat)) * math.cos(math.radians(b.lat)) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


class Asked:
    """One town's suggestions: the towns in question, and the measures of each."""

    def __init__(self, network: Network, town: str) -> None:
        self.network, self.town = network, town
        self.partners = network.partners(town)
        self.shared, self.common = self._shared()
        self.near_us = Counter(
            other for near in network.around(town, NEAR_US_KM) for other in network.links.get(near, ())
        )
        self.near_them = Counter(other for one in self.partners for other in network.around(one, NEAR_THEM_KM))
        near = [
            one for one in network.around(town, REGION_KM) if network.towns[one].country == network.towns[town].country
        ]
        self.led = Counter(
            network.towns[other].country for one in {town, *near} for other in network.links.get(one, ())
        )
        self.countries = {network.towns[one].country for one in self.partners}

    @property
    def candidates(self) -> list[str]:
        """The towns that are looked at, those that have something to do with ours."""
        return sorted((self.shared.keys() | self.near_us.keys() | self.near_them.keys()) - self.partners - {self.town})

    def _shared(self) -> tuple[dict[str, float], Counter[str]]:
        """The sum of 1 / ln(ties) over the reasons shared with each town, and the number of partners shared."""
        network, common = self.network, Counter[str]()
        reasons: dict[str, dict[str, int]] = defaultdict(dict)
        for one in self.partners:
            ties = network.ties(one)
            ours = network.rings_of.get(self.town, set()) & network.rings_of.get(one, set())
            for other in network.partners(one) - {self.town}:
                common[other] += 1
                sure = (self.town, one) in network.sure and (one, other) in network.sure
                both = set() if sure else ours & network.rings_of.get(other, set())
                reason = f"ring:{min(both)}" if both else one
                reasons[other][reason] = len(network.rings[min(both)]) if both else ties
        return {other: sum(1 / math.log(ties) for ties in by.values()) for other, by in reasons.items()}, common

    def measures(self, other: str) -> tuple[float, ...]:
        """What is weighed of one town, in the order of `LEARNT`."""
        ours, theirs = self.network.towns[self.town], self.network.towns[other]
        km = km_between(ours, theirs)
        all_led = sum(self.led.values())
        share = self.led[theirs.country] / all_led if all_led and theirs.country else 0.0
        new = theirs.country is not None and theirs.country != ours.country and theirs.country not in self.countries
        known = ours.population and theirs.population
        gap = abs(math.log10(ours.population / theirs.population)) if known else 0.9  # type: ignore[operator]
        number = len(self.network.links.get(other, ())) + len(self.network.rings_of.get(other, ()))
        return (
            math.log1p(self.shared.get(other, 0.0)),
            math.log1p(self.near_us[other]),
            math.log1p(self.near_them[other]),
            math.log10(share + 0.003),
            float(new and ours.country is not None),
            math.log10(1 + (999 if km is None else km)),
            gap,
            math.log1p(number),
        )

    def table(self, others: Sequence[str]) -> Floats:
        return np.array([self.measures(one) for one in others], dtype=float).reshape(len(others), len(LEARNT))


def standing(links: dict[str, list[Any]], year: int) -> dict[tuple[int, int], bool]:
    """The pairs of today with whether a source says the link of the two; columns as `/api/map` has them."""
    found: dict[tuple[int, int], bool] = {}
    for a, b, status, until, said in zip(*(links[name] for name in ("a", "b", "status", "until", "pair")), strict=True):
        if status != "ended" and (until is None or int(until[:4]) >= year):
            found[a, b] = found.get((a, b), False) or bool(said)
    return found


def towns_of(members: dict[str, list[Any]], ring: int) -> list[int]:
    """The towns that are in a ring today, by their place."""
    rows = zip(members["ring"], members["town"], members["status"], strict=True)
    return [town for one, town, status in rows if one == ring and status != "ended"]


def read(address: str) -> Network:
    """The network of today from a running server."""
    with urllib.request.urlopen(f"{address.rstrip('/')}/api/map") as answer:
        found: dict[str, Any] = json.load(answer)
    columns = found["towns"]
    ids: list[str] = columns["id"]
    towns = {
        id_: Place(*values)
        for id_, *values in zip(ids, *(columns[name] for name in ("country", "lat", "lon", "population")), strict=True)
    }
    rings: dict[str, set[str]] = {
        ring["id"]: {ids[town] for town in towns_of(found["members"], place)}
        for place, ring in enumerate(found["rings"])
        if ring["kind"] != "association"
    }
    pairs = standing(found["links"], found["year"])
    links = [((ids[a], ids[b]), said or not any({ids[a], ids[b]} <= ring for ring in rings.values()))
             for (a, b), said in pairs.items()]  # fmt: skip
    return Network(towns, {pair for pair, _ in links}, {pair for pair, sure in links if sure}, rings)


def without(network: Network, hidden: Collection[Pair]) -> Network:
    """The same network without these links."""
    gone = set(hidden)
    return Network(network.towns, set(network.linked) - gone, set(network.bilateral) - gone, network.rings)


def training(network: Network) -> set[Pair]:
    """The tenth of the bilateral links from which the weights are learnt; these are never among the tested ones."""
    every = sorted(network.bilateral)
    return set(random.Random(TRAINING).sample(every, len(every) // 10))


def hide(network: Network, seed: int) -> set[Pair]:
    """Another tenth at random, to be found again."""
    every = sorted(set(network.bilateral) - training(network))
    return set(random.Random(seed).sample(every, len(network.bilateral) // 10))


def truth_of(hidden: Iterable[Pair]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for a, b in hidden:
        found[a].add(b)
        found[b].add(a)
    return found


def strangers(network: Network, number: int, seed: int) -> list[Pair]:
    """Random pairs of towns that are no partners."""
    dice, ids, found = random.Random(seed), sorted(network.towns), []
    while len(found) < number:
        a, b = dice.sample(ids, 2)
        if b not in network.partners(a):
            found.append((a, b))
    return found


WAYS: dict[str, Callable[[Asked, Sequence[str]], Floats]] = {
    "suggest-partners": lambda asked, others: asked.table(others) @ np.array([WEIGHTS[name] for name in LEARNT]),
    "Adamic-Adar": lambda asked, others: np.array([asked.shared.get(one, 0.0) for one in others]),
    "common neighbours": lambda asked, others: np.array([float(asked.common[one]) for one in others]),
    "preferential attachment": lambda asked, others: np.array(
        [float(len(asked.partners) * len(asked.network.partners(one))) for one in others]
    ),
    "distance alone": lambda asked, others: np.array(
        [-asked.measures(one)[LEARNT.index("distance")] for one in others]
    ),
}
"""Scores by which towns are put in order; the others get the same candidates to order."""


def auc(hits: Floats, misses: Floats) -> float:
    """How often a hit has the higher score, ties as half."""
    ordered = np.sort(misses)
    below, to = np.searchsorted(ordered, hits, "left"), np.searchsorted(ordered, hits, "right")
    return float((below + to).mean() / 2 / len(misses))


def measured(network: Network, seed: int) -> dict[str, tuple[float, float, float]]:
    """Of each way the share of hidden links in the first ten, the precision of these ten, and AUC."""
    hidden = hide(network, seed)
    rest, truth = without(network, hidden), truth_of(hidden)
    others = strangers(network, len(hidden), seed)
    found: dict[str, Counter[str]] = {name: Counter() for name in WAYS}
    scores: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in WAYS}
    asides: dict[str, list[str]] = defaultdict(list)
    for a, b in others:
        asides[a].append(b)
    for town in sorted(truth.keys() | asides.keys()):
        asked = Asked(rest, town)
        candidates = asked.candidates if town in truth else []
        random.Random(f"{seed} {town}").shuffle(candidates)  # so that ties are not broken by name
        pairs = [b for b in sorted(truth.get(town, ())) if town < b]
        for name, way in WAYS.items():
            best = [candidates[index] for index in np.argsort(-way(asked, candidates), kind="stable")[:FIRST]]
            found[name]["hit"] += len(truth.get(town, set()) & set(best))
            found[name]["shown"] += len(best)
            scores[name][0].extend(way(asked, pairs))
            scores[name][1].extend(way(asked, asides[town]))
    every = sum(map(len, truth.values()))
    return {
        name: (
            found[name]["hit"] / every,
            found[name]["hit"] / max(1, found[name]["shown"]),
            auc(np.array(scores[name][0]), np.array(scores[name][1])),
        )
        for name in WAYS
    }


def learn(network: Network, towns: int = 4000) -> dict[str, float]:
    """Weights by logistic regression on the links kept for training, which are hidden for it.

    Towns that are not linked count as often as they occur: each sampled one stands for those it was drawn from.
    """
    hidden = training(network)
    rest, truth, dice = without(network, hidden), truth_of(hidden), random.Random(TRAINING)
    tables, said, weights, ids = [], [], [], sorted(network.towns)
    for town in dice.sample(sorted(truth), min(towns, len(truth))):
        asked = Asked(rest, town)
        known = set(asked.candidates)
        near = [one for one in known - truth[town] if dice.random() < 0.3]
        far = [one for one in dice.sample(ids, 30) if one not in known | asked.partners | truth[town] | {town}]
        others = [*truth[town], *near, *far]
        tables.append(asked.table(others))
        said += [1.0] * len(truth[town]) + [0.0] * (len(near) + len(far))
        weights += (
            [1.0] * len(truth[town]) + [1 / 0.3] * len(near) + [(len(ids) - len(known)) / max(1, len(far))] * len(far)
        )
    found = regression(np.vstack(tables), np.array(said), np.array(weights))
    return {name: round(float(value), 2) for name, value in zip(LEARNT, found, strict=True)}


def regression(table: Floats, said: Floats, weights: Floats) -> Floats:
    """The weights of a logistic regression, by Newton's method, slightly drawn towards none."""
    mean, spread = table.mean(0), table.std(0) + 1e-9
    plain = np.c_[np.ones(len(table)), (table - mean) / spread]
    towards_none = np.eye(plain.shape[1])
    towards_none[0, 0] = 0
    beta = np.zeros(plain.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-plain @ beta))
        slope = plain.T @ (weights * (said - likely)) - towards_none @ beta
        bend = (plain * (weights * likely * (1 - likely))[:, None]).T @ plain + towards_none
        beta += np.linalg.solve(bend, slope)
    result: Floats = beta[1:] / spread
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("--seeds", type=int, default=3, help="how many times a tenth is hidden")
    parser.add_argument("--learn", action="store_true", help="learn the weights instead")
    options = parser.parse_args()
    network = read(options.address)
    print(f"{len(network.towns)} towns, {len(network.bilateral)} bilateral links, {len(network.rings)} rings")
    if options.learn:
        print(json.dumps(learn(network), indent=2))
        return
    results = [measured(network, seed) for seed in range(1, options.seeds + 1)]
    print(f"{'':24} found in the first ten   precision   AUC (seeds 1 to {options.seeds})")
    for name in WAYS:
        values = np.array([one[name] for one in results])
        mean, low, high = values.mean(0), values.min(0), values.max(0)
        told = "   ".join(f"{mean[place]:.4f} ({low[place]:.4f} to {high[place]:.4f})" for place in range(3))
        print(f"{name:24} {told}")


if __name__ == "__main__":
    main()
