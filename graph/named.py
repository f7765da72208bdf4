"""What a registry holds, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from graph.errors import NotFoundError

T = TypeVar("T")


def named(registry: Mapping[str, T], name: str, what: str) -> T:
    """The entry of that name; raises `NotFoundError`, which calls it a `what` and carries the nearest names."""
    from rapidfuzz import process

    found = registry.get(name)
    if found is None:
        nearest = [{"id": key, "name": key} for key, _, _ in process.extract(name, list(registry), limit=3)]
        raise NotFoundError(f"there is no {what} '{name[:100]}'", nearest=nearest, given=name)
    return found
