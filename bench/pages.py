"""What a page costs beside the questions behind it, and how many bytes the first page is; run against a server.

`.venv/bin/python -m bench.pages http://127.0.0.1:8000` asks a server of this home, which serves the sample data, for
each kind of page, and by turns reads what is behind it from Neo4j in the same way as the server does. It prints the
medians of both and their ratio: for a page that nobody asked for before, and for the same again. Then it fetches the
start page with all that it needs for itself, but without the picture of the map, and adds up the bytes.
"""

from __future__ import annotations

import asyncio
import gzip
import itertools
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

import httpx

from bench.api import Http
from graph import things
from graph.database import ReadGateway
from graph.questions import question
from graph.questions.asking import ask, asked_about
from graph.review import ReviewParameters, review
from graph.search import Asking, search
from graph.settings import settings
from graph.store import open_store
from graph.things import actors
from graph.things.lands import countries, country
from tests.api.pages import Page

TIMES = 9
TOWN, RING, EVENT = "gn2953436", "partnerschaftsring-bad-homburg", "washington-partnership-conference-2022"
SOURCE = "oberburgermeister-meyer-reist-nach-washington-b8859d"
ASKED = {
    "partners": {"city": TOWN},
    "shared-partners": {"city": [TOWN, "gn3029297"]},
    "path": {"from": "gn2884509", "to": "gn2904789"},
    "country-pair": {"country": "DE", "partner_country": "PL"},
    "city-events": {"city": "gn2884509"},
}
MAP = "/preview."
"""The picture of the map, which the start page shows when all else is there."""

Questions = list[Callable[[], Asking]]


def answered(name: str, given: dict[str, Any]) -> Asking:
    """The answer to a question, and the names that the page calls it by."""
    result = yield from ask(question(name), given)
    yield from asked_about(result)
    return result


def pages() -> dict[str, Questions]:
    """What is behind each page, by its address."""
    found: dict[str, Questions] = {
        "/": [things.counts, things.events, lambda: things.latest_loads(5)],
        "/search?q=Marienbad": [lambda: search("Marienbad", "en")],
        f"/cities/{TOWN}": [
            lambda: things.city(TOWN),
            lambda: ask(question("similar-cities"), {"city": TOWN, "limit": 6}),
        ],
        "/countries": [countries],
        "/countries/FR": [
            lambda: country("FR"),
            lambda: ask(question("history"), {"country": "FR", "by": "year", "what": ["link"]}),
        ],
        "/rings": [things.rings],
        f"/rings/{RING}": [lambda: things.ring(RING)],
        "/events": [lambda: ask(question("events"), {})],
        f"/events/{EVENT}": [lambda: things.event(EVENT)],
        "/programmes/gegenwarten": [lambda: actors.programme("gegenwarten")],
        "/organisations/auslandsgesellschaft-deutschland-e-v": [
            lambda: actors.organisation("auslandsgesellschaft-deutschland-e-v")
        ],
        "/people/alexander-hetjes-bb5ff2": [lambda: actors.person("alexander-hetjes-bb5ff2")],
        "/topics/business": [lambda: actors.topic("business")],
        "/sources": [things.sources],
        f"/sources/{SOURCE}": [lambda: things.source(SOURCE)],
        "/about": [things.counts],
        "/review": [lambda: review(ReviewParameters(limit=20), counts=True)],
    }
    found |= {f"/{kind}": [lambda kind=kind: ask(question(kind), {})] for kind in actors_listed()}
    for name, given in ASKED.items():
        found[f"/ask/{name}?{urlencode(given, doseq=True)}"] = [lambda name=name, given=given: answered(name, given)]
    return found


def actors_listed() -> tuple[str, ...]:
    """Pages that list all of a kind by the question of their name."""
    return "programmes", "organisations", "people", "topics"


def main() -> None:
    """Measure and print."""
    base = sys.argv[1].rstrip("/")
    with open_store(settings()) as store:
        asyncio.run(measure(base, ReadGateway(store.address, timeout=60)))
    first_page(base)


async def measure(base: str, gateway: ReadGateway) -> None:
    """Medians of the pages and of what is behind them, by turns."""
    ratios: list[tuple[float, float]] = []
    fresh = itertools.count(random.randrange(2_000, 60_000))
    client = Http(base)
    for path, questions in pages().items():
        address = f"{path}{'&' if '?' in path else '?'}lang=en"
        number = "limit" if path.startswith(("/ask/", "/events?")) or path == "/events" else "n"

        async def read(questions: Questions = questions) -> None:
            known = await gateway.version()
            for asking in questions:
                await gateway.drive(asking(), version=known)

        async def shown(address: str = address, number: str = number) -> None:
            await got(client, f"{address}&{number}={next(fresh)}")

        async def again(address: str = address) -> None:
            await got(client, address)

        asked, new, old = await by_turns(read, shown, again)
        ratios.append((new / asked, old / asked))
        told = f"{asked:7.1f} ms   page {new:7.1f} ms {new / asked:5.2f}   again {old:7.1f} ms {old / asked:5.2f}"
        print(f"{path[:52]:52} questions {told}", flush=True)
    client.close()
    await gateway.close()
    for name, every in zip(("page", "again"), zip(*ratios, strict=True), strict=True):
        print(f"{name}: median {statistics.median(every):.2f}, worst {max(every):.2f}, {len(every)} pages")


async def got(client: Http, path: str) -> None:
    """Ask for a page; raises `RuntimeError` where it does not come."""
    status, _, body = await client.get(path)
    if status != 200:
        raise RuntimeError(f"{path}: {status} {body[:300]!r}")


async def by_turns(*works: Callable[[], Awaitable[None]]) -> list[float]:
    """The median of each in milliseconds; the first round is not counted."""
    times: list[list[float]] = [[] for _ in works]
    for turn in range(TIMES + 1):
        for work, taken in zip(works, times, strict=True):
            begun = time.perf_counter()
            await work()
            if turn:
                taken.append((time.perf_counter() - begun) * 1000)
    return [statistics.median(taken) for taken in times]


def first_page(base: str) -> None:
    """The bytes of the start page with its styles, scripts and icon, as they are and as they are sent."""
    plain = sent = 0
    with httpx.Client(base_url=base, timeout=60) as client:
        page = client.get("/?lang=en")
        for address in ["/?lang=en", *sorted(one for one in Page(page.text).loaded if not one.startswith(MAP))]:
            answer = client.get(address)
            answer.raise_for_status()
            own, packed = len(answer.content), "gzip" in answer.headers.get("content-encoding", "")
            over = len(gzip.compress(answer.content, 4)) if packed else own
            print(f"{address[:60]:60} {own / 1000:7.1f} kB   sent {over / 1000:7.1f} kB")
            plain, sent = plain + own, sent + over
    print(f"first page without the map: {plain / 1000:.1f} kB, sent {sent / 1000:.1f} kB")


if __name__ == "__main__":
    main()
