"""Namesakes: what partners, sizes, spelling and the gazetteer's gaps say where a name is borne more than once.

The ids are GeoNames' own; the towns are those that the partner towns name on their own pages.
"""

from collections.abc import Sequence

import pytest

from graph.model import Mention
from loaders.identity import Gazetteer, Resolution, Resolver

Town = tuple[str, str, float, float]


def resolve_with(resolver: Resolver, town: Town, partners: Sequence[Town]) -> Resolution:
    """Resolve a town that a file links with each of `partners`; towns are name, country, lat, lon."""
    mentions = [Mention(name=name, country=country, lat=lat, lon=lon) for name, country, lat, lon in (town, *partners)]
    return resolver.resolve(mentions, [(0, number) for number in range(1, len(mentions))])[0]


GLUCHOLAZY = ("Głuchołazy", "Poland", 50.3131, 17.3742)
PONT = ("Pont-Sainte-Maxence", "France", 49.3011, 2.6044)
MANTES, WOLSZTYN = ("Mantes-la-Ville", "France", 48.975, 1.7117), ("Wolsztyn", "Poland", 52.1167, 16.1167)
BORKEN = ("Borken", "Germany", 51.85, 6.8667)


def test_the_namesake_across_the_border_is_meant_not_the_one_at_the_point(resolver: Resolver) -> None:
    moravian = ("Mikulovice", "Czech Republic", 48.9567, 16.0953)

    beside, far = resolve_with(resolver, moravian, [GLUCHOLAZY]), resolve_with(resolver, moravian, [MANTES])

    assert (beside.geonames, beside.code) == (3070715, "partners")
    assert {"conflict", "review"} <= set(beside.flags)
    assert far.geonames == 3070718


def test_a_hamlet_at_the_point_gives_way_to_the_large_town_where_partners_are_towns(resolver: Resolver) -> None:
    hamlet = ("Neunkirchen", "Germany", 50.5456, 8.1025)

    among_towns, alone = resolve_with(resolver, hamlet, [MANTES, WOLSZTYN]), resolve_with(resolver, hamlet, [])

    assert among_towns.geonames == 2864435
    assert {"ambiguous", "review"} <= set(among_towns.flags)
    assert alone.geonames == 2864426


def test_a_hamlet_with_two_large_namesakes_stays_open(resolver: Resolver) -> None:
    found = resolve_with(resolver, ("Sulzbach", "Germany", 50.3027, 7.7519), [PONT])

    assert found.geonames is None
    assert "ambiguous" in found.flags
    assert {"Sulzbach"} == {candidate.name for candidate in found.candidates[:2]}


def test_the_one_place_of_the_name_is_meant_although_the_point_is_a_nameless_spot(resolver: Resolver) -> None:
    found = resolve_with(resolver, ("Izabelin", "Poland", 52.2593, 18.3404), [BORKEN])

    assert found.geonames == 7535582
    assert {"conflict", "review"} <= set(found.flags)
    assert "knows no place of the name there" in found.reason


@pytest.mark.parametrize(
    ("town", "partners"),
    [
        pytest.param(("Izabelin", "Poland", 52.2593, 18.3404), [], id="no partner is known"),
        pytest.param(
            ("Schenefeld", "Germany", 53.6028, 9.8233), [("Voisins-le-Bretonneux", "France", 48.7583, 2.0508)],
            id="the point is in the suburbs of a city",
        ),
        pytest.param(
            ("Ulieș", "Romania", 46.2167, 25.2333), [("Örkény", "Hungary", 47.1299, 19.4333)],
            id="the place so named is a part of another commune",
        ),
        pytest.param(
            ("Valeč", "Czech Republic", 50.1742, 13.2547), [("Drebach", "Germany", 50.6667, 13.0167)],
            id="the partner lies by the point",
        ),
        pytest.param(
            ("Popovice", "Czech Republic", 49.9225, 14.6394), [BORKEN],
            id="the point is a place whose name contains it",
        ),
    ],
)  # fmt: skip
def test_a_place_far_from_the_point_is_not_taken_where(resolver: Resolver, town: Town, partners: list[Town]) -> None:
    assert resolve_with(resolver, town, partners).geonames is None


def test_a_name_of_two_words_is_not_the_same_in_one(resolver: Resolver) -> None:
    assert resolve_with(resolver, ("La Vergne", "France", 36.0156, -86.5819), []).geonames == 3005673


def test_a_longer_name_is_no_rival_of_the_very_name(resolver: Resolver) -> None:
    joinville = resolve_with(resolver, ("Joinville", "France", -26.3204, -48.8437), [])

    assert joinville.geonames == 3012315


def test_a_town_with_few_people_beside_it_of_the_name_is_taken_in_spite_of_the_point(resolver: Resolver) -> None:
    ostrov = resolve_with(resolver, ("Ostrov", "Czech Republic", 49.6112, 14.0146), [])

    assert (ostrov.geonames, "review" in ostrov.flags) == (3068766, True)


def test_a_town_in_the_region_that_the_source_names_is_meant(resolver: Resolver) -> None:
    brandenburg = resolve_with(resolver, ("Friedland", "Brandenburg, Germany", 53.6716, 13.5488), [])

    assert (brandenburg.geonames, "conflict" in brandenburg.flags) == (2924680, True)


def test_another_name_of_a_far_place_is_not_enough_in_english(resolver: Resolver) -> None:
    assert resolve_with(resolver, ("Harpers Ferry", "United States", 39.3278, -77.7464), []).geonames is None


def test_a_quarter_of_a_city_is_not_a_namesake_some_way_off(resolver: Resolver) -> None:
    assert resolve_with(resolver, ("Kadıköy", "Turkey", 40.9934, 29.0374), []).geonames is None


def test_a_quarter_does_not_lie_in_another_region(resolver: Resolver) -> None:
    assert resolve_with(resolver, ("Tokyo – Bunkyō", "Japan", 35.7168, 139.7206), []).geonames is None


def test_a_county_before_the_dash_is_not_its_county_town(resolver: Resolver) -> None:
    assert resolve_with(resolver, ("Yunlin – Beigang", "Taiwan", 23.5667, 120.3), []).geonames == 1670826


def test_a_province_is_not_the_town_that_bears_its_name_among_others(resolver: Resolver) -> None:
    assert resolve_with(resolver, ("Sakarya", "Turkey", 40.7732, 30.4816), []).geonames is None


def test_where_people_are_known_few_places_are_missing(gazetteer: Gazetteer) -> None:
    assert [gazetteer.well_kept(code) for code in ("CZ", "FR", "US", "CN", "TR")] == [True, True, True, False, False]
    assert [gazetteer.sparse(code) for code in ("CZ", "GB", "CN")] == [False, False, True]
