"""Fetching the jars of the private Neo4j: in parallel, verified, once for all homes that share a cache."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from graph.errors import SetupError
from graph.local.lock import LOCK_FILE, Jar, lock_digest, read_lock

PARALLEL = 16
ROUNDS = 3
TIMEOUT = 60  # seconds for the repository to answer one request


def jars_ready(cache: Path, lock: Path = LOCK_FILE) -> list[Path] | None:
    """The jars' paths when all of them lie verified in `cache`, else None. Reads sizes and times, no content."""
    known = _verified(cache, lock)
    paths = [_folder(cache) / jar.name for jar in read_lock(lock)]
    stamps = [_stamp(path) for path in paths]
    if None in stamps or stamps != [known.get(path.name) for path in paths]:
        return None
    return paths


def fetch_jars(cache: Path, *, lock: Path = LOCK_FILE, quiet: bool = False) -> list[Path]:
    """Fetch what is missing or damaged into `cache`, and return the paths of all jars in the lock's order.

    One process fetches at a time; another one waits for it and then finds the work done. What was verified
    before is kept, so an interrupted fetch goes on where it stopped.

    Raises:
        SetupError: a jar could not be fetched, or is not the one that the lock file names.
    """
    cache = cache.resolve()
    ready = jars_ready(cache, lock)
    if ready is not None:
        return ready
    folder = _folder(cache)
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.parent / "fetch.lock"):
        jars = read_lock(lock)
        missing = _without_good_ones(jars, cache, lock)
        staging = folder.parent / "fetching"
        try:
            _fetch_all(missing, staging, folder, quiet=quiet)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
            # Jars of an interrupted fetch that arrived are noted by the next call, which hashes them.
        _note_verified(jars, cache, lock)
        return [folder / jar.name for jar in jars]


def _folder(cache: Path) -> Path:
    return cache / "neo4j" / "jars"


def _marker(cache: Path, lock: Path) -> Path:
    return cache / "neo4j" / f"verified-{lock_digest(lock)}.json"


def _stamp(path: Path) -> list[int] | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return [stat.st_size, stat.st_mtime_ns]


def _verified(cache: Path, lock: Path) -> dict[str, list[int]]:
    try:
        known = json.loads(_marker(cache, lock).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _note_verified(jars: Sequence[Jar], cache: Path, lock: Path) -> None:
    marker = _marker(cache, lock)
    half = marker.with_suffix(".half")
    half.write_text(json.dumps({jar.name: _stamp(_folder(cache) / jar.name) for jar in jars}), "utf-8")
    os.replace(half, marker)


def _without_good_ones(jars: Sequence[Jar], cache: Path, lock: Path) -> list[Jar]:
    """The jars still to fetch: those that are not there, and those whose bytes are not what they must be."""
    known = _verified(cache, lock)
    missing = []
    for jar in jars:
        path = _folder(cache) / jar.name
        stamp = _stamp(path)
        if stamp is None or (known.get(jar.name) != stamp and not _is(path, jar)):
            missing.append(jar)
    return missing


def _is(path: Path, jar: Jar) -> bool:
    if path.stat().st_size != jar.size:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == jar.sha256


def _fetch_all(jars: Sequence[Jar], staging: Path, folder: Path, *, quiet: bool) -> None:
    """Fetch into `staging` and move what is verified to `folder`; what failed gets `ROUNDS` tries in all."""
    reasons: dict[Jar, str] = {}
    with _progress(sum(jar.size for jar in jars), quiet=quiet) as advance:
        for _ in range(ROUNDS):
            shutil.rmtree(staging, ignore_errors=True)
            reasons = {}
            with ThreadPoolExecutor(PARALLEL) as pool:
                waiting = {pool.submit(_fetch_one, jar, staging, folder): jar for jar in jars}
                try:
                    for done in as_completed(waiting):
                        jar, reason = waiting[done], done.result()
                        if reason:
                            reasons[jar] = reason
                        else:
                            advance(jar.size)
                except BaseException:
                    pool.shutdown(cancel_futures=True)
                    raise
            jars = list(reasons)
            if not jars:
                return
    first = jars[0]
    raise SetupError(
        f"{len(jars)} of Neo4j's jars could not be fetched, among them {first.name}: {reasons[first]}. "
        "What arrived is kept. Check the network (and HTTPS_PROXY, if there is a proxy) and try again."
    )


def _fetch_one(jar: Jar, staging: Path, folder: Path) -> str:
    """Fetch one jar. Returns the reason when it failed, else nothing."""
    import requests
    from jgo.maven import MavenContext

    logging.getLogger("jgo").setLevel(logging.ERROR)
    context = MavenContext(repo_cache=staging, timeout=TIMEOUT)
    component = context.project(jar.group, jar.artifact).at_version(jar.version)
    try:
        path = component.artifact(jar.classifier).resolve()
    except (requests.RequestException, OSError, RuntimeError) as error:
        return " ".join(str(error).split()) or type(error).__name__
    if not _is(path, jar):
        return "what came is not what neo4j.lock names (another size or SHA-256)"
    os.replace(path, folder / jar.name)
    return ""


@contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Callable[[int], object]]:
    """A bar on the error output where a person looks at it."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

    console = Console(stderr=True)
    columns = (TextColumn("Neo4j"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=console, disable=quiet or not console.is_terminal) as progress:
        task = progress.add_task("Neo4j", total=total)
        yield lambda size: progress.advance(task, size)
