"""Where the private Neo4j of one home keeps its files, and the locks that lie among them."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

USER = "neo4j"
DATABASE = "neo4j"
HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach a private Neo4j: what the driver needs, and the file that holds the password."""

    uri: str
    user: str
    password: str
    database: str
    password_file: Path

    def __repr__(self) -> str:
        return f"Connection(uri={self.uri!r}, user={self.user!r}, password_file={str(self.password_file)!r})"


@dataclass(frozen=True, slots=True)
class Address:
    """What a server that is ready says of itself: its Bolt port on this machine and its process id."""

    port: int
    pid: int


@dataclass(frozen=True, slots=True)
class Place:
    """The files of the private Neo4j below one home; only their owner can read them."""

    folder: Path

    @classmethod
    def of(cls, home: Path) -> Place:
        """The place below a home, which may be a relative path."""
        return cls(home.expanduser().resolve() / "neo4j")

    @property
    def conf(self) -> Path:
        """Neo4j's settings, written anew at each start."""
        return self.folder / "neo4j.conf"

    @property
    def log(self) -> Path:
        """What the server process says; Neo4j's own logs lie in the folder `logs` beside it."""
        return self.folder / "server.log"

    @property
    def password_file(self) -> Path:
        """The generated password."""
        return self.folder / "password"

    @property
    def serving(self) -> Path:
        """Locked by the server as long as it lives."""
        return self.folder / "server.lock"

    @property
    def starting(self) -> Path:
        """Locked by who starts a server."""
        return self.folder / "start.lock"

    @property
    def lease(self) -> Path:
        """Locked, shared, by each user; locked alone by a server that is going away."""
        return self.folder / "lease.lock"

    @property
    def address_file(self) -> Path:
        """The address, there from when the server is ready until it stops."""
        return self.folder / "address.json"

    @property
    def old_address_file(self) -> Path:
        """The address of the last server, for the next one to take its port again."""
        return self.folder / "address.old.json"

    def create(self) -> None:
        """Make the folder where it is not there yet, for its owner only."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)

    def keep_password(self) -> str:
        """The password, generated where there is none yet. For the server only: it alone holds the lock.

        Digits and letters only: Neo4j's own command takes it for an option where it begins with a hyphen.
        """
        try:
            return self.password()
        except (FileNotFoundError, ValueError):
            write_private(self.password_file, secrets.token_hex(24) + "\n")
            return self.password()

    def password(self) -> str:
        """The generated password. Raises ValueError when the file is empty."""
        password = self.password_file.read_text("ascii").strip()
        if not password:
            raise ValueError(f"{self.password_file} is empty")
        return password

    def address(self) -> Address | None:
        """The address of the server that lives and is ready, else None."""
        address = _read_address(self.address_file)
        return address if address and self.has_server() else None

    def last_port(self) -> int:
        """The port of the last server, 0 where none is known."""
        address = _read_address(self.old_address_file)
        return address.port if address else 0

    def write_address(self, address: Address) -> None:
        """Say that the server is ready."""
        write_private(self.address_file, json.dumps(asdict(address)))

    def clear_address(self) -> None:
        """Say that no server is ready: for one that stops, or after one that ended without a word."""
        if self.address_file.exists():
            self.address_file.replace(self.old_address_file)

    def has_server(self) -> bool:
        """Whether a server process lives here, ready or not."""
        if not self.serving.exists():
            return False
        with open_lock(self.serving) as file:
            # Shared, so that two lookers never take each other for a server.
            return not take(file, fcntl.LOCK_SH)

    def connection(self, address: Address) -> Connection:
        """How to reach the server at this address."""
        uri = f"bolt://{HOST}:{address.port}"
        return Connection(uri, USER, self.password(), DATABASE, self.password_file)


def _read_address(path: Path) -> Address | None:
    try:
        return Address(**json.loads(path.read_text("ascii")))
    except (OSError, ValueError, TypeError):
        return None


def write_private(path: Path, text: str) -> None:
    """Write a small file whole or not at all, readable by its owner only."""
    half = path.with_name(f".{path.name}.half")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, path)


@contextmanager
def open_lock(path: Path) -> Iterator[IO[bytes]]:
    """A lock file, open; what is locked on it is free again when the file closes or the process ends."""
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        yield file


def take(file: IO[bytes], how: int, *, seconds: float = 0, every: float = 0.05) -> bool:
    """Take a lock (`LOCK_SH` or `LOCK_EX`), waiting so many seconds for it. Returns whether it was had."""
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(file, how | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(every)
        else:
            return True
