"""Random networks for tests of questions, and what these tests tell of themselves."""

from __future__ import annotations

import pytest

from tests.conftest import Filled
from tests.graph.questions.random_graphs import SIZES, Network, loaded
from tests.told import NETWORKS, Tell


@pytest.fixture(scope="session", params=SIZES)
def size(request: pytest.FixtureRequest) -> int:
    """How many networks there are; of the session, for then tests of the same size stand together in all files."""
    number: int = request.param
    return number


@pytest.fixture
def networks(filled: Filled, size: int) -> list[Network]:
    """Random networks in the knowledge base, for reading only, as they are themselves."""
    made: list[Network] = filled(loaded, size)
    return made


@pytest.fixture(autouse=True)
def told(request: pytest.FixtureRequest, record_property: Tell) -> None:
    """Tell how many networks an answer is compared on."""
    if "networks" in request.fixturenames:
        record_property(NETWORKS, len(request.getfixturevalue("networks")))
