"""The site as files: whole by itself, in both languages, the same each time, and only in a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest

from api.cli import main
from graph.database import Database, run
from graph.model import LinkContent
from graph.things.publishing import everything
from tests.api.commands import Ran, citynet
from tests.api.pages import Page
from tests.graph.statements.writing import load, town

Capture = pytest.CaptureFixture[str]
SERVER = ("/ask", "/add", "/review", "/report", "/docs", "/api", "webcal:")


@pytest.fixture(scope="module")
def site(sample_kb: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The five sources as files."""
    folder = tmp_path_factory.mktemp("veröffentlicht") / "die seiten"
    assert main(["publish", str(folder)]) == 0
    return folder


def pages(site: Path) -> Iterator[tuple[str, Page]]:
    """All pages by their names, the map taken as it is."""
    for path in sorted(site.rglob("*.html")):
        yield path.relative_to(site).as_posix(), Page(path.read_text("utf-8"))


def addresses(page: Page) -> Iterator[str]:
    """Everything that a page leads to or loads."""
    for _, found in page.tags:
        yield from (str(found[name]) for name in ("href", "src", "action") if found.get(name))


def read(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def test_every_link_of_every_page_leads_to_a_file(site: Path) -> None:
    broken = []
    for name, page in pages(site):
        for address in addresses(page):
            split = urlsplit(address)
            if split.scheme or not split.path:
                continue
            file = unquote(urljoin(f"/{name}", split.path))[1:]
            if not (site / file).is_file():
                broken.append(f"{name} → {address}")
    assert broken == []


def test_no_page_needs_the_server_or_an_address_of_its_root(site: Path) -> None:
    for name, page in pages(site):
        wrong = [one for one in addresses(page) if one.startswith(("/", "http://citynet", *SERVER))]
        assert wrong == [], name
        assert [one for one in page.loaded if one.startswith("http")] == [], name
        assert not any(tag == "form" and "search.html" not in str(found.get("action")) for tag, found in page.tags), (
            name
        )


def test_every_town_and_thing_has_a_page_in_both_languages(site: Path, sample_kb: Database) -> None:
    found = run(sample_kb, everything())
    assert len(found.towns) > 10
    for lang in ("de", "en"):
        missing = [one["id"] for one in found.towns if not (site / lang / "cities" / f"{one['id']}.html").is_file()]
        assert missing == []
        assert len(list((site / lang / "rings").glob("*.html"))) == sum(one["type"] == "ring" for one in found.things)
        for name in (
            "index",
            "rings",
            "events",
            "people",
            "topics",
            "countries",
            "sources",
            "figures",
            "about",
            "map",
            "search",
        ):
            assert (site / lang / f"{name}.html").is_file()


def test_a_page_says_what_is_left_out_and_links_to_the_other_language(site: Path) -> None:
    page = Page((site / "de" / "about.html").read_text("utf-8"))
    assert "ohne Server" in page.text
    assert "../en/about.html" in page.links
    english = Page((site / "en" / "cities" / "gn2953436.html").read_text("utf-8"))
    assert "without a server" in english.text
    assert "Report" not in english.text.replace("reporting", "")


def test_figures_are_computed_and_their_tables_lie_beside_them(site: Path) -> None:
    page = Page((site / "en" / "figures.html").read_text("utf-8"))
    assert "being computed" not in page.text
    table = (site / "en" / "data" / "network-figures.csv").read_text("utf-8-sig")
    assert table.splitlines()[0].startswith("figure,")


def test_publishing_again_gives_the_same_files(site: Path, sample_kb: Database, capfd: Capture) -> None:
    before = read(site)
    ran = citynet(capfd, "publish", site, "--format", "json")
    assert (ran.code, ran.json["broken"], ran.json["removed"]) == (0, [], 0)
    assert ran.json["left_out"]["ask"] > 100
    after = read(site)
    assert [name for name in before | after if before.get(name) != after.get(name)] == []


@pytest.fixture(scope="module")
def french(sample_kb: Database, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The French towns in German, for an address."""
    folder = tmp_path_factory.mktemp("french")
    options = ("--lang", "de", "--country", "France", "--address", "https://example.org/netz/")
    assert main(["publish", str(folder), *options]) == 0
    return folder


def test_with_an_address_pages_tell_machines_where_they_are(french: Path) -> None:
    page = Page((french / "de/rings/partnerschaftsring-bad-homburg.html").read_text("utf-8"))
    said = {str(found.get("property")): found.get("content") for tag, found in page.tags if tag == "meta"}
    links = {str(found.get("rel")): found.get("href") for tag, found in page.tags if tag == "link"}
    address = "https://example.org/netz/de/rings/partnerschaftsring-bad-homburg.html"
    assert (said["og:url"], links["canonical"]) == (address, address)
    assert said["og:image"] == "https://example.org/netz/de/pictures/preview.png"
    assert (french / "de/pictures/preview.png").read_bytes().startswith(b"\x89PNG")
    assert f'"@id":"{address}"' in page.html
    assert not (french / "en").exists()


def test_only_towns_of_the_countries_asked_for_have_pages(french: Path, sample_kb: Database) -> None:
    found = run(sample_kb, everything()).towns
    own = {f"{one['id']}.html" for one in found if one["country"] == "FR"}
    assert own
    assert {path.name for path in (french / "de/cities").iterdir()} == own
    ring = Page((french / "de/rings/partnerschaftsring-bad-homburg.html").read_text("utf-8"))
    assert "Bad Homburg vor der Höhe" in ring.text
    assert sorted(one for one in ring.links if "/cities/" in one) == sorted(
        f"../cities/{one}" for one in own if one in str(ring.links)
    )


@pytest.mark.parametrize("arguments", [("--country", "Atlantis"), ("--address", "example.org")])
def test_what_cannot_be_is_said(tmp_path: Path, arguments: tuple[str, str], capfd: Capture) -> None:
    ran = citynet(capfd, "publish", tmp_path / "site", *arguments)
    assert (ran.code, (tmp_path / "site").exists()) == (64, False)
    assert arguments[1] in ran.err


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path, capfd: Capture) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    ran = citynet(capfd, "publish", tmp_path)
    assert (ran.code, [path.name for path in tmp_path.iterdir()]) == (64, ["thesis.txt"])
    assert "empty folder" in ran.err


def link(a: str, b: str) -> LinkContent:
    return LinkContent.model_validate({"a": town(a), "b": town(b)})


def published(capfd: Capture, folder: Path) -> Ran:
    ran = citynet(capfd, "publish", folder, "--lang", "en", "--format", "json")
    assert ran.code == 0, ran.err
    return ran


def test_a_town_that_is_gone_is_taken_away_and_nothing_else_and_hostile_names_stay_text(
    kb: Database, tmp_path: Path, capfd: Capture
) -> None:
    name, site = "</script><img src=x onerror=alert(1)>\u2028`${x}", tmp_path / "site"
    load(kb, "one", [link(name, "Berta")], means={name: "evil", "Berta": "berta"})
    second = load(kb, "two", [link("Cilli", "Dora")], means={"Cilli": "cilli", "Dora": "dora"})
    published(capfd, site)
    assert {path.stem for path in (site / "en/cities").iterdir()} == {"evil", "berta", "cilli", "dora"}
    (site / "CNAME").write_text("example.org")
    before = set(site.rglob("*"))
    citynet(capfd, "undo", second.id)
    removed = published(capfd, site).json["removed"]
    gone = before - set(site.rglob("*"))
    # Charts of figures that are being computed may come or go as well.
    assert {path.stem for path in gone if path.parent.name in ("cities", "sources")} == {"cilli", "dora", "two"}
    assert removed == len(gone)
    assert {path.stem for path in (site / "en/cities").iterdir()} == {"evil", "berta"}
    assert (site / "CNAME").read_text() == "example.org"
    index = (site / "en/search-index.js").read_text("utf-8")
    assert "<" not in index
    assert name in [row[2] for row in json.loads(index.partition("=")[2].strip().removesuffix(";"))]
    for _, page in pages(site):
        assert (page.handlers, page.loaded & {"x"}) == ([], set())
