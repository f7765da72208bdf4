"""Files that were sent to be looked at, kept for a while so that loading one needs no second sending."""

from __future__ import annotations

import secrets
import shutil
import tempfile
import time
from pathlib import Path
from threading import Lock
from typing import BinaryIO

MOST = 8
SECONDS = 3600


class KeptFiles:
    """The last few files that were sent, each by a token that nobody can guess; `close` deletes them.

    Several threads may keep files at once.
    """

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._files: dict[str, tuple[float, Path]] = {}
        self._lock = Lock()

    def keep(self, sent: BinaryIO, name: str) -> str:
        """Keep a file under its name; returns its token. Raises `OSError` where it cannot be written."""
        with self._lock:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(prefix="citynet-")
            token = secrets.token_urlsafe(18)
            path = Path(self._folder.name, token, name)
        path.parent.mkdir()
        try:
            with path.open("xb") as out:
                shutil.copyfileobj(sent, out)
        except OSError:
            shutil.rmtree(path.parent, ignore_errors=True)
            raise
        with self._lock:
            self._forget()
            self._files[token] = (time.monotonic(), path)
        return token

    def path(self, token: str) -> Path | None:
        """Where the file of a token lies, or None where it is not kept any more."""
        with self._lock:
            self._forget(spare=0)
            kept = self._files.get(token)
        return kept[1] if kept else None

    def _forget(self, spare: int = 1) -> None:
        """Delete what is old, and the oldest where `spare` more would be too many."""
        old = [token for token, (at, _) in self._files.items() if at < time.monotonic() - SECONDS]
        old += list(self._files)[: max(0, len(self._files) + spare - MOST)]
        for token in dict.fromkeys(old):
            _, path = self._files.pop(token)
            shutil.rmtree(path.parent, ignore_errors=True)

    def close(self) -> None:
        """Delete all."""
        with self._lock:
            self._files.clear()
            if self._folder is not None:
                self._folder.cleanup()
                self._folder = None
