"""Who keeps a private Neo4j running goes on trying."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from graph.errors import SetupError
from graph.local import client
from graph.local.place import Place
from graph.settings import Settings


@pytest.mark.parametrize("error", [SetupError("no"), OSError(28, "No space left on device")])
def test_a_start_that_fails_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    place = Place.of(tmp_path)
    place.create()
    left = threading.Event()
    tries = 0

    def start(*_: object) -> None:
        nonlocal tries
        tries += 1
        if tries == 2:
            left.set()
        raise error

    monkeypatch.setattr(client, "KEEPING", 0.01)
    monkeypatch.setattr(client, "_start", start)
    client._keep(place, Settings(home=tmp_path), left)
    assert tries == 2
