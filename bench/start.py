"""How long a start takes: the bare Neo4j, the private one with its archive of classes, and `./run` to its answer.

    .venv/bin/python -P bench/start.py [ROUNDS]    (PYTHONPATH = the checkout)

All three are later starts on a home that exists; each round starts each of them once, in turn.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from neo4j import GraphDatabase

from graph.local import private_neo4j
from graph.local.jars import fetch_jars
from graph.local.java import Java
from graph.local.place import Place
from graph.settings import ROOT, Settings

PATIENCE = 300
QUESTION = "/api/questions/partners?city=Bad+Homburg"


def bare_cache(folder: Path, cache: Path) -> Path:
    """A cache with the same jars and without an archive."""
    (folder / "neo4j").mkdir(parents=True)
    (folder / "neo4j" / "jars").symlink_to(cache / "neo4j" / "jars")
    for marker in (cache / "neo4j").glob("verified-*.json"):
        (folder / "neo4j" / marker.name).write_bytes(marker.read_bytes())
    return folder


def make_archive(settings: Settings) -> None:
    """Use a server until it has written its archive of classes, as the first server of a cache does."""
    archive = Java(fetch_jars(settings.cache), settings.home, settings.heap).archive
    with private_neo4j(settings):
        wait_until(archive.exists)
    wait_until_gone(settings)


def start_neo4j(settings: Settings) -> float:
    """Seconds from nothing to the first answer over Bolt."""
    begin = time.monotonic()
    with private_neo4j(settings) as connection:
        with GraphDatabase.driver(connection.uri, auth=(connection.user, connection.password)) as driver:
            driver.execute_query("RETURN 1")
        seconds = time.monotonic() - begin
    wait_until_gone(settings)
    return seconds


def environment(settings: Settings) -> dict[str, str]:
    return {
        **os.environ,
        "CITYNET_HOME": str(settings.home),
        "CITYNET_CACHE": str(settings.cache),
        "CITYNET_LINGER": str(settings.linger),
    }


def fill(settings: Settings) -> None:
    """Load one small source, so that `./run` finds a knowledge base that is not empty."""
    source = ROOT / "data" / "sources" / "000-bad-homburg.yaml"
    subprocess.run([ROOT / "citynet", "load", source], env=environment(settings), check=True)
    wait_until_gone(settings)


def start_program(settings: Settings) -> float:
    """Seconds from `./run` to the first answer of a question over HTTP."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    begin = time.monotonic()
    with subprocess.Popen(
        [ROOT / "run", "--port", str(port)], env=environment(settings), stdout=subprocess.DEVNULL
    ) as program:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}{QUESTION}"))
        seconds = time.monotonic() - begin
        program.send_signal(signal.SIGINT)
    wait_until_gone(settings)
    return seconds


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=PATIENCE) as answer:
            return bool(json.load(answer)["row_count"])
    except (URLError, ConnectionError):
        return False


def wait_until_gone(settings: Settings) -> None:
    place = Place.of(settings.home)
    wait_until(lambda: not place.has_server())


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.02)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    with TemporaryDirectory() as folder:
        ours = Settings(home=Path(folder) / "home", linger=0)
        bare = ours.model_copy(update={"cache": bare_cache(Path(folder) / "cache", ours.cache.resolve())})
        fill(ours)
        make_archive(ours)
        ways = {
            "bare Neo4j": lambda: start_neo4j(bare),
            "with the archive": lambda: start_neo4j(ours),
            "./run": lambda: start_program(ours),
        }
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, start in ways.items():
                seconds[name].append(start())
    for name, values in seconds.items():
        print(f"{name:18} {median(values):5.1f} s  ({', '.join(f'{value:.1f}' for value in values)})")


if __name__ == "__main__":
    main()
