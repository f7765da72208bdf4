"""The gazetteer's index as one file: named arrays behind a short header, mapped into memory, not read.

Opening it costs no time and hardly any memory, and processes on one machine share it.
"""

from __future__ import annotations

import json
import mmap
import os
import tempfile
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from graph.errors import SetupError

MAGIC = b"citynet gazetteer\n"
_ALIGN = 8


def write_index(path: Path, sections: Mapping[str, array[Any] | bytes], meta: Mapping[str, Any]) -> None:
    """Write the arrays to `path` so that a reader sees either the old file or the whole new one."""
    table: dict[str, tuple[str, int, int]] = {}
    offset = 0
    for name, section in sections.items():
        size = len(section) * section.itemsize if isinstance(section, array) else len(section)
        table[name] = (section.typecode if isinstance(section, array) else "B", offset, size)
        offset += size + -size % _ALIGN
    header = json.dumps({"sections": table, "meta": dict(meta)}).encode()
    header += b" " * (-(len(MAGIC) + 8 + len(header)) % _ALIGN)
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(MAGIC + len(header).to_bytes(8, "little") + header)
            for section in sections.values():
                data = memoryview(section).cast("B")
                out.write(data)
                out.write(b"\0" * (-len(data) % _ALIGN))
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


class Index:
    """Read access to an index file: arrays by name, texts by number, numbers by key."""

    def __init__(self, path: Path) -> None:
        """Map the file. Raises `SetupError` if it is not a whole index file."""
        broken = f"{path.name} is not a gazetteer index; delete it and start again"
        start = len(MAGIC) + 8
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                raise SetupError(broken)
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        size = int.from_bytes(self._map[len(MAGIC) : start], "little")
        try:
            header = json.loads(self._map[start : start + size])
        except ValueError as exc:
            raise SetupError(broken) from exc
        self.meta: dict[str, Any] = header["meta"]
        view = memoryview(self._map)[start + size :]
        if any(offset + length > len(view) for _, offset, length in header["sections"].values()):
            raise SetupError(broken)
        self._arrays: dict[str, memoryview[int]] = {
            name: view[offset : offset + length].cast(code)
            for name, (code, offset, length) in header["sections"].items()
        }

    def array(self, name: str) -> memoryview[int]:
        """Return the array of that name."""
        return self._arrays[name]

    def text(self, name: str, number: int, until: bytes = b"") -> str:
        """Return text `number` of the section `name`, whose offsets are `name.at`, or its part before `until`."""
        at = self._arrays[f"{name}.at"]
        data = bytes(self._arrays[name][at[number] : at[number + 1]])
        return (data.partition(until)[0] if until else data).decode()

    def find(self, name: str, key: int) -> memoryview[int]:
        """Return the numbers filed under `key` in the sorted section `name.key`, from `name.value`."""
        keys = self._arrays[f"{name}.key"]
        low = bisect_left(keys, key)
        high = low
        end = len(keys)
        while high < end and keys[high] == key:
            high += 1
        return self._arrays[f"{name}.value"][low:high]

    def span(self, name: str, first: int, last: int) -> memoryview[int]:
        """Return the numbers filed under the keys `first` to `last`, both included."""
        keys = self._arrays[f"{name}.key"]
        return self._arrays[f"{name}.value"][bisect_left(keys, first) : bisect_right(keys, last)]


def texts(items: Iterator[str]) -> tuple[bytes, array[int]]:
    """Return texts as one run of UTF-8 and the offsets at which each begins, the end last."""
    blob = bytearray()
    at = array("I", [0])
    for item in items:
        blob += item.encode()
        at.append(len(blob))
    return bytes(blob), at


def filed(pairs: list[int]) -> tuple[array[int], array[int]]:
    """Return `key << 32 | value` numbers, which are sorted in place, as an array of keys and one of values."""
    pairs.sort()
    return array("Q", (pair >> 32 for pair in pairs)), array("I", (pair & 0xFFFFFFFF for pair in pairs))
