"""What a request must keep to before it is looked at: the name it came by, its size, and how many came before it."""

from __future__ import annotations

import time
from ipaddress import ip_address
from math import ceil
from urllib.parse import urlsplit

from cachetools import TTLCache
from fastapi import Request
from starlette.exceptions import HTTPException

from api.limits import caller, most_bytes
from graph.settings import Settings

LONGEST_QUERY = 32_000
"""Bytes of what may stand behind the `?` of an address; fifty towns by their longest names take a third of it."""
MOST_PARAMETERS = 200
MINUTE = 60.0
_CALLERS = 100_000
_FREE = ("/static/", "/api/health", "/api/ready", "/metrics")
"""What is not counted: files of our own that pages bring along, and what looks after the server."""


class Gate:
    """Lets requests pass that come by a name of this server, are not too large, and not too many a minute."""

    def __init__(self, config: Settings) -> None:
        self._most_bytes = config.max_body
        self._names = names_of(config)
        self._most = config.requests
        self._counts: TTLCache[str, list[float]] = TTLCache(_CALLERS, MINUTE)

    def admit(self, request: Request) -> None:
        """Raises 400 or 421 for a wrong `Host`, 413 or 414 for what is too large, 429 for one request too many."""
        self._known_name(request)
        self._within_size(request)
        if self._most and not request.url.path.startswith(_FREE):
            self._within_pace(caller(request))

    def _known_name(self, request: Request) -> None:
        given = request.headers.getlist("host")
        if len(given) != 1:
            raise HTTPException(400, "a request names the host it is for exactly once")
        name = host_of(given[0])
        if "*" not in self._names and name not in self._names and not is_loopback(name):
            said = f"this server does not answer for '{given[0][:100]}'; name it in CITYNET_HOSTS or CITYNET_PUBLIC_URL"
            raise HTTPException(421, said)

    def _within_size(self, request: Request) -> None:
        """A body that does not say its length is counted while it is read."""
        said = request.headers.get("content-length", "")
        most = most_bytes(request.url.path, self._most_bytes)
        if said.isdecimal() and (len(said) > len(str(most)) or int(said) > most):
            raise HTTPException(413, f"the body is too long; at most {most} bytes may be sent at once")
        query: bytes = request.scope["query_string"]
        if len(query) > LONGEST_QUERY:
            raise HTTPException(414, f"the address is too long; at most {LONGEST_QUERY} bytes may stand behind the '?'")
        if query.count(b"&") >= MOST_PARAMETERS:
            raise HTTPException(414, f"there are too many parameters; at most {MOST_PARAMETERS} may be given")

    def _within_pace(self, who: str) -> None:
        """Callers on the machine itself are not counted."""
        if not who or is_loopback(who):
            return
        now = time.monotonic()
        begun = self._counts.get(who)
        if begun is None:
            begun = self._counts[who] = [now, 0.0]
        begun[1] += 1
        if begun[1] > self._most:
            wait = max(1, ceil(begun[0] + MINUTE - now))
            said = f"more than {self._most} requests a minute; try again in {wait} s"
            raise HTTPException(429, said, headers={"Retry-After": str(wait)})


def names_of(config: Settings) -> frozenset[str]:
    """The names by which the server may be asked, beside those of this machine for itself."""
    said = [*config.hosts.split(","), urlsplit(config.public_url).netloc]
    return frozenset(host_of(one) for one in said if one.strip())


def host_of(given: str) -> str:
    """The name in a `Host`, without its port: `[::1]:80` is `::1`; nothing where it is no name."""
    plain = given.strip().lower()
    if plain.count(":") > 1 and not plain.startswith("["):
        return plain  # an IPv6 address as settings have it
    name, bracket, port = plain[1:].partition("]") if plain.startswith("[") else plain.partition(":")
    port = port.removeprefix(":") if bracket == "]" else port
    return name.rstrip(".") if not port or (port.isascii() and port.isdecimal()) else ""


def is_loopback(name: str) -> bool:
    """Whether a name is how a machine calls itself."""
    try:
        return name == "localhost" or ip_address(name).is_loopback
    except ValueError:
        return False
