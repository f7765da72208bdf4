"""Results that are kept on disk, by what was computed and the data version, so that a restart computes nothing anew."""

from __future__ import annotations

import logging
import os
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from threading import Lock

import orjson
from cachetools import LRUCache

from graph.measures.network import Computed

log = logging.getLogger("citynet")
MOST_BYTES = 200_000_000
"""What the folder may take; the oldest results go first."""

_IN_MEMORY = 64

_GIVEN_UP = 3600.0
"""Seconds after which a half-written result is that of a process that was killed."""

READ_SECONDS = 900.0
"""Seconds that reading the network out of the database may take: it is done rarely, and no visitor waits for it."""


class Kept:
    """Results below one home. Several processes may share it: each result is a file that appears as a whole.

    Several threads may ask one object: those that answer, and the one that computes.
    """

    def __init__(self, home: Path, *, most: int = MOST_BYTES) -> None:
        self._folder = home.expanduser().resolve() / "measures"
        self._most = most
        self._read: LRUCache[str, Computed] = LRUCache(_IN_MEMORY)
        self._lock = Lock()

    def get(self, slot: str, version: str) -> Computed | None:
        """The result of these very data, or None."""
        return self._of(self._path(slot, version))

    def latest(self, slot: str) -> Computed | None:
        """The result that was computed last, of whatever data."""
        found = sorted(self._folder.glob(f"{slot}.*.json"), key=_age)
        return self._of(found[-1]) if found else None

    def put(self, slot: str, computed: Computed) -> None:
        """Keep a result; what is too much for the folder goes. Where nothing can be written it is kept in memory."""
        path = self._path(slot, computed.data_version)
        try:
            self._write(path, computed)
            self._bound()
        except OSError as error:
            log.warning("figures are kept in memory only, for they cannot be written: %s", error.strerror)
            self._remember(path, computed)

    def _write(self, path: Path, computed: Computed) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        body = orjson.dumps({"rows": computed.rows, "version": computed.data_version, "notes": computed.notes})
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as out:
            try:
                out.write(body)
                out.flush()
                os.replace(out.name, path)
            except OSError:
                os.unlink(out.name)
                raise

    def _path(self, slot: str, version: str) -> Path:
        return self._folder / f"{slot}.{version}.json"

    def _of(self, path: Path) -> Computed | None:
        with self._lock:
            known = self._read.get(path.name)
        if known is None:
            try:
                said = orjson.loads(path.read_bytes())
                notes = [(key, values) for key, values in said["notes"]]
                known = Computed(said["rows"], said["version"], notes)
            except (OSError, orjson.JSONDecodeError, KeyError, TypeError, ValueError):
                return None  # not there, or damaged: it is computed again
            self._remember(path, known)
        return known

    def _remember(self, path: Path, computed: Computed) -> None:
        with self._lock:
            self._read[path.name] = computed

    def _bound(self) -> None:
        given_up = time.time() - _GIVEN_UP
        for left in [one for one in self._folder.glob("*.part") if _age(one) < given_up]:
            left.unlink(missing_ok=True)
        files = sorted(self._folder.glob("*.json"), key=_age)
        size = sum(_size(one) for one in files)
        for one in files[:-1]:
            if size <= self._most:
                return
            size -= _size(one)
            one.unlink(missing_ok=True)


def _age(path: Path) -> float:
    with suppress(FileNotFoundError):
        return path.stat().st_mtime
    return 0.0


def _size(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0
