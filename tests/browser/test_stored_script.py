"""Script in every text that a source can say, on every page and in every download, in a real Chromium: nothing runs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from lxml import etree
from playwright.sync_api import Browser, Page
from pydantic import SecretStr

from api.app import create_app
from graph.database import Address, Database
from graph.model import (
    AnyContent,
    AttendanceContent,
    EventContent,
    LinkContent,
    LinkKind,
    MembershipContent,
    Mention,
    OrganisationContent,
    OrganisationRole,
    ParticipationContent,
    ProgrammeContent,
    RingContent,
    SourceContent,
    TopicContent,
    TopicSaid,
    TownContent,
)
from graph.questions import QUESTIONS
from graph.settings import settings
from graph.store import Store
from tests.api.serving import serving
from tests.browser.kinds import measured
from tests.conftest import Filled
from tests.graph.statements.writing import load

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
KEY = "a key of the tests"
RAN = "window.ranByMistake=1"
EVIL = f"\"'><script>{RAN}</script><img src=x onerror={RAN}><svg onload={RAN}>{{{{7*7}}}}\u202e</title></textarea>"
LINKED = f'https://a.example/"onmouseover="{RAN}"\'><script>{RAN}</script>'
FORMULA = '=HYPERLINK("http://a.example";"b")'
SCRIPT = f"javascript:{RAN}"
TOWNS = [f"{name} {evil}" for name, evil in (("Aheim", EVIL), ("Bstadt", FORMULA), ("Cdorf", EVIL), ("@Dburg", SCRIPT))]
FORMULAS = ("=", "+", "@", "-", "\t", "\r")


def words(text: str = EVIL) -> dict[str, str]:
    return {"de": f"de {text}", "en": f"en {text}"}


def mention(place: int) -> Mention:
    return Mention(name=TOWNS[place], country="DE", region=f"Region {EVIL}"[:190], lat=50.0 + place, lon=8.0 + place)


def said() -> list[AnyContent]:
    """Statements whose every free text is hostile."""
    more: dict[str, Any] = {"note": words(), "evidence": {"begin": EVIL, "since": EVIL, "town": EVIL, "kind": EVIL}}
    topics = (TopicSaid(topic="sport", said=words()),)
    hosts = tuple(OrganisationRole(name=f"Office {EVIL}", role=one) for one in ("host", "funder"))
    ring, programme = f"Ring {EVIL}", f"Programme {EVIL}"
    a, b, c, d = (mention(place) for place in range(4))
    return [
        TopicContent(topic="sport", name=words(), synonyms=(EVIL, FORMULA), **more),
        TownContent(town=a, names=(EVIL, FORMULA, SCRIPT), region_code=EVIL, website=LINKED, **more),
        TownContent(town=b, names=(EVIL,), website=LINKED, **more),
        LinkContent(a=a, b=b, kind=LinkKind.PARTNERSHIP, since="1990", stated="pair", topics=topics, **more),
        LinkContent(a=b, b=c, kind=LinkKind.FRIENDSHIP, since="1991-05", **more),
        LinkContent(a=c, b=d, topics=topics, **more),
        OrganisationContent(organisation=f"Office {EVIL}", kind=EVIL, url=LINKED, **more),
        RingContent(
            ring=ring, other_names=(EVIL, FORMULA), founded="1956", purposes=(words(),), custom=words(), **more
        ),
        *(MembershipContent(ring=ring, town=one, since="1956", role="founder", **more) for one in (a, c, d)),
        ProgrammeContent(
            programme=programme, title=words(), kind="project", begin="2020", end="2021", status="running", ring=ring,
            aim=words(), organisations=hosts, topics=topics, **more,
        ),
        EventContent(
            event="evil", title=words(), kind="visit", begin="2020-05-01", end="2020-05-03", time=words(),
            duration=words(), people=7, people_about=True, people_said=words(), place=f"Place {EVIL}", ring=ring,
            programme=programme, organisations=hosts, topics=topics, marks=words(), marks_years=50, **more,
        ),
        ParticipationContent(of="event", ref="evil", town=a, role="host", **more),
        ParticipationContent(of="event", ref="evil", town=b, role="participant", **more),
        ParticipationContent(of="programme", ref=programme, town=a, role="participant", **more),
        AttendanceContent(
            of="event", ref="evil", person=f"Person {EVIL}"[:190], office=words(), town=a,
            organisation=f"Office {EVIL}", role="speaker", **more,
        ),
    ]  # fmt: skip


def source(title: str, rank: int) -> SourceContent:
    """A source whose address is a script, which no loader would let in."""
    return SourceContent.model_construct(
        type="source", title=title, url=SCRIPT, publisher=EVIL, date="2020", licence=EVIL, language=EVIL, rank=rank,
        speaks_for=None, note=words(), evidence={"title": EVIL},
    )  # fmt: skip


def fill(kb: Database) -> None:
    """Let two sources say all of it, the second something else of the first link."""
    load(kb, "evil", said(), described=source(f"Source {EVIL}", 3), means=lambda one: f"gn{TOWNS.index(one.name) + 1}")
    other = [LinkContent(a=mention(0), b=mention(1), kind=LinkKind.CONTACT, since="1980", note=words(FORMULA))]
    load(kb, "other", other, described=source(FORMULA, 4), means=lambda one: f"gn{TOWNS.index(one.name) + 1}")


@pytest.fixture
def hostile(filled: Filled, database: Database, neo4j_address: Address) -> Iterator[httpx.Client]:
    """Asks an application over a knowledge base in which every text is hostile; a key allows to write."""
    filled(fill)
    config = settings().model_copy(update={"api_key": SecretStr(KEY)})
    with (
        serving(create_app(config, store=Store(database, neo4j_address, private=True))) as address,
        httpx.Client(base_url=address, timeout=120) as client,
    ):
        for path in measured():  # all at once, so that one process computes them
            client.get(path)
        yield client


def ids(client: httpx.Client) -> dict[str, list[str]]:
    """The ids of all things, by what their pages are called."""
    lists = {"rings": "rings", "events": "events", "organisations": "organisations", "people": "people"}
    lists |= {"programmes": "programmes", "topics": "topics", "sources": "sources"}
    found = {"cities": [f"gn{place + 1}" for place in range(4)]}
    for place, question in lists.items():
        rows = client.get(f"/api/questions/{question}").json()["rows"]
        found[place] = [str(row["id"]) for row in rows]
        assert found[place], place
    return found


def asked(things: dict[str, list[str]]) -> list[str]:
    """Each question with parameters that these data answer."""
    by_name = {
        "city": "city=gn1", "ring": f"ring={quote(things['rings'][0])}", "country": "country=DE", "from": "from=gn1",
        "to": "to=gn4", "partner_country": "partner_country=DE", "topic": "topic=sport", "year": "year=2000",
        "programme": f"programme={quote(things['programmes'][0])}",
        "organisation": f"organisation={quote(things['organisations'][0])}",
        "person": f"person={quote(things['people'][0])}", "event": "event=evil",
        "source": f"source={quote(things['sources'][0])}",
    }  # fmt: skip
    found = []
    for one in QUESTIONS.values():
        schema = one.parameters.model_json_schema()
        given = [by_name[name] for name in schema.get("required", []) if name in by_name]
        if "minItems" in str(schema["properties"].get("city")) and "city=gn1" in given:
            given.append("city=gn2")
        found.append(f"{one.name}?{'&'.join(given)}")
    return found


def pages(things: dict[str, list[str]]) -> list[str]:
    """Every kind of page, with the hostile texts on it."""
    evil = quote(EVIL)
    single = [f"/{place}/{quote(one, safe='')}" for place, every in things.items() for one in every]
    fixed = ["/", "/ask", "/rings", "/events", "/sources", "/organisations", "/people", "/programmes", "/topics"]
    fixed += ["/countries", "/countries/DE", "/figures", "/about", "/docs", "/map", "/map?embed=1"]
    fixed += [
        f"/search?q={evil}",
        "/search?q=Aheim",
        "/review",
        "/review/rings",
        "/review/reports",
        "/add",
        "/add/loads",
    ]
    fixed += ["/add/link?city_a=gn1&city_b=gn2", "/add/membership?city=gn1", "/add/event", "/add/file", "/add/merge"]
    fixed += [
        "/reconcile/preview?id=gn1",
        f"/cities/{evil}",
        f"/ask/partners?city={evil}",
        f"/report?of=town&id=gn1&about={evil}",
    ]
    networks = [
        "partners?city=gn1",
        "ego-network?city=gn1&steps=2",
        "links?country=DE",
        "programmes?",
        "events?city=gn1",
    ]
    drawn = [f"/network?question={one.replace('?', '&')}" for one in networks]
    return [*fixed, *single, *(f"/ask/{one}" for one in asked(things)), *drawn]


@pytest.fixture
def trap(chromium: Browser, hostile: httpx.Client) -> Iterator[tuple[Page, list[str]]]:
    """A page that tells of each script that was let run, or tried to, and of each dialog."""
    context = chromium.new_context(viewport={"width": 1200, "height": 800})
    caught: list[str] = []
    context.add_init_script(
        "Object.defineProperty(window, 'ranByMistake', {set: () => console.error('RAN BY MISTAKE')});"
        "document.addEventListener('securitypolicyviolation', (e) => console.error('VIOLATED ' + e.violatedDirective));"
    )
    page = context.new_page()
    page.set_default_timeout(90_000)

    def note(text: str) -> None:
        if "RAN BY MISTAKE" in text or "VIOLATED" in text or "Content Security Policy" in text:
            caught.append(f"{page.url}: {text}")

    page.on("console", lambda message: note(message.text))
    page.on("dialog", lambda dialog: (caught.append(f"{page.url}: {dialog.message}"), dialog.dismiss()))
    client_key = hostile.post("/review/login", data={"key": KEY}, headers={"Origin": str(hostile.base_url).rstrip("/")})
    name, _, value = client_key.headers["set-cookie"].partition(";")[0].partition("=")
    context.add_cookies([{"name": name, "value": value, "url": str(hostile.base_url)}])
    yield page, caught
    context.close()


STRAY = """() => [
  ...[...document.querySelectorAll('a[href], form[action], iframe, object, embed, area, base')]
    .map((one) => one.href || one.action || one.src || one.data)
    .filter((one) => !/^(https?|file|mailto|webcal|blob|data:(image|text\\/csv)):?/.test(one)),
  ...[...document.querySelectorAll('*')]
    .filter((one) => [...one.attributes].some((a) => /^on/i.test(a.name))).map((one) => one.outerHTML.slice(0, 200)),
  ...[...document.querySelectorAll('img[src="x"], svg[onload]')].map((one) => one.outerHTML),
]"""


def test_no_page_runs_what_a_source_says(hostile: httpx.Client, trap: tuple[Page, list[str]]) -> None:
    page, caught = trap
    stray: dict[str, Sequence[str]] = {}
    base = str(hostile.base_url).rstrip("/")
    paths = pages(ids(hostile))
    assert len(paths) > 90
    for place, path in enumerate(paths):
        lang = "de" if place % 2 else "en"
        answer = page.goto(f"{base}{path}{'&' if '?' in path else '?'}lang={lang}")
        assert answer, path
        assert answer.status < 500 or answer.status == 503, path
        if path.startswith(("/map", "/network")):
            page.wait_for_timeout(1500)
        if found := page.evaluate(STRAY):
            stray[path] = found
    assert caught == []
    assert stray == {}


FILES = (
    "/api/questions/partners.html?city=gn1", "/api/questions/links.html?", "/map.html", "/map.svg",
    "/network.svg?question=partners&city=gn1", "/network.svg?question=ring-members&ring={ring}",
)  # fmt: skip


def charts(client: httpx.Client) -> list[str]:
    """All charts that pages show, as files."""
    found = set()
    for path in ("/figures", "/cities/gn1", "/countries/DE", "/events", "/rings"):
        found |= set(re.findall(r'"(/charts/[^"]+\.svg[^"]*)"', client.get(path).text))
    return sorted(one.replace("&amp;", "&") for one in found)


def test_no_file_that_is_taken_away_runs_it(
    hostile: httpx.Client, trap: tuple[Page, list[str]], tmp_path: Path
) -> None:
    page, caught = trap
    things, stray = ids(hostile), {}
    wanted = [one.format(ring=quote(things["rings"][0])) for one in FILES] + charts(hostile)
    for place, path in enumerate(wanted):
        answer = hostile.get(path)
        assert answer.status_code == 200, path
        file = tmp_path / f"{place}.{'html' if 'html' in answer.headers['content-type'] else 'svg'}"
        file.write_bytes(answer.content)
        if file.suffix == ".svg":
            root = etree.fromstring(answer.content)  # our own answer
            assert {etree.QName(one).localname for one in root.iter(etree.Element)} & {
                "script",
                "foreignObject",
            } == set()
        page.goto(file.as_uri())
        page.wait_for_timeout(500)
        if found := page.evaluate(STRAY):
            stray[path] = found
    assert caught == []
    assert stray == {}


SUFFIXES = ("csv", "ndjson", "geojson", "graphml", "gexf", "ics", "json")


def test_data_are_sent_as_data_and_cells_are_no_formulas(hostile: httpx.Client) -> None:
    seen = set()
    for one in asked(ids(hostile)):
        name, _, query = one.partition("?")
        for suffix in SUFFIXES:
            answer = hostile.get(f"/api/questions/{name}.{suffix}?{query}")
            if answer.status_code in (404, 503) or '"parameter":"format"' in answer.text:
                continue  # figures that are being computed; not a format of this question
            assert answer.status_code == 200, answer.text
            seen.add(suffix)
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "html" not in answer.headers["content-type"]
            assert wild(suffix, answer) == [], name
    assert seen == set(SUFFIXES)


def wild(suffix: str, answer: httpx.Response) -> list[str]:
    """Cells that a spreadsheet would take for formulas; what is no XML where it should be raises."""
    if suffix in ("graphml", "gexf"):
        etree.fromstring(answer.content)  # our own answer
    if suffix != "csv":
        return []
    cells = [cell for row in csv.reader(io.StringIO(answer.text)) for cell in row]
    return [cell for cell in cells if cell.startswith(FORMULAS) and not re.fullmatch(r"-[\d.]+", cell)]
