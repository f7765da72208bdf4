"""What a map for print draws where a ring is chosen."""

from __future__ import annotations

import pytest

from graph.database import Database, run
from graph.model import LinkContent, MembershipContent, RingContent
from graph.things.printed import printed
from tests.conftest import Filled
from tests.graph.statements.writing import load, town


def write_ringed(kb: Database) -> None:
    """Anna and Berta are in the ring, Cilli and Dora have left it; Emil and Frida are linked beside it."""
    members = [MembershipContent(ring="Kranz", town=town(one), since="1990") for one in ("Anna", "Berta")]
    members += [MembershipContent(ring="Kranz", town=town(one), status="ended") for one in ("Cilli", "Dora")]
    load(kb, "one", [RingContent(ring="Kranz"), *members, LinkContent(a=town("Emil"), b=town("Frida"))])


@pytest.fixture
def ringed(filled: Filled, database: Database) -> Database:
    """The ring, for reading only."""
    filled(write_ringed)
    return database


def test_former_members_of_a_ring_are_asked_for_by_the_status(ringed: Database) -> None:
    assert sorted(run(ringed, printed({"ring": "Kranz", "status": "ended"}))["members"]) == ["cilli", "dora"]


def test_a_ring_without_members_has_no_pairs(ringed: Database) -> None:
    found = run(ringed, printed({"ring": "Kranz", "year": 1950, "undated": "exclude"}))
    assert (found["members"], found["links"], found["events"]) == ([], [], [])
