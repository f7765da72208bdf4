"""Reports of errors: anybody may send one, few at a time; a curator sees and closes it; no fact changes by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from graph import reports
from graph.database import Address, Database
from graph.model import LinkContent, Mention, TownContent
from graph.reports import ReportState
from graph.statements.facts import backup, facts, restore
from tests.api.commands import citynet
from tests.api.pages import Page
from tests.api.serving import KEY, serving_with_key
from tests.conftest import Filled
from tests.graph.statements.writing import load

BEARER = {"Authorization": f"Bearer {KEY}"}
EVIL = "<script>alert(1)</script> \"'> {{ 7 * 7 }}"


def two_towns(db: Database) -> None:
    """Two towns and their link."""
    a, b = Mention(name="Arles", country="FR"), Mention(name="Bern", country="CH")
    load(db, "list", [TownContent(town=a), TownContent(town=b), LinkContent(a=a, b=b, since="1950")])


@pytest.fixture
def pair(kb: Database) -> Database:
    """The two towns, to be reported on."""
    two_towns(kb)
    return kb


@contextmanager
def visiting(address: str) -> Iterator[httpx.Client]:
    """Asks as a browser on a page of ours."""
    with httpx.Client(base_url=address, timeout=60, follow_redirects=True) as opened:
        opened.headers["Origin"] = address
        yield opened


@pytest.fixture
def visited(pair: Database, neo4j_address: Address) -> Iterator[httpx.Client]:
    """Asks an application over `pair` in which a key allows to write, as a browser on a page of it."""
    with serving_with_key(pair, neo4j_address) as address, visiting(address) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(database: Database, neo4j_address: Address) -> Iterator[str]:
    """Where such an application is for all tests whose reports are refused."""
    with serving_with_key(database, neo4j_address) as found:
        yield found


@pytest.fixture
def refusing(filled: Filled, database: Database, address: str) -> Iterator[httpx.Client]:
    """Asks it; no report that is sent here is kept."""
    filled(two_towns)
    with visiting(address) as opened:
        yield opened
    assert set(reports.counts(database).values()) == {0}


def towns(client: httpx.Client) -> list[str]:
    return [one["id"] for one in client.get("/api/search", params={"q": "Arles"}).json()["results"]]


def said(client: httpx.Client, **more: Any) -> dict[str, Any]:
    return {"of": "city", "id": towns(client)[0], "wrong": "The country is wrong.", **more}


def send(client: httpx.Client, **more: Any) -> httpx.Response:
    return client.post("/api/reports", json=said(client, **more))


def log_in(client: httpx.Client) -> None:
    client.post("/review/login", data={"key": KEY, "of": "reports"})


def test_a_towns_page_leads_to_a_form_with_the_thing_filled_in(refusing: httpx.Client) -> None:
    page = Page(refusing.get(f"/cities/{towns(refusing)[0]}?lang=en").text)
    rows = [link for link in page.links if link.startswith("/report?of=link")]
    form = Page(refusing.get(rows[0]).text)
    assert "Arles – Bern" in form.text
    assert [at.get("value") for tag, at in form.tags if tag == "input" and at.get("name") == "of"] == ["link"]


def test_a_report_from_the_form_reaches_the_curator_and_changes_no_fact(pair: Database, visited: httpx.Client) -> None:
    before, version = list(facts(pair)), visited.get("/api/ready").json()["data_version"]
    sent = visited.post("/report", data=said(visited, right="Switzerland", source="https://example.org/a", lang="en"))
    assert (sent.status_code, "Thank you" in Page(sent.text).text) == (200, True)
    log_in(visited)
    page = Page(visited.get("/review/reports?lang=en").text)
    assert all(one in page.text for one in ("The country is wrong.", "Switzerland", "Arles"))
    assert "https://example.org/a" in page.links
    assert (list(facts(pair)), visited.get("/api/ready").json()["data_version"]) == (before, version)


def test_what_is_missing_is_said_at_the_field_and_what_was_typed_stays(refusing: httpx.Client) -> None:
    answer = refusing.post("/report", data=said(refusing, wrong="", right="Switzerland", lang="en"))
    page = Page(answer.text)
    (area,) = [at for tag, at in page.tags if tag == "textarea" and at.get("name") == "wrong"]
    assert (answer.status_code, area["aria-invalid"], "Switzerland" in page.text) == (422, "true", True)
    assert area["aria-describedby"] in {at.get("id") for _, at in page.tags}


def test_a_program_reports_without_a_key_and_lists_with_it(visited: httpx.Client) -> None:
    answer = send(visited, source="seen there")
    assert (answer.status_code, answer.json()["state"]) == (201, "open")
    assert visited.get("/api/reports").status_code == 401
    (one,) = visited.get("/api/reports", headers=BEARER).json()["reports"]
    assert (one["id"], one["thing"], one["source"]) == (answer.json()["id"], towns(visited)[0], "seen there")


@pytest.mark.parametrize(
    ("change", "status", "parameter"),
    [
        ({"wrong": ""}, 422, "wrong"),
        ({"wrong": "x" * 2001}, 422, "wrong"),
        ({"of": "planet"}, 422, "of"),
        ({"mail": "a@example.org"}, 422, "mail"),
        ({"id": "gn1"}, 404, None),
        ({"of": "link", "id": "gn1"}, 422, "body"),
        ({"of": "answer", "id": "https://evil.example"}, 422, "body"),
    ],
    ids=str,
)
def test_what_cannot_be_a_report_is_told(
    refusing: httpx.Client, change: dict[str, Any], status: int, parameter: str | None
) -> None:
    answer = send(refusing, **change)
    assert (answer.status_code, answer.json().get("parameter")) == (status, parameter)


def test_a_large_body_is_refused(refusing: httpx.Client) -> None:
    assert send(refusing, right="x" * 40_000).status_code == 413


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}], ids=str)
def test_another_sites_page_sends_nothing(database: Database, refusing: httpx.Client, headers: dict[str, str]) -> None:
    form = refusing.post("/report", data=said(refusing), headers=headers)
    program = refusing.post("/api/reports", json=said(refusing), headers=headers)
    assert (form.status_code, program.status_code, reports.counts(database)["open"]) == (403, 403, 0)


def test_a_form_that_says_nothing_of_its_page_is_refused(refusing: httpx.Client) -> None:
    del refusing.headers["Origin"]
    assert refusing.post("/report", data=said(refusing)).status_code == 403


def test_a_simple_form_of_another_site_is_no_json(refusing: httpx.Client) -> None:
    assert refusing.post("/api/reports", content=b"{}", headers={"Content-Type": "text/plain"}).status_code == 415


def test_few_reports_are_taken_at_a_time(visited: httpx.Client) -> None:
    answers = [send(visited) for _ in range(6)]
    assert [one.status_code for one in answers] == [201] * 5 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


def test_texts_of_strangers_stay_texts(visited: httpx.Client) -> None:
    send(visited, wrong=EVIL, right=EVIL, source="javascript:alert(1)", about=EVIL)
    log_in(visited)
    page = Page(visited.get("/review/reports").text)
    assert (page.inline_scripts, page.handlers, page.text.count("{{ 7 * 7 }}")) == ([], [], 3)


def test_without_the_key_nobody_reads_the_reports_and_the_page_says_what_to_do(visited: httpx.Client) -> None:
    send(visited, wrong="Something private perhaps")
    answer = visited.get("/review/reports?lang=en")
    page = Page(answer.text)
    assert (answer.status_code, "private perhaps" in page.text, "key" in page.text) == (401, False, True)


def test_with_no_key_set_the_page_says_how_to_set_one(client: httpx.Client) -> None:
    answer = client.get("/review/reports?lang=en")
    assert (answer.status_code, "CITYNET_API_KEY" in Page(answer.text).text) == (403, True)


@pytest.mark.parametrize("state", ["done", "rejected"])
def test_a_curator_closes_a_report_with_a_note_and_opens_it_again(visited: httpx.Client, state: str) -> None:
    id_ = send(visited).json()["id"]
    log_in(visited)
    closed = visited.post("/review/reports/close", data={"report": id_, "to": state, "reply": "seen"})
    assert (closed.status_code, "The country is wrong." in Page(closed.text).text) == (200, False)
    (one,) = visited.get(f"/api/reports?state={state}", headers=BEARER).json()["reports"]
    assert (one["state"], one["reply"], one["closed"] is None) == (state, "seen", False)
    visited.post("/review/reports/close", data={"report": id_, "to": "open"})
    assert visited.get("/api/reports", headers=BEARER).json()["counts"]["open"] == 1


@pytest.mark.parametrize("form", [{"report": "r0", "to": "done"}, {"report": "r0", "to": "odd"}], ids=str)
def test_what_cannot_be_closed_is_told(refusing: httpx.Client, form: dict[str, str]) -> None:
    log_in(refusing)
    assert refusing.post("/review/reports/close", data=form).status_code in (404, 422)


def test_nobody_closes_without_the_key(visited: httpx.Client) -> None:
    form = {"report": send(visited).json()["id"], "to": "done"}
    assert visited.post("/review/reports/close", data=form).status_code == 401


def test_the_command_lists_and_closes(pair: Database, visited: httpx.Client, capfd: pytest.CaptureFixture[str]) -> None:
    id_ = send(visited).json()["id"]
    assert "The country is wrong." in citynet(capfd, "review", "--reports").out
    assert citynet(capfd, "review", "close", id_, "--to", "rejected", "--note", "no").code == 0
    assert citynet(capfd, "review", "--reports", "--format", "json").json["reports"] == []


def test_the_backup_carries_reports_and_the_facts_do_not(
    pair: Database, visited: httpx.Client, wipe: Callable[[], None]
) -> None:
    id_ = send(visited).json()["id"]
    reports.close(pair, id_, ReportState.DONE, "mended")
    kept = list(backup(pair))
    told = [any(b"country is wrong" in line for line in lines) for lines in (kept, facts(pair))]
    assert told == [True, False]
    wipe()
    restore(pair, kept)
    assert list(backup(pair)) == kept
