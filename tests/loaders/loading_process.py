"""The command `load` in a process of its own, which can be killed, or made to wait, at a chosen commit.

`python -m tests.loaders.loading_process TASK`, where the task is JSON: `arguments` of the command, `batch` (statements
a transaction), `kill` (the commit after which the process kills itself, None: never) and `wait` (the commit after which
it waits for a line on its input; 0: before it begins, None: never). On the error output it says `began`, `waiting` and,
at its end, `commits N`; the rest is the command's.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from api.cli import main as citynet
from graph.database import Database, Transaction
from graph.statements import loads


@dataclass
class Watch:
    """What the process does at which commit."""

    kill: int | None
    wait: int | None
    commits: int = 0

    def now(self) -> None:
        if self.commits == self.kill:
            os.kill(os.getpid(), signal.SIGKILL)
        if self.commits == self.wait:
            tell("waiting")
            sys.stdin.readline()


def tell(word: str) -> None:
    print(word, file=sys.stderr, flush=True)


def main(task: dict[str, Any]) -> int:
    loads.BATCH = task["batch"]
    watch = Watch(task["kill"], task["wait"])
    write, patient = Database.write, Database.patient

    def writing(db: Database, work: Callable[[Transaction], Any]) -> Any:
        done = write(db, work)
        watch.commits += 1
        watch.now()
        return done

    def beginning(db: Database, seconds: float) -> Database:
        tell("began")
        watch.now()
        return patient(db, seconds)

    Database.write = writing  # type: ignore[assignment, method-assign]
    Database.patient = beginning  # type: ignore[method-assign]
    code = citynet(["load", *task["arguments"], "--format", "json"])
    tell(f"commits {watch.commits}")
    return code


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
