"""The questions are asked once at the start, in the background."""

from __future__ import annotations

import gc
import time

import httpx
import pytest

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


def test_the_picture_of_the_start_page_is_there_by_then_where_drawing_takes_long(
    sample_kb: Database, neo4j_address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.warming.LARGE", 0)
    app = create_app(settings(), store=Store(sample_kb, neo4j_address, private=False))
    with serving(app, warmed_after=0) as address, httpx.Client(base_url=address, timeout=60) as client:
        assert until_warm(client)
        monkeypatch.setattr("api.mapdata.map_card", lambda *_: b"drawn when asked for")
        pictures = [client.get("/preview.webp", headers={"Accept-Language": lang}).content for lang in ("de", "en")]
    assert [picture[:4] for picture in pictures] == [b"RIFF", b"RIFF"]
