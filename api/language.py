"""Which language a reader gets: `?lang=` first, then the browser's, else English."""

from __future__ import annotations

from babel import negotiate_locale
from fastapi import Request

from graph.texts import LANGUAGES, Language


def asked_language(request: Request) -> Language | None:
    """The language of `?lang=`, where it is one of ours."""
    asked = request.query_params.get("lang")
    return next((one for one in LANGUAGES if one == asked), None)


def spoken(request: Request) -> list[tuple[str, str]]:
    """The language that was asked for, as links carry it on."""
    asked = asked_language(request)
    return [("lang", asked)] if asked else []


def language_of(request: Request) -> Language:
    """The reader's language."""
    asked = asked_language(request)
    if asked:
        return asked
    preferred = [part.partition(";")[0].strip() for part in _by_weight(request.headers.get("accept-language", ""))]
    found = negotiate_locale([one.replace("-", "_") for one in preferred if one], list(LANGUAGES))
    return next((one for one in LANGUAGES if one == found), "en")


def _by_weight(header: str) -> list[str]:
    def weight(part: str) -> float:
        _, _, said = part.partition("q=")
        try:
            return float(said) if said else 1.0
        except ValueError:
            return 0.0

    wanted = [part for part in header[:500].split(",") if weight(part) > 0]
    return sorted(wanted, key=weight, reverse=True)
