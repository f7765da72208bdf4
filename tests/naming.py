"""Names of parametrized tests that are the same in every process: sets have no order of their own."""

from __future__ import annotations


def named(value: object) -> str:
    """The value as text; a set in order."""
    return str(sorted(value)) if isinstance(value, set | frozenset) else str(value)
