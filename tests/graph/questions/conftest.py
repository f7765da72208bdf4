"""What tests on random networks tell of themselves."""

from __future__ import annotations

import pytest

from tests.told import NETWORKS, Tell


@pytest.fixture(autouse=True)
def told(request: pytest.FixtureRequest, record_property: Tell) -> None:
    """Tell how many networks an answer is compared on."""
    if "networks" in request.fixturenames:
        record_property(NETWORKS, len(request.getfixturevalue("networks")))
