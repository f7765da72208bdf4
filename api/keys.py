"""Who may write over HTTP: whoever has the key of the settings, in a header or logged in on a page.

A page's log-in is a cookie with an expiry and an HMAC of it under the key; a new key ends all of them. What a cookie
allows must also come from a page of ours: `SameSite=Strict`, and the request's `Origin` must be this server.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response
from starlette.exceptions import HTTPException

from api.state import state_of
from graph.settings import Settings

COOKIE = "citynet_curator"
HOURS = 12
_PURPOSE = b"citynet curator until "


def writing_is_on(config: Settings) -> bool:
    """Whether a key is set, without which nothing can be written over HTTP."""
    return bool(config.api_key.get_secret_value())


def is_key(config: Settings, given: str) -> bool:
    """Whether this is the key; takes the same time for every wrong one."""
    key = config.api_key.get_secret_value()
    return bool(key) and secrets.compare_digest(given.encode(), key.encode())


def logged_in(request: Request) -> bool:
    """Whether the request carries a log-in that still holds."""
    config = state_of(request).config
    until, _, seal = request.cookies.get(COOKIE, "").partition(".")
    if not writing_is_on(config) or not (until.isascii() and until.isdigit()):
        return False
    return secrets.compare_digest(seal.encode(), _seal(config, until).encode()) and int(until) > time.time()


def log_in(request: Request, response: Response) -> None:
    """Give the caller a log-in for the hours to come."""
    config = state_of(request).config
    until = str(int(time.time()) + HOURS * 3600)
    response.set_cookie(
        COOKIE,
        f"{until}.{_seal(config, until)}",
        max_age=HOURS * 3600,
        path="/",
        secure=_is_https(request, config),
        httponly=True,
        samesite="strict",
    )


def log_out(response: Response) -> None:
    """Take the caller's log-in away."""
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict")


def _seal(config: Settings, until: str) -> str:
    key = config.api_key.get_secret_value().encode()
    return hmac.new(key, _PURPOSE + until.encode(), hashlib.sha256).hexdigest()


def _is_https(request: Request, config: Settings) -> bool:
    return request.url.scheme == "https" or config.public_url.startswith("https://")


def is_ours(request: Request) -> bool:
    """Whether a browser says that a page of this server sends the request."""
    origin = request.headers.get("origin")
    if origin is None:
        return request.headers.get("sec-fetch-site") == "same-origin"
    public = urlsplit(state_of(request).config.public_url).netloc
    return urlsplit(origin).netloc.lower() in {request.headers.get("host", "").lower(), public.lower()} - {""}


def refuse_foreign(request: Request) -> None:
    """Refuse a form that another site's page sends: 403."""
    if not is_ours(request):
        raise HTTPException(403, "this was not sent from a page of this server; open its page here and try again")


def require_key(request: Request) -> None:
    """Let a request pass that may write: with `Authorization: Bearer <key>`, or from a page of ours when logged in.

    Raises 401 without the key, 403 where writing is off, or the form comes from another site.
    """
    config = state_of(request).config
    if not writing_is_on(config):
        raise HTTPException(403, "writing over HTTP is off; start the server with a key in CITYNET_API_KEY")
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and is_key(config, given.strip()):
        return
    if not logged_in(request):
        refused = "this needs the key: send 'Authorization: Bearer <CITYNET_API_KEY>', or log in on /review"
        raise HTTPException(401, refused, headers={"WWW-Authenticate": "Bearer"})
    refuse_foreign(request)


Writing = Annotated[None, Depends(require_key)]
"""A parameter of routes that write."""
