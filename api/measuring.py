"""Figures of the whole network for the API: computed in the background, one after the other, in a process of their own.

igraph does not let go of the interpreter while it computes, so a thread alone would hold up every other answer.
"""

from __future__ import annotations

import logging
import multiprocessing
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing.connection import Connection
from threading import Lock

from cachetools import LRUCache

from graph import things
from graph.database import Database, run
from graph.errors import CitynetError, NotReadyError
from graph.measures.figures import EXACT_TOWNS
from graph.measures.kept import READ_SECONDS, Kept
from graph.measures.network import Computed, Network, network
from graph.questions.measuring import Job
from graph.settings import ROOT

log = logging.getLogger("citynet")
MOST_WAITING = 24
"""Computations that may wait for their turn; who asks for another one meanwhile is asked to come again."""


class Measuring:
    """Gives results that are there and computes others in the background; `close` ends what is under way."""

    def __init__(self, db: Database, kept: Kept) -> None:
        self._db = db
        self._kept = kept
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="measures")
        self._lock = Lock()
        self._waiting: set[str] = set()
        self._failed: LRUCache[str, CitynetError] = LRUCache(MOST_WAITING)
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None
        self._sent: Network | None = None
        self._network: tuple[str, str, Network] | None = None
        self._closed = False
        self._done = self._broken = 0

    def measured(self, job: Job, version: str) -> Computed:
        """The result for this data version; until it is there the last one of older data, with a note.

        Raises `NotReadyError` where there is none yet, and what went wrong where computing it failed just now.
        """
        slot = job.slot
        found = self._kept.get(slot, version)
        if found is not None:
            return found
        with self._lock:
            if failed := self._failed.pop(slot, None):
                raise failed
            if not self._closed and slot not in self._waiting and len(self._waiting) < MOST_WAITING:
                self._waiting.add(slot)
                self._worker.submit(self._work, job, slot)
        older = self._kept.latest(slot)
        if older is None:
            raise NotReadyError(f"{job.question.name} is being computed for these data; ask again in some seconds")
        return replace(older, notes=[("network.older", {"version": older.data_version}), *older.notes])

    def counts(self) -> dict[str, int]:
        """How many computations wait or run now, and how many were done and failed since the start."""
        with self._lock:
            return {"waiting": len(self._waiting), "done": self._done, "failed": self._broken}

    def close(self) -> None:
        """Compute nothing any more; what is under way is broken off."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.terminate()
        self._worker.shutdown(cancel_futures=True)
        self._end()

    def _work(self, job: Job, slot: str) -> None:
        try:
            found, version = self._snapshot(job)
            if self._kept.get(slot, version) is None:
                computed = self._compute(job, found)
                if computed is not None:
                    self._kept.put(slot, replace(computed, data_version=version))
                    self._done += 1
        except Exception as error:
            log.exception("%s could not be computed", job.question.name)
            with self._lock:
                self._broken += 1
                self._failed[slot] = _bare(
                    error if isinstance(error, CitynetError) else CitynetError(f"{job.question.name}: {error}")
                )
        finally:
            with self._lock:
                self._waiting.discard(slot)
                idle = not self._waiting
            if idle:
                self._end()
                if self._network is not None and len(self._network[2].towns) > EXACT_TOWNS:
                    self._network = None  # one that large is read again rather than held

    def _snapshot(self, job: Job) -> tuple[Network, str]:
        """The network that the job is computed of; the last one is kept, for several questions take the same."""
        now = run(self._db, things.version())
        if self._network is None or self._network[:2] != (job.snapshot, now):
            answer = self._db.ask(job.read, timeout=READ_SECONDS)
            self._network = (job.snapshot, answer.data_version, network(answer.rows))
        return self._network[2], self._network[1]

    def _compute(self, job: Job, found: Network) -> Computed | None:
        """What the process computed; None where it was broken off. Raises `CitynetError` where it failed."""
        try:
            pipe = self._connection()
            if pipe is None:
                return None
            pipe.send((job.question.name, job.parameters, None if found is self._sent else found))
            self._sent = found
            result = pipe.recv()
        except (EOFError, OSError):
            result = None
            self._end()
        if isinstance(result, Computed) or (result is None and self._closed):
            return result
        raise CitynetError(f"{job.question.name} could not be computed: {result or 'its process ended'}")

    def _connection(self) -> Connection | None:
        """The way to the process, which is started where it does not run; None where all is being closed."""
        with self._lock:
            if self._closed:
                return None
            if self._pipe is None:
                self._pipe, theirs = multiprocessing.Pipe()
                handle = theirs.fileno()
                command = [sys.executable, "-m", "graph.questions.worker", str(handle)]
                self._process = subprocess.Popen(command, pass_fds=(handle,), cwd=ROOT)
                theirs.close()
            return self._pipe

    def _end(self) -> None:
        """End the process: it stops when nobody is at the other end."""
        with self._lock:
            pipe, process = self._pipe, self._process
            self._pipe = self._process = self._sent = None
        if pipe is not None and process is not None:
            pipe.close()
            process.wait()


def _bare(error: CitynetError) -> CitynetError:
    """The error without where it came from: the frames that it came through hold the network, as long as it is kept."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)
