"""The inner form of a decision, before it is put into words."""

from __future__ import annotations

from dataclasses import dataclass, field

from .codes import Code
from .fits import Asked, Fit


@dataclass(slots=True)
class Verdict:
    """The place decided on (or None), why, and what was refused with the reason ('' for: by its distance).

    `note` says in words what spoke against the point or decided otherwise.
    """

    fit: Fit | None
    code: Code
    score: float
    flags: set[str] = field(default_factory=set)
    refused: list[tuple[Fit, str]] = field(default_factory=list)
    note: str = ""


def others(asked: Asked, best: Fit) -> list[tuple[Fit, str]]:
    """Return the fits but the best, each refused by its distance."""
    return [(fit, "") for fit in asked.fits if fit.row != best.row]
