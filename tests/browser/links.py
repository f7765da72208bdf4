"""Addresses that pages lead to: which kind each is of, and whether it is answered."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qsl, urldefrag, urljoin, urlsplit

import httpx

PATIENCE = 240.0
"""Seconds that figures of the whole network may take."""

AT_ONCE = 4
_NAMED = re.compile(
    r"^/(api/questions|ask|charts|cities|countries|rings|events|sources|organisations|programmes|people|topics)/[^/.]+"
)


def own_address(site: str, page: str, address: str) -> str | None:
    """An address as the page `page` has it, as a path with its query; nothing for one of another host."""
    full = urldefrag(urljoin(page, address)).url
    return (full.removeprefix(site) or "/") if full == site or full.startswith(f"{site}/") else None


def kind(address: str) -> str:
    """What addresses have in common that the same function answers: the path without ids, the names in the query."""
    split = urlsplit(address)
    names = sorted({name for name, _ in parse_qsl(split.query, keep_blank_values=True)} - {"lang"})
    return "?".join((_NAMED.sub(r"/\1/*", split.path), "&".join(names)))


def few(addresses: Iterable[str], each: int, but: Collection[str] = ()) -> list[str]:
    """At most `each` addresses of a kind, in their order, without those of `but`."""
    kinds: dict[str, list[str]] = defaultdict(list)
    for address in sorted(set(addresses) - set(but)):
        kinds[kind(address)].append(address)
    return [one for same in kinds.values() for one in same[:each]]


def broken(site: str, addresses: Iterable[str], *, key: str) -> Iterator[tuple[str, str]]:
    """The addresses that are not answered, with what came instead; `key` is the curator's."""
    with httpx.Client(base_url=site, timeout=120, follow_redirects=True) as client:
        client.post("/review/login", data={"key": key}, headers={"Origin": site})
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for address, fault in pool.map(lambda one: (one, _fault(client, one)), addresses):
                if fault:
                    yield address, fault


def tries() -> Iterator[None]:
    """One try after the other, until what an answer may need is computed, as the figures of the whole network."""
    until = time.monotonic() + PATIENCE
    while True:
        yield
        if time.monotonic() > until:
            return
        time.sleep(0.5)


def _fault(client: httpx.Client, address: str) -> str:
    """Nothing where the address is answered, else its status; only the beginning of what is long is read."""
    for _ in tries():
        with client.stream("GET", address, headers={"Accept": "text/html"}) as answer:
            next(answer.iter_raw(), b"")
            if answer.status_code == httpx.codes.OK:
                return ""
            if "Retry-After" not in answer.headers and answer.status_code != httpx.codes.GATEWAY_TIMEOUT:
                break
    return str(answer.status_code)
