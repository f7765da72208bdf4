"""What has ended, what is dormant, and history, on random networks against Python that follows docs/time.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from graph.database import Database
from tests.graph.questions.random_graphs import (
    THIS_YEAR,
    Network,
    Standing,
    Town,
    When,
    rows,
    together,
)

pytestmark = pytest.mark.timeout(1800)
Facts = Counter[tuple[Any, ...]]
NOW = When()


@pytest.fixture
def network(networks: list[Network]) -> Network:
    """All networks as one."""
    return together(networks)


def year_of(value: str | None) -> int | None:
    return int(value[:4]) if value else None


def over(one: Standing) -> bool:
    return one.status == "ended" or (one.until is not None and int(one.until[:4]) < THIS_YEAR)


def said(kb: Database, question: str, *fields: str, **parameters: Any) -> Facts:
    """How often each comes out; a list of towns as their ids."""

    def plain(value: Any) -> Any:
        return frozenset(one["id"] for one in value) if isinstance(value, list) else value

    return Counter(tuple(plain(row[field]) for field in fields) for row in rows(kb, question, **parameters))


def links(network: Network, **filters: Any) -> Iterator[tuple[str, str, Standing]]:
    """All links that the filters of a country, a kind, a source and a town let through."""
    country, kind, source, city = (filters.get(name) for name in ("country", "kind", "source", "city"))
    for (a, b), found in network.links.items():
        there = country is None or country in (network.towns[a].country, network.towns[b].country)
        for one in found:
            fits = (kind is None or one.kind in kind) and (source is None or source in one.sources)
            if there and fits and city in (None, a, b):
                yield a, b, one


def memberships(network: Network, **filters: Any) -> Iterator[tuple[str, str, Standing]]:
    """All memberships that the filters let through: town, ring, what is said; a kind is one of links."""
    country, source, city = (filters.get(name) for name in ("country", "source", "city"))
    for ring in network.rings.values() if filters.get("kind") is None else ():
        for town, one in ring.members.items():
            there = country in (None, network.towns[town].country) and city in (None, town)
            if there and (source is None or source in one.sources):
                yield town, ring.id, one


def ended(network: Network, first: int | None = None, undated: str = "include", **filters: Any) -> Facts:
    found: Facts = Counter()
    both = [(frozenset((a, b)), None, one) for a, b, one in links(network, **filters)]
    both += [(frozenset((town,)), ring, one) for town, ring, one in memberships(network, **filters)]
    for towns, ring, one in both:
        year = year_of(one.until)
        in_time = undated == "include" if year is None else first is None or year >= first
        if over(one) and in_time:
            found["membership" if ring else "link", towns, one.kind, "ended", one.since, one.until] += 1
    return found


def own(network: Network, a: str, b: str, one: Standing) -> bool:
    """Whether a link is more than what a ring comes to, of which both are members today."""
    if one.stated == "pair":
        return True
    for ring in network.shared_rings(a, b, NOW):
        if ring.kind == "association":
            continue
        joined = [ring.members[town].since for town in (a, b)]
        both = max(str(day) for day in joined) if all(joined) else ring.founded or "9"
        if one.since is None or one.since >= both or both.startswith(one.since):
            return False
    return True


def dormant(network: Network, years: int, **filters: Any) -> Facts:
    found: Facts = Counter()
    for a, b, one in links(network, **filters):
        if over(one) or not own(network, a, b, one):
            continue
        events = [event for event in network.events.values() if _sat_together(network, event.ring, event.towns, a, b)]
        days = [event.begin for event in events if event.begin]
        last = max([*days, one.since or ""]) or None
        sign = None if last is None else "event" if last in days else "begin"
        basis = "said" if one.status == "dormant" else "unrecorded"
        if basis == "said" or last is None or int(last[:4]) < THIS_YEAR - years:
            found[frozenset((a, b)), one.kind, basis, last, sign, len(events)] += 1
    return found


def _sat_together(network: Network, ring: str | None, towns: Any, a: str, b: str) -> bool:
    if a in towns and b in towns:
        return True
    members = network.rings[ring].members if ring else {}
    return all(town in members and members[town].status != "ended" for town in (a, b))


def history(network: Network, span: int, partner_country: str | None = None, **filters: Any) -> Facts:
    """What begins, ends and stands by period, as far as anything does."""
    dated: list[tuple[str, int | None, int | None, bool]] = []
    pairs: dict[tuple[str, str], list[Standing]] = {}
    for a, b, one in links(network, **filters):
        if partner_country is None or _lies(network.towns, a, b, filters["country"], partner_country):
            pairs.setdefault((a, b), []).append(one)
    for found in pairs.values():
        gone = all(map(over, found))
        first = min((year for one in found if (year := year_of(one.since))), default=None)
        last = max((year for one in found if (year := year_of(one.until))), default=None)
        dated.append(("link", first, last if gone else None, gone))
    for _, _, one in memberships(network, **filters) if partner_country is None else ():
        dated.append(("membership", year_of(one.since), year_of(one.until) if over(one) else None, over(one)))
    made: Facts = Counter()
    for what in {one[0] for one in dated}:
        every = [one[1:] for one in dated if one[0] == what]
        begun = Counter(first for first, _, _ in every)
        gone_in = Counter(last for _, last, gone in every if gone)
        made[what, None, begun[None], gone_in[None], None] += 1
        for period in {year // span * span for year in {*begun, *gone_in, THIS_YEAR} if year is not None}:
            within = range(period, period + span)
            end = THIS_YEAR if THIS_YEAR in within else period + span - 1
            standing = [
                1
                for first, last, gone in every
                if first is not None and first <= end and (not gone or (last or 0) > end)
            ]
            counts = (sum(begun[year] for year in within), sum(gone_in[year] for year in within))
            made[what, str(period), *counts, len(standing)] += 1
    return made


def _lies(towns: dict[str, Town], a: str, b: str, country: str, partner_country: str) -> bool:
    lands = (towns[a].country, towns[b].country)
    return lands in ((country, partner_country), (partner_country, country))


FILTERS: list[dict[str, Any]] = [
    {},
    {"country": "DE"},
    {"kind": ["friendship"]},
    {"source": "gazette"},
    {"city": "n001t03"},
]


def test_what_has_ended_what_is_dormant_and_history_are_what_python_finds(
    database: Database, network: Network, subtests: pytest.Subtests
) -> None:
    fields = ("what", "towns", "kind", "status", "since", "until")
    signs = ("towns", "kind", "basis", "last", "sign", "events")
    counts = ("what", "year", "founded", "ended", "standing")
    for filters in FILTERS:
        with subtests.test("ended", **filters):
            assert said(database, "ended", *fields, **filters) == ended(network, **filters)
            dated = {"from_year": 2014, "undated": "exclude"}
            assert said(database, "ended", *fields, **dated, **filters) == ended(network, 2014, "exclude", **filters)
        for years in (5, 40):
            with subtests.test("dormant", years=years, **filters):
                assert said(database, "dormant", *signs, years=years, **filters) == dormant(network, years, **filters)
        if "city" not in filters:
            for by, span in (("year", 1), ("decade", 10)):
                with subtests.test("history", by=by, **filters):
                    assert said(database, "history", *counts, by=by, **filters) == history(network, span, **filters)
    lands = {"country": "DE", "partner_country": "FR"}
    with subtests.test("history", **lands):
        assert said(database, "history", *counts, **lands) == history(network, 1, **lands)
    with subtests.test("history", country="DE", partner_country="DE"):
        same = {"country": "DE", "partner_country": "DE"}
        assert said(database, "history", *counts, **same) == history(network, 1, **same)
