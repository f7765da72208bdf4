"""What the server tells of itself: request ids, lines of the log, numbers; and nothing of who asked what."""

from __future__ import annotations

import io
import json
import logging
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app
from api.logs import write_logs
from graph.database import Address, Database
from graph.settings import settings
from graph.store import Store
from tests.api.serving import serving
from tests.api.test_problems import Nowhere

ID = "x-request-id"
SECRET = "Oberbürgermeister Geheim"


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the log has, in lines of JSON; afterwards logs go where they went before."""
    root, ours = logging.getLogger(), logging.getLogger("citynet")
    before = root.handlers[:], root.level, ours.level
    stream = io.StringIO()
    root.handlers[:] = []  # pytest keeps its own, which are not to be closed
    write_logs("info", stream)
    yield stream
    root.handlers[:], level, own = before
    root.setLevel(level)
    ours.setLevel(own)


def soon(there: Callable[[], bool]) -> None:
    """Wait for what the server does after its answer has gone out."""
    until = time.monotonic() + 20
    while not there() and time.monotonic() < until:
        time.sleep(0.01)


def lines(stream: io.StringIO, count: int = 1) -> list[dict[str, Any]]:
    soon(lambda: stream.getvalue().count("\n") >= count)
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def numbers(client: httpx.Client) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


# ---- request ids


@pytest.mark.parametrize("path", ["/api/health", "/", "/api/nothing", "/api/questions/partners?year=x"])
def test_every_answer_has_an_id_of_its_own(client: httpx.Client, path: str) -> None:
    one, two = (client.get(path).headers[ID] for _ in range(2))
    assert re.fullmatch(r"[0-9a-f]{16}", one)
    assert one != two


def test_a_callers_id_is_taken_over(client: httpx.Client) -> None:
    assert client.get("/api/health", headers={ID: "Trace-7.a_b"}).headers[ID] == "Trace-7.a_b"


@pytest.mark.parametrize("given", ["", "x" * 65, "a b", "<script>", 'a"b', "a=b;c", "\u00fc".encode()])
def test_an_id_that_could_be_something_else_is_not(client: httpx.Client, given: Any) -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", client.get("/api/health", headers={ID: given}).headers[ID])


# ---- lines of the log


def test_a_request_is_one_line_with_its_id_route_and_status(client: httpx.Client, written: io.StringIO) -> None:
    client.get("/api/cities/gn2884509", headers={ID: "one"})
    (line,) = lines(written)
    assert {name: line[name] for name in ("event", "request_id", "route", "method", "status", "level")} == {
        "event": "request", "request_id": "one", "route": "/api/cities/{id}", "method": "GET", "status": 200,
        "level": "info",
    }  # fmt: skip
    assert line["ms"] > 0


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/api/questions/partners.csv?city=Krefeld", "/api/questions/partners.csv"),
        (f"/api/questions/{SECRET}", "/api/questions/{name}"),
        (f"/api/questions/partners.{SECRET}", "/api/questions/partners"),
        (f"/{SECRET}", "none"),
    ],
)
def test_a_line_tells_the_question_but_no_other_word(
    client: httpx.Client, written: io.StringIO, path: str, route: str
) -> None:
    client.get(path)
    assert [line["route"] for line in lines(written)] == [route]


def test_no_line_tells_what_was_asked(client: httpx.Client, written: io.StringIO) -> None:
    for path in (f"/people/{SECRET}", f"/api/search?q={SECRET}", f"/ask/partners?city={SECRET}&year={SECRET}"):
        client.get(path, headers={"Cookie": f"a={SECRET.encode().hex()}", "Authorization": "Bearer geheimer"})
    told = written.getvalue().lower()
    assert len(lines(written, 3)) == 3
    assert "geheim" not in told
    assert SECRET.encode().hex() not in told


@pytest.mark.parametrize(("level", "quoted"), [("info", False), ("debug", True)])
def test_an_error_is_told_with_its_place_and_its_words_only_where_wanted(
    written: io.StringIO, level: str, quoted: bool
) -> None:
    stream = io.StringIO()
    logging.getLogger().handlers[:] = []
    write_logs(level, stream)

    def fail(name: str) -> None:
        raise ValueError(f"no number: {name}")

    try:
        fail(SECRET)
    except ValueError:
        logging.getLogger("citynet").exception("failed")
    (line,) = lines(stream)
    assert "ValueError" in line["exception"]
    assert "test_operating.py" in line["exception"]
    assert (SECRET in line["exception"]) == quoted


def test_what_fails_is_told_under_the_id_of_its_request(
    sample_kb: Database, neo4j_address: Address, written: io.StringIO
) -> None:
    app = create_app(settings(), store=Store(sample_kb, neo4j_address, private=True))

    @app.get("/api/broken")
    def broken() -> None:
        raise RuntimeError(SECRET)

    with serving(app) as address:
        httpx.get(f"{address}/api/broken", headers={ID: "seven"})
    failed = [line for line in lines(written, 2) if line["level"] == "error"]
    assert [(line["error"], line["request_id"]) for line in failed] == [("RuntimeError", "seven")]
    assert SECRET not in written.getvalue()


def test_what_a_caller_writes_makes_no_line_of_its_own(client: httpx.Client, written: io.StringIO) -> None:
    client.get("/api/search?q=%0a%7b%22event%22%3a%22request%22%7d", headers={"User-Agent": "a\tb"})
    assert len(lines(written)) == 1


# ---- numbers


def test_a_request_is_counted_by_route_and_status(client: httpx.Client) -> None:
    key = ("citynet_requests_total", "GET", "/api/cities/{id}", "404")
    before = numbers(client).get(key, 0)
    client.get("/api/cities/none")
    soon(lambda: numbers(client).get(key, 0) > before)
    assert numbers(client)[key] == before + 1


def test_an_answer_from_memory_is_told_apart(client: httpx.Client) -> None:
    asked = "/api/questions/partners?city=Krefeld&limit=87"
    before = numbers(client)
    for _ in range(3):
        client.get(asked)
    after = numbers(client)
    counted = [
        after["citynet_answers_total", one] - before["citynet_answers_total", one] for one in ("database", "memory")
    ]
    assert counted == [1, 2]
    assert after["citynet_database_seconds_count",] > before["citynet_database_seconds_count",]


def test_numbers_of_the_process_and_of_figures_are_there(client: httpx.Client) -> None:
    found = numbers(client)
    assert found["process_resident_memory_bytes",] > 0
    assert {key[1] for key in found if key[0] == "citynet_figures"} == {"waiting", "done", "failed"}


def test_numbers_tell_nothing_of_who_asked_and_do_not_grow_with_what_is_asked(client: httpx.Client) -> None:
    before = set(numbers(client))
    for path in (f"/{SECRET}", f"/people/{SECRET}", f"/api/questions/{SECRET}", f"/api/questions/partners.{SECRET}"):
        client.get(path)
        client.request("GEHEIM", path)
    told = client.get("/metrics").text
    assert "Geheim" not in told
    assert "GEHEIM" not in told
    assert len(set(numbers(client)) - before) < 80


# ---- whether it is well


def test_without_a_database_it_lives_and_is_not_ready(sample_kb: Database) -> None:
    with serving(create_app(settings(), store=Store(sample_kb, Nowhere(), private=True))) as address:
        answers = [httpx.get(address + path, timeout=60) for path in ("/api/health", "/api/ready", "/metrics")]
    assert [(one.status_code, "retry-after" in one.headers) for one in answers] == [
        (200, False),
        (503, True),
        (200, False),
    ]
