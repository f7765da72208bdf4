"""Things that may be many, kept on the disk beyond some megabytes, read again in the order in which they came."""

from __future__ import annotations

import pickle
import sqlite3
import tempfile
import weakref
from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import Generic, TypeVar

T = TypeVar("T")
_IN_MEMORY = 4 * 1024 * 1024


class Spool(Generic[T]):
    """A list that only grows; its items are ours and can be pickled."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - lives as long as the list
        weakref.finalize(self, self._file.close)
        self._ends = array("Q", [0])

    def append(self, item: T) -> None:
        """Put an item behind the others."""
        self._file.seek(self._ends[-1])
        self._file.write(pickle.dumps(item, pickle.HIGHEST_PROTOCOL))
        self._ends.append(self._file.tell())

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, position: int) -> T:
        place = range(len(self))[position]
        return self._read(self._ends[place], self._ends[place + 1])

    def __iter__(self) -> Iterator[T]:
        for start, end in pairwise(self._ends):
            yield self._read(start, end)

    def _read(self, start: int, end: int) -> T:
        self._file.seek(start)
        item: T = pickle.loads(self._file.read(end - start))  # noqa: S301 - what `append` wrote
        return item


class LastSaid:
    """What was last said of each subject, as 64-bit hashes, in a temporary database on the disk."""

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("CREATE TABLE said (subject INTEGER PRIMARY KEY, content INTEGER NOT NULL)")
        self._db.execute("BEGIN")

    def again(self, subject: int, content: int) -> bool:
        """Whether this is what was last said of the subject; from now on it is."""
        found = self._db.execute("SELECT content FROM said WHERE subject = ?", (subject,)).fetchone()
        if found is not None and found[0] == content:
            return True
        self._db.execute("INSERT OR REPLACE INTO said VALUES (?, ?)", (subject, content))
        return False

    def close(self) -> None:
        """Give the disk back."""
        self._db.close()
