"""Neo4j killed at random points while a server answers and a load runs: no wrong answer, nothing lost, no restart."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

import loaders
from graph.local.place import Place
from graph.settings import ROOT, Settings
from graph.statements import loads
from graph.statements.facts import facts
from graph.store import open_store
from tests.conftest import SAMPLE
from tests.loaders.processes import environment_of, loading, rows, written
from tests.told import KILLS_BESIDE_A_SERVER, Tell

pytestmark = pytest.mark.timeout(2 * 3600)  # Neo4j starts many times
SEED = 12
ROWS = 280
LONGEST = 4.0
"""Seconds after the beginning of a load until which Neo4j is killed; the load takes about as long."""

PATHS = (
    "/api/questions/partners?city=Krefeld",
    "/api/questions/shared-partners?city=Marienbad&city=Bad%20Homburg",
    "/api/questions/rings?city=Marienbad",
    "/api/questions/path?from=Krefeld&to=Charlotte",
    "/api/search?q=Krefled",
    "/api/questions/partners?city=Nirgendwo",
)
"""About towns of the five sources, which the load does not touch; the last is always 404."""


@dataclass
class Seen:
    """What the askers got, by kind; what is wrong about any of it."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@dataclass
class Home:
    """A knowledge base with the five sources and its server, a process of its own."""

    settings: Settings
    file: Path
    address: str = ""

    @property
    def environment(self) -> dict[str, str]:
        return environment_of(self.settings) | {"CITYNET_LOG": "error"}

    def neo4j(self) -> psutil.Process | None:
        address = Place.of(self.settings.home).address()
        try:
            return psutil.Process(address.pid) if address else None
        except psutil.NoSuchProcess:
            return None

    def loaded(self) -> bytes:
        """The facts with the list; it is taken back then."""
        with open_store(self.settings) as store:
            found = b"".join(facts(store.db))
            for load in loads.all_loads(store.db):
                if load["load"]["state"] != "undone" and load["load"]["file"] == self.file.name:
                    loads.undo(store.db, load["load"]["id"])
        return found


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("weg und wieder da")
    config = Settings(home=folder / "home", linger=60, heap="512m", page_cache="64m")
    home = Home(config, written(folder / "list.csv", rows(0, ROWS)))
    with open_store(config) as store:
        for file in SAMPLE:
            loaders.load(file, db=store.db)
    command = [sys.executable, "-m", "api.cli", "serve", "--port", "0"]
    environment = {**os.environ, **home.environment, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as server:
        try:
            home.address = served(home, server)
            yield home
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(60)
            if neo4j := home.neo4j():
                neo4j.kill()


def served(home: Home, server: subprocess.Popen[bytes]) -> str:
    """The address of the server when it is ready."""
    until = time.monotonic() + 240
    while time.monotonic() < until:
        assert server.poll() is None, "the server ended"
        try:
            address = str(json.loads((home.settings.home / "serving.json").read_text("utf-8"))["url"])
            if httpx.get(f"{address}/api/ready", timeout=30).status_code == httpx.codes.OK:
                return address
        except (OSError, ValueError, httpx.HTTPError):
            pass
        time.sleep(0.2)
    raise AssertionError("the server did not become ready")


def said(answer: httpx.Response) -> Any:
    """What an answer says of the world, without the version of the data, which the load changes."""
    found = answer.json()
    return {key: found[key] for key in ("rows", "results", "code", "nearest") if key in found}


def asking(home: Home, known: dict[str, Any], seen: Seen, ended: threading.Event, seed: int) -> None:
    dice = random.Random(seed)
    with httpx.Client(base_url=home.address, timeout=120) as client:
        while not ended.is_set():
            path = dice.choice(PATHS)
            try:
                answer = client.get(f"{path}&limit={dice.randint(50, 99)}")
            except httpx.HTTPError as error:
                seen.wrong.append(f"{path}: {error!r}")
                continue
            seen.statuses[answer.status_code] += 1
            if answer.status_code == 503:
                if not answer.headers.get("retry-after", "").isdigit():
                    seen.wrong.append(f"{path}: 503 without Retry-After")
                time.sleep(0.2)
            elif said(answer) != known[path]:
                seen.wrong.append(f"{path}: {answer.status_code} {answer.text[:300]}")


@pytest.fixture(scope="module")
def undisturbed(home: Home) -> bytes:
    """The facts after a load to which nothing happens."""
    with open_store(home.settings) as store:
        loaders.load(home.file, db=store.db, source="list", resolve=False)
    return home.loaded()


@pytest.mark.parametrize("kills", [3, pytest.param(50, marks=pytest.mark.long)])
def test_neo4j_may_be_killed_at_any_time(home: Home, undisturbed: bytes, kills: int, record_property: Tell) -> None:
    record_property(KILLS_BESIDE_A_SERVER, kills)
    dice = random.Random(SEED + kills)
    known = {path: said(httpx.get(f"{home.address}{path}&limit=50", timeout=60)) for path in PATHS}
    assert known[PATHS[0]]["rows"]
    assert known[PATHS[-1]]["code"] == "not-found"
    seen, ended = Seen(), threading.Event()
    askers = [threading.Thread(target=asking, args=(home, known, seen, ended, SEED + one)) for one in range(3)]
    for one in askers:
        one.start()
    try:
        for _ in range(kills):
            load = loading(home.file, "--source", "list", wait=0, environment=home.environment)
            load.until("waiting")
            load.go_on()
            time.sleep(dice.uniform(0, LONGEST))
            neo4j = home.neo4j()
            assert neo4j is not None
            neo4j.kill()
            code, said_of_it = load.end()
            if code == 1:  # it waited as long as it may, and says how to go on
                assert "run the same command again" in said_of_it
                load = loading(home.file, "--source", "list", environment=home.environment)
            report = load.report()
            assert (report["read"], report["rejected"]) == (ROWS, 0)
            assert home.loaded() == undisturbed
    finally:
        ended.set()
        for one in askers:
            one.join()
    assert seen.wrong == []
    assert set(seen.statuses) == {200, 404, 503}, seen.statuses
