"""Files over HTTP: what a load answers, who may send one, and that it does what the command does."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from openpyxl import Workbook

import loaders
from api.routes.loads import file_name
from graph.database import Address, Database
from graph.statements import loads
from graph.statements.facts import facts
from tests.api.commands import citynet
from tests.api.serving import KEY, serving_with_key
from tests.api.test_problems import Nowhere
from tests.conftest import Filled

BEARER = {"Authorization": f"Bearer {KEY}"}
GOOD = "city_a,country_a,city_b,country_b,kind,since\nKrefeld,DE,Venlo,NL,partnership,1964\n"
TABLE = GOOD + "Krefeld,DE,Kayseri,TR,partnership,20009\n"
COUNTS = ("read", "new", "changed", "same", "rejected")


@contextmanager
def asking(db: Database, where: Address) -> Iterator[httpx.Client]:
    """Asks an application in which a key allows to write; it takes bodies of 100,000 bytes."""
    with (
        serving_with_key(db, where, max_body=100_000) as address,
        httpx.Client(base_url=address, timeout=120, headers=BEARER) as opened,
    ):
        yield opened


@pytest.fixture
def keyed(kb: Database, neo4j_address: Address) -> Iterator[httpx.Client]:
    """Asks an application over `kb`."""
    with asking(kb, neo4j_address) as client:
        yield client


@pytest.fixture(scope="module")
def reading(database: Database, neo4j_address: Address) -> Iterator[httpx.Client]:
    """Asks an application for all tests that write nothing."""
    with asking(database, neo4j_address) as client:
        yield client


@pytest.fixture
def refusing(sample_kb: Database, reading: httpx.Client) -> Iterator[httpx.Client]:
    """Asks it over the five sources, of which nothing may be changed: what is sent here is refused."""
    before = loads.all_loads(sample_kb)
    yield reading
    assert loads.all_loads(sample_kb) == before


def nothing(db: Database) -> None:
    """A knowledge base that stays empty."""


@pytest.fixture
def rehearsing(filled: Filled, database: Database, reading: httpx.Client) -> Iterator[httpx.Client]:
    """Asks it over an empty knowledge base, into which nothing is written: what is sent here is a dry run."""
    filled(nothing)
    yield reading
    assert loads.all_loads(database) == []


def send(client: httpx.Client, content: str | bytes = TABLE, name: str = "krefeld.csv", **query: Any) -> httpx.Response:
    """Send a file to be loaded."""
    data = content.encode() if isinstance(content, str) else content
    return client.post("/api/loads", files={"file": (name, data)}, params=query)


def report(answer: httpx.Response) -> dict[str, Any]:
    """The report of the one file, of an answer that must be good."""
    assert answer.status_code == 200, answer.text
    (found,) = answer.json()["loads"]
    return dict(found)


def counts(answer: httpx.Response) -> tuple[int, ...]:
    found = report(answer)
    return tuple(found[name] for name in COUNTS)


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    return dict(answer.json())


def test_a_file_is_loaded_and_its_bad_row_counted(kb: Database, keyed: httpx.Client) -> None:
    answer = send(keyed)
    assert (counts(answer), report(answer)["file"], report(answer)["source"]) == (
        (2, 1, 0, 0, 1),
        "krefeld.csv",
        "krefeld",
    )
    assert loads.count(kb) == (2, 1)


def test_the_facts_are_those_that_the_command_brings(kb: Database, keyed: httpx.Client, tmp_path: Path) -> None:
    send(keyed, source="own-list")
    sent = list(facts(kb))
    keyed.post("/api/loads/L1/undo")
    assert list(facts(kb)) == []
    file = tmp_path / "krefeld.csv"
    file.write_text(TABLE, "utf-8")
    loaders.load(file, db=kb, source="own-list")
    assert list(facts(kb)) == sent


def test_a_file_loaded_before_is_recognised(keyed: httpx.Client) -> None:
    first = report(send(keyed))
    again = send(keyed)
    assert (counts(again), report(again)["loaded_before"]) == ((2, 0, 0, 1, 1), first["load"])


def test_a_dry_run_writes_nothing(database: Database, rehearsing: httpx.Client) -> None:
    answer = send(rehearsing, dry_run="true")
    assert (counts(answer), report(answer)["dry_run"], loads.all_loads(database)) == ((2, 1, 0, 0, 1), True, [])


@pytest.mark.parametrize("name", ["dry-run", "dry_run"])
def test_options_may_be_spelled_as_the_command_has_them(rehearsing: httpx.Client, name: str) -> None:
    assert report(send(rehearsing, **{name: "1"}))["dry_run"] is True


def test_rows_are_told_where_they_are_asked_for(rehearsing: httpx.Client) -> None:
    answer = send(rehearsing, rows="true", dry_run="true")
    rows = report(answer)["rows"]
    assert [(one["row"], one["outcome"]) for one in rows] == [(2, "new"), (3, "rejected")]
    assert ([rows[0][side]["name"] for side in "ab"], "20009" in rows[1]["reason"]) == (["Krefeld", "Venlo"], True)


def test_many_rows_are_one_document(rehearsing: httpx.Client) -> None:
    rows = "".join(f"Krefeld,DE,Town {number},NL,,19999\n" for number in range(2001))
    answer = send(rehearsing, GOOD + rows, rows="true", dry_run="true")
    assert [one["row"] for one in report(answer)["rows"]] == list(range(2, 2004))


@pytest.mark.parametrize("word", ["as", "kind"])
def test_kind_and_headings_can_be_said(keyed: httpx.Client, word: str) -> None:
    table = "here,land,there,that land\nKrefeld,DE,Venlo,NL\n"
    headings = ["city_a=here", "country_a=land", "city_b=there", "country_b=that land"]
    said: dict[str, Any] = {word: "links", "map": headings}
    assert counts(send(keyed, table, **said)) == (1, 1, 0, 0, 0)


@pytest.mark.parametrize(("said", "geonames"), [({}, 2884509), ({"resolve": "false"}, None)], ids=str)
def test_names_are_taken_as_they_are_where_that_is_asked(
    rehearsing: httpx.Client, said: dict[str, Any], geonames: int | None
) -> None:
    (row,) = report(send(rehearsing, GOOD, rows="true", dry_run="true", **said))["rows"]
    assert (row["a"]["name"], row["a"]["geonames"]) == ("Krefeld", geonames)


def test_what_a_source_no_longer_says_is_withdrawn_when_asked(kb: Database, keyed: httpx.Client) -> None:
    other = GOOD + "Krefeld,DE,Leicester,GB,partnership,1969\n"
    send(keyed, other)
    assert report(send(keyed, GOOD, prune="true"))["withdrawn"] > 0
    assert loads.count(kb)[1] == 1


def test_a_sheet_of_a_workbook_is_chosen(keyed: httpx.Client) -> None:
    book = Workbook()
    for name in ("notes", "links"):
        sheet = book.create_sheet(name)
        for line in GOOD.splitlines() if name == "links" else ["nothing"]:
            sheet.append(line.split(","))
    kept = io.BytesIO()
    book.save(kept)
    assert counts(send(keyed, kept.getvalue(), "partners.xlsx", sheet="links")) == (1, 1, 0, 0, 0)


# ---- who may


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/api/loads"), ("GET", "/api/loads"), ("POST", "/api/loads/L1/undo")]
)
def test_without_a_key_in_the_settings_it_is_off_and_says_how_to_turn_it_on(
    client: httpx.Client, method: str, path: str
) -> None:
    refused = problem(client.request(method, path, headers=BEARER), 403)
    assert "CITYNET_API_KEY" in refused["detail"]


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/api/loads"), ("GET", "/api/loads"), ("POST", "/api/loads/L1/undo")]
)
@pytest.mark.parametrize("given", ["", "Bearer guessed", f"Basic {KEY}", "Bearer"])
def test_a_wrong_key_is_refused(refusing: httpx.Client, method: str, path: str, given: str) -> None:
    files = {"file": ("krefeld.csv", TABLE.encode())} if path == "/api/loads" and method == "POST" else None
    answer = refusing.request(method, path, headers={"Authorization": given}, files=files)
    assert problem(answer, 401)["title"] == "Unauthorized"
    assert answer.headers["www-authenticate"] == "Bearer"


# ---- what is refused


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"prunne": "true"}, "prunne"),
        ({"dry_run": "perhaps"}, "dry_run"),
        ({"dry_run": ""}, "dry_run"),
        ({"map": "Stadt"}, "map"),
        ({"as": "planets"}, "kind"),
        ({"as": "links", "kind": "towns"}, "as"),
        ({"source": ["a", "b"]}, "source"),
        ({"sheet": "links"}, "sheet"),
        ({"sample": "true"}, "sample"),
    ],
    ids=str,
)
def test_a_wrong_option_is_named(refusing: httpx.Client, query: dict[str, Any], parameter: str) -> None:
    assert problem(send(refusing, **query), 422)["parameter"] == parameter


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "empty.csv", "empty.csv is empty"),
        (b"%PDF-1.7 ...", "partners.pdf", "partners.pdf is a PDF"),
        ("Blume,Farbe\nRose,rot\n", "flowers.csv", "flowers.csv"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(refusing: httpx.Client, content: bytes, name: str, said: str) -> None:
    assert said in problem(send(refusing, content, name), 422)["detail"]


@pytest.mark.parametrize(
    "sending",
    [{"data": {"file": TABLE}}, {"files": {"table": ("krefeld.csv", TABLE)}}, {"json": {"file": TABLE}}, {}],
    ids=["as text", "as another field", "as JSON", "nothing"],
)
def test_without_a_file_the_answer_says_how_to_send_one(refusing: httpx.Client, sending: dict[str, Any]) -> None:
    refused = problem(refusing.post("/api/loads", **sending), 422)
    assert (refused["parameter"], "multipart/form-data" in refused["detail"]) == ("file", True)


def test_one_file_is_taken_at_a_time(refusing: httpx.Client) -> None:
    files = [("file", (name, TABLE.encode())) for name in ("a.csv", "b.csv")]
    problem(refusing.post("/api/loads", files=files), 400)


def endless() -> Iterator[bytes]:
    yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    for _ in range(101):
        yield b"x" * 1000


def test_a_body_that_is_too_large_is_refused(refusing: httpx.Client) -> None:
    problem(send(refusing, b"x" * 100_000), 413)
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    problem(refusing.post("/api/loads", content=endless(), headers=headers), 413)


@pytest.mark.long  # the driver tries again for a while
def test_a_database_away_is_503_and_says_when_to_come_back(neo4j_address: Address) -> None:
    with Database(Nowhere()) as away, asking(away, neo4j_address) as client:
        answer = send(client)
    assert ("127.0.0.1:1" in str(problem(answer, 503)), "retry-after" in answer.headers) == (False, True)


# ---- names


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("krefeld.csv", "krefeld.csv"),
        ("../../etc/krefeld.csv", "krefeld.csv"),
        ("C:\\Users\\me\\Städte.xlsx", "Städte.xlsx"),
        ("/etc/passwd", "passwd"),
        ("..", "upload"),
        ("a/..", "upload"),
        ("", "upload"),
        ("-", "upload"),
        (None, "upload"),
        ("kre\x00fe\u202eld\n.csv", "krefeld.csv"),
        ("\ud800a.csv", "a.csv"),
        ("ü" * 300 + ".csv", "ü" * 98 + ".csv"),
    ],
)
def test_of_a_files_name_the_last_part_is_kept(given: str | None, kept: str) -> None:
    assert file_name(given) == kept


def test_a_path_leads_nowhere(keyed: httpx.Client, tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("untouched", "utf-8")
    assert report(send(keyed, name=str(file)))["file"] == "mine.csv"
    assert file.read_text("utf-8") == "untouched"


# ---- the list, and taking back


def test_the_list_is_that_of_the_command(keyed: httpx.Client, capfd: pytest.CaptureFixture[str]) -> None:
    send(keyed)
    send(keyed, GOOD, "other.csv")
    answer = keyed.get("/api/loads")
    assert [one["file"] for one in answer.json()["loads"]] == ["other.csv", "krefeld.csv"]
    assert answer.json() == citynet(capfd, "loads", "--format", "json").json
    assert "no-store" in answer.headers["cache-control"]


def test_a_load_is_taken_back_once(kb: Database, keyed: httpx.Client) -> None:
    before = list(facts(kb))
    load = report(send(keyed))["load"]
    taken = keyed.post(f"/api/loads/{load}/undo")
    assert (taken.status_code, taken.json()["load"], taken.json()["state"]) == (200, load, "undone")
    assert list(facts(kb)) == before
    problem(keyed.post(f"/api/loads/{load}/undo"), 409)
    assert problem(keyed.post("/api/loads/L99/undo"), 404)["nearest"] == [{"id": load, "name": "krefeld.csv"}]


def test_files_sent_at_once_are_all_loaded(kb: Database, keyed: httpx.Client) -> None:
    towns = ("Venlo,NL", "Leicester,GB", "Dunkerque,FR", "Kayseri,TR")
    head = GOOD.splitlines()[0]
    files = [(f"{head}\nKrefeld,DE,{town},,\n", f"file {number}.csv") for number, town in enumerate(towns)]
    with ThreadPoolExecutor(len(files)) as pool:
        answers = list(pool.map(lambda one: send(keyed, *one), files))
    assert [counts(one) for one in answers] == [(1, 1, 0, 0, 0)] * len(files)
    assert loads.count(kb) == (5, 4)


# ---- the description


def test_answers_keep_to_what_is_described(keyed: httpx.Client) -> None:
    document = keyed.get("/openapi.json").json()
    operation = document["paths"]["/api/loads"]["post"]
    described = operation["responses"]["200"]["content"]["application/json"]
    answer = send(keyed, rows="true")
    for one in (answer.json(), described["example"]):
        Draft202012Validator(described["schema"]).validate(one)
    said = described["schema"]["properties"]["loads"]["items"]["properties"]
    assert (set(report(answer)) == set(said), operation["security"]) == (True, [{"key": []}])
    assert {one["name"] for one in operation["parameters"]} == {
        "as", "map", "source", "sheet", "resolve", "dry_run", "prune", "rows",
    }  # fmt: skip


def test_the_file_of_the_description_can_be_loaded(keyed: httpx.Client) -> None:
    body = keyed.get("/openapi.json").json()["paths"]["/api/loads"]["post"]["requestBody"]["content"]
    assert counts(send(keyed, body["multipart/form-data"]["example"]["file"])) == (1, 1, 0, 0, 0)
