"""Fetching jars from the real repository: two small ones of the lock file, into a cache of the test's own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import SetupError
from graph.local.jars import fetch_jars, jars_ready
from graph.local.lock import LOCK_FILE, read_lock
from graph.settings import ROOT

FETCH = "import sys; from pathlib import Path; from graph.local.jars import fetch_jars\n"
FETCH += "fetch_jars(Path(sys.argv[1]), lock=Path(sys.argv[2]), quiet=True)"


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    smallest = sorted(read_lock(), key=lambda jar: jar.size)[:2]
    path = tmp_path / "two.lock"
    path.write_text("".join(f"{jar.line()}\n" for jar in smallest), "utf-8")
    return path


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "Zwischen ablage"


def test_the_lock_names_coordinates_and_no_address() -> None:
    lines = [line for line in LOCK_FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    shape = re.compile(r"[\w.-]+:[\w.-]+:[\w.-]+(:[\w.-]+)? \d+ [0-9a-f]{64}")
    assert [line for line in lines if not shape.fullmatch(line)] == []
    assert "://" not in LOCK_FILE.read_text("utf-8")


def test_the_lock_holds_one_neo4j_of_the_long_term_line() -> None:
    jars = read_lock()
    versions = {jar.version for jar in jars if jar.group == "org.neo4j" and jar.artifact.startswith("neo4j")}
    assert len(versions) == 1
    assert versions.pop().startswith("5.26.")
    assert len({jar.name for jar in jars}) == len(jars)


def test_two_that_fetch_at_once_both_have_all(cache: Path, lock: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    both = [subprocess.Popen([sys.executable, "-c", FETCH, cache, lock], env=env) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    ready = jars_ready(cache, lock)
    assert ready is not None
    assert [path.name for path in ready] == [jar.name for jar in read_lock(lock)]
    assert not (cache / "neo4j" / "fetching").exists()


def test_a_damaged_jar_is_fetched_again_and_only_that_one(cache: Path, lock: Path) -> None:
    damaged, good = fetch_jars(cache, lock=lock, quiet=True)
    before, untouched = damaged.read_bytes(), good.stat().st_ino
    damaged.write_bytes(bytes(len(before)))
    assert jars_ready(cache, lock) is None
    fetch_jars(cache, lock=lock, quiet=True)
    assert damaged.read_bytes() == before
    assert good.stat().st_ino == untouched


def test_a_fetch_that_was_broken_off_goes_on(cache: Path, lock: Path) -> None:
    half, there = fetch_jars(cache, lock=lock, quiet=True)
    content, kept = half.read_bytes(), there.stat().st_ino
    for marker in (cache / "neo4j").glob("verified-*"):
        marker.unlink()
    half.write_bytes(content[: len(content) // 2])
    (cache / "neo4j" / "fetching").mkdir()
    assert fetch_jars(cache, lock=lock, quiet=True) == [half, there]
    assert half.read_bytes() == content
    assert there.stat().st_ino == kept


def test_a_jar_that_is_another_than_the_lock_says_is_refused(cache: Path, lock: Path) -> None:
    text = lock.read_text("utf-8")
    digest = read_lock(lock)[0].sha256
    lock.write_text(text.replace(digest, "0" * 64), "utf-8")
    with pytest.raises(SetupError, match=r"not what neo4j\.lock names"):
        fetch_jars(cache, lock=lock, quiet=True)
    assert jars_ready(cache, lock) is None


def test_a_damaged_lock_file_is_named(cache: Path, lock: Path) -> None:
    lock.write_text("org.neo4j:neo4j\n", "utf-8")
    with pytest.raises(SetupError, match=r"two\.lock is damaged at: 'org\.neo4j:neo4j'"):
        fetch_jars(cache, lock=lock, quiet=True)
