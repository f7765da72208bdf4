"""What goes wrong around the server while it serves: a slow, silent or cut database, callers who leave, a full disk."""

from __future__ import annotations

import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import neo4j
import pytest

import loaders
from api.app import create_app
from graph.cypher import _OURS, Cypher
from graph.database import Address, Database
from graph.measures.kept import Kept
from graph.measures.network import Computed
from graph.settings import settings
from graph.store import Store
from tests.api.commands import citynet
from tests.api.serving import WARMED_AFTER, serving
from tests.api.test_problems import problem
from tests.conftest import Filled
from tests.loaders.processes import rows, written

ENDLESS = Cypher("UNWIND range(1, 1000000) AS x UNWIND range(1, 1000000) AS y RETURN count(*) AS endless", _OURS)
KREFELD = "/api/questions/partners?city=gn2884509"


@dataclass(frozen=True)
class Through:
    """The same database by way of a relay."""

    uri: str
    user: str
    password: str
    database: str


class Relay:
    """Passes on what the driver and the database say; may fall silent, or cut connections, also in mid-answer."""

    def __init__(self, host: str, port: int) -> None:
        self._to = (host, port)
        self._passing = threading.Event()
        self._passing.set()
        self._open: list[socket.socket] = []
        self._left: int | None = None
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def silent(self) -> None:
        self._passing.clear()

    def talks_again(self) -> None:
        self._passing.set()

    def cut(self) -> None:
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def cut_after(self, count: int) -> None:
        """Cut the connection in which the database sends the byte after so many of all that it sends; then no more."""
        self._left = count

    def has_cut(self) -> bool:
        return self._left is None

    def close(self) -> None:
        self.talks_again()
        self._listening.close()
        self.cut()
        for one in self._open:
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                ours, _ = self._listening.accept()
                theirs = socket.create_connection(self._to)
                self._open += [ours, theirs]
                threading.Thread(target=self._pass_on, args=(ours, theirs, False), daemon=True).start()
                threading.Thread(target=self._pass_on, args=(theirs, ours, True), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while said := one.recv(4096):
                self._passing.wait()
                if counted and self._left is not None:
                    if len(said) > self._left:
                        other.sendall(said[: self._left])
                        self._left = None
                        one.shutdown(socket.SHUT_RDWR)
                        break
                    self._left -= len(said)
                other.sendall(said)
            other.shutdown(socket.SHUT_RDWR)


@contextmanager
def application(
    db: Database, address: Address, *, seconds: float = 20.0, warmed_after: float = WARMED_AFTER, **more: Any
) -> Iterator[httpx.Client]:
    """An application with one more address: `/api/endless` asks what has no end. `more` are other settings."""
    config = settings().model_copy(update={"question_timeout": seconds, **more})
    app = create_app(config, store=Store(db, address, private=False))

    @app.get("/api/endless")
    async def endless() -> int:
        rows = (await app.state.citynet.gateway.ask(ENDLESS.bind())).rows
        return len(rows)

    with serving(app, warmed_after=warmed_after) as at, httpx.Client(base_url=at, timeout=60) as client:
        yield client


@pytest.fixture(scope="module")
def relay(neo4j_address: Address) -> Iterator[Relay]:
    parts = urlsplit(neo4j_address.uri)
    made = Relay(str(parts.hostname), parts.port or 7687)
    yield made
    made.close()


def through(relay: Relay, to: Address) -> Through:
    return Through(f"bolt://127.0.0.1:{relay.port}", to.user, to.password, to.database)


@pytest.fixture
def relayed(sample_kb: Database, neo4j_address: Address, relay: Relay) -> Iterator[httpx.Client]:
    """Asks an application whose database is behind the relay; a question may take a second."""
    with application(sample_kb, through(relay, neo4j_address), seconds=1.0) as client:
        wait_until(lambda: client.get(KREFELD).status_code == 200)
        yield client
        relay.talks_again()


def wait_until(condition: Callable[[], bool], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


def running(address: Address) -> int:
    """How many queries without an end the database works on."""
    auth = (address.user, address.password)
    with neo4j.GraphDatabase.driver(address.uri, auth=auth) as driver:
        asked = "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS 'endless' "
        rows = driver.execute_query(asked + "AND NOT currentQuery CONTAINS 'SHOW' RETURN count(*) AS number").records
        return int(rows[0]["number"])


# ---- slow


def test_a_question_that_takes_too_long_is_504_and_stopped(sample_kb: Database, neo4j_address: Address) -> None:
    with application(sample_kb, neo4j_address, seconds=1.0) as client:
        found = problem(client.get("/api/endless"), 504)
    assert "Ask for less" in found["detail"]
    wait_until(lambda: running(neo4j_address) == 0)


def test_a_slow_question_holds_up_no_quick_one(sample_kb: Database, neo4j_address: Address) -> None:
    with application(sample_kb, neo4j_address, seconds=4.0) as client, ThreadPoolExecutor(1) as slow:
        assert client.get(KREFELD).status_code == 200
        waiting = slow.submit(client.get, "/api/endless")
        wait_until(lambda: running(neo4j_address) == 1)
        assert client.get(f"{KREFELD}&limit=3").status_code == 200
        assert not waiting.done()
        assert waiting.result().status_code == 504


def test_what_its_caller_gave_up_is_stopped_in_the_database(sample_kb: Database, neo4j_address: Address) -> None:
    with application(sample_kb, neo4j_address, seconds=300.0) as client:
        with pytest.raises(httpx.ReadTimeout):
            client.get("/api/endless", timeout=2)
        wait_until(lambda: running(neo4j_address) == 0)
        assert client.get(KREFELD).status_code == 200


def test_what_several_ask_at_once_runs_once_and_until_the_last_gives_up(
    sample_kb: Database, neo4j_address: Address
) -> None:
    with application(sample_kb, neo4j_address, seconds=300.0) as client, ThreadPoolExecutor(3) as askers:

        def given_up(after: float) -> None:
            with pytest.raises(httpx.ReadTimeout):
                client.get("/api/endless", timeout=after)

        first, second, last = (askers.submit(given_up, after) for after in (2, 2, 6))
        wait_until(lambda: running(neo4j_address) == 1)
        first.result()
        second.result()
        assert running(neo4j_address) == 1
        last.result()
        wait_until(lambda: running(neo4j_address) == 0)


# ---- silent, or cut


@pytest.mark.parametrize("path", ["/api/ready", "/api/cities/gn2884509", "/ask/partners?city=gn2884509"])
def test_a_database_that_says_nothing_is_503_and_all_is_well_when_it_talks_again(
    relayed: httpx.Client, relay: Relay, path: str
) -> None:
    relay.silent()
    answer = relayed.get(path)
    assert answer.status_code == 503
    assert "retry-after" in answer.headers
    assert relayed.get("/api/health").status_code == 200
    relay.talks_again()
    wait_until(lambda: relayed.get(path).status_code == 200)


def test_cut_connections_are_made_anew(relayed: httpx.Client, relay: Relay) -> None:
    for limit in range(1, 6):
        relay.cut()
        assert relayed.get(f"{KREFELD}&limit={limit}").status_code == 200


def three_thousand(db: Database) -> None:
    """Fill in three thousand links."""
    with tempfile.TemporaryDirectory() as folder:
        loaders.load(written(Path(folder, "list.csv"), rows(5, 3000)), db=db, source="list", resolve=False)


@pytest.fixture(scope="module")
def remembering_nothing(database: Database, neo4j_address: Address, relay: Relay) -> Iterator[httpx.Client]:
    """Asks an application behind the relay that reads each answer anew."""
    with application(database, through(relay, neo4j_address), warmed_after=0, answers=0) as client:
        yield client


@pytest.fixture
def long_answers(filled: Filled, remembering_nothing: httpx.Client) -> httpx.Client:
    """Asks, through the relay, for answers of three thousand links."""
    filled(three_thousand)
    wait_until(lambda: remembering_nothing.get("/api/ready").json().get("warm") is True)
    return remembering_nothing


@pytest.mark.parametrize("count", [5_000, 40_000, 200_000])
def test_an_answer_whose_connection_is_cut_in_its_middle_is_read_again(
    long_answers: httpx.Client, relay: Relay, count: int
) -> None:
    relay.cut_after(count)
    answer = long_answers.get("/api/questions/links?limit=5000")
    assert answer.status_code == 200
    assert len(answer.json()["rows"]) == 3000
    assert relay.has_cut()


def test_a_file_whose_connection_is_cut_in_its_middle_does_not_look_whole(
    long_answers: httpx.Client, relay: Relay
) -> None:
    path = "/api/questions/links.csv"
    whole = long_answers.get(path).content
    relay.cut_after(200_000)
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
        long_answers.get(path)
    assert relay.has_cut()
    assert long_answers.get(path).content == whole


def test_readers_who_leave_in_the_middle_of_a_file_hold_up_nobody(sample_kb: Database, neo4j_address: Address) -> None:
    with application(sample_kb, neo4j_address) as client:
        for _ in range(30):
            with client.stream("GET", "/data/facts.ndjson") as answer:
                next(answer.iter_raw(1))
        assert client.get(KREFELD).status_code == 200


# ---- a full disk, a folder that cannot be written


def computed() -> Computed:
    return Computed([{"id": "gn1", "degree": 2}], "7", [])


@pytest.fixture
def unwritable(tmp_path: Path) -> Path:
    """A home in whose place for figures there is a file, so that not even root can write there."""
    (tmp_path / "measures").write_text("in the way", "utf-8")
    return tmp_path


def test_figures_that_cannot_be_written_are_kept_in_memory(unwritable: Path) -> None:
    kept = Kept(unwritable)
    kept.put("degree", computed())
    assert kept.get("degree", "7") == computed()


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[1]", b'{"rows": []}', b"\xff", b'{"rows": 1, "notes": 2, "version": 3}']
)
def test_damaged_figures_are_computed_again(tmp_path: Path, damage: bytes) -> None:
    Kept(tmp_path).put("degree", computed())
    (file,) = (tmp_path / "measures").iterdir()
    file.write_bytes(damage)
    assert Kept(tmp_path).get("degree", "7") is None


@pytest.fixture
def full(tmp_path: Path) -> Path:
    """What answers as a full disk does, by a link: were it replaced by a file, then only the link."""
    link = tmp_path / "full"
    link.symlink_to("/dev/full")
    return link


@pytest.mark.parametrize("command", [["export"], ["ask", "partners", "--city", "Krefeld", "--out"]])
def test_a_full_disk_is_told_and_ends_the_command(
    sample_kb: Database, full: Path, command: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    ran = citynet(capfd, *command, full)
    assert ran.code == 1
    assert "No space left on device" in ran.err
    assert "Traceback" not in ran.err
    assert full.is_symlink()


# ---- the clock


def test_a_clock_set_back_shuts_nobody_out(
    sample_kb: Database, neo4j_address: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    with application(sample_kb, neo4j_address) as client:
        monkeypatch.setattr(time, "time", lambda: now - 10 * 365 * 86_400)
        assert client.get(KREFELD).status_code == 200
        assert client.get("/api/ready").status_code == 200
