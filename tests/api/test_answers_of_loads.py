"""Answers that tell of loads change when a source is read again, though the data stay the same."""

from __future__ import annotations

import httpx
import pytest

from graph.database import Database
from graph.model import LinkContent
from tests.graph.statements.writing import load, town


@pytest.mark.parametrize("path", ["/api/questions/freshness", "/api/questions/freshness.csv", "/ask/freshness"])
def test_reading_a_source_again_makes_another_version_of_freshness(
    kb: Database, writable: httpx.Client, path: str
) -> None:
    said = [LinkContent(a=town("Anna"), b=town("Berta"))]
    load(kb, "one", said)
    first, other = (writable.get(one, params={"what": "link"}).headers["ETag"] for one in (path, "/about"))
    load(kb, "one", said)
    assert writable.get(path, params={"what": "link"}).headers["ETag"] != first
    assert writable.get("/about").headers["ETag"] == other
