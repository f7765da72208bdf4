"""Hostile values in every parameter of every question: they come back as data or as a problem, and never as Cypher."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx
import neo4j
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph.questions import QUESTIONS
from graph.settings import ROOT
from tests.api.hostile import ADDRESSES, CYPHER, HEADERS, MARK, PATHS, TEXTS, values
from tests.told import HOSTILE, Tell

Asked = tuple[str, list[tuple[str, str]]]
FEW, MANY = 500, 10_000
HARD = settings(
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
WORD = re.compile(r"[^\W\d]\w*")


@cache
def parameters(name: str) -> dict[str, Any]:
    found: dict[str, Any] = QUESTIONS[name].parameters.model_json_schema()["properties"]
    return found


@st.composite
def asked(draw: st.DrawFn) -> Asked:
    """A question by its worked example, in which some parameters are hostile and some stand several times."""
    name = draw(st.sampled_from(sorted(QUESTIONS)))
    example = QUESTIONS[name].example.parameters
    given = [
        (key, str(one))
        for key, value in example.items()
        for one in (value if isinstance(value, list | tuple) else [value])
    ]
    texts = [key for key, said in parameters(name).items() if "integer" not in str(said) and key != "sort"]
    hostile = draw(st.lists(st.sampled_from([*texts, *texts, *parameters(name)]), min_size=1, max_size=2))
    hostile += ["lang"] if draw(st.integers(0, 9)) == 0 else []
    kept = [(key, value) for key, value in given if key not in hostile]
    return name, [*kept, *((key, draw(values())) for key in hostile)]


def encoded(query: list[tuple[str, str]]) -> str:
    """The query as bytes that any program may send, half characters too."""
    return urlencode([(key, value.encode("utf-8", "surrogatepass")) for key, value in query])


@pytest.fixture(scope="module")
def ran() -> Iterator[list[str]]:
    """The texts of all queries that the driver was given meanwhile."""
    texts: list[str] = []
    run = neo4j.AsyncSession.run

    async def noted(self: neo4j.AsyncSession, query: Any, *rest: Any, **more: Any) -> Any:
        texts.append(query.text)
        return await run(self, query, *rest, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(neo4j.AsyncSession, "run", noted)
        yield texts


@cache
def words_of_ours() -> frozenset[str]:
    files = (ROOT / "graph").rglob("*.cypher")
    return frozenset(word for file in files for word in WORD.findall(file.read_text("utf-8")))


def is_harmless(answer: httpx.Response) -> bool:
    """Data, a problem of the caller's, or figures that are being computed."""
    computed = answer.status_code == 503 and "being computed" in answer.json()["detail"]
    return answer.status_code < 500 or computed


@pytest.mark.parametrize("number", [pytest.param(FEW, id="few"), pytest.param(MANY, id="many", marks=pytest.mark.long)])
@pytest.mark.timeout(3600)
def test_a_hostile_value_is_data_or_a_problem_and_never_cypher(
    client: httpx.Client, ran: list[str], number: int, record_property: Tell
) -> None:
    record_property(HOSTILE, number)

    @settings(HARD, max_examples=number, derandomize=number == FEW)
    @given(asked(), st.sampled_from(["", "", ".csv", ".graphml", ".ndjson", ".html"]))
    def check(question: Asked, suffix: str) -> None:
        name, query = question
        answer = client.get(f"/api/questions/{name}{suffix}?{encoded(query)}")
        assert is_harmless(answer), answer.text
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"

    check()
    told = set(ran)
    assert len(told) > 15  # most values are names that nothing has, and get no further than the search
    assert [text for text in told if MARK in text or not set(WORD.findall(text)) <= words_of_ours()] == []


@pytest.mark.parametrize("value", CYPHER)
def test_what_looks_like_cypher_is_looked_for_as_a_name(client: httpx.Client, value: str) -> None:
    found = client.get("/api/questions/partners", params={"city": value})
    assert found.status_code == 404
    assert found.json()["given"] == value.strip()
    assert client.get("/api/search", params={"q": value[:200]}).json()["results"] == []


@pytest.mark.parametrize("path", ["/cities/{}", "/static/{}", "/ask/{}", "/countries/{}"])
def test_no_path_leads_out_or_breaks_off(client: httpx.Client, path: str) -> None:
    for value in [*PATHS, *HEADERS, *TEXTS]:
        quoted = urlencode({"": value.encode("utf-8", "surrogatepass")})[1:].replace("+", "%20")
        bare = quoted.replace("%2F", "/").replace("%5C", "\\").replace("..", "%2e%2e")
        for form in dict.fromkeys((quoted, bare if value in PATHS else quoted)):
            answer = client.get(path.format(form[:2000]), headers={"Accept": "application/json"})
            assert answer.status_code < 500, form
            assert "root:" not in answer.text
            assert "BaseSettings" not in answer.text


@pytest.mark.parametrize("value", HEADERS)
@pytest.mark.parametrize("path", ["/cities/gn2884509", "/ask/partners", "/reconcile/view", "/api/questions/partners"])
def test_no_value_gets_into_the_headers(client: httpx.Client, path: str, value: str) -> None:
    for name in ("lang", "city", "id", "q"):
        answer = client.get(path, params={name: value, "sent": value}, follow_redirects=False)
        assert answer.status_code < 500
        assert {"set-cookie", "x-injected"} & set(answer.headers) == set()


def test_bytes_that_are_no_text_are_a_problem_or_nothing(client: httpx.Client) -> None:
    for value in ("%ff%fe", "%c3%28", "%ed%a0%80", "%f4%90%80%80", "%00", "%"):
        for path in (f"/api/search?q={value}", f"/api/questions/partners?city={value}", f"/api/cities/{value}"):
            assert client.get(path).status_code in (200, 400, 404, 422)


@pytest.mark.parametrize("value", ADDRESSES)
def test_an_address_that_is_given_is_asked_by_nobody(client: httpx.Client, value: str) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        nobody.listen()
        nobody.settimeout(0.2)
        own = value.replace("127.0.0.1:7474", f"127.0.0.1:{nobody.getsockname()[1]}")
        for path in ("/api/questions/partners?source=", "/api/search?q=", "/about?lang=", "/network?question="):
            client.get(path + own)
        with pytest.raises(TimeoutError):
            nobody.accept()


# ---- bodies


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000, '{"q0":' + "[" * 900 + "]" * 900 + "}"])
@pytest.mark.parametrize("path", ["/reconcile", "/api/reports"])
def test_deep_json_is_a_problem(client: httpx.Client, path: str, deep: str) -> None:
    sent = {"data": {"queries": deep}} if path == "/reconcile" else {"content": deep, "headers": JSON}
    assert client.post(path, **sent).status_code in (400, 413, 422)  # type: ignore[arg-type]


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(
    "body", [b"\xff\xfe", b'{"of": "\xed\xa0\x80"}', b'{"of": 1e999}', b"9" * 5000, b"[]", b"null", b'{"of": {}}']
)
def test_a_body_that_is_no_report_is_a_problem(client: httpx.Client, body: bytes) -> None:
    assert client.post("/api/reports", content=body, headers=JSON).status_code == 422


def test_a_form_of_very_many_fields_is_a_problem(client: httpx.Client) -> None:
    origin = {"Origin": str(client.base_url).rstrip("/"), "Content-Type": "application/x-www-form-urlencoded"}
    for path in ("/report", "/reconcile"):
        answer = client.post(path, content="&".join(f"a{n}=1" for n in range(2000)), headers=origin)
        assert 400 <= answer.status_code < 500


# ---- two requests in one


def raw(client: httpx.Client, request: bytes) -> bytes:
    """What comes back for bytes that no library would send."""
    parts = urlsplit(str(client.base_url))
    with socket.create_connection((parts.hostname, parts.port), timeout=5) as connection:
        connection.sendall(request)
        answer = b""
        with suppress(TimeoutError):
            while part := connection.recv(65536):
                answer += part
                connection.settimeout(0.3)
    return answer


def smuggled(*headers: str, body: str = "0\r\n\r\nGET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n") -> bytes:
    lines = ["POST /api/reports HTTP/1.1", "Host: localhost", "Content-Type: application/json", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


@pytest.mark.parametrize(
    "headers",
    [
        ("Content-Length: 4", "Transfer-Encoding: chunked"),
        ("Transfer-Encoding: chunked", "Content-Length: 4"),
        ("Content-Length: 4", "Content-Length: 5"),
        ("Content-Length: +4",),
        ("Content-Length: 4, 5",),
        ("Transfer-Encoding : chunked",),
        ("Transfer-Encoding: xchunked", "Content-Length: 4"),
        ("Content-Length : 4",),
    ],
    ids=" ".join,
)
def test_two_lengths_are_no_second_request(client: httpx.Client, headers: tuple[str, ...]) -> None:
    answer = raw(client, smuggled(*headers))
    assert b'"version"' not in answer  # of /api/health
    assert re.findall(rb"HTTP/1\.1 (\d+)", answer) in ([b"400"], [b"422"])


def test_an_id_of_another_address_is_not_served_by_an_absolute_one(client: httpx.Client) -> None:
    answer = raw(
        client, b"GET http://evil.example/api/health HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    )
    assert b" 421 " in answer.partition(b"\r\n")[0]


def test_no_address_leads_out(client: httpx.Client) -> None:
    for path in ("//", "/%2e%2e/", "/static/%2e%2e/%2e%2e/pyproject.toml", "/static//etc/passwd", "/.git/config"):
        assert raw(client, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()).startswith(
            b"HTTP/1.1 404"
        )
