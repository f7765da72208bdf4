"""The process of its own that runs the private Neo4j: `python -m graph.local.server JSON`.

It lives as long as somebody holds a lease on its home, and some seconds longer.
"""

from __future__ import annotations

import faulthandler
import fcntl
import json
import os
import signal
import sys
import threading
import time
import traceback
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from graph.local.engine import Engine, Sizes, start_java, write_conf
from graph.local.jars import jars_ready
from graph.local.place import Address, Place, open_lock, take

EVERY = 0.25  # seconds between two looks at the leases
STOPPING = 60  # seconds that Neo4j gets for closing its files
FAILED = "Not started: "  # the log's line that says why


@dataclass(frozen=True, slots=True)
class Task:
    """What the starter asks of the server process; goes as JSON on its command line, so holds no secret."""

    home: str
    cache: str
    heap: str
    page_cache: str
    transaction_timeout: float
    linger: float

    def dump(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))


def main() -> None:
    """Run the server that the command line asks for, until nobody needs it or a signal ends it."""
    task = Task(**json.loads(sys.argv[1]))
    place = Place.of(Path(task.home))
    ended = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ended.set())
    with open_lock(place.serving) as serving, open_lock(place.lease) as lease:
        # Lookers hold the lock for a moment; another server holds it for good.
        if not take(serving, fcntl.LOCK_EX, seconds=2):
            print(f"{FAILED}another server runs on {place.folder}", flush=True)
            return
        code = _serve(task, place, lease, ended)
        # Java's threads may live on; the locks end with the process.
        os._exit(code)


def _serve(task: Task, place: Place, lease: IO[bytes], ended: threading.Event) -> int:
    try:
        engine = _start(task, place)
    except BaseException as error:
        traceback.print_exc()
        print(f"{FAILED}{_cause(error)}", flush=True)
        return 1
    place.write_address(Address(port=engine.port(), pid=os.getpid()))
    print(f"Ready on port {engine.port()}", flush=True)
    _wait_for_last_user(place, lease, task.linger, ended)
    # A lock on the lease keeps new users waiting until this process has gone.
    print("Stopping", flush=True)
    faulthandler.dump_traceback_later(STOPPING, exit=True)
    engine.stop()
    place.address_file.unlink(missing_ok=True)
    print("Stopped", flush=True)
    return 0


def _start(task: Task, place: Place) -> Engine:
    jars = jars_ready(Path(task.cache))
    if jars is None:
        raise RuntimeError(f"Neo4j's jars in {task.cache} are not complete")
    sizes = Sizes(task.heap, task.page_cache, task.transaction_timeout)
    write_conf(place, sizes)
    start_java(jars, sizes)
    return Engine(place)


def _wait_for_last_user(place: Place, lease: IO[bytes], linger: float, ended: threading.Event) -> None:
    """Return, holding the lease file alone, when for `linger` seconds nobody held it; or when told to end."""
    free_since: float | None = None
    while not ended.wait(EVERY):
        if not take(lease, fcntl.LOCK_EX):
            free_since = None
            continue
        # A user who came and went between two looks has left his time.
        left = time.time() - place.lease.stat().st_mtime
        now = time.monotonic()
        free_since = free_since or now
        if min(now - free_since, left) >= linger:
            return
        fcntl.flock(lease, fcntl.LOCK_UN)


def _cause(error: BaseException) -> str:
    """The innermost reason, in one line: Java wraps what went wrong several times."""
    reason = str(error)
    while True:
        inner = getattr(error, "getCause", lambda: None)() or error.__cause__
        if inner is None:
            return " ".join(reason.split())
        error, reason = inner, str(inner)


if __name__ == "__main__":
    main()
