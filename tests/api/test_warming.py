"""The questions are asked once at the start, in the background."""

from __future__ import annotations

import gc
import time

import httpx

from api.app import create_app
from graph.database import Address, Database
from graph.settings import settings
from graph.store import Store
from tests.api.serving import serving


def until_warm(client: httpx.Client) -> bool:
    end = time.monotonic() + 60
    while not (warm := client.get("/api/ready").json()["warm"]) and time.monotonic() < end:
        time.sleep(0.1)
    return bool(warm)


def test_in_the_end_each_question_was_asked_once(client: httpx.Client) -> None:
    assert until_warm(client)


def test_what_is_there_then_is_not_looked_through_for_garbage_until_the_end(
    sample_kb: Database, neo4j_address: Address
) -> None:
    app = create_app(settings(), store=Store(sample_kb, neo4j_address, private=False))
    with serving(app, warmed_after=0) as address, httpx.Client(base_url=address, timeout=60) as client:
        assert until_warm(client)
        assert gc.get_freeze_count() > 100_000
    assert gc.get_freeze_count() == 0
