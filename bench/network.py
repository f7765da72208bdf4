"""How soon a network of 300 nodes can be read, beside plain pyvis; run against a server with all the data: its address.

`.venv/bin/python -m bench.network http://127.0.0.1:8000` takes a network that fills the picture, opens its page and a
page of plain pyvis with the same nodes and edges in headless Chromium. Ours can be read once it says that it
is drawn, with its labels placed; pyvis's once the rounds in which its default physics settles are over, before which
it shows nothing but how far they are. The page of pyvis is its own with vis-network inside; what it fetches from other
hosts is left out, so that neither waits for anybody. Then the page is asked for by turns with its question's answer.
Medians and ratios are printed. Chromium is looked for on the path, or named in CITYNET_TEST_CHROMIUM.
"""

from __future__ import annotations

import os
import re
import shutil
import statistics
import sys
import time
from typing import Any

import httpx
from playwright.sync_api import Browser, sync_playwright
from pyvis.network import Network

TIMES, SAMPLES = 3, 20
PATIENCE = 300_000
ASKED = {"city": "Shanghai", "steps": "2"}
QUESTION = "ego-network"
_READY = """
new MutationObserver((_, observer) => {
  if (!document.getElementById("network")?.dataset.ready) return;
  globalThis.readyAfter = performance.now();
  observer.disconnect();
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-ready"] });
"""
_RESTED = (
    "network.once('stabilizationIterationsDone', () => { globalThis.readyAfter = performance.now(); }); return network;"
)


def main() -> None:
    """Measure and print."""
    base = sys.argv[1].rstrip("/")
    asked = {"question": QUESTION, "lang": "en", **ASKED}
    with httpx.Client(base_url=base, timeout=120) as client:
        block = client.get("/network.json", params=asked).json()
        print(f"{QUESTION} of {ASKED['city']}: {len(block['nodes'])} nodes, {len(block['edges'])} ties in the picture")
        made(client, asked)
    page = f"{base}/network?{httpx.QueryParams(asked)}"
    with sync_playwright() as playwright:
        found = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
        path = os.environ.get("CITYNET_TEST_CHROMIUM") or next(filter(None, map(shutil.which, found)), None)
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        read(browser, page, plain(block))
        browser.close()


def plain(block: dict[str, Any]) -> str:
    """The page that pyvis makes of the same nodes and edges, able to work without other hosts."""
    network = Network(height="640px", cdn_resources="in_line", directed=True)
    for node in block["nodes"]:
        network.add_node(node["id"], node["label"], title=node["label"], group=node["group"])
    for edge in block["edges"]:
        network.add_edge(edge["from"], edge["to"], title=edge["title"].replace("href", ""), arrows="")
    page = network.generate_html(notebook=False)
    page = re.sub(r"<(?:link|script)[^>]*https?://[^>]*>(?:\s*</script>)?", "", page, flags=re.DOTALL)
    return page.replace("return network;", _RESTED, 1)


def opened(browser: Browser, address: str, body: str | None) -> float:
    """Milliseconds from the call until the page can be read, in a browser that has nothing yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(_READY)
    if body is not None:
        page.route(address, lambda route: route.fulfill(body=body, content_type="text/html; charset=utf-8"))
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => globalThis.readyAfter !== undefined", timeout=PATIENCE)
    taken: float = page.evaluate("() => globalThis.readyAfter")
    context.close()
    return taken


def read(browser: Browser, address: str, body: str) -> None:
    """Print how soon both can be read: ours before and after the other, which takes minutes and is opened once."""
    ours = [opened(browser, address, None) for _ in range(TIMES)]
    other = opened(browser, f"{address}&plain=1", body)
    ours += [opened(browser, address, None) for _ in range(TIMES)]
    own = statistics.median(ours)
    print(f"readable: ours, median {own:.0f} ms, plain pyvis {other:.0f} ms: {other / own:.1f} times sooner")


def made(client: httpx.Client, asked: dict[str, str]) -> None:
    """Print how long the page takes beside its question, all rows that it is drawn of, by turns and never kept."""
    pages: list[float] = []
    answers: list[float] = []
    for _ in range(SAMPLES + 1):
        # Another address each time, in this run and the next, so that no answer is there already.
        fresh = {"limit": str(2_000 + time.time_ns() // 1_000_000 % 3_000)}
        for path, parameters, times in (
            (f"/api/questions/{QUESTION}", ASKED | fresh, answers),
            ("/network", asked | fresh, pages),
        ):
            begun = time.perf_counter()
            client.get(path, params=parameters).raise_for_status()
            times.append((time.perf_counter() - begun) * 1000)
    # The first of each pays for what is loaded and planned once.
    own, other = statistics.median(pages[1:]), statistics.median(answers[1:])
    print(f"made, medians: the page {own:.0f} ms, its question {other:.0f} ms: {own / other:.2f} times")


if __name__ == "__main__":
    main()
