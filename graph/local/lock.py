"""The list of the jars that make up the private Neo4j: `neo4j.lock`, one line a jar."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from graph.errors import SetupError

LOCK_FILE = Path(__file__).with_name("neo4j.lock")


@dataclass(frozen=True, slots=True, order=True)
class Jar:
    """One jar by its Maven coordinate, with what its bytes must be. `classifier` may be empty."""

    group: str
    artifact: str
    version: str
    classifier: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """The file's name, as Maven repositories spell it."""
        tail = f"-{self.classifier}" if self.classifier else ""
        return f"{self.artifact}-{self.version}{tail}.jar"

    def line(self) -> str:
        """The jar's line in the lock file."""
        coordinate = ":".join(filter(None, (self.group, self.artifact, self.version, self.classifier)))
        return f"{coordinate} {self.size} {self.sha256}"


def read_lock(path: Path = LOCK_FILE) -> list[Jar]:
    """The jars of a lock file, in its order. Raises SetupError when a line cannot be read."""
    return [_parse(line, path) for line in path.read_text("utf-8").splitlines() if line[:1] not in ("", "#")]


def lock_digest(path: Path = LOCK_FILE) -> str:
    """A short name for this very set of jars."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _parse(line: str, path: Path) -> Jar:
    try:
        coordinate, size, sha256 = line.split(" ")
        group, artifact, version, *classifier = coordinate.split(":")
        return Jar(group, artifact, version, classifier[0] if classifier else "", int(size), sha256)
    except ValueError as error:
        raise SetupError(f"{path} is damaged at: {line!r}. Check the file out again.") from error
