"""Loads as processes of their own, for tests in which one is killed, waits, or loses its database; and their files."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from graph.settings import ROOT, Settings

HEADING = "city_a,country_a,city_b,country_b,kind,since\n"
BATCH = 100
PATIENCE = 240


@dataclass
class Loading:
    """A load under way in a process of its own."""

    process: subprocess.Popen[str]
    _said: tuple[str, str] | None = None

    def until(self, word: str) -> None:
        """Wait until it says a word."""
        for line in _of(self.process.stderr):
            if line.strip() == word:
                return
        raise AssertionError(f"it ended and never said '{word}'")

    def go_on(self) -> None:
        """Let one go on that waits."""
        stdin = _of(self.process.stdin)
        stdin.write("\n")
        stdin.flush()

    def report(self) -> dict[str, Any]:
        """The report of one that ends well, with the number of `commits`."""
        out, err = self._ended()
        assert self.process.returncode in (0, 2), err
        (report,) = json.loads(out)["loads"]
        return report | {"commits": int(err.rpartition("commits ")[2])}

    def end(self) -> tuple[int, str]:
        """Exit code and error output of one that may end otherwise."""
        _, err = self._ended()
        return self.process.returncode, err

    def _ended(self) -> tuple[str, str]:
        self._said = self._said or self.process.communicate(timeout=PATIENCE)
        return self._said

    def kill(self) -> None:
        """Kill it where it stands."""
        self.process.kill()
        self.end()


def _of(stream: IO[str] | None) -> IO[str]:
    assert stream is not None
    return stream


def loading(
    file: Path,
    *arguments: str,
    kill: int | None = None,
    wait: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> Loading:
    """Start a load without resolving; see `loading_process`."""
    given = [str(file), "--no-resolve", *arguments]
    task = {"arguments": given, "batch": BATCH, "kill": kill, "wait": wait}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.loaders.loading_process", json.dumps(task)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **(environment or {})},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    return Loading(process)


def environment_of(config: Settings) -> dict[str, str]:
    """What a process of its own needs to use the private Neo4j of other settings than the tests'."""
    return {
        "NEO4J_URI": "",
        "CITYNET_HOME": str(config.home),
        "CITYNET_HEAP": config.heap,
        "CITYNET_PAGE_CACHE": config.page_cache,
        "CITYNET_LINGER": str(config.linger),
    }


def rows(seed: int, count: int, *, towns: int = 200) -> list[str]:
    """Links between towns of made-up names, all different; another seed gives others that overlap."""
    chance = random.Random(seed)
    found: dict[tuple[int, int], str] = {}
    while len(found) < count:
        a, b = sorted(chance.sample(range(towns), 2))
        kind = chance.choice(["partnership", "friendship", ""])
        found[a, b] = f"Town {a},DE,Town {b},DE,{kind},{chance.randint(1950, 2020)}\n"
    return list(found.values())


def another_year(line: str) -> str:
    """The same link with another year of its beginning."""
    rest, _, year = line.rstrip("\n").rpartition(",")
    return f"{rest},{int(year) - 1}\n"


def written(path: Path, lines: Iterable[str]) -> Path:
    """A file of links."""
    path.write_text(HEADING + "".join(lines), "utf-8")
    return path
