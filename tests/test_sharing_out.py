"""In which order tests run: none before what it reads is there, none after that was wiped."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from tests.sharing_out import turn

ORDER = [
    ("sample_kb",),
    ("world_reports", "sample_kb"),
    ("tmp_path",),
    ("filled", "database"),
    ("kb", "database"),
]
"""Fixtures of tests, those of which come first that run first."""


def asking_for(*fixtures: str) -> Any:
    return SimpleNamespace(fixturenames=("neo4j_address", *fixtures))


def test_each_has_its_turn_after_those_before() -> None:
    turns = [turn(asking_for(*fixtures)) for fixtures in ORDER]
    assert turns == sorted(set(turns))


@pytest.mark.parametrize("fixtures", [("world_kb", "world_reports", "sample_kb"), ("world_reports", "sample_kb")])
def test_whoever_has_the_world_loaded_runs_after_those_that_read_the_five_sources(fixtures: tuple[str, ...]) -> None:
    assert turn(asking_for(*fixtures)) > turn(asking_for("sample_kb"))
