"""Errors as `application/problem+json` (RFC 9457) for programs, and as a page with a way on for people."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from httpx import Client

import loaders
from api.app import create_app
from graph.database import Address, Database
from graph.errors import (
    AmbiguousTownError,
    CitynetError,
    DatabaseAwayError,
    DatabaseError,
    GoneError,
    InputError,
    NotFoundError,
    QueryTimeoutError,
    UsageError,
)
from graph.model import LinkContent
from graph.settings import settings
from graph.statements import loads
from graph.store import Store
from graph.texts import catalogue
from tests.api.pages import Page
from tests.api.serving import serving
from tests.conftest import Filled
from tests.graph.statements.writing import load, town

Json = dict[str, Any]
KREFELD = "Oberbürgermeister Meyer reist nach Washington"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
READING = "city_a,country_a,city_b,country_b\nReading,GB,Düsseldorf,DE\nReading,US,Reutlingen,DE\n"


def problem(answer: httpx.Response, status: int) -> Json:
    """The problem document of an answer, with the members that each must have."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: Json = answer.json()
    assert found["status"] == status
    assert {"type", "title", "detail"} <= set(found)
    return found


def both_readings(db: Database) -> None:
    """Reading in Berkshire and Reading in Pennsylvania."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "reading.csv")
        file.write_text(READING, encoding="utf-8")
        report = loaders.load(file, db=db)
    assert not report.rejected


@pytest.fixture
def two_readings(filled: Filled, readable: Client) -> Client:
    """An application whose knowledge base knows Reading in Berkshire and Reading in Pennsylvania."""
    filled(both_readings)
    return readable


# ---- 404 and 410


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("/api/questions/partners?city=Krefelt", "Krefeld"),
        ("/api/questions/partners?city=Chemniz", "Chemnitz"),
        ("/api/questions/ring-members?ring=Partnerschaftsrink", "Partnerschaftsring Bad Homburg"),
        ("/api/questions/partners?city=Krefeld&source=Meyer+reist+nach+Wahsington", KREFELD),
        ("/api/questions/partner?city=Krefeld", "partners"),
    ],
)
def test_an_unknown_name_is_404_with_the_nearest(client: Client, path: str, near: str) -> None:
    found = problem(client.get(path), 404)
    assert near in [one["name"] for one in found["nearest"]]


@pytest.mark.parametrize(
    "path",
    [
        "/api/cities/gn1", "/api/rings/none", "/api/events/none", "/api/sources/none", "/api/nothing", "/data/nothing",
        "/api/questions/partners.pdf?city=Krefeld", "/api/questions/partners?city=Xqzzywk",
    ],
)  # fmt: skip
def test_what_is_not_there_is_404(client: Client, path: str) -> None:
    problem(client.get(path), 404)


def test_an_unknown_format_names_those_that_are(client: Client) -> None:
    assert "graphml" in problem(client.get("/api/questions/partners.pdf?city=Krefeld"), 404)["detail"]


def test_a_town_that_was_taken_back_is_410(writable: Client, kb: Database) -> None:
    begun = load(kb, "list", [LinkContent(a=town("Anna"), b=town("Berta"))])
    loads.undo(kb, begun.id)
    problem(writable.get("/api/questions/partners?city=anna"), 410)


# ---- 409


def test_an_ambiguous_town_is_409_with_the_towns_of_the_knowledge_base(two_readings: Client) -> None:
    found = problem(two_readings.get("/api/questions/partners?city=Reading"), 409)
    assert {one["country"] for one in found["towns"]} == {"GB", "US"}
    assert {"id", "name", "region", "population"} <= set(found["towns"][0])


def test_an_ambiguous_town_names_the_parameter(two_readings: Client) -> None:
    assert problem(two_readings.get("/api/questions/partners?city=Reading"), 409)["parameter"] == "city"


@pytest.mark.parametrize("city", ["Reading, GB", "Reading, United Kingdom", "Reading, Vereinigtes Königreich"])
def test_a_country_after_the_comma_tells_towns_apart(two_readings: Client, city: str) -> None:
    answer = two_readings.get("/api/questions/partners", params={"city": city})
    assert [row["name"] for row in answer.json()["rows"]] == ["Düsseldorf"]


@pytest.mark.parametrize("lang", ["de", "en"])
def test_the_page_leads_to_each_town_that_is_meant_with_one_click(two_readings: Client, lang: str) -> None:
    answer = two_readings.get(f"/ask/partners?city=Reading&lang={lang}", headers=BROWSER)
    assert answer.status_code == 409
    leads = [one for one in Page(answer.text).links if "city=" in one and "Reading" not in one]
    rows = [Page(two_readings.get(one, headers=BROWSER).text).text for one in leads]
    assert len(leads) == 2
    assert {name for name in ("Düsseldorf", "Reutlingen") if any(name in row for row in rows)} == {
        "Düsseldorf",
        "Reutlingen",
    }


def test_the_one_click_keeps_what_else_was_asked(two_readings: Client) -> None:
    answer = two_readings.get("/ask/shared-partners?city=Reutlingen&city=Reading&at_least=1", headers=BROWSER)
    leads = [one for one in Page(answer.text).links if "city=" in one and "Reading" not in one]
    assert leads
    assert all("city=Reutlingen" in one and "at_least=1" in one for one in leads)


# ---- 422


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("partners?city=Krefeld&colour=red", "colour"),
        ("partners?city=Krefeld&sort=colour", "sort"),
        ("partners?city=Krefeld&year=19988", "year"),
        ("partners?city=Krefeld&year=soon", "year"),
        ("partners?city=Krefeld&kind=love", "kind"),
        ("partners?city=Krefeld&status=over", "status"),
        ("partners?city=Krefeld&undated=maybe", "undated"),
        ("partners?city=Krefeld&country=Atlantis", "country"),
        ("partners?city=Krefeld&limit=0", "limit"),
        ("partners?city=Krefeld&limit=1000000000", "limit"),
        ("partners?city=Krefeld&offset=-1", "offset"),
        ("partners?city=Krefeld&city=Chemnitz", "city"),
        ("partners", "city"),
        ("partners?city=", "city"),
        ("shared-partners?city=Krefeld", "city"),
        ("shared-partners?city=Krefeld&city=Krefeld", "city"),
        ("shared-partners?city=Krefeld&city=krefeld, DE", "city"),
        ("shared-partners?city=Krefeld&city=Chemnitz&at_least=0", "at_least"),
        ("ring-members", "ring"),
        ("city-events?city=Krefeld&status=active", "status"),
        ("conflicts?type=colour", "type"),
    ],
)
def test_a_wrong_parameter_is_422_and_named(client: Client, query: str, parameter: str) -> None:
    assert problem(client.get(f"/api/questions/{query}"), 422)["parameter"] == parameter


@pytest.mark.parametrize("path", ["/api/search", "/api/search?q=", f"/api/search?q={'x' * 201}"])
def test_a_search_for_nothing_or_too_much_is_422(client: Client, path: str) -> None:
    assert problem(client.get(path), 422)["parameter"] == "q"


def test_a_wrong_parameter_is_told_before_the_answer_is_cached(client: Client) -> None:
    etag = client.get("/api/questions/partners?city=Krefeld").headers["etag"]
    answer = client.get("/api/questions/partners?city=Krefeld&year=19988", headers={"If-None-Match": etag})
    problem(answer, 422)


# ---- the form of errors


ERRORS: dict[str, tuple[Exception, int]] = {
    type(error).__name__: (error, status)
    for error, status in (
        (UsageError("x"), 422),
        (InputError("x"), 422),
        (NotFoundError("x"), 404),
        (GoneError("x"), 410),
        (AmbiguousTownError("x", towns=[]), 409),
        (DatabaseError("x"), 500),
        (DatabaseAwayError("x"), 503),
        (QueryTimeoutError("x"), 504),
        (CitynetError("x"), 500),
        (RuntimeError("secret"), 500),
    )
}
"""Errors with the status that tells of them, by their names."""


@pytest.fixture(scope="module")
def broken(sample_kb: Database, neo4j_address: Address) -> Iterator[str]:
    """An address behind which stand the names of `ERRORS`, each of which raises its error."""
    app = create_app(settings(), store=Store(sample_kb, neo4j_address, private=True))

    @app.get("/api/broken/{name}")
    def fail(name: str) -> None:
        raise ERRORS[name][0]

    with serving(app) as address:
        yield f"{address}/api/broken"


@pytest.mark.parametrize("name", ERRORS)
def test_each_error_has_its_status_and_the_headers_of_every_answer(broken: str, name: str) -> None:
    status = ERRORS[name][1]
    answer = httpx.get(f"{broken}/{name}")
    assert "secret" not in str(problem(answer, status))
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert ("retry-after" in answer.headers) == (status == 503)


@dataclass(frozen=True)
class Nowhere:
    """Where no database is."""

    uri = "bolt://127.0.0.1:1"
    user = "neo4j"
    password = "none"
    database = "neo4j"


@pytest.mark.parametrize("path", ["/api/ready", "/cities/gn1"])
def test_a_database_away_is_503_and_tells_no_address(sample_kb: Database, path: str) -> None:
    with serving(create_app(settings(), store=Store(sample_kb, Nowhere(), private=True))) as address:
        answer = httpx.get(address + path, headers=BROWSER, timeout=60)
    assert answer.status_code == 503
    assert "retry-after" in answer.headers
    assert "127.0.0.1:1" not in answer.text.replace(address, "")


def test_a_method_that_is_not_there_is_405_and_says_which_are(client: Client) -> None:
    answer = client.post("/api/questions")
    problem(answer, 405)
    assert "GET" in answer.headers["allow"]


def kinds(error: type[CitynetError]) -> set[type[CitynetError]]:
    """An error and all that are kinds of it."""
    return {error}.union(*(kinds(one) for one in error.__subclasses__()))


@pytest.mark.parametrize("code", sorted({one.code for one in kinds(CitynetError)} | {"http"}))
def test_every_error_has_a_title_and_advice_in_both_languages(code: str) -> None:
    for name in ("title", "advice"):
        assert set(catalogue()[f"problem.{code}.{name}"]) == {"de", "en"}


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/cities/gn1", 404),
        ("/rings/none", 404),
        ("/nothing", 404),
        ("/ask/nothing", 404),
        ("/network?question=sources", 422),
        ("/network?question=partners", 422),
        ("/network?question=nothing", 404),
        ("/ask/partners?city=Krefelt", 404),
        ("/ask/partners?city=Krefeld&year=19988", 422),
    ],
)
def test_browsers_get_a_page_in_their_language(client: Client, path: str, status: int, lang: str) -> None:
    answer = client.get(path, headers=BROWSER | {"Accept-Language": lang})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert f'<html lang="{lang}"' in answer.text


def test_a_german_page_says_in_german_what_is_not_there(client: Client) -> None:
    text = Page(client.get("/ask/partners?city=Krefelt&lang=de", headers=BROWSER).text).text
    assert "„Krefelt“ ist nicht erfasst." in text
    assert "knowledge base" not in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("partners?city=Krefeld&year=19988", "„Stand im Jahr“: Die Zahl darf höchstens 2200 sein."),
        ("partners?city=Krefeld&year=bald", "„Stand im Jahr“: Das ist keine ganze Zahl."),
        ("partners?city=Krefeld&colour=red", "„colour“: Das kann man hier nicht angeben."),
        ("partners?city=Krefeld&city=Chemnitz", "„Stadt“: Nur eine Angabe ist möglich."),
        ("partners?city=Krefeld&country=Atlantis", "„Land“: Das ist kein Land; möglich sind Kürzel und Name."),
        ("partners?year=1990", "„Stadt“: Ohne diese Angabe gibt es keine Antwort."),
        ("shared-partners?city=Krefeld", "„Stadt“: Mindestens 2 sind nötig."),
        ("shared-partners?city=Krefeld&city=krefeld", "„Stadt“: Dieselbe Stadt ist zweimal genannt."),
        ("partners?city=Krefeld&sort=colour", "„Reihenfolge“: Möglich sind: name, since,"),
    ],
)
def test_a_german_page_says_in_german_what_is_wrong(client: Client, query: str, said: str) -> None:
    assert said in Page(client.get(f"/ask/{query}&lang=de", headers=BROWSER).text).text


@pytest.mark.parametrize("question", ["partners", "city-events", "shared-partners"])
def test_every_choice_of_a_form_has_a_label(client: Client, question: str) -> None:
    page = client.get(f"/ask/{question}?lang=de", headers=BROWSER).text
    assert re.findall(r"<option value=\"[^\"]*\"(?: selected)?></option>", page) == []
    assert re.findall(r"type=\"checkbox\"[^>]*> *</label>", page) == []


@pytest.mark.parametrize(("lang", "label"), [("de", "Stand im Jahr"), ("en", "As of the year")])
def test_the_page_names_a_wrong_parameter_as_its_form_does(client: Client, lang: str, label: str) -> None:
    text = Page(client.get(f"/ask/partners?city=Krefeld&year=19988&lang={lang}", headers=BROWSER).text).text
    assert text.count(label) == 2


def test_the_page_offers_the_nearest_town_with_one_click(client: Client) -> None:
    page = Page(client.get("/ask/partners?city=Krefelt", headers=BROWSER).text)
    assert "/ask/partners?city=gn2884509" in page.links


def test_programs_that_ask_for_json_on_a_page_get_a_problem(client: Client) -> None:
    problem(client.get("/cities/gn1", headers={"Accept": "application/json"}), 404)


def test_hostile_names_come_back_escaped(client: Client) -> None:
    answer = client.get("/ask/partners", params={"city": "<script>alert(1)</script>"}, headers=BROWSER)
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text
