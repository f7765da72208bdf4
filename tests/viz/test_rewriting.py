"""Pages as files: where links lead, what is taken out, and how the page reads without it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.pages import Page
from viz.published import Contents, file_name, relative, search_index
from viz.rewriting import Rewritten, rewritten

THINGS = {"cities": {"gn1", "köln / am rhein"}, "rings": {"ring"}, "sources": {"list"}, "countries": {"DE"}}
SITE = Contents(things=THINGS)


def page(body: str, contents: Contents = SITE, head: str = "") -> Rewritten:
    html = f'<!doctype html><html lang="de"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    return rewritten(html, "de/cities/gn2.html", "de", contents)


def body(made: Rewritten) -> str:
    return made.html.partition("<body>")[2].partition("</body>")[0]


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/?lang=de", "de/index.html"),
        ("/cities/gn1", "de/cities/gn1.html"),
        ("/cities/gn1?lang=en", "en/cities/gn1.html"),
        ("/rings?lang=de", "de/rings.html"),
        ("/map?ring=ring&lang=de", "de/map.html"),
        ("/network?question=ring-members&ring=ring&lang=en", "en/networks/ring.html"),
        ("/sources/list?skip=2000&lang=de", "de/sources/list~2000.html"),
        ("/static/style.css?v=1", "static/style.css"),
        ("/data/facts.ndjson", "data/facts.ndjson"),
        ("/api/questions/top-cities.csv?by=degree&lang=de", "de/data/top-cities~by-degree.csv"),
        ("/preview.webp?country=DE&lang=de", "de/pictures/preview~country-DE.webp"),
        ("/charts/growth.svg?lang=de&screen=wide", "de/charts/growth~screen-wide.svg"),
        ("/charts/growth.csv?lang=de", "de/charts/growth.csv"),
    ],
)
def test_an_address_has_its_file(address: str, file: str) -> None:
    target = SITE.target(address, "de")
    assert target is not None
    assert target.file == file


@pytest.mark.parametrize(
    "address",
    [
        "/cities/gn9", "/ask", "/ask/partners?city=gn1", "/report?of=city", "/api/cities/gn1",
        "/api/questions/partners",
        "/network?question=partners&city=gn1", "/preview.png?ring=ring", "/static/../secret", "/charts/../../x",
        "/events?status=held", "/cities/gn1?lang=fr&x=1", "/events.ics",
    ],
)  # fmt: skip
def test_what_needs_the_server_has_none(address: str) -> None:
    assert SITE.target(address, "de") is None


def test_a_name_that_no_file_may_have_gets_another_that_stays() -> None:
    made = file_name("köln / am rhein")
    assert made.startswith("koln-am-rhein-")
    assert made == file_name("köln / am rhein") != file_name("köln - am rhein")


@pytest.mark.parametrize(
    ("file", "page", "way"),
    [
        ("de/cities/gn1.html", "de/rings/a.html", "../cities/gn1.html"),
        ("static/x.css", "de/cities/a.html", "../../static/x.css"),
        ("de/index.html", "index.html", "./de/index.html"),
        ("en/map.html", "en/index.html", "./map.html"),
    ],
)
def test_links_are_relative(file: str, page: str, way: str) -> None:
    assert relative(file, page) == way


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<p>Seit 1965 mit <a href="/cities/gn9">Exeter</a>, GB.</p>', "<p>Seit 1965 mit Exeter, GB.</p>"),
        ('<p><a href="/cities/gn9"><bdi>Exeter</bdi></a> GB</p>', "<p><bdi>Exeter</bdi> GB</p>"),
        ('<p><a href="/ask">Alle</a> · <a href="/rings">Ringe</a></p>', '<p><a href="../rings.html">Ringe</a></p>'),
        ('<p><a href="/rings">Ringe</a> · <a href="/ask">Alle</a></p>', '<p><a href="../rings.html">Ringe</a></p>'),
        ('<section><h2>Fragen</h2><ul><li><a href="/ask/x">Was?</a></li></ul></section><p>x</p>', "<p>x</p>"),
        ('<p>Das steht unter <a href="/ask">Fragen</a> ganz oben.</p>', "<p>Das steht unter Fragen ganz oben.</p>"),
        ('<p>Das war es. <a href="/report?of=x">Fehler melden</a></p>', "<p>Das war es. </p>"),
        ('<form method="post" action="/add"><button>Los</button></form><p>x</p>', "<p>x</p>"),
        (
            '<table><tr><td>a</td><td class="reports"><a href="/report">⚑</a></td></tr></table>',
            "<table><tr><td>a</td></tr></table>",
        ),
        ('<p>x<a href="https://example.org/a?b=1">y</a></p>', '<p>x<a href="https://example.org/a?b=1">y</a></p>'),
        ('<p>x<a href="#y">y</a></p>', '<p>x<a href="#y">y</a></p>'),
        ('<p>x<a href="/cities/gn1#partners">y</a></p>', '<p>x<a href="./gn1.html#partners">y</a></p>'),
        (
            '<form action="/search"><input name="q"><input type="hidden" name="lang" value="de"></form>',
            '<form action="../search.html"><input name="q"></form>',
        ),
    ],
)  # fmt: skip
def test_a_page_reads_well_without_what_is_left_out(before: str, after: str) -> None:
    assert body(page(before)) == after


def test_what_was_taken_out_is_counted_and_what_is_left_is_looked_up() -> None:
    made = page(
        '<p>a <a href="/cities/gn9">b</a></p><a href="/ask">c</a><img src="/charts/a.csv"><a href="/rings">d</a>'
    )
    assert made.left_out == {"cities": 1, "ask": 1}
    assert made.references == {"de/charts/a.csv", "de/rings.html"}
    assert made.targets["de/charts/a.csv"].address == "/charts/a.csv?lang=de"


HEAD = (
    '<meta property="og:url" content="{0}/cities/gn1?lang=de">'
    '<meta property="og:image" content="{0}/preview.png?city=gn1&amp;lang=de">'
    '<link rel="alternate" hreflang="en" href="{0}/cities/gn1?lang=en">'
    '<script type="application/ld+json">{{"@id":"{0}/cities/gn1","sameAs":"https://example.com/x"}}</script>'
)


def test_without_an_address_nothing_claims_one() -> None:
    made = page("", head=HEAD.format(""))
    assert "og:" not in made.html
    assert "alternate" not in made.html
    assert '{"sameAs":"https://example.com/x"}' in made.html


def test_with_an_address_machines_are_told_the_published_ones() -> None:
    site = Contents(things=THINGS, address="https://example.org/netz")
    parsed = Page(page("", site, HEAD.format("https://example.org/netz")).html)
    said: dict[str, Any] = {str(found.get("property") or found.get("rel")): found for _, found in parsed.tags}
    assert said["og:url"]["content"] == "https://example.org/netz/de/cities/gn1.html"
    assert said["og:image"]["content"] == "https://example.org/netz/de/pictures/preview.png"
    assert said["alternate"]["href"] == "https://example.org/netz/en/cities/gn1.html"
    assert said["canonical"]["href"] == "https://example.org/netz/de/cities/gn2.html"
    assert '"@id":"https://example.org/netz/de/cities/gn1.html"' in parsed.html


def test_the_index_has_towns_by_all_their_names_the_best_connected_first() -> None:
    towns = [
        {"id": "gn1", "name": "Cologne", "country": "DE", "region": None, "names": ["koeln", "cologne"], "ties": 2},
        {"id": "gn3164603", "name": "Venice", "country": "IT", "region": "Veneto", "names": ["venice"], "ties": 5},
    ]
    ring = {
        "type": "ring",
        "id": "r",
        "name_de": "Ring",
        "name_en": "A ring",
        "begin": None,
        "town": None,
        "names": None,
        "ties": 3,
    }
    made = search_index(towns, [ring], "de").decode().splitlines()
    assert made[1:-1] == [
        '["cities","gn3164603","Venedig",["IT","Veneto"],5,"|venedig|venice|","Venice"],',
        '["rings","r","Ring",["",""],3,"|ring|"],',
        '["cities","gn1","Cologne",["DE",""],2,"|cologne|koeln|"]',
    ]


def test_a_chart_has_both_its_drawings() -> None:
    drawn = '<picture><source srcset="/charts/a.svg?screen=narrow"><img src="/charts/a.svg?screen=wide"></picture>'
    assert page(drawn).references == {"de/charts/a~screen-narrow.svg", "de/charts/a~screen-wide.svg"}


def test_a_chart_of_a_town_is_left_out_with_its_drawings() -> None:
    drawn = (
        '<picture><source srcset="/charts/a.svg?city=gn1"><img src="/charts/a.svg?city=gn1&amp;screen=wide"></picture>'
    )
    made = page(drawn)
    assert (made.references, made.left_out["charts"]) == (set(), 1)


def test_no_address_names_a_file_outside_the_folder_of_its_kind() -> None:
    found = SITE.target("/sources/list?skip=../../../../elsewhere", "de")
    assert found is not None
    assert ".." not in found.file
