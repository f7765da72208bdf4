"""The map as a file from the disk: drawn without a network, with the counts of the questions."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from graph.database import Database, run
from graph.exonyms import town_name
from graph.questions import question
from graph.questions.asking import ask
from graph.things.map import map_data
from tests.browser.map_samples import opened
from viz.mapfile import map_page_file
from viz.pages import View

pytestmark = pytest.mark.browser


@pytest.fixture
def file(sample_kb: Database, tmp_path: Path) -> Path:
    data = run(sample_kb, map_data())
    view = View("/map", (), "", "0", data["data_version"])
    made = tmp_path / "die karte.html"
    made.write_text(map_page_file(data, "de", view, query="city=gn2953436", sources=[], more=0), "utf-8")
    return made


def test_the_file_draws_the_state_it_was_saved_with_and_asks_nobody(
    seen: Page, file: Path, sample_kb: Database
) -> None:
    requests: list[str] = []
    seen.on("request", lambda request: requests.append(request.url))
    seen.context.set_offline(True)
    opened(seen, file.as_uri())
    partners = run(sample_kb, ask(question("partners"), {"city": "gn2953436"})).rows
    expect(seen.locator("h1")).to_contain_text("Bad Homburg")
    expect(seen.locator("#map-panel")).to_contain_text(f"{len(partners)}")
    for row in partners:
        expect(seen.locator("#map-panel")).to_contain_text(town_name(row["id"], row["name"], "de"))
    assert [url for url in requests if not url.startswith(("data:", "blob:"))] == [file.as_uri()]


def test_the_file_can_be_searched_and_shows_all(seen: Page, file: Path, sample_kb: Database) -> None:
    seen.context.set_offline(True)
    opened(seen, file.as_uri())
    seen.get_by_role("combobox").press_sequentially("krefe")
    seen.get_by_role("option").first.click()
    expect(seen.locator("h1")).to_contain_text("Krefeld")
    seen.get_by_role("button", name="Alles zeigen").click()
    everything = run(sample_kb, ask(question("links"), {})).rows
    assert seen.evaluate("citynetMap.filtered.totals.pairs") == len(everything)


def test_the_file_holds_no_address_to_load_from(file: Path) -> None:
    text = file.read_text("utf-8")
    assert 'src="' not in text.replace('src="data:', "")
    assert 'href="/' not in text
