"""What tests tell of how much they tried, for the figures of `docs/reliability.md`.

A test asks for `record_property` and tells a number under one of these names; `python -m bench.reliability_page`
adds them up out of pytest's report.
"""

from __future__ import annotations

from collections.abc import Callable

from bench.reliability_page import NETWORKS

__all__ = ["BAD_FILES", "HOSTILE", "KILLS_BESIDE_A_SERVER", "KILLS_OF_LOADS", "NETWORKS", "REQUESTS", "Tell"]

Tell = Callable[[str, object], None]
"""Pytest's `record_property`."""

KILLS_BESIDE_A_SERVER = "kills of Neo4j while a server answers and a load runs"
KILLS_OF_LOADS = "kills of a load"
BAD_FILES = "files with something wrong"
REQUESTS = "requests made up from the API's description"
HOSTILE = "hostile values"
