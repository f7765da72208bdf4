"""A private Neo4j that goes away in the middle of a load: the load waits for it, or stops and says how to go on."""

from __future__ import annotations

import fcntl
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

import loaders
from graph.local.place import Place, open_lock, take
from graph.settings import Settings
from graph.statements import loads
from graph.statements.facts import facts
from graph.store import open_store
from tests.loaders.processes import Loading, environment_of, loading, rows, written

COMMIT = 6
ROWS = 280
# Neo4j starts several times; `tests/api/test_killed_database.py` kills it under a load in `./test`.
pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]


class Home:
    """A knowledge base of the test's own, whose Neo4j may be killed."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(home=folder / "home", linger=60, heap="512m", page_cache="64m")
        self.place = Place.of(self.settings.home)
        self.file = written(folder / "list.csv", rows(0, ROWS))

    def load(self, *, wait: int | None = None, patience: int = 120) -> Loading:
        environment = environment_of(self.settings) | {"CITYNET_LOAD_RETRY": str(patience)}
        return loading(self.file, "--source", "list", wait=wait, environment=environment)

    def server(self) -> psutil.Process:
        address = self.place.address()
        assert address is not None
        return psutil.Process(address.pid)

    def state(self) -> tuple[bytes, list[str]]:
        """All facts, and the states of the loads."""
        with open_store(self.settings) as store:
            return b"".join(facts(store.db)), [one["state"] for one in loads.listed(store.db)["loads"]]

    def undo_all(self) -> None:
        with open_store(self.settings) as store:
            for load in loads.all_loads(store.db):
                if load["load"]["state"] != "undone":
                    loads.undo(store.db, load["load"]["id"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("weg und wieder da")


@pytest.fixture(scope="module")
def home(folder: Path) -> Iterator[Home]:
    home = Home(folder)
    yield home
    if address := home.place.address():
        psutil.Process(address.pid).kill()


@pytest.fixture(scope="module")
def undisturbed(home: Home) -> bytes:
    """The facts after a load to which nothing happens, which is then taken back."""
    with open_store(home.settings) as store:
        loaders.load(home.file, db=store.db, source="list", resolve=False)
        found = b"".join(facts(store.db))
    home.undo_all()
    return found


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM], ids=["killed", "stopped"])
def test_a_database_that_comes_back_is_waited_for(home: Home, undisturbed: bytes, end: signal.Signals) -> None:
    process = home.load(wait=COMMIT)
    process.until("waiting")
    home.server().send_signal(end)
    process.go_on()
    report = process.report()
    assert (report["read"], report["rejected"]) == (ROWS, 0)
    found, states = home.state()
    assert (found, states[0]) == (undisturbed, "done")
    home.undo_all()


def test_a_database_that_stays_away_stops_the_load_which_says_how_to_go_on(home: Home, undisturbed: bytes) -> None:
    process = home.load(wait=COMMIT, patience=3)
    process.until("waiting")
    process.process.send_signal(signal.SIGSTOP)  # or it would start another server before the lock is taken
    server = home.server()
    server.kill()
    server.wait(60)
    # Who holds this lock is the server, so that nobody starts another one.
    with open_lock(home.place.serving) as serving:
        assert take(serving, fcntl.LOCK_EX, seconds=60)
        process.process.send_signal(signal.SIGCONT)
        process.go_on()
        code, said = process.end()
    assert code == 1
    assert f"of {ROWS} rows are written" in said
    assert "Nothing is half done" in said
    assert "run the same command again" in said
    assert home.state()[1][0] == "broken"
    assert home.load().report()["read"] == ROWS
    found, states = home.state()
    assert (found, states[0]) == (undisturbed, "done")
