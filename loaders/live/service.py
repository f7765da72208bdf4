"""The query service of Wikidata over HTTP: asked politely, again where it failed, and nothing asked twice.

The service stops a query after 60 seconds, and lets a client have 60 seconds a minute and 30 errors a minute. Who asks
on in spite of 429 and Retry-After is shut out for a day. A query that runs into the limit while its answer is already
on the way ends in the middle of its JSON, with status 200 and a trace of Java behind.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import orjson
import requests
from requests_cache import AnyResponse, CachedSession
from requests_cache.backends.sqlite import SQLiteCache
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt, wait_exponential_jitter
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from graph.errors import ServiceError
from graph.settings import Settings
from graph.version import program_version
from loaders.live.manners import Manners, Row, TooLongError
from loaders.reading.answers import is_answer

ACCEPT = "application/sparql-results+json"
CONNECT, READ = 10.0, 90.0
"""Seconds to wait for a connection, and for an answer: the service itself stops after 60."""

_TOO_LONG = b"TimeoutException"
_BUSY = (429, 500, 502, 503)
_LONGEST = 60.0
_FOREVER = 10**9


class _TryAgainError(Exception):
    """The service did not answer this time; `wait` are the seconds for which it asks, 0 where it says none."""

    def __init__(self, reason: str, wait: float = 0.0, *, too_long: bool = False) -> None:
        super().__init__(reason)
        self.wait = wait
        self.too_long = too_long


class Service:
    """A query service. What it answered is kept in `cache` for some days; errors and half answers never are."""

    def __init__(self, config: Settings, cache: Path, *, manners: Manners | None = None, refresh: bool = False) -> None:
        self.url = config.wikidata_url
        self.manners = manners or Manners()
        self.asked_on: date | None = None
        """The day of the oldest answer that was given."""
        cache.parent.mkdir(parents=True, exist_ok=True)
        self._session = CachedSession(
            backend=SQLiteCache(cache),
            expire_after=config.wikidata_days * 86_400,
            allowable_codes=(200,),
            allowable_methods=("POST",),
            filter_fn=lambda response: _rows(response.content) is not None,
        )
        self._session.headers.update({"User-Agent": user_agent(config), "Accept": ACCEPT})
        if refresh:
            self._session.cache.clear()  # type: ignore[no-untyped-call]
        else:
            self._session.cache.delete(expired=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()  # type: ignore[no-untyped-call]

    def ask(self, query: str, *, divisible: bool = False) -> list[Row]:
        """The rows of the answer.

        Raises `ServiceError` where the service does not answer, and `TooLongError` at once where the query took too
        long and is `divisible`, so that less can be asked.
        """
        again = Retrying(
            sleep=self.manners.sleep,
            stop=stop_after_attempt(self.manners.attempts),
            wait=self._wait,
            retry=retry_if_exception(
                lambda error: isinstance(error, _TryAgainError) and not (divisible and error.too_long)
            ),
            reraise=True,
        )
        try:
            return again(self._ask, query)
        except _TryAgainError as error:
            if divisible and error.too_long:
                raise TooLongError(str(error)) from error
            asked = f"asked {self.manners.attempts} times"
            raise ServiceError(f"{self.url} does not answer ({asked}): {error}. {_LATER}") from error

    def _wait(self, state: RetryCallState) -> float:
        """Seconds until the next attempt: as long as the service asks for, or a little longer each time."""
        backoff = self.manners.backoff
        error = state.outcome.exception() if state.outcome else None
        least = error.wait if isinstance(error, _TryAgainError) else 0.0
        return max(least, wait_exponential_jitter(multiplier=backoff, max=_LONGEST, jitter=backoff)(state))

    def _ask(self, query: str) -> list[Row]:
        try:
            response = self._session.post(self.url, data={"query": query}, timeout=(CONNECT, READ))
        except requests.ReadTimeout as error:
            raise _TryAgainError(f"no answer within {READ:g} seconds", too_long=True) from error
        except requests.ConnectionError as error:
            raise _TryAgainError(f"no connection ({_reason(error)})") from error
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ContentDecodingError) as error:
            raise _TryAgainError(f"the connection broke off in the middle of the answer ({_reason(error)})") from error
        except requests.RequestException as error:
            raise ServiceError(f"{self.url} cannot be asked: {error}. Look at CITYNET_WIKIDATA_URL.") from error
        self._look(response)
        rows = _rows(response.content)
        if rows is None:
            too_long = _TOO_LONG in response.content
            raise _TryAgainError("the answer ends in the middle" if too_long else _ODD, too_long=too_long)
        day = (getattr(response, "created_at", None) or datetime.now(UTC)).date()
        self.asked_on = min(self.asked_on or day, day)
        return rows

    def _look(self, response: AnyResponse) -> None:
        """Raise where the status is no good one."""
        code = response.status_code
        if code == 200:
            return
        wait = _retry_after(response)
        said = f"{code} {response.reason}".strip()
        if wait > self.manners.patience:
            minutes = -int(-wait // 60)
            raise ServiceError(f"{self.url} asks to be left alone for {minutes} minutes ({said}). {_LATER}")
        if code == 504 or (code == 500 and _TOO_LONG in response.content):
            raise _TryAgainError(f"the query took too long ({said})", wait, too_long=True)
        if code in _BUSY:
            raise _TryAgainError(said, wait)
        if code == 403:
            advice = "It may want to know who asks: set CITYNET_PUBLIC_URL to an address where you can be reached"
            raise ServiceError(f"{self.url} refuses to answer ({said}). {advice}, and try again later.")
        raise ServiceError(
            f"{self.url} does not understand the question ({said}). Look whether CITYNET_WIKIDATA_URL is the address "
            "of a query service of Wikidata."
        )


_LATER = "What came is kept for some days: the same command, later and without --refresh, goes on from there"
_ODD = "what came is not a whole answer"


def user_agent(config: Settings) -> str:
    """Who asks: program, version, and where the people behind it can be reached, as Wikimedia wants to know."""
    contact = f"+{config.public_url}" if config.public_url else "no contact address set"
    return f"citynet/{program_version()} ({contact}) {requests.utils.default_user_agent()}"


def _rows(content: bytes | None) -> list[Row] | None:
    """The rows of a whole answer, None for anything else."""
    try:
        document: Any = orjson.loads(content or b"")
    except orjson.JSONDecodeError:
        return None
    if not is_answer(document) or not isinstance(document, dict) or not isinstance(document.get("results"), dict):
        return None
    rows = document["results"].get("bindings")
    return rows if isinstance(rows, list) and all(isinstance(row, dict) for row in rows) else None


def _retry_after(response: AnyResponse) -> float:
    """The seconds for which a response asks, 0 where it says nothing that can be understood."""
    written = response.headers.get("Retry-After")
    if not written:
        return 0.0
    try:
        return float(Retry(retry_after_max=_FOREVER).parse_retry_after(written))
    except InvalidHeader:
        return 0.0


def _reason(error: Exception) -> str:
    text = " ".join(str(error).split())
    return text if len(text) < 200 else f"{text[:199]}…"
