"""The folder of a published site: only what was published into it is ever replaced or removed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from graph.errors import UsageError

MARKER = ".citynet-published.json"
"""The file that tells that a folder is ours, and which of its files are."""


class PublishedFolder:
    """A folder that files are published into; raises `UsageError` for one that holds something else."""

    def __init__(self, folder: Path) -> None:
        self._root = folder
        self._before = _published(folder)
        self.written: dict[str, int] = {}

    def write(self, file: str, body: bytes) -> None:
        """Write a file by its name from the root; one that has these bytes already stays as it is."""
        path = self._root / file
        if not path.is_file() or path.read_bytes() != body:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        self.written[file] = len(body)

    def begin(self) -> None:
        """Make the folder ours, if it is not yet."""
        self._root.mkdir(parents=True, exist_ok=True)
        self._mark({"files": sorted(self._before)})

    def interrupted(self) -> None:
        """Keep in mind what was written, for a publishing that comes later; nothing is removed."""
        self._mark({"files": sorted(self._before | set(self.written))})

    def finish(self, about: dict[str, Any]) -> int:
        """Remove what was published before and is not there any more; returns how many files that were."""
        gone = sorted(self._before - set(self.written))
        for file in gone:
            path = self._root / file
            path.unlink(missing_ok=True)
            for parent in path.parents:
                if parent == self._root or not parent.is_dir() or any(parent.iterdir()):
                    break
                parent.rmdir()
        self._mark(about | {"files": sorted(self.written)})
        return len(gone)

    def _mark(self, said: dict[str, Any]) -> None:
        (self._root / MARKER).write_bytes(orjson.dumps(said, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def _published(folder: Path) -> set[str]:
    """The files that were published into the folder before."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder", parameter="folder")
    marker = folder / MARKER
    if not marker.is_file():
        if folder.exists() and any(folder.iterdir()):
            raise UsageError(
                f"{folder} holds files that citynet did not publish, and they would be mixed with the site; "
                "name a new or an empty folder",
                parameter="folder",
            )
        return set()
    try:
        files = orjson.loads(marker.read_bytes())["files"]
        root = folder.resolve()
        return {file for file in files if (root / file).resolve().is_relative_to(root)}
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        raise UsageError(f"{marker} is damaged; publish into a new folder", parameter="folder") from error
