"""The application: `client` asks one over the five sources, `writable` one over a knowledge base that tests fill.

`readable` asks one over what `filled` fills in.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest

from api.app import create_app
from graph.database import Address, Database
from graph.model import LinkContent
from graph.questions import QUESTIONS
from graph.settings import settings
from graph.store import Store
from tests.api.serving import serving
from tests.conftest import Filled
from tests.graph.statements.writing import load, town

MANY = 1100
"""More rows than a JSON answer has where no limit is given."""


@pytest.fixture(scope="session")
def client(sample_kb: Database, neo4j_address: Address) -> Iterator[httpx.Client]:
    """Asks the application that serves the five sources; English where no language is asked for."""
    app = create_app(settings(), store=Store(sample_kb, neo4j_address, private=True))
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as opened:
        _computed(opened)
        yield opened


def _computed(client: httpx.Client) -> None:
    """Wait until the figures of the whole network are there, which are computed out of the request."""
    until = time.monotonic() + 300
    measured = [one for one in QUESTIONS.values() if one.measure]
    asked = [(one.name, given) for one in measured for given in ({}, dict(one.example.parameters))]
    for name, parameters in asked:  # all at once, for one process computes what waits
        client.get(f"/api/questions/{name}", params=parameters)
    for name, parameters in asked:
        while client.get(f"/api/questions/{name}", params=parameters).status_code == 503:
            assert time.monotonic() < until, f"{name} did not come"
            time.sleep(0.1)


@pytest.fixture
def writable(kb: Database, neo4j_address: Address) -> Iterator[httpx.Client]:
    """Asks an application over `kb`, which the test fills."""
    app = create_app(settings(), store=Store(kb, neo4j_address, private=True))
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as opened:
        yield opened


@pytest.fixture(scope="module")
def readable(database: Database, neo4j_address: Address) -> Iterator[httpx.Client]:
    """Asks an application over what the test fills in by `filled`."""
    app = create_app(settings(), store=Store(database, neo4j_address, private=True))
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as opened:
        yield opened


def many_partners(db: Database) -> None:
    """Fill in a town with more partners than a JSON answer shows."""
    load(db, "list", [LinkContent(a=town("Mitte"), b=town(f"Rand {number:04}")) for number in range(MANY)])


@pytest.fixture
def many(filled: Filled, readable: httpx.Client) -> httpx.Client:
    """Asks about a town with more partners than a JSON answer shows."""
    filled(many_partners)
    return readable
