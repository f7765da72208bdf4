"""The files of a private Neo4j."""

from __future__ import annotations

from pathlib import Path

from graph.local.place import Place


def test_a_generated_password_is_never_taken_for_an_option(tmp_path: Path) -> None:
    """Neo4j's own command gets it as an argument."""
    for number in range(20):
        place = Place.of(tmp_path / str(number))
        place.create()
        assert place.keep_password().isalnum()
