"""Measures of where partners are: how far from each other, and whether of the same country."""

from __future__ import annotations

from collections import Counter

from graph.measures.network import Computed, Network, Row, Tell, in_silence

BANDS_KM = (0, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 20_100)
"""Bounds of the distances in kilometres; the last lies beyond half of the Earth's girth."""


def distances(network: Network, _: object = None, tell: Tell = in_silence) -> Computed:
    """Distances as the crow flies between partners: count, mean, least, quartiles, greatest, then bands with shares.

    Great circles on Neo4j's ball (radius 6,378.14 km). Quartiles are interpolated as numpy's default, Hyndman and Fan's
    method 7. A band takes in its lower bound and leaves out its upper. Pairs without both places are counted apart.
    """
    import numpy as np

    known = np.array([km for km in network.km if km is not None], dtype=float)
    empty: Row = {"from_km": None, "to_km": None, "share": None}
    rows: list[Row] = [
        {"figure": "pairs", "value": len(known), **empty},
        {"figure": "pairs_without_place", "value": len(network.km) - len(known), **empty},
    ]
    if not len(known):
        return Computed(rows)
    least, first, median, third, greatest = (float(one) for one in np.percentile(known, [0, 25, 50, 75, 100]))
    said = {
        "mean": float(known.mean()),
        "minimum": least,
        "quartile_1": first,
        "median": median,
        "quartile_3": third,
        "maximum": greatest,
    }
    rows += [{"figure": name, "value": round(value, 1), **empty} for name, value in said.items()]
    counts, _edges = np.histogram(known, BANDS_KM)
    rows += [
        {"figure": "band", "value": int(count), "from_km": begin, "to_km": end, "share": float(count) / len(known)}
        for count, begin, end in zip(counts, BANDS_KM, BANDS_KM[1:], strict=False)
    ]
    return Computed(rows)


def country_assortativity(network: Network, _: object = None, tell: Tell = in_silence) -> Computed:
    """Whether towns are linked to towns of their own country more than chance would have it.

    The first row is of all countries: `assortativity` is Newman's r for a category (Mixing patterns in networks, 2003),
    (sum of e_ii - sum of a_i^2) / (1 - sum of a_i^2), where e_ii is the share of the links within country i and a_i the
    share of the ends of links that lie in it. The rows of countries have the same for one: (e_ii / a_i - a_i) /
    (1 - a_i), which is Coleman's index of inbreeding where it is positive. Pairs with a country unknown are left out.
    """
    lands = [town["land"] for town in network.towns]
    pairs = [(lands[a], lands[b]) for a, b in network.pairs if lands[a] and lands[b]]
    within = Counter(a for a, b in pairs if a == b)
    ends = Counter(end for pair in pairs for end in pair)
    every = len(pairs)
    rows = []
    for country, count in sorted(ends.items(), key=lambda one: (-one[1], one[0])):
        share, expected = 2 * within[country] / count, count / (2 * every)
        rows.append(
            {
                "part": "country",
                "country": country,
                "pairs": count - within[country],
                "domestic": within[country],
                "domestic_share": share,
                "expected_share": expected,
                "assortativity": (share - expected) / (1 - expected) if expected < 1 else None,
            }
        )
    if every:
        domestic, chance = sum(within.values()) / every, sum((count / (2 * every)) ** 2 for count in ends.values())
        whole = {
            "part": "all",
            "country": None,
            "pairs": every,
            "domestic": sum(within.values()),
            "domestic_share": domestic,
            "expected_share": chance,
            "assortativity": (domestic - chance) / (1 - chance) if chance < 1 else None,
        }
        rows.insert(0, whole)
    unknown = len(network.pairs) - every
    return Computed(rows, notes=[("network.no_country", {"count": unknown})] if unknown else [])
