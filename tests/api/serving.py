"""The application on a port of its own, as a reader's browser or program meets it."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

import uvicorn
from pydantic import SecretStr

from api.app import create_app
from api.state import State
from api.warming import warm
from graph.database import Address, Database
from graph.settings import settings
from graph.store import Store

KEY = "a key of the tests"

WARMED_AFTER = 4.0
"""Seconds from its start until an application asks each question once; most of those that tests start end before."""


@contextmanager
def serving(app: Any, *, warmed_after: float = WARMED_AFTER) -> Iterator[str]:
    """The address under which `app` is served for as long as the `with` lasts."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="critical", access_log=False, server_header=False, ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        with patch("api.app.warm", partial(_warmed_later, warmed_after)):
            thread.start()
            until = time.monotonic() + 30
            while not server.started and thread.is_alive() and time.monotonic() < until:
                time.sleep(0.02)
        try:
            assert server.started, "the application did not start"
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(30)


@contextmanager
def serving_with_key(db: Database, where: Address, **more: Any) -> Iterator[str]:
    """The address of an application in which `KEY` allows to write; `more` are settings that it has of its own."""
    config = settings().model_copy(update={"api_key": SecretStr(KEY), **more})
    with serving(create_app(config, store=Store(db, where, private=True))) as address:
        yield address


async def _warmed_later(seconds: float, state: State) -> None:
    """As `warm`, but for applications that live for a moment only, from which it would take the processor."""
    await asyncio.sleep(seconds)
    await warm(state)
