"""Makes `neo4j.lock` anew: `python -m graph.local.relock [VERSION]`.

Resolves `org.neo4j:neo4j` and all that it needs at run time (about a minute), fetches the jars into a folder
of its own and writes their coordinates, sizes and SHA-256. The change in the lock file is what to review.
"""

from __future__ import annotations

import hashlib
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

from graph.errors import SetupError
from graph.local.jars import PARALLEL, TIMEOUT
from graph.local.lock import LOCK_FILE, Jar, read_lock

HEAD = (
    "# The jars of the private Neo4j in the order of its class path: Maven coordinate, size in bytes, SHA-256.\n"
    "# Made by `python -m graph.local.relock`.\n"
)


def resolve(version: str, repository: Path) -> list[Jar]:
    """Neo4j's engine of this version and all that it needs at run time, fetched into `repository`.

    Raises:
        SetupError: two jars would have the same file name.
    """
    from jgo.maven import MavenContext

    context = MavenContext(repo_cache=repository, timeout=TIMEOUT)
    wanted = context.create_dependency(f"org.neo4j:neo4j:{version}")
    inputs, others = context.resolver.resolve([wanted])
    with ThreadPoolExecutor(PARALLEL) as pool:
        found = list(pool.map(_jar, [dependency.artifact for dependency in [*inputs, *others]]))
    # Java's archive of classes needs a jar after those that its manifest names.
    jars = [jar for _, jar in sorted(found)]
    if len({jar.name for jar in jars}) != len(jars):
        raise SetupError(f"Neo4j {version} needs two jars of one file name; the cache's folder cannot hold them.")
    return jars


def _jar(artifact: Any) -> tuple[bool, Jar]:
    """The jar, and whether its manifest names other jars."""
    path = artifact.resolve()
    content = path.read_bytes()
    with ZipFile(path) as archive:
        names_others = b"\nClass-Path:" in archive.read("META-INF/MANIFEST.MF")
    coordinate = (artifact.groupId, artifact.artifactId, artifact.version, artifact.classifier)
    return names_others, Jar(*coordinate, len(content), hashlib.sha256(content).hexdigest())


def locked_version(path: Path = LOCK_FILE) -> str:
    """The version of Neo4j that the lock file holds."""
    return next(jar.version for jar in read_lock(path) if (jar.group, jar.artifact) == ("org.neo4j", "neo4j"))


def main() -> None:
    """Write the lock file for the version given, or again for the one locked now."""
    version = sys.argv[1] if len(sys.argv) > 1 else locked_version()
    with TemporaryDirectory() as repository:
        jars = resolve(version, Path(repository))
    LOCK_FILE.write_text(HEAD + "".join(f"{jar.line()}\n" for jar in jars), "utf-8")
    print(f"Neo4j {version}: {len(jars)} jars, {sum(jar.size for jar in jars) / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
