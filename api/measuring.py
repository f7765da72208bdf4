"""Figures of the whole network for the API: computed in the background, one after the other, in a process of their own.

igraph does not let go of the interpreter while it computes, so a thread alone would hold up every other answer.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from threading import Lock
from typing import Any

from graph import things
from graph.database import Database
from graph.errors import CitynetError, NotReadyError
from graph.measures.kept import READ_SECONDS, Kept
from graph.measures.network import Computed, Network, network
from graph.questions import QUESTIONS
from graph.questions.asking import run
from graph.questions.measuring import Job

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
        self._failed: dict[str, CitynetError] = {}
        self._process: BaseProcess | None = None
        self._network: tuple[str, str, Network] | None = None
        self._closed = False

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

    def close(self) -> None:
        """Compute nothing any more; what is under way is broken off."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.terminate()
        self._worker.shutdown(cancel_futures=True)

    def _work(self, job: Job, slot: str) -> None:
        try:
            found, version = self._snapshot(job)
            if self._kept.get(slot, version) is None:
                computed = self._compute(job, found)
                if computed is not None:
                    self._kept.put(slot, replace(computed, data_version=version))
        except Exception as error:
            log.exception("%s could not be computed", job.question.name)
            with self._lock:
                self._failed[slot] = (
                    error if isinstance(error, CitynetError) else CitynetError(f"{job.question.name}: {error}")
                )
        finally:
            with self._lock:
                self._waiting.discard(slot)

    def _snapshot(self, job: Job) -> tuple[Network, str]:
        """The network that the job is computed of; the last one is kept, for several questions take the same."""
        now = run(self._db, things.version())
        if self._network is None or self._network[:2] != (job.snapshot, now):
            answer = self._db.ask(job.read, timeout=READ_SECONDS)
            self._network = (job.snapshot, answer.data_version, network(answer.rows))
        return self._network[2], self._network[1]

    def _compute(self, job: Job, found: Network) -> Computed | None:
        """What the process computed; None where it was broken off. Raises `CitynetError` where it failed."""
        ours, theirs = multiprocessing.Pipe(duplex=False)
        context = multiprocessing.get_context("spawn")
        process = context.Process(
            target=_in_process, args=(theirs, job.question.name, job.parameters, found), daemon=True
        )
        with self._lock:
            if self._closed:
                return None
            self._process = process
            process.start()
        theirs.close()
        try:
            result = ours.recv()
        except EOFError:
            result = None
        finally:
            process.join()
            ours.close()
        if isinstance(result, Computed) or (result is None and self._closed):
            return result
        raise CitynetError(f"{job.question.name} could not be computed: {result or 'its process ended'}")


def _in_process(out: Connection, name: str, parameters: Any, found: Network) -> None:
    """Compute and send the result, or what went wrong as a text; behind whatever else the machine has to do."""
    os.nice(5)
    question = QUESTIONS[name]
    try:
        job = Job(question, parameters, question.build(parameters))
        out.send(job.compute(found))
    except Exception as error:
        out.send(f"{type(error).__name__}: {error}")
