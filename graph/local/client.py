"""Using the private Neo4j of a home: finding the one that runs, or starting it, and holding a lease on it."""

from __future__ import annotations

import fcntl
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import SetupError
from graph.local.jars import fetch_jars
from graph.local.place import Address, Connection, Place, open_lock, take
from graph.local.task import FAILED, STOPPING, Task

if TYPE_CHECKING:
    from graph.settings import Settings

logger = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parent.parent.parent
STARTING = 180  # seconds that a start may take on a slow machine
EVERY = 0.05
KEEPING = 1.0  # seconds between two looks at whether the server still lives
PAUSE = 60.0  # seconds at most between two tries to start one that does not start
NO_JAVA = "Unable to start JVM"  # JPype's word; Java's own stands before it in the log
LOG_LINES = 5  # of the log that an error quotes where the server did not say why it ended


@contextmanager
def private_neo4j(settings: Settings, *, keep: bool = False) -> Iterator[Connection]:
    """The private Neo4j of the settings' home, running as long as the `with` lasts; started when it does not run.

    Several processes may use it at once. It stops `settings.linger` seconds after the last one has left,
    however that one ended. A process forked inside the `with` shares its lease. With `keep`, one that ends all
    the same, killed or out of memory, is started again, on the same port where that is still free.

    Raises:
        SetupError: it cannot be started; the message has the reason and the log's path.
    """
    place = Place.of(settings.home)
    try:
        place.create()
    except OSError as error:
        raise SetupError(f"{place.folder} cannot be used: {error}. Set CITYNET_HOME to a folder of yours.") from error
    with open_lock(place.lease) as lease:
        if not take(lease, fcntl.LOCK_SH, seconds=STOPPING + 10, every=EVERY):
            raise SetupError(f"The Neo4j in {place.folder} is stopping and does not end; see {place.log}")
        left = threading.Event()
        try:
            connection = place.connection(place.address() or _start(place, settings))
            if keep:
                threading.Thread(target=_keep, args=(place, settings, left), daemon=True, name="neo4j-keeper").start()
            yield connection
        finally:
            left.set()
            # The server counts from here, even if it never saw this lease.
            os.utime(lease.fileno())


def running(settings: Settings) -> Connection | None:
    """The private Neo4j of the settings' home if it runs and is ready; takes no lease and starts nothing."""
    place = Place.of(settings.home)
    address = place.address() if place.folder.exists() else None
    return place.connection(address) if address else None


def _keep(place: Place, settings: Settings, left: threading.Event) -> None:
    """Start the server again whenever it has gone, until the user has left."""
    pause = KEEPING
    while not left.wait(pause):
        try:
            if place.has_server():
                pause = KEEPING
                continue
            logger.warning("The Neo4j in %s has ended; starting it again. Its log is %s", place.folder, place.log)
            _start(place, settings)
        except (SetupError, OSError) as error:
            pause = min(2 * pause, PAUSE)
            logger.error("%s", error)


def _start(place: Place, settings: Settings) -> Address:
    """Start a server, or wait for the one that somebody else is starting."""
    cache = settings.cache.expanduser().resolve()
    fetch_jars(cache)
    with open_lock(place.starting) as starting:
        if not take(starting, fcntl.LOCK_EX, seconds=STARTING, every=EVERY):
            raise SetupError(f"Somebody else is starting the Neo4j in {place.folder} and does not get ready.")
        until = time.monotonic() + STARTING
        process: subprocess.Popen[bytes] | None = None
        while (address := place.address()) is None:
            if process is None and not place.has_server():
                process = _spawn(place, settings, cache)
            if process is not None and process.poll() is not None:
                raise SetupError(f"Neo4j did not start: {_reason(place)}. Its log is {place.log}")
            if time.monotonic() > until:
                if process is not None:
                    process.kill()
                raise SetupError(f"Neo4j did not start in {STARTING} s. Its log is {place.log}")
            time.sleep(EVERY)
        return address


def _spawn(place: Place, settings: Settings, cache: Path) -> subprocess.Popen[bytes]:
    place.clear_address()
    if place.log.exists():
        place.log.replace(place.log.with_suffix(".old.log"))
    task = Task(str(place.folder.parent), str(cache), settings.heap, settings.page_cache, settings.linger)
    with place.log.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "graph.local.server", task.dump()],
            cwd=ROOT,
            # Java reads paths in the locale's encoding, and in a plain C locale none beyond ASCII.
            env={**os.environ, "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "2"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    # Takes note of its end, so that no zombie stays while this process lives.
    threading.Thread(target=process.wait, daemon=True, name="neo4j-process").start()
    return process


def _reason(place: Place) -> str:
    """Why the server ended: its own word, with Java's where Java itself did not start; else its last lines."""
    lines = place.log.read_text("utf-8", "replace").strip().splitlines()
    said = [line.removeprefix(FAILED) for line in lines if line.startswith(FAILED)]
    if not said:
        return " / ".join(lines[-LOG_LINES:]) or "its process ended without a word"
    javas = lines[:LOG_LINES] if said[-1] == NO_JAVA else []
    return " / ".join([said[-1], *(line for line in javas if not line.startswith(("Traceback", " ")))])
