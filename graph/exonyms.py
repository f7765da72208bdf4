"""The names that towns have in the language of a page, where it has one of its own for them."""

from __future__ import annotations

from functools import lru_cache

import yaml

from graph.settings import ROOT
from graph.texts import Language

FILE = ROOT / "data" / "exonyms.yaml"


@lru_cache(maxsize=2)
def exonyms(lang: Language) -> dict[str, str]:
    """What pages in `lang` call towns, by their ids (`gn3164603`: 'Venedig'), where it is not their `name`.

    English has the names of GeoNames, the German ones stand in `data/exonyms.yaml`.
    """
    if lang != "de":
        return {}
    countries = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {f"gn{geonames}": name for towns in countries.values() for geonames, name in towns.items()}


def town_name(id_: str | None, name: str, lang: Language) -> str:
    """What a page in `lang` calls the town `id_`: Venice is 'Venedig' in German; `name` where nothing else is known."""
    return exonyms(lang).get(id_ or "", name)
