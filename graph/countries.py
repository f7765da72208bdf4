"""Countries by code and by name, from CLDR through babel."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

from graph.errors import UsageError
from graph.names import LONGEST_KEPT, fold

_LOCALES = ("en", "de", "fr", "es", "it", "nl", "pl", "cs")
_ALSO = {"uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB", "usa": "US"}


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for locale in _LOCALES:
        for code, name in Locale(locale).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("EU", "EZ", "UN", "QO", "ZZ", "XA", "XB"):
                codes.setdefault(fold(name), code)
    return codes | _ALSO


def country_code(text: str) -> str | None:
    """The ISO 3166-1 alpha-2 code for a code or a name in one of the common languages, else `None`."""
    return _code(text) if len(text) <= LONGEST_KEPT else None


@lru_cache(maxsize=4096)
def _code(text: str) -> str | None:
    wanted = text.strip()
    if len(wanted) == 2 and wanted.upper() in set(_codes().values()):
        return wanted.upper()
    return _codes().get(fold(wanted))


def asked_country(given: str, parameter: str = "country") -> str:
    """The code of a country that a parameter names; raises `UsageError` where there is none."""
    code = country_code(given)
    if code is None:
        unknown = f"'{given[:100]}' is not a country; give a code or a name"
        raise UsageError(unknown, parameter=parameter, reason={"type": "country"})
    return code


def country_name(code: str, language: str) -> str:
    """The country's name in a language; the code itself where CLDR has none."""
    return str(Locale(language).territories.get(code, code))
