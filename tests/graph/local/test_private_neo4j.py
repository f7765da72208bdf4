"""The private Neo4j as its users meet it: processes that come, go, and are killed, on real servers.

The tests run in the order in which they stand, on one home, for each start costs seconds.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, Neo4jError

from graph.errors import SetupError
from graph.local import Connection, private_neo4j, running
from graph.local.place import Place
from graph.settings import ROOT, Settings

PATIENCE = 120  # seconds until a hanging test is given up

# Holds a lease until its input ends, and says at which server.
USER = """
import sys
from graph.local import private_neo4j
from graph.settings import Settings
with private_neo4j(Settings()) as connection:
    print(connection.uri, flush=True)
    sys.stdin.read()
"""


@dataclass
class Home:
    """One home with its settings, and processes that use it."""

    settings: Settings

    @property
    def place(self) -> Place:
        return Place.of(self.settings.home)

    def user(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", USER],
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "CITYNET_HOME": str(self.settings.home),
                "CITYNET_CACHE": str(self.settings.cache),
                "CITYNET_LINGER": str(self.settings.linger),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def server(self) -> psutil.Process:
        address = self.place.address()
        assert address is not None
        return psutil.Process(address.pid)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("Städte und Ringe") / "home"
    home = Home(Settings(home=folder, linger=0.5, heap="512m", page_cache="64m"))
    yield home
    if address := home.place.address():
        psutil.Process(address.pid).kill()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.05)


def write(connection: Connection, name: str) -> None:
    with GraphDatabase.driver(connection.uri, auth=(connection.user, connection.password)) as driver:
        driver.execute_query("CREATE (:Note {name: $name})", name=name)


def count_notes(connection: Connection) -> int:
    with GraphDatabase.driver(connection.uri, auth=(connection.user, connection.password)) as driver:
        return int(driver.execute_query("MATCH (n:Note) RETURN count(*) AS n").records[0]["n"])


def test_nothing_runs_before_somebody_uses_it(tmp_path: Path) -> None:
    unused = Settings(home=tmp_path / "home")
    assert running(unused) is None
    assert not unused.home.exists()


def test_two_starters_get_one_server_which_stops_when_both_are_killed(home: Home) -> None:
    users = [home.user(), home.user()]
    uris = {line(user) for user in users}
    connection = running(home.settings)
    assert connection is not None
    assert uris == {connection.uri}
    server = home.server()
    servers = [p for p in psutil.process_iter() if _serves(p, home)]
    assert [p.pid for p in servers] == [server.pid]

    kill(users[0])
    write(connection, "after the first was killed")
    kill(users[1])
    until(lambda: not server.is_running())
    assert running(home.settings) is None


def _serves(process: psutil.Process, home: Home) -> bool:
    try:
        command = process.cmdline()
        if "graph.local.server" not in command or process.status() == psutil.STATUS_ZOMBIE:
            return False
    except psutil.Error:
        return False
    return bool(json.loads(command[-1])["home"] == str(home.settings.home))


def test_the_server_is_for_its_owner_on_this_machine_only(home: Home) -> None:
    with private_neo4j(home.settings) as connection:
        assert connection.password_file.stat().st_mode & 0o777 == 0o600
        assert home.place.folder.stat().st_mode & 0o777 == 0o700
        server = home.server()
        listening = [c.laddr.ip for c in server.net_connections("tcp") if c.status == psutil.CONN_LISTEN]
        assert [ip.removeprefix("::ffff:") for ip in listening] == ["127.0.0.1"]
        assert connection.password not in " ".join(server.cmdline())
        assert connection.password not in repr(connection)
        for wrong in ("neo4j", connection.password[::-1]):
            with (
                GraphDatabase.driver(connection.uri, auth=(connection.user, wrong)) as driver,
                pytest.raises(AuthError),
            ):
                driver.verify_connectivity()
        with (
            GraphDatabase.driver(connection.uri, auth=(connection.user, connection.password)) as driver,
            pytest.raises(Neo4jError, match="allow_csv_import_from_file_urls"),
        ):
            driver.execute_query("LOAD CSV FROM 'file:///etc/hostname' AS row RETURN row")


def test_a_killed_server_comes_back_with_everything_for_who_keeps_it(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    with private_neo4j(home.settings, keep=True) as connection:
        write(connection, "before the server was killed")
        notes = count_notes(connection)
        home.server().kill()
        until(lambda: "has ended; starting it again" in caplog.text)
        until(lambda: running(home.settings) is not None)
        assert running(home.settings) == connection, "a driver that is still there finds the server again"
        assert count_notes(connection) == notes


def test_a_server_told_to_end_does_so_under_its_users(home: Home) -> None:
    with private_neo4j(home.settings):
        server = home.server()
        server.send_signal(signal.SIGTERM)
        until(lambda: not home.place.has_server())
        assert not home.place.address_file.exists()
        until(lambda: not server.is_running())


@pytest.mark.long
def test_a_lost_password_file_is_made_anew(home: Home) -> None:
    with private_neo4j(home.settings) as connection:
        write(connection, "before the password was lost")
        old, notes = connection.password, count_notes(connection)
    until(lambda: running(home.settings) is None)
    home.place.password_file.unlink()
    with private_neo4j(home.settings) as connection:
        assert connection.password != old
        assert count_notes(connection) == notes


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, page_cache="much")
    with pytest.raises(SetupError, match=r"'much' is not a valid size.*server\.log"), private_neo4j(settings):
        pass
    with (
        pytest.raises(SetupError, match="Invalid maximum heap size"),
        private_neo4j(settings.model_copy(update={"heap": "1x"})),
    ):
        pass


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SetupError, match="CITYNET_HOME"), private_neo4j(Settings(home=tmp_path / "file")):
        pass
