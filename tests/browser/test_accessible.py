"""Pages by axe-core, after WCAG 2.2 AA: light and dark, each kind of page; and as narrow as 400 % makes a screen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from graph.settings import ROOT
from tests.browser.conftest import Site
from tests.viz.samples import PAGES
from viz.pages import View, render

pytestmark = pytest.mark.browser
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
READ = [name for name in PAGES if name not in ("map.html", "docs.html")]  # these two fetch data
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ([tags, only]) => {
  const options = only ? {runOnly: {type: "rule", values: only}} : {runOnly: {type: "tag", values: tags}};
  const found = await axe.run(document, options);
  return found.violations.filter((one) => ["serious", "critical"].includes(one.impact)).map((one) => ({
    rule: one.id, nodes: one.nodes.slice(0, 4).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`),
  }));
}"""


def faults(page: Page, only: list[str] | None = None) -> list[dict[str, Any]]:
    """What axe-core calls serious or critical."""
    found: list[dict[str, Any]] = page.evaluate(RUN, [LEVELS, only])
    return found


@pytest.mark.parametrize("template", READ)
def test_axe_finds_nothing_serious_in_light_dark_and_on_a_phone(chromium: Browser, site: Site, template: str) -> None:
    page = chromium.new_page(bypass_csp=True, color_scheme="light")
    page.goto(site.put(f"/{template}", render(template, lang="de", view=View(path=f"/{template}"), **PAGES[template])))
    page.add_script_tag(path=AXE)
    assert faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert faults(page, ["color-contrast"]) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert faults(page, ["target-size"]) == []
    page.close()


@pytest.mark.parametrize("template", READ)
def test_a_page_reflows_at_400_per_cent(chromium: Browser, site: Site, template: str) -> None:
    """1,280 pixels at 400 % are 320 (WCAG 1.4.10)."""
    page = chromium.new_page(viewport={"width": 320, "height": 256})
    page.goto(site.put(f"/{template}", render(template, lang="de", view=View(path=f"/{template}"), **PAGES[template])))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()
