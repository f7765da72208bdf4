"""A query service on a port of its own that answers as Wikidata's does: what the tests say first, then from a table.

The answers are made after the documented forms (SPARQL 1.1 Query Results JSON Format, RDF of Wikibase); none was taken
from the service. The twinnings are well known: Berlin with Paris (1987) and Los Angeles (1967-06-27), Cologne with
Kyoto (1963), Paris with Rome (1956). Addresses of statements and the coordinates' last figures are made up.
"""

from __future__ import annotations

import json
import re
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

ENTITY = "http://www.wikidata.org/entity/"
RANK = "http://wikiba.se/ontology#"
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
XSD = "http://www.w3.org/2001/XMLSchema#"
TRACE = b"""SPARQL-QUERY: queryStr=SELECT
java.util.concurrent.TimeoutException
\tat java.util.concurrent.FutureTask.get(FutureTask.java:205)
"""


@dataclass(frozen=True)
class Town:
    """A town of the table."""

    qid: str
    labels: Mapping[str, str]
    point: str
    country: str
    geonames: int


@dataclass(frozen=True)
class Twinning:
    """A statement of the table; `start` with its precision."""

    guid: str
    item: str
    partner: str
    start: tuple[str, int] | None = None
    end: tuple[str, int] | None = None

    @property
    def address(self) -> str:
        return f"{ENTITY}statement/{self.item}-{self.guid}"


TOWNS = {
    town.qid: town
    for town in (
        Town("Q64", {"mul": "Berlin", "ru": "Берлин"}, "Point(13.383 52.517)", "DE", 2950159),
        Town("Q90", {"en": "Paris", "it": "Parigi", "ru": "Париж"}, "Point(2.351 48.857)", "FR", 2988507),
        Town("Q65", {"en": "Los Angeles"}, "Point(-118.244 34.052)", "US", 5368361),
        Town("Q365", {"de": "Köln", "en": "Cologne", "es": "Colonia"}, "Point(6.957 50.942)", "DE", 2886242),
        Town("Q34600", {"en": "Kyoto", "de": "Kyōto"}, "Point(135.768 35.011)", "JP", 1857910),
        Town("Q220", {"de": "Rom", "en": "Rome", "it": "Roma"}, "Point(12.482 41.893)", "IT", 3169070),
    )
}
TWINNINGS = (
    Twinning("0A1B2C3D-0001", "Q64", "Q90", ("1987-01-01T00:00:00Z", 9)),
    Twinning("0A1B2C3D-0002", "Q64", "Q65", ("1967-06-27T00:00:00Z", 11)),
    Twinning("0A1B2C3D-0003", "Q365", "Q34600", ("1963-01-01T00:00:00Z", 9)),
    Twinning("0A1B2C3D-0004", "Q90", "Q220", ("1956-01-01T00:00:00Z", 9)),
)


@dataclass(frozen=True)
class Reply:
    """One answer: `cut` leaves out that many bytes of what its length promises."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int = 0


@dataclass(frozen=True)
class Asked:
    """A question that came: its query and its headers in lower case."""

    query: str
    headers: Mapping[str, str]

    @property
    def kind(self) -> str:
        """`list`, `twinnings`, `named` or `geonames`."""
        if "SELECT DISTINCT ?twinning" in self.query:
            return "list"
        if "VALUES ?twinning" in self.query:
            return "twinnings"
        return "geonames" if "wdt:P1566" in self.query else "named"


class Playing:
    """The service: `first` is played before all else, `asked` is what came."""

    def __init__(self, twinnings: Iterable[Twinning] = TWINNINGS) -> None:
        self.url = ""
        self.twinnings = {one.address: one for one in twinnings}
        self.towns = list(TOWNS.values())
        self.first: deque[Reply | None] = deque()
        self.asked: list[Asked] = []

    def kinds(self) -> list[str]:
        """What was asked for, in order."""
        return [one.kind for one in self.asked]

    def reply(self, asked: Asked) -> Reply:
        """The next answer; None in `first` stands for an ordinary one."""
        self.asked.append(asked)
        return (self.first.popleft() if self.first else None) or Reply(body=self.answer(asked))

    def answer(self, asked: Asked) -> bytes:
        """What the table says."""
        rows = getattr(self, f"_{asked.kind}")(asked.query)
        names = list(dict.fromkeys(name for row in rows for name in row))
        return json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()

    def _list(self, query: str) -> list[Any]:
        after, limit = found(r'\?twinning\) > "(.*)"', query), int(found(r"LIMIT (\d+)", query))
        town, country = found(r"wd:(Q\d+) p:P190", query), found(r'P297 "(..)"', query)
        fits = [
            address
            for address, one in sorted(self.twinnings.items())
            if (not town or town in (one.item, one.partner))
            and (not country or country in (TOWNS[one.item].country, TOWNS[one.partner].country))
            and address > after
        ]
        return [{"twinning": uri(address)} for address in fits[:limit]]

    def _twinnings(self, query: str) -> list[Any]:
        return [row(self.twinnings[one]) for one in re.findall(r"<(http[^>]+)>", query) if one in self.twinnings]

    def _named(self, query: str) -> list[Any]:
        name, label = found(r'\{ "(.*?)"@', query), "rdfs:label" in query
        return [
            {
                "item": uri(town.qid),
                "itemLabel": literal(next(iter(town.labels.values()))),
                "code": literal(town.country),
            }
            for town in self.towns
            if label and name in town.labels.values()
        ]

    def _geonames(self, query: str) -> list[Any]:
        return [{"item": uri(town.qid)} for town in self.towns if f'"{town.geonames}"' in query]


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    return match[1] if match else ""


def uri(text: str) -> dict[str, str]:
    return {"type": "uri", "value": text if text.startswith("http") else ENTITY + text}


def literal(text: str, datatype: str = "", language: str = "") -> dict[str, str]:
    kind = {"datatype": datatype} if datatype else {"xml:lang": language} if language else {}
    return {"type": "literal", "value": text} | kind


def row(one: Twinning) -> dict[str, Any]:
    """A row of an answer about a twinning."""
    made = {"twinning": uri(one.address), "rank": uri(f"{RANK}NormalRank"), "item": uri(one.item)}
    made["partner"] = uri(one.partner)
    for name, time in (("start", one.start), ("end", one.end)):
        if time:
            made[name] = literal(time[0], f"{XSD}dateTime")
            made[f"{name}Precision"] = literal(str(time[1]), f"{XSD}integer")
    for side, town in (("item", TOWNS[one.item]), ("partner", TOWNS[one.partner])):
        language, name = next(iter(town.labels.items()))
        made[f"{side}Label"] = literal(name, language=language)
        made |= {f"{side}Label_{code}": literal(text, language=code) for code, text in town.labels.items()}
        made[f"{side}Coord"] = literal(town.point, WKT)
        made[f"{side}CountryCode"] = literal(town.country)
    return made


@contextmanager
def playing(service: Playing | None = None) -> Iterator[Playing]:
    """A service that runs as long as the `with` lasts."""
    played = service or Playing()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            headers = {name.lower(): value for name, value in self.headers.items()}
            reply = played.reply(Asked(form["query"][0], headers))
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/sparql-results+json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body[: len(reply.body) - reply.cut])
            self.close_connection = bool(reply.cut)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the tests look at `asked`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    played.url = f"http://127.0.0.1:{server.server_address[1]}/sparql"
    try:
        yield played
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
