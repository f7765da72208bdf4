"""A disk that is full under Neo4j itself: nothing half written, a clear word, and all goes on when there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import loaders
from graph.errors import CitynetError, DatabaseAwayError, DatabaseError
from graph.settings import Settings
from graph.statements.facts import facts
from graph.store import open_store
from tests.loaders.processes import rows, written

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]  # Neo4j starts several times
SPARE = 300_000
"""Bytes that the full disk has left; the load needs more."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of the test's own, in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if (
        os.geteuid()
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=300m", "none", folder], check=False).returncode
    ):
        pytest.skip("no disk can be mounted here; that needs root")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_neo4j_on_a_full_disk_comes_back_by_itself_when_there_is_room(disk: Path, tmp_path: Path) -> None:
    config = Settings(home=disk / "home", linger=0, heap="1g", page_cache="64m")
    first, second = written(tmp_path / "first.csv", rows(0, 200)), written(tmp_path / "second.csv", rows(1, 3000))
    with open_store(config, keep=True) as store:
        loaders.load(first, db=store.db, resolve=False)
        ballast = disk / "ballast"
        with ballast.open("wb") as out:
            out.write(bytes(shutil.disk_usage(disk).free - SPARE))
        with pytest.raises(DatabaseError, match="disk full"):
            loaders.load(second, db=store.db.patient(3), resolve=False)
        with pytest.raises(DatabaseAwayError):
            b"".join(facts(store.db))
        ballast.unlink()
        until = time.monotonic() + 240
        while True:
            try:
                b"".join(facts(store.db))
                break
            except CitynetError:
                assert time.monotonic() < until
                time.sleep(0.5)
        report = loaders.load(second, db=store.db, resolve=False)
        assert (report.read, report.rejected) == (3000, [])
        loaded = b"".join(facts(store.db))
    with open_store(Settings(home=tmp_path / "other", linger=0, heap="1g", page_cache="64m")) as store:
        for file in (first, second):
            loaders.load(file, db=store.db, resolve=False)
        assert b"".join(facts(store.db)) == loaded
