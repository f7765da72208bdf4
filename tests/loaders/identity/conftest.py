"""The real gazetteer, built once and kept in pytest's cache, and short ways to ask it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.model import Mention
from loaders.identity import Gazetteer, Resolution, Resolver


@pytest.fixture(scope="session")
def gazetteer_folder(request: pytest.FixtureRequest) -> Path:
    cache = request.config.cache
    assert cache is not None
    return cache.mkdir("gazetteer")


@pytest.fixture(scope="session")
def gazetteer(gazetteer_folder: Path) -> Gazetteer:
    return Gazetteer.open(gazetteer_folder)


@pytest.fixture(scope="session")
def resolver(gazetteer: Gazetteer) -> Resolver:
    return Resolver(gazetteer)


@pytest.fixture(scope="session")
def resolve(resolver: Resolver) -> Callable[..., Resolution]:
    """Resolve one mention given by its fields."""

    def one(name: str, country: str | None = None, **more: object) -> Resolution:
        return resolver.resolve([Mention.model_validate({"name": name, "country": country, **more})])[0]

    return one
