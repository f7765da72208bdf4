"""How the server holds under many clients at once: answers by status, times, memory over time, what is left over.

Starts a server on the home of the settings (sample data where nothing is), asks it mixed questions, stops it.

`.venv/bin/python -m bench.reliability [--clients 200] [--minutes 10]`
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import psutil

from bench.api import TOWNS, Http
from graph.local.place import Place
from graph.settings import ROOT, Settings, settings

SEED = 1
PAUSE = 0.5
"""Seconds that a client rests between two requests, on the average."""
EVERY = 2.0
"""Seconds between two readings of the memory."""
WARM_UP = 0.25
"""The part of the time after which memory counts: until then caches fill."""
PATIENCE = 600
MEGA = 2**20


@dataclass
class Told:
    """What was seen: seconds by status and by kind of request, breaks of connections, memory in MB by second."""

    seconds: dict[int, list[float]] = field(default_factory=dict)
    kinds: dict[str, list[float]] = field(default_factory=dict)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    broken: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, float, float]] = field(default_factory=list)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10)
    given = parser.parse_args()
    config = settings()
    before = left_over(config)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "api.cli", "serve", "--port", str(port), "--sample-if-empty"]
    with subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.DEVNULL, env={**os.environ, "CITYNET_LOG": "error"}
    ) as own:
        try:
            wait(f"http://127.0.0.1:{port}/api/ready")
            server = psutil.Process(own.pid)
            told = asyncio.run(load(f"http://127.0.0.1:{port}", server, config, given.clients, given.minutes * 60))
            connections = len([one for one in server.net_connections() if one.status == psutil.CONN_CLOSE_WAIT])
        finally:
            own.send_signal(signal.SIGINT)
    until = time.monotonic() + 120
    while Place.of(config.home).has_server() and time.monotonic() < until:
        time.sleep(0.5)
    report(told, given.clients, given.minutes, connections, sorted(left_over(config) - before))


def wait(address: str) -> None:
    """Until the server answers that it is ready and warm."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urlopen(address, timeout=30) as answer:
                if b'"warm":true' in answer.read():
                    return
        except OSError:
            pass
        time.sleep(1)
    raise TimeoutError("the server did not become ready")


async def load(address: str, server: psutil.Process, config: Settings, clients: int, seconds: float) -> Told:
    """Let the clients ask for so many seconds."""
    told, until = Told(), time.monotonic() + seconds
    reading = asyncio.create_task(read_memory(told, server, config))
    await asyncio.gather(*(client(address, random.Random(SEED + one), until, told) for one in range(clients)))
    reading.cancel()
    await asyncio.wait([reading])
    return told


async def client(address: str, dice: random.Random, until: float, told: Told) -> None:
    """One client: asks, rests, and now and then asks again for what it has."""
    http, etags = Http(address), {}
    while time.monotonic() < until:
        path = choose(dice)
        headers = {"If-None-Match": etags[path]} if path in etags and dice.random() < 0.5 else {}
        begun = time.perf_counter()
        try:
            status, said, _ = await http.get(path, **headers)
        except (OSError, asyncio.IncompleteReadError) as error:
            told.broken[type(error).__name__] += 1
            http.close()
            http = Http(address)
            continue
        taken = time.perf_counter() - begun
        told.seconds.setdefault(status, []).append(taken)
        told.kinds.setdefault(path.partition("?")[0], []).append(taken)
        told.slowest = sorted([*told.slowest, (taken, path)], reverse=True)[:3]
        if "etag" in said:
            etags[path] = said["etag"]
        await asyncio.sleep(dice.expovariate(1 / PAUSE))
    http.close()


def choose(dice: random.Random) -> str:
    """A request as visitors and programs mix them."""
    one, other = (quote(town) for town in dice.sample(TOWNS, 2))
    kinds = (
        (30, f"/api/questions/partners?city={one}"),
        (10, f"/api/questions/partners?city={one}&limit={dice.randint(1, 50_000)}"),
        (10, f"/ask/partners?city={one}&lang={dice.choice(('de', 'en'))}"),
        (10, f"/api/search?q={one[: dice.randint(2, 9)]}".rstrip("%")),
        (8, f"/api/questions/shared-partners?city={one}&city={other}"),
        (6, f"/api/questions/path?from={one}&to={other}"),
        (6, f"/api/questions/near?city={one}&km=30&partner_country=FR"),
        (4, f"/api/questions/similar-cities?city={one}"),
        (4, f"/api/questions/partners?city={one}x"),
        (4, f"/api/questions/partners?city={one}&year={dice.randint(1950, 2030)}"),
        (3, f"/network?question=partners&city={one}"),
        (2, "/"),
        (1, "/api/map"),
        (1, f"/api/questions/ego-network?city={one}&steps=2"),
        (1, "/api/questions/country-matrix"),
    )
    return dice.choices([path for _, path in kinds], [weight for weight, _ in kinds])[0]


async def read_memory(told: Told, server: psutil.Process, config: Settings) -> None:
    """Read the memory of the server with what it started, and of its Neo4j."""
    begun = time.monotonic()
    while True:
        place = Place.of(config.home).address()
        database = psutil.Process(place.pid).memory_info().rss if place else 0
        # The private Neo4j is a child of whoever started it.
        own = [one for one in (server, *server.children(recursive=True)) if place is None or one.pid != place.pid]
        ours = sum(one.memory_info().rss for one in own)
        told.memory.append((time.monotonic() - begun, ours / MEGA, database / MEGA))
        await asyncio.sleep(EVERY)


def left_over(config: Settings) -> set[str]:
    """Temporary files of ours, the note of who serves, and processes of the home."""
    found = {str(path) for path in Path(tempfile.gettempdir()).glob("citynet-*")}
    found |= {str(path) for path in config.home.glob("serving.json")}
    return found | ({"a Neo4j of this home"} if Place.of(config.home).has_server() else set())


def slope(points: list[tuple[float, float]]) -> float:
    """MB a minute, of the time after caches filled."""
    last = points[-1][0]
    kept = [one for one in points if one[0] > last * WARM_UP]
    if len(kept) < 2:
        return 0.0
    return statistics.linear_regression([at / 60 for at, _ in kept], [value for _, value in kept]).slope


def report(told: Told, clients: int, minutes: float, waiting: int, left: list[str]) -> None:
    """Print all of it."""
    good = sorted(one for status in (200, 304) for one in told.seconds.get(status, []))
    every = sum(map(len, told.seconds.values()))
    print(f"{clients} clients, {minutes:g} minutes, {every} answers, {every / minutes / 60:.0f} a second")
    print("by status:", ", ".join(f"{status} {len(many)}" for status, many in sorted(told.seconds.items())))
    print("connections broken:", dict(told.broken) or "none")
    p50, p99 = (good[int(len(good) * part)] * 1000 for part in (0.5, 0.99))
    print(f"200 and 304: p50 {p50:.0f} ms, p99 {p99:.0f} ms, {p99 / p50:.1f} times")
    for kind, many in sorted(told.kinds.items(), key=lambda one: -sum(one[1])):
        first, last = (sorted(many)[int(len(many) * part)] * 1000 for part in (0.5, 0.99))
        print(f"  {kind}: {len(many)}, p50 {first:.0f} ms, p99 {last:.0f} ms, {sum(many):.0f} s waited in all")
    print("slowest:", "; ".join(f"{seconds:.1f} s {path}" for seconds, path in told.slowest))
    ours, database = ([(at, both[place]) for at, *both in told.memory] for place in (0, 1))
    for name, points in (("server", ours), ("Neo4j", database)):
        print(f"memory of {name}: {points[0][1]:.0f} to {points[-1][1]:.0f} MB, {slope(points):+.1f} MB a minute")
    print(f"left over: {', '.join(left) or 'nothing'}; connections half closed: {waiting}")


if __name__ == "__main__":
    main()
