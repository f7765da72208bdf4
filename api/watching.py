"""Each request gets an id, a line in the log, and its place in the numbers of `/metrics`."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

import structlog
from prometheus_client import CollectorRegistry, Counter, GCCollector, Histogram, ProcessCollector
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graph.export import FORMATS
from graph.questions import QUESTIONS

if TYPE_CHECKING:
    from api.state import State

log = logging.getLogger("citynet.requests")
ID = "X-Request-ID"
_HARMLESS = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
GONE = 499
"""The status in the numbers where the caller went away before there was an answer."""


class Metrics:
    """The numbers of one application. Nothing in them tells who asked, or for whom or what."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "citynet_requests", "Requests by route, method and status.", ("route", "method", "status"),
            registry=self.registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "citynet_request_seconds", "Seconds until an answer was sent.", ("route",),
            buckets=_SECONDS, registry=self.registry,
        )  # fmt: skip
        self.database = Histogram(
            "citynet_database_seconds", "Seconds that reading one query took.", buckets=_SECONDS, registry=self.registry
        )
        self.answers = Counter(
            "citynet_answers", "JSON answers of questions: kept ones, and those read anew.", ("origin",),
            registry=self.registry,
        )  # fmt: skip
        for origin in ("memory", "database"):
            self.answers.labels(origin)
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request."""
        self.requests.labels(route, method, str(status)).inc()
        self.seconds.labels(route).observe(seconds)

    def tell_of(self, state: State) -> None:
        """Tell of what the application holds, too."""
        self.registry.register(_Held(state))


class _Held(Collector):
    """What the application holds at the moment."""

    def __init__(self, state: State) -> None:
        self._state = state

    def collect(self) -> Iterable[Metric]:
        """The numbers now."""
        state = self._state
        yield GaugeMetricFamily("citynet_answers_kept", "JSON answers in memory.", len(state.answers))
        yield GaugeMetricFamily("citynet_answers_kept_bytes", "Bytes of them.", state.answers.currsize)
        yield GaugeMetricFamily("citynet_warm", "Whether each question was asked once since the start.", state.warm)
        figures = GaugeMetricFamily(
            "citynet_figures", "Computations over the whole network, by what became of them.", labels=("state",)
        )
        for name, number in state.measuring.counts().items():
            figures.add_metric((name,), number)
        yield figures


class Watching:
    """Gives each request its id, sends it back, and counts and logs what became of the request."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        id_, status, begun = request_id(scope), GONE, time.perf_counter()

        async def with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[ID] = id_
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=id_):
            try:
                await self._app(scope, receive, with_id)
            finally:
                seconds, route, method = time.perf_counter() - begun, route_of(scope), method_of(scope)
                self._metrics.count(route, method, status, seconds)
                if log.isEnabledFor(logging.INFO):
                    said = {"route": route, "method": method, "status": status, "ms": round(seconds * 1000, 1)}
                    log.info("request", extra=said)


def request_id(scope: Scope) -> str:
    """The id that the caller gave, where it could not be anything else; else a new one."""
    given = Headers(scope=scope).get(ID, "")
    return given if _HARMLESS.fullmatch(given) else secrets.token_hex(8)


def route_of(scope: Scope) -> str:
    """The route that a request took, its question by name: never what else the caller wrote."""
    route: str = getattr(scope.get("route"), "path", "none")
    name, _, suffix = str(scope.get("path_params", {}).get("name", "")).partition(".")
    if "/{name}" in route and name in QUESTIONS:
        return route.replace("{name}", f"{name}.{suffix}" if suffix in FORMATS else name)
    return route


_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"})


def method_of(scope: Scope) -> str:
    """The method, or `other`: callers can make up any number of them."""
    return scope["method"] if scope["method"] in _METHODS else "other"
