"""Many items of Wikidata at once: what they say, and the room that they take."""

from __future__ import annotations

import tracemalloc

from loaders.wikidata_items import Item, Items

LANGUAGES = ("en", "de", "mul", "fr", "es", "it", "pl", "ru")


def item(number: int) -> Item:
    labels = {(language, f"Town {number} in {language}") for language in LANGUAGES}
    return Item(f"Q{number}", labels=labels, points={(number / 1000, 7.25)}, countries={("code", "DE")})


def test_an_item_comes_back_as_it_was_kept() -> None:
    items = Items()
    items.add(item(5))
    items.add(Item("Q5", labels={("nl", "Stad")}, geonames={17}))
    town, names = items.contents("Q5")
    assert (town.name, town.country, town.lat, town.geonames) == ("Town 5 in en", "DE", 0.005, 17)
    assert names is not None
    assert set(names.names) == {"Stad", *(f"Town 5 in {language}" for language in LANGUAGES[1:])}


def test_an_item_takes_less_than_a_kilobyte() -> None:
    items = Items()
    tracemalloc.start()
    try:
        for number in range(1, 3001):
            items.add(item(number))
        held, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held / 3000 < 1000
