"""The query service of the tests, and a client that does not wait long."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.settings import Settings
from loaders.live.manners import Manners
from loaders.live.service import Service
from tests.loaders.live.playing import Playing, playing

Ask = Callable[..., Service]


@pytest.fixture
def wikidata() -> Iterator[Playing]:
    with playing() as service:
        yield service


@pytest.fixture
def waits() -> list[float]:
    """The seconds that would have been waited."""
    return []


@pytest.fixture
def manners(waits: list[float]) -> Manners:
    return Manners(attempts=4, backoff=0.001, sleep=waits.append)


@pytest.fixture
def client(wikidata: Playing, manners: Manners, tmp_path: Path) -> Callable[..., Service]:
    """Makes a client; all of one test have the same cache, unless told otherwise. Settings as keywords."""

    def make(*, refresh: bool = False, cache: str = "answers.sqlite", **config: object) -> Service:
        given = Settings(wikidata_url=wikidata.url, **config)  # type: ignore[arg-type]
        return Service(given, tmp_path / cache, manners=manners, refresh=refresh)

    return make
