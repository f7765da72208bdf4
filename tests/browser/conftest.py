"""A real Chromium, and pages of ours on a port of their own with the security policy they have in earnest.

One browser serves all tests of this folder that follow one another and is closed behind them: Playwright keeps an event
loop running in its thread as long as it lives, and the tests of other rooms want to run their own.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from viz.assets import MEDIA_TYPES, asset_path
from viz.pages import CONTENT_SECURITY_POLICY

SOFTWARE_WEBGL = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
_HERE = Path(__file__).parent
_OPEN: list[tuple[Browser, ExitStack]] = []
"""The browser, if one is open, and what closes it."""


def chromium_path() -> str:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = os.environ.get("CITYNET_TEST_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert path, "no Chromium found; install one, name it in CITYNET_TEST_CHROMIUM, or leave out '-m browser'"
    return path


@pytest.fixture(scope="module")
def chromium() -> Browser:
    """The browser, which tests of other modules use, too: each opens pages of its own and closes them."""
    if not _OPEN:
        with ExitStack() as stack:
            playwright = stack.enter_context(sync_playwright())
            arguments = ["--no-sandbox", *SOFTWARE_WEBGL]
            browser = playwright.chromium.launch(executable_path=chromium_path(), args=arguments)
            stack.callback(browser.close)
            _OPEN.append((browser, stack.pop_all()))
    return _OPEN[0][0]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(nextitem: pytest.Item | None) -> Generator[None, object, object]:
    """Close the browser behind the last test of this folder for now, whatever went wrong with it."""
    try:
        return (yield)
    finally:
        if nextitem is None or not nextitem.path.is_relative_to(_HERE):
            _close_browser()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Close the browser where the tests were broken off."""
    _close_browser()


def _close_browser() -> None:
    while _OPEN:
        _OPEN.pop()[1].close()


@pytest.fixture
def seen(chromium: Browser) -> Iterator[Page]:
    """A page of 1,200 x 800 pixels; at the end its console must be empty and nothing may have gone elsewhere."""
    context = chromium.new_context(viewport={"width": 1200, "height": 800})
    page = context.new_page()
    complaints: list[str] = []
    addresses: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: (complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: addresses.append(request.url))
    yield page
    context.close()
    assert complaints == []
    ours = ("http://127.0.0.1:", "file://", "blob:", "data:")
    assert [address for address in addresses if not address.startswith(ours)] == []


class Site:
    """Pages by path, served beside our static files."""

    def __init__(self) -> None:
        self.pages: dict[str, tuple[str, bytes]] = {}
        self.url = ""

    def put(self, path: str, body: str, media_type: str = "text/html; charset=utf-8") -> str:
        """Serve a body under a path; gives its address."""
        self.pages[path] = (media_type, body.encode())
        return self.url + path

    def find(self, path: str) -> tuple[str, bytes] | None:
        bare = path.partition("?")[0]
        if bare in self.pages:
            return self.pages[bare]
        file = asset_path(bare)
        return (MEDIA_TYPES[file.suffix], file.read_bytes()) if file else None


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    served = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = served.find(self.path)
            media_type, body = found or ("text/plain", b"not here")
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield served
    server.shutdown()
    server.server_close()
    thread.join()
