"""The tour of `docs/tour.md`, walked in a real Chromium as three new users would: all clicks and what they then see.

With `CITYNET_TEST_PICTURES=docs/pictures` in the environment the tour's pictures are taken anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Locator, Page, expect
from pydantic import SecretStr

import loaders
from api.app import create_app
from graph.database import Address, Database
from graph.settings import ROOT, settings
from graph.store import Store
from tests.api.serving import serving
from tests.browser.test_entering import KEY
from tests.conftest import SAMPLE

pytestmark = pytest.mark.browser
TOUR = ROOT / "docs" / "tour.md"
SHOWN = re.compile(r"\]\(pictures/(tour-[\w-]+)\.png\)")
LIST = (
    ("Stadt", "Land", "Partnerstadt", "Partnerland", "seit"),
    ("Düsseldorf", "Deutschland", "Chemnitz", "Deutschland", "1988"),
    ("Bad Homburg", "Deutschland", "Exeter", "Großbritannien", "09.10.1965"),
    ("Bad Homburg", "Deutschland", "Marienbad", "Tschechien", "23.08.19911"),
)
Picture = Callable[[str], None]


@pytest.fixture(scope="module")
def world(world_kb: Database, neo4j_address: Address) -> Iterator[str]:
    """Where all the sample data are served."""
    with serving(create_app(settings(), store=Store(world_kb, neo4j_address, private=True))) as address:
        yield address


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1200, "height": 760}, locale="de-DE", accept_downloads=True)
    made = context.new_page()
    made.set_default_timeout(60_000)
    yield made
    context.close()


@pytest.fixture
def picture(page: Page) -> Picture:
    """Takes a picture of what is seen, where pictures are wanted; the tour must show it."""

    def take(name: str) -> None:
        assert name in SHOWN.findall(TOUR.read_text("utf-8"))
        if folder := os.environ.get("CITYNET_TEST_PICTURES"):
            page.screenshot(path=Path(folder) / f"{name}.png")

    return take


def test_the_pictures_of_the_tour_are_there() -> None:
    named = SHOWN.findall(TOUR.read_text("utf-8"))
    assert named
    assert [name for name in named if not (TOUR.parent / "pictures" / f"{name}.png").is_file()] == []


def taken(page: Page, link: Locator, folder: Path) -> bytes:
    """What a link downloads."""
    with page.expect_download() as coming:
        link.click()
    file = folder / coming.value.suggested_filename
    coming.value.save_as(file)
    return file.read_bytes()


def test_a_planner_prepares_a_council_paper(page: Page, world: str, picture: Picture, tmp_path: Path) -> None:
    page.goto(world)
    page.get_by_label("Welche Stadt suchen Sie?").fill("bad homb")
    found = page.get_by_role("option", name=re.compile("Bad Homburg vor der Höhe"))
    expect(found.first).to_be_visible()
    picture("tour-planner-search")
    found.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bad Homburg vor der Höhe")
    expect(page.get_by_role("heading", name="9 Partner", exact=True)).to_be_visible()
    picture("tour-planner-town")

    page.get_by_role("link", name="Jubiläen", exact=True).click()
    expect(page.get_by_role("cell", name="Partnerschaftsring Bad Homburg").first).to_be_visible()
    picture("tour-planner-anniversaries")
    page.go_back()

    page.get_by_role("link", name="Neue Partner", exact=True).click()
    expect(page.get_by_role("link", name="Le Blanc-Mesnil").first).to_be_visible()
    picture("tour-planner-new")
    page.go_back()

    page.get_by_role("link", name="Als Netz").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bad Homburg")
    expect(page.locator("canvas").first).to_be_visible()
    page.wait_for_timeout(500)  # the picture is drawn
    picture("tour-planner-network")
    assert taken(page, page.get_by_role("link", name="PDF").first, tmp_path).startswith(b"%PDF")


def test_a_journalist_makes_a_map_of_a_land_and_poland(
    page: Page, world: str, picture: Picture, tmp_path: Path
) -> None:
    page.goto(world)
    page.get_by_role("link", name="Karte", exact=True).click()
    page.get_by_text("Filter", exact=True).click()
    for field, choice in (("Land", "Deutschland"), ("Verbunden mit", "Polen"), ("Region", "Brandenburg")):
        wanted = page.get_by_label(field, exact=True)
        shown = wanted.locator("option").filter(has_text=re.compile(rf"^{choice} \("))
        wanted.select_option(value=shown.get_attribute("value"))
    picture("tour-journalist-filter")
    page.get_by_text("Filter (3 gesetzt)").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Brandenburg – Polen")
    expect(page.locator("#map-subtitle")).to_contain_text("47")
    page.wait_for_timeout(1500)  # the map has moved to where the links are
    picture("tour-journalist-map")
    page.get_by_text("Mitnehmen", exact=True).click()
    assert taken(page, page.get_by_role("link", name="PDF", exact=True), tmp_path).startswith(b"%PDF")
    lines = taken(page, page.get_by_role("button", name="CSV", exact=True), tmp_path).decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 47
    picture("tour-journalist-take")


@pytest.fixture
def own(kb: Database, neo4j_address: Address) -> Iterator[str]:
    """Where the five sources are served, in which a key allows to write."""
    for file in SAMPLE:
        loaders.load(file, db=kb)
    config = settings().model_copy(update={"api_key": SecretStr(KEY)})
    with serving(create_app(config, store=Store(kb, neo4j_address, private=True))) as address:
        yield address


def workbook(file: Path, rows: tuple[tuple[str, ...], ...]) -> Path:
    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(row)
    made.save(file)
    return file


def test_a_volunteer_loads_an_excel_list(page: Page, own: str, picture: Picture, tmp_path: Path) -> None:
    file = workbook(tmp_path / "partnerstaedte.xlsx", LIST)
    page.goto(f"{own}/add")
    page.get_by_label("Schlüssel").fill(KEY)
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("link", name=re.compile("Datei")).first.click()
    page.get_by_label("Datei", exact=True).set_input_files(file)
    picture("tour-volunteer-file")
    page.get_by_role("button", name="Ansehen, was geschieht").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("partnerstaedte.xlsx")
    expect(page.get_by_role("row").filter(has_text="19911")).to_contain_text("abgewiesen")
    picture("tour-volunteer-look")

    mended = workbook(tmp_path / "partnerstaedte.xlsx", (*LIST[:3], (*LIST[3][:4], "23.08.1991")))
    page.get_by_label("Datei", exact=True).set_input_files(mended)
    page.get_by_role("button", name="Ansehen, was geschieht").click()
    page.get_by_role("button", name="So laden").click()
    expect(page.get_by_role("heading", level=2).first).to_contain_text("geladen")
    picture("tour-volunteer-loaded")
    page.goto(f"{own}/cities/gn2953436")
    expect(page.get_by_role("row").filter(has_text="Exeter")).to_contain_text("partnerstaedte.xlsx")
    page.goto(f"{own}/add/loads")
    page.get_by_role("button", name="Zurücknehmen").first.click()
    expect(page.get_by_text("ist zurückgenommen.")).to_be_visible()
