"""Using the private Neo4j of a home: finding the one that runs, or starting it, and holding a lease on it."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from graph.errors import SetupError
from graph.local.jars import fetch_jars
from graph.local.place import Address, Connection, Place, open_lock, take
from graph.local.server import FAILED, STOPPING, Task

if TYPE_CHECKING:
    from graph.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
STARTING = 180  # seconds that a start may take on a slow machine
EVERY = 0.05
LOG_LINES = 5  # of the log that an error quotes where the server did not say why it ended


@contextmanager
def private_neo4j(settings: Settings) -> Iterator[Connection]:
    """The private Neo4j of the settings' home, running as long as the `with` lasts; started when it does not run.

    Several processes may use it at once. It stops `settings.linger` seconds after the last one has left,
    however that one ended. A process forked inside the `with` shares its lease.

    Raises:
        SetupError: it cannot be started; the message has the reason and the log's path.
    """
    place = Place.of(settings.home)
    place.create()
    with open_lock(place.lease) as lease:
        if not take(lease, fcntl.LOCK_SH, seconds=STOPPING + 10, every=EVERY):
            raise SetupError(f"The Neo4j of {settings.home} is stopping and does not end; see {place.log}")
        try:
            yield place.connection(place.address() or _start(place, settings))
        finally:
            _leave(lease)


def running(settings: Settings) -> Connection | None:
    """The private Neo4j of the settings' home if it runs and is ready; takes no lease and starts nothing."""
    place = Place.of(settings.home)
    address = place.address() if place.folder.exists() else None
    return place.connection(address) if address else None


def _leave(lease: IO[bytes]) -> None:
    # The server counts from here, even if it never saw this lease.
    os.utime(lease.fileno())


def _start(place: Place, settings: Settings) -> Address:
    """Start a server, or wait for the one that somebody else is starting."""
    jars_cache = settings.cache.expanduser().resolve()
    fetch_jars(jars_cache)
    until = time.monotonic() + STARTING
    with open_lock(place.starting) as starting:
        if not take(starting, fcntl.LOCK_EX, seconds=STARTING, every=EVERY):
            raise SetupError(f"Somebody else has been starting the Neo4j of {settings.home} for too long.")
        process = None if place.has_server() else _spawn(place, settings, jars_cache)
        while (address := place.address()) is None:
            if process is None and not place.has_server():
                # The one that was starting has gone; its starter too.
                process = _spawn(place, settings, jars_cache)
            if process is not None and process.poll() is not None:
                raise SetupError(f"Neo4j did not start: {_reason(place)}. Its log is {place.log}")
            if time.monotonic() > until:
                if process is not None:
                    process.kill()
                raise SetupError(f"Neo4j did not start in {STARTING} s. Its log is {place.log}")
            time.sleep(EVERY)
        return address


def _spawn(place: Place, settings: Settings, cache: Path) -> subprocess.Popen[bytes]:
    place.log.replace(place.log.with_suffix(".1.log")) if place.log.exists() else None
    task = Task(
        home=str(place.folder.parent),
        cache=str(cache),
        heap=settings.heap,
        page_cache=settings.page_cache,
        transaction_timeout=settings.question_timeout,
        linger=settings.linger,
    )
    with place.log.open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "graph.local.server", task.dump()],
            cwd=ROOT,
            # Java reads paths in the locale's encoding, and in a plain C locale none beyond ASCII.
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _reason(place: Place) -> str:
    lines = place.log.read_text("utf-8", "replace").strip().splitlines()
    said = [line.removeprefix(FAILED) for line in lines if line.startswith(FAILED)]
    return said[-1] if said else " / ".join(lines[-LOG_LINES:]) or "its process ended without a word"
