"""Charts on pages in a real Chromium: drawn, in the size that was promised, nothing wider than the screen."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("path", ["/figures", "/countries/DE", "/cities/gn2953436"])
def test_charts_are_drawn_in_their_place(
    client: httpx.Client, chromium: Browser, path: str, width: int, scheme: str
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{client.base_url}{path}?lang=de")
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
        assert (before["width"], before["height"]) == (after["width"], after["height"])
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
