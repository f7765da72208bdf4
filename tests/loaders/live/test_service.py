"""How the query service is asked: who asks, how often, what is kept, and what is said where it does not answer."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
import requests

from graph.errors import ServiceError
from graph.settings import Settings
from graph.version import program_version
from loaders.live.manners import Manners, TooLongError
from loaders.live.queries import Scope, listing
from loaders.live.service import Service
from tests.loaders.live.conftest import Ask
from tests.loaders.live.playing import TRACE, TWINNINGS, Playing, Reply

ALL = listing(Scope(), "", 100)
HALF = b'{"head": {"vars": ["twinning"]}, "results": {"bindings": [{"twinning": {"type": "uri", "value": "'


def answered(client: Service, query: str = ALL) -> int:
    with client:
        return len(client.ask(query))


def test_the_service_is_told_who_asks_and_in_which_form(wikidata: Playing, client: Ask) -> None:
    answered(client(public_url="https://citynet.example.org"))
    (asked,) = wikidata.asked
    agent = asked.headers["user-agent"]
    assert agent.startswith(f"citynet/{program_version()} (+https://citynet.example.org) python-requests/")
    assert requests.__version__ in agent
    assert asked.headers["accept"] == "application/sparql-results+json"


def test_without_an_address_no_other_is_made_up(wikidata: Playing, client: Ask) -> None:
    answered(client())
    assert "(no contact address set)" in wikidata.asked[0].headers["user-agent"]


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_failure_is_tried_again(wikidata: Playing, client: Ask, waits: list[float], status: int) -> None:
    wikidata.first.extend([Reply(status), Reply(status)])
    assert answered(client()) == len(TWINNINGS)
    assert len(wikidata.asked) == 3
    assert len(waits) == 2


def test_it_waits_a_little_longer_each_time(wikidata: Playing, tmp_path: Path, waits: list[float]) -> None:
    wikidata.first.extend([Reply(503)] * 4)
    manners = Manners(attempts=5, backoff=2.0, sleep=waits.append)
    answered(Service(Settings(wikidata_url=wikidata.url), tmp_path / "a.sqlite", manners=manners))
    least = [2.0, 4.0, 8.0, 16.0]
    assert all(low <= wait <= low + 2 for low, wait in zip(least, waits, strict=True))


def test_it_waits_as_long_as_the_service_asks(wikidata: Playing, client: Ask, waits: list[float]) -> None:
    wikidata.first.append(Reply(429, headers={"Retry-After": "37"}))
    assert answered(client()) == len(TWINNINGS)
    assert waits == [37.0]


def test_a_retry_after_that_cannot_be_understood_is_none(wikidata: Playing, client: Ask, waits: list[float]) -> None:
    wikidata.first.append(Reply(429, headers={"Retry-After": "soon"}))
    assert answered(client()) == len(TWINNINGS)
    assert waits[0] < 1


def test_who_is_shut_out_for_a_day_gives_up_at_once(wikidata: Playing, client: Ask, waits: list[float]) -> None:
    wikidata.first.append(Reply(429, headers={"Retry-After": "86400"}))
    with pytest.raises(
        ServiceError, match=r"left alone for 1440 minutes \(429 Too Many Requests\).*goes on from there"
    ):
        answered(client())
    assert (len(wikidata.asked), waits) == (1, [])


def test_it_gives_up_and_says_how_to_go_on(wikidata: Playing, client: Ask) -> None:
    wikidata.first.extend([Reply(503)] * 4)
    with pytest.raises(ServiceError, match=r"asked 4 times\): 503 Service Unavailable.*goes on from there"):
        answered(client())
    assert len(wikidata.asked) == 4


def test_errors_are_not_kept(wikidata: Playing, client: Ask) -> None:
    wikidata.first.extend([Reply(503)] * 4)
    with pytest.raises(ServiceError):
        answered(client())
    assert answered(client()) == len(TWINNINGS)


@pytest.mark.parametrize(
    "broken",
    [
        Reply(body=HALF),
        Reply(body=HALF + b'"}}]}}', cut=5),
        Reply(body=b"<html>Wikimedia Error</html>"),
        Reply(body=b"{}"),
        Reply(body=b'{"head": {}, "results": {"bindings": [5]}}'),
        Reply(),
    ],
)
def test_half_an_answer_is_none_and_is_not_kept(wikidata: Playing, client: Ask, broken: Reply) -> None:
    wikidata.first.append(broken)
    assert answered(client()) == len(TWINNINGS)
    assert len(wikidata.asked) == 2
    assert answered(client()) == len(TWINNINGS)
    assert len(wikidata.asked) == 2


@pytest.mark.parametrize("stopped", [Reply(body=HALF + TRACE), Reply(500, TRACE), Reply(504)])
def test_what_took_too_long_is_told_where_less_can_be_asked(wikidata: Playing, client: Ask, stopped: Reply) -> None:
    wikidata.first.append(stopped)
    with client() as asking:
        with pytest.raises(TooLongError):
            asking.ask(ALL, divisible=True)
        assert len(wikidata.asked) == 1
        assert len(asking.ask(ALL)) == len(TWINNINGS)


def test_what_took_too_long_and_cannot_be_less_is_tried_again(wikidata: Playing, client: Ask) -> None:
    wikidata.first.append(Reply(504))
    assert answered(client()) == len(TWINNINGS)
    assert len(wikidata.asked) == 2


@pytest.mark.parametrize(("status", "advice"), [(403, "CITYNET_PUBLIC_URL"), (400, "CITYNET_WIKIDATA_URL")])
def test_what_will_not_get_better_is_not_tried_again(wikidata: Playing, client: Ask, status: int, advice: str) -> None:
    wikidata.first.append(Reply(status))
    with pytest.raises(ServiceError, match=advice):
        answered(client())
    assert len(wikidata.asked) == 1


def test_nobody_there(manners: Manners, waits: list[float], tmp_path: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/sparql"
        with pytest.raises(ServiceError, match="no connection"):
            answered(Service(Settings(wikidata_url=url), tmp_path / "a.sqlite", manners=manners))
    assert len(waits) == 3


def test_an_address_that_is_none(manners: Manners, tmp_path: Path) -> None:
    with pytest.raises(ServiceError, match="CITYNET_WIKIDATA_URL"):
        answered(Service(Settings(wikidata_url="wikidata"), tmp_path / "a.sqlite", manners=manners))


def test_nothing_is_asked_twice(wikidata: Playing, client: Ask) -> None:
    assert [answered(client()), answered(client())] == [len(TWINNINGS)] * 2
    assert len(wikidata.asked) == 1


def test_what_is_kept_is_asked_for_anew_on_demand(wikidata: Playing, client: Ask) -> None:
    answered(client())
    wikidata.twinnings.popitem()
    assert answered(client()) == len(TWINNINGS)
    assert answered(client(refresh=True)) == len(TWINNINGS) - 1
    assert answered(client()) == len(TWINNINGS) - 1


def test_what_is_kept_gets_old(wikidata: Playing, client: Ask) -> None:
    answered(client(wikidata_days=0))
    answered(client(wikidata_days=0))
    assert len(wikidata.asked) == 2
