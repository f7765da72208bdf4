"""Caching, languages, compression, security headers: what holds for all answers."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from fastapi import Request
from httpx import Client

from api.app import create_app
from graph.database import Address, Database
from graph.model import LinkContent
from graph.settings import settings
from graph.store import Store
from tests.api.pages import Page
from tests.api.serving import serving
from tests.browser.links import few
from tests.graph.statements.writing import load, town

BROWSER = {"Accept": "text/html"}
RING = "/rings/partnerschaftsring-bad-homburg"
SOURCE = "/sources/oberburgermeister-meyer-reist-nach-washington-b8859d"
CONFERENCE = "/events/washington-partnership-conference-2022"
PARTNERS = "question=partners&city=Bad+Homburg"
PAGES = [
    "/", "/search", "/search?q=Marienbad", "/search?q=xqzzyw", "/ask", "/ask/partners",
    "/ask/partners?city=Bad+Homburg", "/ask/shared-partners?city=Bad+Homburg&city=Cabourg",
    "/ask/ring-members?ring=Partnerschaftsring+Bad+Homburg",
    "/ask/city-events?city=Krefeld", "/ask/conflicts?type=link", "/ask/partners?city=Krefelt", "/map", "/map?embed=1",
    "/network",
    f"/network?{PARTNERS}", f"/network?{PARTNERS}&embed=1", "/cities/gn2953436", "/cities/gn2884509", "/rings", RING,
    "/events", CONFERENCE, "/sources", SOURCE, "/countries", "/countries/DE", "/about", "/docs", "/nothing",
]  # fmt: skip
CACHED = [
    "/", "/search?q=Krefeld", "/ask", "/ask/partners?city=Bad+Homburg", "/map", f"/network?{PARTNERS}", "/rings", RING,
    "/cities/gn2953436", "/events", CONFERENCE, "/sources", SOURCE, "/about", "/api/search?q=Krefeld", "/api/map",
    "/api/questions", "/api/questions/partners?city=Bad+Homburg", "/api/questions/partners.csv?city=Bad+Homburg",
    "/api/cities/gn2953436", f"/api{RING}", f"/api{CONFERENCE}", f"/api{SOURCE}", "/data/facts.ndjson",
]  # fmt: skip


# ---- caching


@pytest.mark.parametrize("path", CACHED)
def test_what_the_caller_has_is_not_sent_again(client: Client, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("path", CACHED)
def test_caches_keep_languages_apart(client: Client, path: str) -> None:
    assert "accept-language" in client.get(path).headers["vary"].lower()


def test_another_version_is_sent(client: Client) -> None:
    assert client.get("/api/map", headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("known", ["*", "W/{etag}", '"other", {etag}'])
def test_a_version_is_recognised_however_it_is_sent(client: Client, known: str) -> None:
    etag = client.get("/api/map").headers["etag"]
    assert client.get("/api/map", headers={"If-None-Match": known.format(etag=etag)}).status_code == 304


def test_a_load_makes_a_new_version(writable: Client, kb: Database) -> None:
    load(kb, "list", [LinkContent(a=town("Anna"), b=town("Berta"))])
    etag = writable.get("/cities/anna").headers["etag"]
    load(kb, "more", [LinkContent(a=town("Anna"), b=town("Cilli"))])
    again = writable.get("/cities/anna", headers={"If-None-Match": etag})
    assert again.status_code == 200
    assert "Cilli" in again.text


def test_a_load_that_says_nothing_new_makes_no_new_version(writable: Client, kb: Database) -> None:
    load(kb, "list", [LinkContent(a=town("Anna"), b=town("Berta"))])
    before = writable.get("/api/ready").json()["data_version"]
    load(kb, "list", [LinkContent(a=town("Anna"), b=town("Berta"))])
    assert writable.get("/api/ready").json()["data_version"] == before


def test_errors_are_not_cached(client: Client) -> None:
    assert "etag" not in client.get("/ask/partners?city=Krefelt").headers


# ---- languages


@pytest.mark.parametrize(
    ("accepted", "spoken"),
    [
        ("de", "de"),
        ("de-AT,en;q=0.5", "de"),
        ("en-GB,de;q=0.9", "en"),
        ("fr, de;q=0.3, en;q=0.2", "de"),
        ("fr", "en"),
        ("", "en"),
        (", ;;q=,;q=nonsense", "en"),
        ("de;q=0, fr", "en"),
        ("en;q=0.1, de;q=0.8", "de"),
    ],
)
def test_pages_speak_the_language_of_the_browser(client: Client, accepted: str, spoken: str) -> None:
    assert f'<html lang="{spoken}"' in client.get("/about", headers={"Accept-Language": accepted}).text


def test_a_language_asked_for_wins_over_the_browsers(client: Client) -> None:
    assert '<html lang="de"' in client.get("/about?lang=de", headers={"Accept-Language": "en"}).text


def test_an_unknown_language_is_as_if_none_was_asked(client: Client) -> None:
    assert '<html lang="de"' in client.get("/about?lang=xx", headers={"Accept-Language": "de"}).text


@pytest.mark.parametrize("path", [one for one in PAGES if one != "/docs"])
def test_links_to_pages_carry_the_language_that_was_asked_for(client: Client, path: str) -> None:
    links = Page(client.get(f"{path}{'&' if '?' in path else '?'}lang=de", headers=BROWSER).text).links
    own = [one for one in links if one.startswith("/") and not one.startswith(("/api/", "/data/", "/docs"))]
    assert [one for one in own if "lang=de" not in one and "lang=en" not in one] == []


@pytest.mark.parametrize(("lang", "title"), [("de", "Partner einer Stadt"), ("en", "Partners of a town")])
def test_answers_speak_the_language_asked_for(client: Client, lang: str, title: str) -> None:
    assert client.get(f"/api/questions/partners?city=Krefeld&lang={lang}").json()["title"] == title


def test_an_old_id_leads_to_the_town_that_has_it_now_in_the_language_asked_for(client: Client) -> None:
    answer = client.get("/cities/Marienbad?lang=de")
    assert (answer.status_code, answer.headers["location"]) == (301, "/cities/gn3071024?lang=de")


def test_an_old_id_leads_a_program_to_the_town_that_has_it_now(client: Client) -> None:
    answer = client.get("/api/cities/Marienbad")
    assert (answer.status_code, answer.headers["location"]) == (301, "/api/cities/gn3071024")


# ---- transfer


@pytest.mark.parametrize("path", ["/", "/api/questions/partners?city=Bad+Homburg", "/static/style.css"])
def test_long_answers_are_compressed(client: Client, path: str) -> None:
    with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert len(gzip.decompress(raw)) > len(raw)


@pytest.mark.parametrize(
    "path", ["/", "/api/health", "/api/questions/partners?city=Bad+Homburg", "/static/style.css", "/cities/gn2953436"]
)
def test_head_is_get_without_the_body(client: Client, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == get.headers["content-type"]


@pytest.fixture(scope="module")
def narrow(sample_kb: Database, neo4j_address: Address) -> Iterator[str]:
    """Where an application is that takes bodies of 1000 bytes; `/api/taken` counts those of one."""
    app = create_app(
        settings().model_copy(update={"max_body": 1000}), store=Store(sample_kb, neo4j_address, private=True)
    )

    @app.post("/api/taken")
    async def taken(request: Request) -> int:
        return len(await request.body())

    with serving(app) as address:
        yield address


def test_a_body_beyond_the_limit_is_refused(narrow: str) -> None:
    answer = httpx.post(f"{narrow}/api/loads", content=b"x" * 1001)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


def chunks() -> Iterator[bytes]:
    for _ in range(40):
        yield b"x" * 100


def test_a_body_that_does_not_say_its_length_is_counted(narrow: str) -> None:
    answers = [httpx.post(f"{narrow}/api/taken", content=one) for one in (b"x" * 999, chunks())]
    assert [answer.status_code for answer in answers] == [200, 413]
    assert answers[1].headers["content-type"] == "application/problem+json"


# ---- security


@pytest.mark.parametrize("path", [*PAGES, "/api/map", "/api/nothing", "/static/style.css", "/static/none.css"])
def test_every_answer_has_the_security_headers(client: Client, path: str) -> None:
    headers = client.get(path, headers=BROWSER).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    directives = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
    assert directives["script-src"] == "'self'"
    assert directives["object-src"] == directives["base-uri"] == "'none'"
    assert directives["form-action"] == "'self'"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_script_in_it(client: Client, path: str) -> None:
    page = Page(client.get(path, headers=BROWSER).text)
    assert page.inline_scripts == []
    assert page.handlers == []


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_only_what_is_ours_and_there(client: Client, path: str) -> None:
    for address in Page(client.get(path, headers=BROWSER).text).loaded:
        assert not urlsplit(address).netloc, address
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("path", [one for one in PAGES if one not in ("/nothing", "/ask/partners?city=Krefelt")])
def test_pages_lead_to_pages_that_are_there(client: Client, path: str) -> None:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200
    checked = CHECKED.setdefault(str(client.base_url), set())
    for address in few(Page(answer.text).own_addresses, OF_A_KIND, but=checked):
        checked.add(address)
        assert client.get(address, headers=BROWSER).status_code == 200, address


CHECKED: dict[str, set[str]] = {}
OF_A_KIND = 3
"""Addresses of a kind that are asked for from each page; `./test --all` asks for many more, see test_all_pages.py."""


@pytest.mark.parametrize(
    ("path", "framed"),
    [
        ("/map?embed=1", True),
        ("/network?question=partners&city=Krefeld&embed=1", True),
        ("/map", False),
        ("/network?question=partners&city=Krefeld", False),
        ("/?embed=1", False),
        ("/cities/gn2884509?embed=1", False),
        ("/ask/partners?city=Krefeld&embed=1", False),
    ],
)
def test_only_pictures_asked_for_as_embeds_may_be_framed(client: Client, path: str, framed: bool) -> None:
    policy = client.get(path, headers=BROWSER).headers["content-security-policy"]
    assert ("frame-ancestors *" in policy, "frame-ancestors 'none'" in policy) == (framed, not framed)


@pytest.mark.parametrize("path", ["/map?embed=1", "/network?question=partners&city=Krefeld&embed=1"])
def test_an_embed_has_no_page_around_it(client: Client, path: str) -> None:
    tags = [tag for tag, _ in Page(client.get(path, headers=BROWSER).text).tags]
    assert "header" not in tags
    assert "footer" not in tags


@pytest.mark.parametrize("path", ["/api/questions", "/api/map", "/api/nothing", "/data/facts.ndjson"])
def test_data_may_be_read_from_other_sites(client: Client, path: str) -> None:
    answer = client.get(path, headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/about", "/static/style.css"])
def test_pages_may_not_be_read_from_other_sites(client: Client, path: str) -> None:
    answer = client.get(path, headers={"Origin": "https://example.org"})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/none.css", "/static/", "/static/vendor/none.js", "/static/../pages.py", "/static/%2e%2e/pages.py",
        "/static/..%2fpages.py", "/static/vendor/../../package.json", "/static/vendor/..%2f..%2fpackage.json",
        "/static//etc/passwd", "/static/%2fetc%2fpasswd", "/static/.hidden", "/static/style.css%00.js",
        "/static/..%5cpages.py", "/../pyproject.toml",
    ],
)  # fmt: skip
def test_only_listed_files_are_served(client: Client, path: str) -> None:
    url = httpx.URL(str(client.base_url)).copy_with(raw_path=path.encode())
    assert client.get(url).status_code == 404


def test_a_file_asked_for_with_its_hash_is_kept_for_good(client: Client) -> None:
    (style,) = [one for one in Page(client.get("/").text).loaded if one.startswith("/static/style.css")]
    assert "immutable" in client.get(style).headers["cache-control"]


def test_a_file_asked_for_without_its_hash_is_asked_about_again(client: Client) -> None:
    assert client.get("/static/style.css").headers["cache-control"] == "no-cache"


def test_the_server_does_not_say_what_it_is(client: Client) -> None:
    assert "server" not in client.get("/").headers


# ---- the public address


def test_links_that_leave_the_page_carry_the_public_address(sample_kb: Database, neo4j_address: Address) -> None:
    config = settings().model_copy(update={"public_url": "https://towns.example/net/"})
    with serving(create_app(config, store=Store(sample_kb, neo4j_address, private=True))) as address:
        page = Page(httpx.get(f"{address}/cities/gn2884509").text)
    alternates = {at["href"] for tag, at in page.tags if tag == "link" and at.get("rel") == "alternate"}
    assert alternates == {
        "https://towns.example/net/cities/gn2884509?lang=de",
        "https://towns.example/net/cities/gn2884509?lang=en",
    }


def test_a_file_of_a_network_makes_no_request(client: Client, tmp_path: Path) -> None:
    page = Page(client.get("/api/questions/partners.html?city=Bad+Homburg").text)
    assert {one for one in page.loaded if not one.startswith("data:")} == set()
