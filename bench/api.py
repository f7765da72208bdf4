"""What the API costs beside the same Cypher on the bare driver: alone, asked again, and by sixteen clients at once.

Run against a server of this home that serves the sample data: its address as argument.

`.venv/bin/python -m bench.api http://127.0.0.1:8000`
"""

from __future__ import annotations

import asyncio
import itertools
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import neo4j

from graph.cypher import Bound
from graph.database import run
from graph.questions import question
from graph.questions.asking import prepared
from graph.settings import settings
from graph.store import open_store

TOWNS = (
    "Krefeld", "Bad Homburg", "Düsseldorf", "Chemnitz", "Hannover", "Leipzig", "Dresden", "Bremen", "Bonn", "Nürnberg",
    "Coventry", "Leeds", "Lyon", "Rennes", "Nantes", "Graz", "Linz", "Turku", "Tampere", "Aarhus", "Göteborg", "Bergen",
    "Kraków", "Poznań", "Wrocław", "Brno", "Ostrava", "Szeged", "Debrecen", "Kyoto", "Osaka", "Kobe", "Sendai", "Izmir",
)  # fmt: skip
TIMES = 5
CLIENTS, SECONDS = 16, 8.0
SEED = 1
IDLE = 3.0
"""Seconds after which a connection is made anew, for the server closes one that rests."""


@dataclass(frozen=True)
class Asked:
    """A question with its address, and the Cypher that answers it."""

    name: str
    path: str
    query: Bound


class Http:
    """A connection that stays open and does no more than it must, so that the server is measured and not the client."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._used = 0.0

    async def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body of an answer."""
        if time.monotonic() - self._used > IDLE:
            self.close()
            self._streams = None
        self._used = time.monotonic()
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port, limit=2**24)
        reader, writer = self._streams
        more = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n{more}\r\n".encode())
        status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        said = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        body = await reader.readexactly(int(said.get("content-length", 0)))
        return int(status.split()[1]), said, body

    def close(self) -> None:
        """Close the connection."""
        if self._streams:
            self._streams[1].close()


def main() -> None:
    """Measure and print."""
    address = sys.argv[1].rstrip("/")
    with open_store(settings()) as store:
        asked = _questions(store.db)
        place = store.address
        asyncio.run(_measure(address, place.uri, (place.user, place.password), place.database, asked))


def _questions(db: Any) -> list[Asked]:
    dice, found = random.Random(SEED), []
    for town in TOWNS:
        (id_,) = [row["id"] for row in _towns(db, town)]
        other = dice.choice([one for one in TOWNS if one != town])
        (other_id,) = [row["id"] for row in _towns(db, other)]
        for name, given in (
            ("partners", {"city": id_}),
            ("shared-partners", {"city": [id_, other_id], "at_least": 1}),
            ("path", {"from": id_, "to": other_id}),
            ("reach-countries", {"city": id_, "steps": 2}),
            ("near", {"city": id_, "km": 30, "partner_country": "FR"}),
        ):
            _, query = run(db, prepared(question(name), given))
            found.append(Asked(name, f"/api/questions/{name}?{urlencode(given, doseq=True)}", query))
    return found


def _towns(db: Any, name: str) -> list[dict[str, Any]]:
    from graph.search import search

    return run(db, search(name, types=["city"], limit=1))


async def _measure(address: str, uri: str, auth: tuple[str, str], database: str, asked: list[Asked]) -> None:
    async with neo4j.AsyncGraphDatabase.driver(uri, auth=auth) as driver:

        async def bare(one: Asked) -> None:
            async def work(tx: neo4j.AsyncManagedTransaction) -> list[dict[str, Any]]:
                return await (await tx.run(one.query.cypher.text, dict(one.query.parameters))).data()  # type: ignore[arg-type]

            async with driver.session(database=database, default_access_mode="READ") as session:
                await session.execute_read(work)

        http = Http(address)
        for one in asked:
            await bare(one)
            await _got(http, one.path)
        await _alone(http, bare, asked)
        http.close()
        await _together(address, bare, asked)


async def _got(http: Http, path: str, expected: int = 200, **headers: str) -> dict[str, str]:
    status, said, body = await http.get(path, **headers)
    if status != expected:
        raise RuntimeError(f"{path}: {status} {body[:300]!r}")
    return said


async def _timed(work: Awaitable[object]) -> float:
    started = time.perf_counter()
    await work
    return time.perf_counter() - started


def _unasked() -> Iterator[int]:
    """Limits that no run before has asked with: another question for what the server remembers, and the same Cypher."""
    return itertools.count(random.randrange(2_000, 60_000))


async def _alone(http: Http, bare: Callable[[Asked], Awaitable[None]], asked: list[Asked]) -> None:
    fresh = _unasked()
    ratios: dict[str, dict[str, list[float]]] = {}
    for one in asked:
        times: dict[str, list[float]] = {"driver": [], "API": [], "again": [], "ETag": []}
        said = await _got(http, one.path)
        for _ in range(TIMES):
            times["driver"].append(await _timed(bare(one)))
            times["API"].append(await _timed(_got(http, f"{one.path}&limit={next(fresh)}")))
            times["again"].append(await _timed(_got(http, one.path)))
            times["ETag"].append(await _timed(_got(http, one.path, 304, **{"If-None-Match": said["etag"]})))
        driver = statistics.median(times["driver"])
        kept = ratios.setdefault(one.name, {"ms": [], "API": [], "again": [], "ETag": []})
        kept["ms"].append(driver * 1000)
        for name in ("API", "again", "ETag"):
            kept[name].append(statistics.median(times[name]) / driver)
    print("One client, medians. Times of the driver: API, the same again, 304")
    for question_name, kept in ratios.items():
        shown = "   ".join(f"{name} {statistics.median(kept[name]):5.2f}" for name in ("API", "again", "ETag"))
        print(f"{question_name:18} driver {statistics.median(kept['ms']):6.1f} ms   {shown}")
    every = {name: [one for kept in ratios.values() for one in kept[name]] for name in ("API", "again", "ETag")}
    print(
        f"{'all':18} {'':16}   " + "   ".join(f"{name} {statistics.median(many):5.2f}" for name, many in every.items())
    )


async def _together(address: str, bare: Callable[[Asked], Awaitable[None]], asked: list[Asked]) -> None:
    few = [one for one in asked if one.name in ("partners", "shared-partners")]
    fresh = _unasked()

    async def of_driver(turn: int) -> None:
        await bare(few[turn % len(few)])

    connections = [Http(address) for _ in range(CLIENTS)]

    async def of_api(turn: int, client: int) -> None:
        await _got(connections[client], f"{few[turn % len(few)].path}&limit={next(fresh)}")

    driver = await _throughput(lambda turn, _: of_driver(turn))
    api = await _throughput(of_api)
    for one in connections:
        one.close()
    print(f"{CLIENTS} clients: driver {driver:.0f}/s, API {api:.0f}/s, {api / driver:.2f} of it")


async def _throughput(ask: Callable[[int, int], Awaitable[None]]) -> float:
    turns, until = itertools.count(), time.perf_counter() + SECONDS

    async def client(number: int) -> int:
        done = 0
        while time.perf_counter() < until:
            await ask(next(turns), number)
            done += 1
        return done

    return sum(await asyncio.gather(*(client(number) for number in range(CLIENTS)))) / SECONDS


if __name__ == "__main__":
    main()
