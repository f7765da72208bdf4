"""The program's version, as `pyproject.toml` says it."""

from __future__ import annotations

import tomllib
from functools import lru_cache

from graph.settings import ROOT


@lru_cache(maxsize=1)
def program_version() -> str:
    """The version of this checkout."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
