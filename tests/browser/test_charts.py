"""Charts on pages in a real Chromium: drawn, in the size that was promised, nothing wider than the screen."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser

from api.app import create_app
from api.commands.asking import computed
from graph.database import Address, Database, run
from graph.questions import QUESTIONS
from graph.questions.asking import ask
from graph.settings import settings
from graph.store import Store
from tests.api.serving import serving

pytestmark = pytest.mark.browser
MEASURED = [(one.name, {}) for one in QUESTIONS.values() if one.measure]
MEASURED += [("network-figures", {"rings": False}), ("top-cities", {"by": "betweenness"})]


@pytest.fixture(scope="module")
def charted(sample_kb: Database, neo4j_address: Address) -> Iterator[str]:
    """Where the application is served, the figures of the whole network computed."""
    for name, given in MEASURED:
        run(sample_kb, ask(QUESTIONS[name], given, measured=partial(computed, sample_kb)))
    with serving(create_app(settings(), store=Store(sample_kb, neo4j_address, private=True))) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("path", ["/figures", "/countries/DE", "/cities/gn2953436"])
def test_charts_are_drawn_in_their_place(charted: str, chromium: Browser, path: str, width: int, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{charted}{path}?lang=de")
    pictures = page.locator("figure.chart img")
    assert pictures.count() >= 2
    for place in range(pictures.count()):
        picture = pictures.nth(place)
        before = picture.bounding_box()
        picture.scroll_into_view_if_needed()
        picture.evaluate("picture => picture.decode()")
        after = picture.bounding_box()
        assert before
        assert after
        assert (before["width"], before["height"]) == pytest.approx((after["width"], after["height"]), abs=0.2)
        assert after["width"] <= width
        narrow = "screen=narrow" in picture.evaluate("picture => picture.currentSrc")
        assert narrow == (width == 360)
        # One unit is a pixel: letters are as large as they were drawn.
        assert after["width"] / (328 if narrow else 704) > (0.99 if narrow else 0.7)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("figure.chart details").first.locator("summary").click()
    assert page.locator("figure.chart details[open] tbody tr").count() > 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    context.close()
