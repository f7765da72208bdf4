"""How the server holds under many clients at once: answers by status, times, memory over time, what is left over.

Starts a server on the home of the settings (sample data where nothing is), asks it mixed questions, stops it.

`.venv/bin/python -m bench.reliability [--clients 200] [--minutes 10] [--out load.json]`

`bench.reliability_page` puts what `--out` wrote into `docs/reliability.md`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
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
from typing import Any
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
QUARTERS = 4
"""Parts of the time of each of which it is told how memory grew: while caches fill it does, a leak goes on."""
PATIENCE = 600
GOOD = (200, 304)
MEGA = 2**20


@dataclass
class Told:
    """What was seen: seconds by status and by kind of request, and of good
    answers in the second half of the time; breaks of connections, memory in MB by second."""

    seconds: dict[int, list[float]] = field(default_factory=dict)
    late: list[float] = field(default_factory=list)
    kinds: dict[str, list[float]] = field(default_factory=dict)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    broken: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, float, float]] = field(default_factory=list)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--out", type=Path)
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
    seen = summed(told, given.clients, given.minutes) | {"half_closed": connections}
    seen |= {"left": sorted(left_over(config) - before)}
    report(told, seen)
    if given.out:
        given.out.write_text(json.dumps(seen, indent=1), "utf-8")


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
    http = Http(address)
    etags: dict[str, str] = {}
    half = time.perf_counter() + (until - time.monotonic()) / 2
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
        if status in GOOD and begun > half:
            told.late.append(taken)
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
        # In a thread, for it takes long enough to hold up the clients.
        ours, database = await asyncio.to_thread(memory_of, server, config)
        told.memory.append((time.monotonic() - begun, ours, database))
        await asyncio.sleep(EVERY)


def memory_of(server: psutil.Process, config: Settings) -> tuple[float, float]:
    """MB of the server with what it started, and of its Neo4j."""
    place = Place.of(config.home).address()
    database = psutil.Process(place.pid).memory_info().rss if place else 0
    # The private Neo4j is a child of whoever started it.
    own = [one for one in (server, *server.children(recursive=True)) if place is None or one.pid != place.pid]
    return sum(one.memory_info().rss for one in own) / MEGA, database / MEGA


def left_over(config: Settings) -> set[str]:
    """Temporary files of ours, the note of who serves, and processes of the home."""
    found = {str(path) for path in Path(tempfile.gettempdir()).glob("citynet-*")}
    found |= {str(path) for path in config.home.glob("serving.json")}
    return found | ({"a Neo4j of this home"} if Place.of(config.home).has_server() else set())


def slopes(points: list[tuple[float, float]]) -> list[float]:
    """MB a minute, in each quarter of the time."""
    part = points[-1][0] / QUARTERS
    quarters = [[one for one in points if part * at <= one[0] <= part * (at + 1)] for at in range(QUARTERS)]
    return [_slope(one) if len(one) > 1 else 0.0 for one in quarters]


def _slope(points: list[tuple[float, float]]) -> float:
    return statistics.linear_regression([at / 60 for at, _ in points], [value for _, value in points]).slope


def middle_and_end(times: list[float]) -> dict[str, float]:
    """Milliseconds within which half and 99 % of the answers came."""
    inorder = sorted(times)
    return {name: inorder[int(len(inorder) * part)] * 1000 for name, part in (("p50", 0.5), ("p99", 0.99))}


def summed(told: Told, clients: int, minutes: float) -> dict[str, Any]:
    """What was seen as numbers: answers by status, milliseconds, memory in MB."""
    ours, database = ([(at, both[place]) for at, *both in told.memory] for place in (0, 1))
    memory = {
        name: {"first": points[0][1], "last": points[-1][1], "slopes": slopes(points)}
        for name, points in (("server", ours), ("Neo4j", database))
    }
    return {
        "clients": clients,
        "minutes": minutes,
        "answers": sum(map(len, told.seconds.values())),
        "statuses": {str(status): len(many) for status, many in sorted(told.seconds.items())},
        "broken": dict(told.broken),
        "late": middle_and_end(told.late),
        "memory": memory,
    } | middle_and_end([one for status in GOOD for one in told.seconds.get(status, [])])


def report(told: Told, seen: dict[str, Any]) -> None:
    """Print all of it."""
    answers, late = seen["answers"], seen["late"]
    print(f"{seen['clients']} clients, {seen['minutes']:g} minutes, {answers} answers, ", end="")
    print(f"{answers / seen['minutes'] / 60:.0f} a second")
    print("by status:", ", ".join(f"{status} {count}" for status, count in seen["statuses"].items()))
    print("connections broken:", seen["broken"] or "none")
    for name, one in (("200 and 304", seen), ("in the second half", late)):
        print(f"{name}: p50 {one['p50']:.0f} ms, p99 {one['p99']:.0f} ms, {one['p99'] / one['p50']:.1f} times")
    for kind, many in sorted(told.kinds.items(), key=lambda one: -sum(one[1])):
        first, last = middle_and_end(many).values()
        print(f"  {kind}: {len(many)}, p50 {first:.0f} ms, p99 {last:.0f} ms, {sum(many):.0f} s waited in all")
    print("slowest:", "; ".join(f"{seconds:.1f} s {path}" for seconds, path in told.slowest))
    for name, one in seen["memory"].items():
        by_quarter = ", ".join(f"{slope:+.1f}" for slope in one["slopes"])
        print(f"memory of {name}: {one['first']:.0f} to {one['last']:.0f} MB, {by_quarter} MB a minute by quarters")
    print(f"left over: {', '.join(seen['left']) or 'nothing'}; connections half closed: {seen['half_closed']}")


if __name__ == "__main__":
    main()
