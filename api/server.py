"""Serving: a free port, the sample data where nothing is, and what to open."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

import psutil
import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.commands.output import language, say, tell
from api.commands.progress import shown
from api.logs import write_logs
from graph.errors import UsageError
from graph.settings import Settings, settings
from graph.store import Store, open_store

TRIES = 50


def serve(host: str, port: int, *, port_given: bool, sample: bool) -> None:
    """Serve until stopped. A busy port is an error where it was given, else the next free one is taken.

    With `sample` an empty knowledge base gets the sample data first. Raises `UsageError` for a busy port.
    """
    config = settings()
    with ExitStack() as stack:
        listening = stack.enter_context(_bound(host, port, TRIES if not port_given else 1))
        say("serve.own" if config.neo4j_uri else "serve.private", uri=config.neo4j_uri)
        write_logs(config.log)
        store = stack.enter_context(open_store(config, keep=True))
        if sample:
            _load_sample(store)
        port = listening.getsockname()[1]
        url = f"http://{'[' + host + ']' if ':' in host else host}:{port}"
        app = create_app(config.model_copy(update={"hosts": ",".join([config.hosts, *_names(host)])}), store=store)
        server = uvicorn.Server(serving(app, config))
        with _announced(config, url):
            say("serve.open", url=url)
            server.run(sockets=[listening])


def serving(app: FastAPI, config: Settings) -> uvicorn.Config:
    """How the application is served: only a proxy of the settings is believed who asks."""
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(config.proxy),
        forwarded_allow_ips=config.proxy or None,
    )


def _load_sample(store: Store) -> None:
    from loaders.sample import load_sample

    with shown() as progress:
        load_sample(store.db, tell, progress=progress, language=language())


def _bound(host: str, port: int, tries: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, port + tries):
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, candidate))
        except OSError as exc:
            listening.close()
            if tries == 1:
                raise UsageError(f"port {port} on {host} is busy ({exc.strerror}); give another --port") from exc
            continue
        return listening
    raise UsageError(f"no free port between {port} and {port + tries - 1} on {host}; give one with --port")


def _names(host: str) -> list[str]:
    """The names under which others reach what listens on a host: itself, or all of this machine's for all of them."""
    if host not in ("0.0.0.0", "::", ""):  # noqa: S104 - it is compared
        return [host]
    own = [one.address.partition("%")[0] for every in psutil.net_if_addrs().values() for one in every]
    return [socket.gethostname(), *own]


@contextmanager
def _announced(config: Settings, url: str) -> Iterator[None]:
    """A file in the home tells other commands where this server is."""
    path = config.home.expanduser() / "serving.json"
    said = json.dumps({"url": url, "pid": os.getpid()})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(said, encoding="utf-8")
    try:
        yield
    finally:
        with suppress(OSError):
            if path.read_text(encoding="utf-8") == said:
                path.unlink()
