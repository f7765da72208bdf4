"""`partners` and `shared-partners` on random networks, against Python that follows the data model's page."""

from __future__ import annotations

from typing import Any

import pytest

from graph.database import Database
from tests.graph.questions.random_graphs import Network, When, rows

WHENS = [When(), When(ended=True), When(1985), When(1985, "exclude"), When(2015), When(2015, "exclude")]
FIELDS = ("bilateral", "kind", "status", "since", "until")


def told(row: dict[str, Any]) -> dict[str, Any]:
    """What a row says of a partnership, in plain values."""
    said = {name: row[name] for name in FIELDS}
    return said | {"rings": [ring["id"] for ring in row["rings"]], "sources": {one["id"] for one in row["sources"]}}


def expected(network: Network, town: str, when: When) -> dict[str, dict[str, Any]]:
    return {
        other: {name: getattr(one, name) for name in FIELDS} | {"rings": list(one.rings), "sources": set(one.sources)}
        for other, one in network.partners(town, when).items()
    }


def differing(found: dict[str, Any], right: dict[str, Any]) -> list[str]:
    return sorted(key for key in found.keys() | right.keys() if found.get(key) != right.get(key))


@pytest.mark.timeout(1200)
def test_partners_are_those_that_follow_from_the_data_model(database: Database, networks: list[Network]) -> None:
    wrong = []
    for network in networks:
        for place, town in enumerate(network.towns):
            when = WHENS[place % len(WHENS)]
            found = {row["id"]: told(row) for row in rows(database, "partners", city=town, **when.parameters)}
            right = expected(network, town, when)
            wrong += [(town, when, one, found.get(one), right.get(one)) for one in differing(found, right)]
    assert not wrong, "\n".join(map(str, wrong[:5]))
