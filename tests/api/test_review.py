"""The command `review` and the page `/review`: what is open, deciding it, and who may."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

import loaders
from graph.database import Address, Database
from graph.settings import ROOT
from graph.statements.facts import facts
from tests.api.commands import citynet
from tests.api.pages import Page
from tests.api.serving import KEY, serving_with_key
from tests.conftest import Filled

Capture = pytest.CaptureFixture[str]
ILLINOIS = 4250542
"""Springfield, Illinois, by its GeoNames id."""


def two_open(db: Database) -> None:
    """Two names that are open: a Springfield that may be any, with two links, and a town that the gazetteer lacks."""
    rows = ("Springfield,United States,Lyon,France", "Springfield,United States,Dijon,France", "Qwxburg,DE,Lyon,France")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "links.csv")
        file.write_text("\n".join(("city_a,country_a,city_b,country_b", *rows)) + "\n", "utf-8")
        loaders.load(file, db=db)


@pytest.fixture
def springfield(kb: Database) -> Database:
    """The two open names, to be decided."""
    two_open(kb)
    return kb


@pytest.fixture
def undecided(filled: Filled, database: Database) -> Database:
    """The same for tests that decide nothing."""
    filled(two_open)
    return database


def listed(capfd: Capture, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = citynet(capfd, "review", "--format", "json", *options).json["mentions"]
    return found


def test_open_names_are_listed_as_one_document(undecided: Database, capfd: Capture) -> None:
    found = listed(capfd)
    assert [(one["name"], one["country"], one["links"]) for one in found] == [
        ("Springfield", "United States", 2),
        ("Qwxburg", "DE", 1),
    ]
    assert ILLINOIS in {one["geonames"] for one in found[0]["candidates"]}
    assert [one["name"] for one in listed(capfd, "--country", "Germany")] == ["Qwxburg"]
    assert [one["name"] for one in listed(capfd, "--flag", "ambiguous")] == ["Springfield"]


def test_a_table_is_for_people(undecided: Database, capfd: Capture) -> None:
    ran = citynet(capfd, "review", "--limit", "1")
    assert (ran.code, "Springfield, United States" in ran.out, "Qwxburg" in ran.out) == (0, True, False)


def test_a_decision_acts_and_undo_takes_it_back(springfield: Database, capfd: Capture) -> None:
    before = list(facts(springfield))
    ran = citynet(
        capfd,
        "review",
        "decide",
        "Springfield, United States",
        "--means",
        ILLINOIS,
        "--why",
        "seen",
        "--format",
        "json",
    )
    assert (ran.code, ran.json["mentions"], [one["name"] for one in listed(capfd)]) == (0, 1, ["Qwxburg"])
    assert citynet(capfd, "undo", ran.json["load"]).code == 0
    assert list(facts(springfield)) == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("Atlantis", "--means", "own"), 1),
        (("Springfield", "--means", "Paris"), 64),
        (("Springfield",), 64),
        (("Springfield", "--means", "own", "--kind", "planet"), 64),
    ],
    ids=["unknown", "no id", "no means", "no kind"],
)
def test_what_cannot_be_decided_is_said_in_one_line(
    undecided: Database, capfd: Capture, arguments: tuple[str, ...], code: int
) -> None:
    ran = citynet(capfd, "review", "decide", *arguments)
    assert (ran.code, ran.err.count("\n")) == (code, 1)


def test_decisions_are_exported(springfield: Database, capfd: Capture, tmp_path: Path) -> None:
    citynet(capfd, "review", "decide", "Springfield", "--means", ILLINOIS, "--why", "seen")
    assert citynet(capfd, "review", "--export", tmp_path / "mine.yaml").code == 0
    said = (tmp_path / "mine.yaml").read_text("utf-8")
    assert citynet(capfd, "review", "--export", "-").out.count("means:") == 1
    assert (f"means: {ILLINOIS}" in said, "why: seen" in said, "id: mine" in said) == (True, True, True)


def test_single_keys_decide_on_a_terminal(springfield: Database, capfd: Capture) -> None:
    """The first candidate, taken back, a town of its own for the second name after skipping the first, and the end."""
    before = list(facts(springfield))
    screen, terminal = pty.openpty()
    command = [sys.executable, "-m", "api.cli", "review"]
    environment = os.environ | {"TERM": "xterm", "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(command, cwd=ROOT, stdin=terminal, stdout=terminal, stderr=terminal, env=environment) as run:
        os.close(terminal)
        try:
            said = [_press(screen, key) for key in "1uso"]
            _wait_for(screen, "Nothing to review")
            assert run.wait(60) == 0
        finally:
            run.kill()
            os.close(screen)
    assert ["Springfield" in one for one in said] == [True, True, True, False]
    assert [one["name"] for one in listed(capfd)] == ["Springfield"]
    assert set(before) - set(facts(springfield)) == set()


def _press(screen: int, key: str) -> str:
    """Press a key when the next name is asked for and the terminal takes single keys; gives what was shown."""
    shown = _wait_for(screen, "1-5 choose")
    while termios.tcgetattr(screen)[3] & termios.ICANON:
        time.sleep(0.02)
    os.write(screen, key.encode())
    return shown


def _wait_for(screen: int, wanted: str) -> str:
    shown, until = "", time.monotonic() + 90
    while wanted not in shown:
        assert time.monotonic() < until, shown
        if select.select([screen], [], [], 1)[0]:
            shown += os.read(screen, 65536).decode("utf-8", "replace")
    return shown


@pytest.fixture
def curated(springfield: Database, neo4j_address: Address) -> Iterator[httpx.Client]:
    """Asks an application in which a key allows to write."""
    with serving_with_key(springfield, neo4j_address) as address, httpx.Client(base_url=address, timeout=60) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(database: Database, neo4j_address: Address) -> Iterator[str]:
    """Where such an application is for all tests that decide nothing."""
    with serving_with_key(database, neo4j_address) as found:
        yield found


@pytest.fixture
def refusing(undecided: Database, address: str) -> Iterator[httpx.Client]:
    """Asks it what changes nothing."""
    with httpx.Client(base_url=address, timeout=60) as opened:
        yield opened


def own(client: httpx.Client) -> dict[str, str]:
    return {"Origin": str(client.base_url).rstrip("/")}


def log_in(client: httpx.Client) -> httpx.Response:
    return client.post("/review/login", data={"key": KEY}, headers=own(client))


def forms(page: Page) -> list[str]:
    return [str(found.get("action")) for tag, found in page.tags if tag == "form" and found.get("method") == "post"]


def hidden(page: Page, name: str) -> list[str]:
    return [str(found["value"]) for tag, found in page.tags if tag == "input" and found.get("name") == name]


def test_without_a_key_the_page_only_shows_and_says_how_writing_is_turned_on(
    undecided: Database, readable: httpx.Client
) -> None:
    page = Page(readable.get("/review").text)
    assert "CITYNET_API_KEY" in page.text
    assert ("Springfield" in page.text, "Illinois" in page.text, forms(page)) == (True, True, [])
    refused = readable.post("/review/decide", data={"mention": "x", "means": "own"}, headers=own(readable))
    assert refused.status_code == 403


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_page_keeps_the_security_policy(refusing: httpx.Client, lang: str) -> None:
    log_in(refusing)
    page = Page(refusing.get("/review", params={"lang": lang}).text)
    assert (page.inline_scripts, page.handlers) == ([], [])
    assert {refusing.get(address).status_code for address in page.loaded} == {200}


def test_a_login_needs_the_key(refusing: httpx.Client) -> None:
    wrong = refusing.post("/review/login", data={"key": "guessed"}, headers=own(refusing))
    assert (wrong.status_code, "set-cookie" in wrong.headers) == (303, False)
    assert "not the key" in Page(refusing.get(wrong.headers["location"]).text).text


def test_the_login_is_a_strict_cookie_without_the_key(refusing: httpx.Client) -> None:
    cookie = log_in(refusing).headers["set-cookie"].lower()
    assert {"httponly", "samesite=strict"} <= {part.strip() for part in cookie.split(";")}
    assert KEY not in cookie


def test_a_curator_decides_by_a_form_and_takes_it_back(springfield: Database, curated: httpx.Client) -> None:
    before = list(facts(springfield))
    log_in(curated)
    page = Page(curated.get("/review").text)
    buttons = {
        str(found["value"]): found for tag, found in page.tags if tag == "button" and found.get("name") == "means"
    }
    assert {str(ILLINOIS), "confirm", "number"} <= set(buttons)
    assert {found.get("data-key") for found in buttons.values()} >= {"1", "2", "c"}
    form = {"mention": hidden(page, "mention")[0], "means": str(ILLINOIS), "following": hidden(page, "following")[0]}
    done = curated.post("/review/decide", data=form, headers=own(curated))
    assert (done.status_code, done.headers["location"].endswith(f"#m-{form['following']}")) == (303, True)
    page = Page(curated.get(done.headers["location"]).text)
    assert (hidden(page, "mention"), "Illinois" in page.text) == ([form["following"]], True)
    curated.post("/review/undo", data={"load": hidden(page, "load")[0]}, headers=own(curated))
    assert list(facts(springfield)) == before


def test_another_id_and_a_kind_come_from_their_fields(springfield: Database, curated: httpx.Client) -> None:
    log_in(curated)
    first, second = hidden(Page(curated.get("/review").text), "mention")
    typed = {"mention": first, "means": "number", "number": str(ILLINOIS), "kind": "county"}
    assert curated.post("/review/decide", data=typed, headers=own(curated)).status_code == 303
    kind = {"mention": second, "means": "own", "kind": "county"}
    done = curated.post("/review/decide", data=kind, headers=own(curated))
    assert (done.status_code, curated.get("/api/cities/qwxburg-de").json()["kind"]) == (303, "county")
    assert "nothing to review" in Page(curated.get("/review").text).text


def confirmed(client: httpx.Client, headers: dict[str, str]) -> httpx.Response:
    """The answer to a curator who confirms the first name, sent with these headers."""
    log_in(client)
    key = hidden(Page(client.get("/review").text), "mention")[0]
    return client.post("/review/decide", data={"mention": key, "means": "confirm"}, headers=headers)


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {}, {"Sec-Fetch-Site": "cross-site"}],
    ids=str,
)
def test_a_login_is_worth_nothing_on_the_page_of_another(
    undecided: Database, refusing: httpx.Client, headers: dict[str, str]
) -> None:
    before = list(facts(undecided))
    assert confirmed(refusing, headers).status_code == 403
    assert list(facts(undecided)) == before


def test_a_login_counts_where_the_browser_says_that_the_page_is_ours(
    springfield: Database, curated: httpx.Client
) -> None:
    before = list(facts(springfield))
    assert confirmed(curated, {"Sec-Fetch-Site": "same-origin"}).status_code == 303
    assert list(facts(springfield)) != before


@pytest.mark.parametrize("path", ["/review/login", "/review/logout"])
def test_nobody_is_logged_in_or_out_from_elsewhere(refusing: httpx.Client, path: str) -> None:
    answer = refusing.post(path, data={"key": KEY}, headers={"Origin": "https://evil.example"})
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)


@pytest.mark.parametrize("forged", ["", "9999999999.", "9999999999.00", "x.y", "9999999999.\xe9"], ids=str)
def test_a_cookie_cannot_be_made_up(refusing: httpx.Client, forged: str) -> None:
    headers = {"Origin": own(refusing)["Origin"].encode(), "Cookie": f"citynet_curator={forged}".encode("latin-1")}
    answer = refusing.post("/review/decide", data={"mention": "x", "means": "own"}, headers=headers)
    assert answer.status_code == 401


def test_an_old_cookie_cannot_be_made_younger(refusing: httpx.Client) -> None:
    until, seal = re.search(r"citynet_curator=(\d+)\.(\w+)", log_in(refusing).headers["set-cookie"]).groups()  # type: ignore[union-attr]
    refusing.cookies.clear()
    cookie = {"Cookie": f"citynet_curator={int(until) + 1}.{seal}"}
    assert refusing.post("/review/decide", data={"mention": "x", "means": "own"}, headers=cookie).status_code == 401


def confirmed_by_program(client: httpx.Client, key: str) -> httpx.Response:
    form = {"mention": "Qwxburg, DE", "means": "confirm"}
    return client.post("/review/decide", data=form, headers={"Authorization": f"Bearer {key}"})


def test_programs_send_the_key_in_a_header(curated: httpx.Client) -> None:
    assert confirmed_by_program(curated, KEY).status_code == 303


def test_programs_with_another_key_are_refused(refusing: httpx.Client) -> None:
    assert confirmed_by_program(refusing, "guessed").status_code == 401


def test_only_decisions_are_taken_back_here(refusing: httpx.Client) -> None:
    answer = refusing.post("/review/undo", data={"load": "L1"}, headers={"Authorization": f"Bearer {KEY}"})
    assert answer.status_code == 404


def test_the_list_narrows_and_a_wrong_flag_is_told(undecided: Database, readable: httpx.Client) -> None:
    page = Page(readable.get("/review", params={"country": "DE"}).text)
    assert ("Qwxburg" in page.text, "Springfield" in page.text) == (True, False)
    assert readable.get("/review", params={"flag": "odd"}).status_code == 422
    assert readable.get("/review", params={"country": "", "flag": "", "text": ""}).status_code == 200
