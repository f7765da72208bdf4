"""How quick the map is in headless Chromium, beside a bare MapLibre page; run against a server: its address.

`.venv/bin/python -m bench.map http://127.0.0.1:8000` opens the map and two bare pages by turns, each in a browser that
has nothing yet: one draws the towns and arcs that the map draws at first, handed to it as finished GeoJSON; the other
draws all links as single arcs. It prints medians and ratios, the size of the data, and how long a choice takes.
Chromium is looked for on the path, or named in CITYNET_TEST_CHROMIUM.
"""

from __future__ import annotations

import gzip
import os
import shutil
import statistics
import sys
import urllib.request
from functools import partial
from typing import Any

from playwright.sync_api import Browser, Page, Route, sync_playwright

TIMES = 3
TOWNS = 12
_ARGUMENTS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
_READY = """
new MutationObserver((_, observer) => {
  if (document.getElementById("map")?.dataset.state !== "ready") return;
  globalThis.readyAfter = performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-state"] });
"""
_BARE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>bare</title>
<link rel="stylesheet" href="/static/vendor/maplibre-gl.css">
<style>#map { height: 640px }</style><div id="map"></div>
<script src="/static/vendor/topojson-client.js"></script>
<script type="module">
  const json = async (address) => (await fetch(address)).json();
  const [module, world, towns, arcs] = await Promise.all([
    import("/static/vendor/maplibre-gl.mjs"), json("/static/vendor/countries-110m.json"),
    json("/bare-towns"), json("ARCS"),
  ]);
  const { Map } = module.default ?? module;
  const land = topojson.feature(world, world.objects.countries);
  const source = (data) => ({ type: "geojson", data });
  const map = new Map({
    container: "map", bounds: BOUNDS, fadeDuration: 0, attributionControl: false,
    style: { version: 8, sources: { land: source(land), towns: source(towns), arcs: source(arcs) }, layers: [
      { id: "land", type: "fill", source: "land", paint: { "fill-color": "#ddd" } },
      { id: "arcs", type: "line", source: "arcs", paint: { "line-color": "#05a", "line-opacity": 0.3 } },
      { id: "towns", type: "circle", source: "towns", paint: { "circle-radius": 2, "circle-color": "#05a" } } ] },
  });
  map.once("idle", () => { document.getElementById("map").dataset.state = "ready"; });
</script></html>"""
_HELD = """async (name) => JSON.stringify(await citynetMap.drawing.map.getSource(name).getData())"""
_SINGLE = """async () => {
  const { arc } = await import("/static/arcs.js");
  const { data, filtered } = citynetMap;
  const placed = (pair) => data.hasPlace(data.a[pair]) && data.hasPlace(data.b[pair]);
  const pairs = [...filtered.shown.keys()].filter((pair) => filtered.shown[pair] && placed(pair));
  const features = pairs.map((pair) => arc(data.place(data.a[pair]), data.place(data.b[pair])))
    .map((coordinates) => ({ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } }));
  return JSON.stringify({ type: "FeatureCollection", features });
}"""
_CHOSEN = """async (town) => {
  const { map } = citynetMap.drawing;
  const lit = () => map.isSourceLoaded("focus") 
    && map.queryRenderedFeatures({ layers: ["focus-town"] }).some(({ id }) => id === town);
  const begun = performance.now();
  citynetMap.pick({ cities: [town] }, { move: false });
  await new Promise((done) => {
    map.on("render", function look() {
      if (!lit()) return;
      map.off("render", look);
      done();
    });
  });
  return performance.now() - begun;
}"""
_FRAME = """async () => {
  const { map } = citynetMap.drawing;
  const begun = performance.now();
  map.triggerRepaint();
  await new Promise((done) => { map.once("render", done); });
  return performance.now() - begun;
}"""
_MOST = """(most) => {
  const { data, filtered } = citynetMap;
  const bounds = citynetMap.drawing.map.getBounds();
  const seen = [...data.towns.id.keys()].filter((town) => data.hasPlace(town) && bounds.contains(data.place(town)));
  return seen.sort((a, b) => filtered.partners[b] - filtered.partners[a]).slice(0, most);
}"""
_FILTERED = """() => [1960, 1970, 1980, 1990, 2000].map((year) => {
  const begun = performance.now();
  citynetMap.state = { ...citynetMap.state, year };
  citynetMap.apply();
  return performance.now() - begun;
})"""


def main() -> None:
    """Measure and print."""
    base = sys.argv[1].rstrip("/")
    with urllib.request.urlopen(f"{base}/api/map") as answer:
        plain = answer.read()
    print(f"data: {len(gzip.compress(plain, 4)) / 1000:.0f} kB compressed, {len(plain) / 1000:.0f} kB plain")
    with sync_playwright() as playwright:
        found = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        path = os.environ.get("CITYNET_TEST_CHROMIUM") or next(filter(None, map(shutil.which, found)), None)
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        page = opened(browser, f"{base}/map?lang=en", {})
        bodies = {"/bare-towns": page.evaluate(_HELD, "towns"), "/bare-sums": page.evaluate(_HELD, "flows")}
        bodies["/bare-links"] = page.evaluate(_SINGLE)
        bounds = page.evaluate("() => JSON.stringify(citynetMap.drawing.map.getBounds().toArray())")
        for arcs in ("/bare-sums", "/bare-links"):
            bodies[f"{arcs}.html"] = _BARE.replace("ARCS", arcs).replace("BOUNDS", bounds)
        choices(page)
        idle(browser, base, bodies)
        browser.close()


def opened(browser: Browser, address: str, bodies: dict[str, str]) -> Page:
    """A page in a browser that has nothing yet, once it is idle; `bodies` are answered by path."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    for path, body in bodies.items():
        kind = "text/html" if path.endswith(".html") else "application/json"
        page.route(f"**{path}", partial(answered, body=body, kind=kind))
    page.add_init_script(_READY)
    page.goto(address)
    page.wait_for_function("() => globalThis.readyAfter !== undefined", timeout=120_000)
    return page


def answered(route: Route, *, body: str, kind: str) -> None:
    """Answer a request of a bare page."""
    route.fulfill(body=body, content_type=kind)


def idle(browser: Browser, base: str, bodies: dict[str, str]) -> None:
    """Milliseconds until idle of the map and the bare pages, by turns."""
    pages = {"the map": "/map?lang=en", "bare, the same arcs": "/bare-sums.html", "bare, all links": "/bare-links.html"}
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(TIMES):
        for name, path in pages.items():
            page = opened(browser, base + path, bodies)
            times[name].append(page.evaluate("() => globalThis.readyAfter"))
            page.context.close()
    ours = statistics.median(times["the map"])
    for name, all_times in times.items():
        middle = statistics.median(all_times)
        print(f"until idle, {name}: {middle:.0f} ms ({ours / middle:.2f})")


def choices(page: Page) -> None:
    """Milliseconds from choosing a town to its partners being lit up, and those of counting another year."""
    towns: list[int] = page.evaluate(_MOST, TOWNS)
    taken: list[float] = [page.evaluate(_CHOSEN, town) for town in towns]
    frames: list[float] = [page.evaluate(_FRAME) for _ in range(TOWNS)]
    print(f"one frame of the same picture: median {statistics.median(frames):.0f} ms")
    print(f"choice to lit-up partners: median {statistics.median(taken):.0f} ms, worst {max(taken):.0f} ms")
    years: list[Any] = page.evaluate(_FILTERED)
    print(f"another year, all links filtered and counted: median {statistics.median(years):.0f} ms")


if __name__ == "__main__":
    main()
