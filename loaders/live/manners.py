"""How the query service is asked, and what comes of it, for who need not load the libraries that do it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

Row = dict[str, dict[str, str]]
"""A row of an answer: terms (`type`, `value`, perhaps `xml:lang`) by variable."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How often a question is asked (`attempts`), what is waited before the second time (`backoff`, seconds, doubled
    from then on), and for how long the service may ask for patience (`patience`, seconds).
    """

    attempts: int = 6
    backoff: float = 2.0
    patience: float = 900.0
    sleep: Callable[[float], None] = time.sleep


class TooLongError(Exception):
    """The service stopped the query because it took too long; a smaller one may do."""
