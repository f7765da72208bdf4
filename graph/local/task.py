"""What the starter and the server process of the private Neo4j agree on."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

FAILED = "Not started: "  # begins the line of the server's log that says why
STOPPING = 60  # seconds that Neo4j gets for closing its files


@dataclass(frozen=True, slots=True)
class Task:
    """What the starter asks for; it goes as JSON on the server's command line, so it holds no secret.

    `home` and `cache` are absolute paths; sizes are in Neo4j's notation, `linger` in seconds.
    """

    home: str
    cache: str
    heap: str
    page_cache: str
    linger: float

    def dump(self) -> str:
        """As JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, text: str) -> Task:
        """From JSON."""
        return cls(**json.loads(text))
