"""The command `suggest-rings`, and chains between towns as command and API ask for them."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import httpx
import pytest

from graph.database import Database
from graph.model import AnyContent, LinkContent, Mention, TownContent
from tests.api.commands import citynet
from tests.conftest import Filled
from tests.graph.statements.writing import load

Capture = pytest.CaptureFixture[str]
TOWNS = {"Arles": "FR", "Bern": "CH", "Cork": "IE", "Dessau": "DE", "Evora": "PT"}


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")


def five_towns(db: Database) -> None:
    """A flat list of five towns of five countries, all linked to each other."""
    mentions = {name: Mention(name=name, country=country) for name, country in TOWNS.items()}
    said: list[AnyContent] = [TownContent(town=mention) for mention in mentions.values()]
    load(db, "list", [*said, *(LinkContent(a=mentions[a], b=mentions[b]) for a, b in combinations(TOWNS, 2))])


@pytest.fixture
def flat_ring(kb: Database) -> None:
    """The five towns, to be made a ring."""
    five_towns(kb)


@pytest.fixture
def undecided(filled: Filled) -> None:
    """The same for tests that decide nothing."""
    filled(five_towns)


def suggested(capfd: Capture) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = citynet(capfd, "suggest-rings", "--format", "json").json["suggestions"]
    return found


def test_suggestions_are_listed_with_their_evidence(undecided: None, capfd: Capture) -> None:
    (one,) = suggested(capfd)
    assert {member["name"]: member["country"] for member in one["members"]} == TOWNS
    assert (one["size"], one["density"], one["missing"], one["inside"], one["kind"]) == (5, 1.0, [], 1.0, "ring")


def test_the_table_names_the_towns(undecided: None, capfd: Capture) -> None:
    ran = citynet(capfd, "suggest-rings")
    assert "Arles (FR)" in ran.out
    assert "1 group looks like a ring" in ran.err


def test_an_accepted_ring_is_a_load_that_can_be_undone(flat_ring: None, capfd: Capture) -> None:
    (one,) = suggested(capfd)
    done = citynet(capfd, "suggest-rings", "--accept", one["id"], "--name", "Fünfeck", "--format", "json").json
    members = citynet(capfd, "ask", "ring-members", "--ring", done["ring"], "--format", "json").json["rows"]
    assert ({row["name"] for row in members}, suggested(capfd)) == (set(TOWNS), [])
    assert citynet(capfd, "undo", done["load"]).code == 0
    assert suggested(capfd) == [one]


def test_a_refused_group_is_not_listed(flat_ring: None, capfd: Capture) -> None:
    (one,) = suggested(capfd)
    assert citynet(capfd, "suggest-rings", "--refuse", one["id"], "--why", "only friends").code == 0
    ran = citynet(capfd, "suggest-rings")
    assert (ran.out, "No group of towns" in ran.err) == ("", True)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--accept", "ring-0"], 1),
        (["--refuse", "ring-0"], 1),
        (["--accept", "a", "--refuse", "b"], 64),
        (["--name", "Kranz"], 64),
        (["--accept", "a", "--why", "so"], 64),
        (["--min-size", "2"], 64),
    ],
)
def test_what_cannot_be_done_is_said(undecided: None, capfd: Capture, arguments: list[str], code: int) -> None:
    ran = citynet(capfd, "suggest-rings", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert "Traceback" not in ran.err


def test_the_command_asks_for_a_chain(sample_kb: Database, capfd: Capture) -> None:
    (row,) = citynet(capfd, "ask", "path", "--from", "Exeter", "--to", "Cabourg", "--format", "json").json["rows"]
    assert (row["length"], row["names"][0], row["names"][-1]) == (2, "Exeter", "Cabourg")
    assert [[ring["name"] for ring in step["rings"]] for step in row["steps"]] == [
        [],
        ["Partnerschaftsring Bad Homburg"],
    ]


def test_the_api_answers_a_chain(client: httpx.Client) -> None:
    answer = client.get("/api/questions/path", params={"from": "Exeter", "to": "Cabourg"}).json()
    assert [row["length"] for row in answer["rows"]] == [2]
    assert set(answer["parameters"]) == {"from", "to"}


def test_an_end_of_a_chain_that_is_missing_is_named(client: httpx.Client) -> None:
    problem = client.get("/api/questions/path", params={"from": "Exeter"})
    assert (problem.status_code, problem.json()["parameter"]) == (422, "to")
