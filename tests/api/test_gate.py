"""What is refused before it is looked at: foreign names, what is too large, and too many requests a minute."""

from __future__ import annotations

import asyncio
import hmac
import inspect
import re
from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx
import pytest
from fastapi import Request
from fastapi.routing import APIRoute
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from api.app import _ROUTERS, create_app
from api.commands import keeping
from api.gate import host_of
from api.keys import is_key
from api.limits import BodyLimit, caller
from api.server import _names, serving
from graph.settings import Settings
from tests.api.test_problems import BROWSER, problem

ELSEWHERE = "203.0.113.9"


def answers(asking: Sequence[dict[str, Any]], *, come_from: str = ELSEWHERE, **config: Any) -> list[httpx.Response]:
    """What an application without a database answers, one request after the other."""

    async def ask() -> list[httpx.Response]:
        app = create_app(Settings(**config))
        transport = httpx.ASGITransport(app, client=(come_from, 40_000))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
            asked = {"method": "GET", "url": "/api/nothing"}
            return [await client.request(**asked | one) for one in asking]

    return asyncio.run(ask())


def answer(*, headers: Any = None, url: str = "/api/nothing", **more: Any) -> httpx.Response:
    return answers([{"headers": headers, "url": url}], **more)[0]


# ---- names


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost:8000", "LOCALHOST", "[::1]:8000", "127.1.2.3"]
)
def test_a_machine_may_call_itself_as_it_likes(host: str) -> None:
    problem(answer(headers={"Host": host}), 404)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:8000", "10.0.0.5", "127.0.0.1.evil.example", "localhost.evil.example", "0.0.0.0",
        "citynet.example.org", "127.0.0.1:80:80", "127.0.0.1:x", "[::1]x", "", "localhost@evil.example", "2130706433",
    ],
)  # fmt: skip
def test_a_name_that_is_not_the_servers_is_refused(host: str) -> None:
    assert "CITYNET_HOSTS" in problem(answer(headers={"Host": host}), 421)["detail"]


@pytest.mark.parametrize(
    ("setting", "host"),
    [
        ({"public_url": "https://citynet.example.org"}, "citynet.example.org"),
        ({"public_url": "https://citynet.example.org:8443/"}, "Citynet.Example.org."),
        ({"hosts": "one.example, two.example"}, "two.example:8000"),
        ({"hosts": "2001:db8::7"}, "[2001:db8::7]:8000"),
        ({"hosts": "*"}, "any.example"),
    ],
)
def test_names_of_the_settings_are_the_servers_too(setting: dict[str, str], host: str) -> None:
    problem(answer(headers={"Host": host}, **setting), 404)


@pytest.mark.parametrize("headers", [[("Host", "localhost"), ("Host", "evil.example")], [("Host", "localhost")] * 2])
def test_two_names_at_once_are_refused(headers: list[tuple[str, str]]) -> None:
    problem(answer(headers=headers), 400)


def test_a_browser_gets_a_page_that_says_what_to_do() -> None:
    refused = answer(headers=BROWSER | {"Host": "citynet.stadt.example", "Accept-Language": "de"}, url="/")
    assert refused.status_code == 421
    assert "CITYNET_HOSTS" in refused.text
    assert "Unter diesem Namen antwortet der Server nicht" in refused.text


def test_who_listens_on_one_address_answers_by_it() -> None:
    assert _names("192.0.2.7") == ["192.0.2.7"]


def test_who_listens_on_all_addresses_answers_by_those_of_the_machine() -> None:
    assert {"127.0.0.1"} < set(_names("0.0.0.0"))


def test_a_host_is_taken_apart() -> None:
    given = ["A.example:80", "[::1]:80", "::1", "a.example.", "a.example:8x"]
    assert [host_of(one) for one in given] == ["a.example", "::1", "::1", "a.example", ""]


# ---- sizes


@pytest.mark.parametrize(
    ("query", "said"), [("q=" + "x" * 32_000, "32000 bytes"), ("&".join(["a=1"] * 201), "at most 200")]
)
def test_an_address_that_is_too_long_is_refused(query: str, said: str) -> None:
    assert said in problem(answer(url=f"/api/nothing?{query}"), 414)["detail"]


def test_an_address_as_long_as_allowed_passes() -> None:
    problem(answer(url="/api/nothing?" + "&".join(["city=" + "x" * 150] * 200)), 404)


@pytest.mark.parametrize("length", ["1001", "9" * 5000])
def test_a_body_that_says_it_is_too_long_is_refused(length: str) -> None:
    problem(answer(headers={"Content-Length": length}, max_body=1000), 413)


@pytest.mark.parametrize(("path", "allowed"), [("/api/loads", True), ("/add/file", True), ("/reconcile", False)])
def test_only_where_files_are_sent_a_body_may_be_large(path: str, allowed: bool) -> None:
    asked = {"method": "POST", "url": path, "headers": {"Content-Length": "2000000"}}
    assert (answers([asked])[0].status_code != 413) == allowed


def test_a_body_that_does_not_say_its_length_is_counted_by_where_it_is_sent() -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"q" * 500_000

    async def read(request: Request) -> Response:
        return Response(str(len(await request.body())))

    async def sent() -> list[int]:
        app = Starlette(routes=[Route("/{path:path}", read, methods=["POST"])])
        transport = httpx.ASGITransport(BodyLimit(app, 5_000_000))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return [(await client.post(path, content=parts())).status_code for path in ("/reconcile", "/api/loads")]

    assert asyncio.run(sent()) == [413, 200]


# ---- pace


def test_one_request_too_many_is_429_and_says_when_to_come_back() -> None:
    last = answers([{}] * 4, requests=3)[-1]
    assert "3 requests a minute" in problem(last, 429)["detail"]
    assert 1 <= int(last.headers["retry-after"]) <= 60


def test_a_page_for_who_was_too_quick_is_a_page() -> None:
    last = answers([{"url": "/about", "headers": BROWSER}] * 2, requests=1)[-1]
    assert (last.status_code, last.headers["content-type"]) == (429, "text/html; charset=utf-8")


@pytest.mark.parametrize("url", ["/static/style.css", "/api/health"])
def test_what_is_not_counted_passes(url: str) -> None:
    assert {one.status_code for one in answers([{"url": url}] * 4, requests=1)} == {200}


@pytest.mark.parametrize("come_from", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_callers_on_the_machine_are_not_counted(come_from: str) -> None:
    assert {one.status_code for one in answers([{}] * 4, requests=1, come_from=come_from)} == {404}


def test_zero_is_any_number() -> None:
    assert {one.status_code for one in answers([{}] * 4, requests=0)} == {404}


def test_what_others_say_of_who_they_are_counts_for_nothing() -> None:
    asked = [{"headers": {"X-Forwarded-For": f"198.51.100.{n}", "Forwarded": f"for=198.51.100.{n}"}} for n in range(3)]
    assert answers(asked, requests=2)[-1].status_code == 429


@pytest.mark.parametrize(("proxy", "status"), [("", 429), ("192.0.2.1", 429), (ELSEWHERE, 404)])
def test_only_the_proxy_of_the_settings_is_believed_who_asks(proxy: str, status: int) -> None:
    async def ask() -> int:
        config = Settings(requests=1, proxy=proxy)
        served = serving(create_app(config), config)
        served.load()
        transport = httpx.ASGITransport(served.loaded_app, client=(ELSEWHERE, 40_000))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            callers = [{"X-Forwarded-For": f"198.51.100.{number}"} for number in (1, 2)]
            return [(await client.get("/api/nothing", headers=one)).status_code for one in callers][-1]

    assert asyncio.run(ask()) == status


@pytest.mark.parametrize(("other", "status"), [("2001:db8::1", 429), ("2001:db8:0:1::1", 404)])
def test_a_network_of_ipv6_is_one_caller(other: str, status: int) -> None:
    async def ask() -> int:
        app = create_app(Settings(requests=1))
        found = 0
        for one in ("2001:db8::2", other):
            transport = httpx.ASGITransport(app, client=(one, 40_000))
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                found = (await client.get("/api/nothing")).status_code
        return found

    assert asyncio.run(ask()) == status


@pytest.mark.parametrize(
    ("client", "who"),
    [
        (("198.51.100.7", 1), "198.51.100.7"), (("::ffff:198.51.100.7", 1), "198.51.100.7"),
        (("2001:db8::7", 1), "2001:db8::/64"), (("2001:db8::8", 1), "2001:db8::/64"),
        (("fe80::1%eth0", 1), "fe80::/64"), (("::1", 1), "::1"), (("testclient", 1), "testclient"), (None, ""),
    ],
)  # fmt: skip
def test_a_caller_is_an_address_or_a_network(client: tuple[str, int] | None, who: str) -> None:
    assert caller(Request({"type": "http", "client": client})) == who


# ---- writing

OPEN = {"/reconcile", "/api/reports", "/report", "/review/login", "/review/logout"}
"""What may be sent without the key: questions, reports of errors, and the key itself."""


def test_what_writes_is_off_without_a_key_in_the_settings(client: httpx.Client) -> None:
    routes = [route for router in _ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    writing = {route.path for route in routes if route.methods - {"GET", "HEAD"}} - OPEN
    paths = {path: re.sub(r"\{[^}]+\}", "x", path) for path in writing}
    assert len(paths) > 5
    refused = {path: client.post(real, follow_redirects=False).status_code for path, real in paths.items()}
    assert refused == dict.fromkeys(paths, 403)


def test_a_key_is_compared_in_the_same_time_whatever_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def noted(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return hmac.compare_digest(one, other)

    monkeypatch.setattr("api.keys.secrets.compare_digest", noted)
    assert not is_key(Settings(api_key=SecretStr("right")), "wrong")
    assert compared == [(b"wrong", b"right")]


def test_serve_listens_on_the_machine_itself_unless_told_otherwise() -> None:
    assert inspect.signature(keeping.serve).parameters["host"].default == "127.0.0.1"
