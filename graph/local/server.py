"""The process of its own that runs the private Neo4j: `python -m graph.local.server TASK`.

It lives as long as somebody holds a lease on its home, and some seconds longer.
"""

from __future__ import annotations

import faulthandler
import fcntl
import os
import signal
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import IO

from graph.local.engine import Engine, write_conf
from graph.local.jars import jars_ready
from graph.local.java import Java
from graph.local.place import Address, Place, open_lock, take
from graph.local.task import FAILED, STOPPING, Task

EVERY = 0.25  # seconds between two looks at the leases
ARCHIVE_AFTER = 15  # seconds of use, after which most classes that questions need are loaded too


def main() -> None:
    """Run the server that the command line asks for, until nobody needs it or a signal ends it."""
    task = Task.load(sys.argv[1])
    place = Place.of(Path(task.home))
    ended = threading.Event()
    with open_lock(place.serving) as serving, open_lock(place.lease) as lease:
        # Lookers hold the lock for a moment only.
        if not take(serving, fcntl.LOCK_EX, seconds=2):
            print(f"{FAILED}another server runs on {place.folder}", flush=True)
            sys.exit(1)
        code = 1
        try:
            code = _serve(task, place, lease, ended)
        except Exception:
            traceback.print_exc()
        finally:
            # Java's threads may live on; the locks end with the process.
            sys.stdout.flush()
            os._exit(code)


def _serve(task: Task, place: Place, lease: IO[bytes], ended: threading.Event) -> int:
    try:
        java, engine = _start(task, place)
    except Exception as error:
        traceback.print_exc()
        print(f"{FAILED}{_cause(error)}", flush=True)
        return 1
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ended.set())
    place.write_address(Address(port=engine.port(), pid=os.getpid()))
    print(f"Ready on port {engine.port()}", flush=True)
    archiving = threading.Timer(ARCHIVE_AFTER, java.write_archive)
    archiving.daemon = True
    archiving.start()
    panic = _wait_for_last_user(lease, task.linger, ended, engine)
    print(f"Neo4j gave up: {panic}" if panic else "Stopping", flush=True)
    faulthandler.dump_traceback_later(STOPPING, exit=True)
    place.clear_address()
    archiving.cancel()
    java.stop_writing()
    engine.stop()
    java.clean_up()
    print("Stopped", flush=True)
    return 1 if panic else 0


def _start(task: Task, place: Place) -> tuple[Java, Engine]:
    jars = jars_ready(Path(task.cache))
    if jars is None:
        raise RuntimeError(f"Neo4j's jars in {task.cache} are not complete")
    write_conf(place, task)
    java = Java(jars, place.folder, task.heap)
    java.start()
    return java, Engine(place)


def _wait_for_last_user(lease: IO[bytes], linger: float, ended: threading.Event, engine: Engine) -> str | None:
    """Return, holding the lease file alone, when for `linger` seconds nobody held it; or when told to end.

    Who wants a lease then waits for this process to go. What made the engine give up is returned, too: whoever keeps
    it then starts another, which finds all that was committed.
    """
    free_since: float | None = None
    while not ended.wait(EVERY):
        if panic := engine.panic():
            return panic
        if not take(lease, fcntl.LOCK_EX):
            free_since = None
            continue
        now = time.monotonic()
        free_since = free_since or now
        # A user who came and went between two looks has left the time. The open file tells it:
        # the home may be gone.
        if min(now - free_since, time.time() - os.fstat(lease.fileno()).st_mtime) >= linger:
            return None
        fcntl.flock(lease, fcntl.LOCK_UN)
    return None


def _cause(error: BaseException) -> str:
    """The innermost reason, in one line: Java wraps what went wrong several times."""
    reason: BaseException = error
    while inner := getattr(reason, "getCause", lambda: None)() or reason.__cause__:
        reason = inner
    return " ".join(str(reason).split()) or type(reason).__name__


if __name__ == "__main__":
    main()
