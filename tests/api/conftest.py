"""The application: `client` asks one over the five sources, `writable` one over a knowledge base that tests fill."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from api.app import create_app
from graph.database import Address, Database
from graph.settings import settings
from graph.store import Store
from tests.api.serving import serving


@pytest.fixture(scope="session")
def client(sample_kb: Database, neo4j_address: Address) -> Iterator[httpx.Client]:
    """Asks the application that serves the five sources; English where no language is asked for."""
    app = create_app(settings(), store=Store(sample_kb, neo4j_address, private=True))
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as opened:
        yield opened


@pytest.fixture
def writable(kb: Database, neo4j_address: Address) -> Iterator[httpx.Client]:
    """Asks an application over `kb`, which the test fills."""
    app = create_app(settings(), store=Store(kb, neo4j_address, private=True))
    with serving(app) as address, httpx.Client(base_url=address, timeout=60) as opened:
        yield opened
