"""Which town is meant. The ids are GeoNames' own; the cases are those of the issue and of the sources."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.model import CityKind, Mention
from loaders.identity import Gazetteer, Resolution, Resolver

LABELS = Path(__file__).resolve().parents[2] / "data/labels_world.csv"
Resolve = Callable[..., Resolution]


@pytest.mark.parametrize(
    ("name", "country", "geonames"),
    [
        ("Peterhof", "RU", 510291),
        ("Bad Mondorf", "LU", 2960257),
        ("Marienbad", "CZ", 3071024),
        ("marianske lazne", "CZ", 3071024),
        ("Breslau", "PL", 3081368),
        ("Karl-Marx-Stadt", "DE", 2940132),
        ("Preßburg", "Slowakei", 3060972),
        ("Duesseldorf", "Deutschland", 2934246),
        ("Frankfurt (Oder)", "DE", 2925535),
        ("Bad Homburg v.d.Höhe", "DE", 2953436),
        ("Breslau (Wrocław)", "PL", 3081368),
        ("Dillingen/Saar", "DE", 2936977),
        ("Columbus/Ohio", "US", 4509177),
        ("Charlotte, North Carolina", "US", 4460243),
        ("Charlotte (North Carolina)", "US", 4460243),
        ("Leningrad", "Soviet Union", 498817),
        ("Mexico City", "Mexico", 3530597),
        ("Ciudad de México", "MX", 3530597),
        ("Reading", "GB", 2639577),
        ("Paris", None, 2988507),
    ],
)
def test_name_and_country_suffice(resolve: Resolve, name: str, country: str | None, geonames: int) -> None:
    assert resolve(name, country).geonames == geonames


def test_a_region_beside_the_name_decides(resolve: Resolve) -> None:
    assert resolve("Charlotte", "US", region="North Carolina").geonames == 4460243
    assert resolve("Friedberg", "DE", region="Bayern").geonames == 2924803


@pytest.mark.parametrize(("name", "country"), [("Reading", "US"), ("Reading", None), ("Springfield", "USA")])
def test_where_several_fit_none_is_taken(resolve: Resolve, name: str, country: str | None) -> None:
    found = resolve(name, country)

    assert found.geonames is None
    assert "ambiguous" in found.flags
    assert len(found.candidates) > 1


def test_coordinates_decide_between_namesakes(resolve: Resolve) -> None:
    pennsylvania = resolve("Reading", "United States", lat=40.34, lon=-75.93)

    assert (pennsylvania.geonames, pennsylvania.flags) == (5207728, ())


def test_country_against_coordinates_is_never_silent(resolve: Resolve) -> None:
    florence = resolve("Florence", "United States", lat=43.7714, lon=11.2542)

    assert florence.geonames != 3176959
    assert florence.country == "US"
    assert {"conflict", "review"} <= set(florence.flags)


def test_a_town_in_the_sea_is_found_by_name_and_country(resolve: Resolve) -> None:
    found = resolve("Cabourg", "France", lat=0.5, lon=-30.25)

    assert found.geonames == 3029297
    assert "conflict" in found.flags
    assert "no place lies within 30 km" in found.reason


def test_a_town_placed_on_its_partner_is_found_and_said(resolver: Resolver) -> None:
    honfleur = Mention(name="Honfleur", country="France", lat=49.4194, lon=0.2325)
    plyos = Mention(name="Plyos", country="Russia", lat=49.4194, lon=0.2325)

    found = resolver.resolve([honfleur, plyos], [(0, 1)])

    assert [one.geonames for one in found] == [3013173, 509029]
    assert "conflict" in found[1].flags
    assert "partner Honfleur" in found[1].reason


@pytest.mark.parametrize(
    ("name", "country", "kind"),
    [
        ("Cook County", "US", CityKind.COUNTY),
        ("Landkreis Starnberg", "DE", CityKind.COUNTY),
        ("Kraśnik County", "Poland", CityKind.COUNTY),
        ("County Kilkenny", "Ireland", CityKind.COUNTY),
        ("Makariv Raion", "Ukraine", CityKind.DISTRICT),
        ("Ōita Prefecture", "Japan", CityKind.REGION),
        ("Rhode Island", "United States", CityKind.REGION),
        ("Isle of Anglesey", "Wales", CityKind.ISLAND),
        ("Tuscany", "Italy", CityKind.REGION),
    ],
)
def test_a_county_is_not_its_county_town(resolve: Resolve, name: str, country: str, kind: CityKind) -> None:
    found = resolve(name, country)

    assert (found.geonames, found.kind) == (None, kind)


def test_a_quarter_is_told_from_its_city(resolve: Resolve) -> None:
    margareten = resolve("Margareten (Vienna)", "Austria", lat=48.1872, lon=16.3531)

    assert (margareten.geonames, margareten.kind) == (12214070, CityKind.QUARTER)


def test_a_quarter_that_is_not_there_is_not_its_city(resolve: Resolve) -> None:
    found = resolve("Tempelhof-Schöneberg (Berlin)", "Germany", lat=52.46, lon=13.38)

    assert (found.geonames, found.kind) == (None, CityKind.QUARTER)


def test_a_namesake_far_from_the_city_is_no_quarter_of_it(resolve: Resolve) -> None:
    assert resolve("Mainz – Laubenheim", "Germany", lat=49.9203, lon=7.8983).geonames is None


def test_what_the_gazetteer_lacks_names_the_nearest_and_why_not(resolve: Resolve) -> None:
    village = resolve("Fácánkert", "Hungary", lat=46.4489, lon=18.7367)

    assert village.geonames is None
    assert village.country == "HU"
    assert village.candidates[0].name == "Tolna"
    assert all(candidate.refused for candidate in village.candidates)
    assert len(village.candidates) <= 5


def test_an_accent_may_part_two_towns(resolve: Resolve) -> None:
    haboe = resolve("Håbo", "Sweden", lat=59.6667, lon=17.5333)

    assert haboe.geonames != 2709494


def test_two_spellings_of_a_twin_entry_end_on_one_id(resolve: Resolve) -> None:
    point = {"lat": 63.0, "lon": 23.8167}

    assert resolve("Alajärvi", "Finland", **point).geonames == resolve("Älajärvi", "FI", **point).geonames


def test_a_given_id_is_taken_if_it_exists(resolve: Resolve) -> None:
    assert resolve("Anything", "DE", geonames=510291).geonames == 510291
    missing = resolve("Peterhof", "RU", geonames=1)
    assert (missing.geonames, missing.flags) == (510291, ("conflict",))


def test_partners_across_the_border_decide(resolver: Resolver) -> None:
    javornik = Mention(name="Javorník", country="CZ")
    partners = [Mention(name="Otmuchów", country="PL"), Mention(name="Złoty Stok", country="PL")]

    alone = resolver.resolve([javornik])[0]
    beside = resolver.resolve([javornik, *partners], [(0, 1), (2, 0)])[0]

    assert alone.geonames is None
    assert (beside.geonames, beside.code) == (3074398, "partners")


def test_another_spelling_with_the_same_partner_decides(resolver: Resolver) -> None:
    mentions = [
        Mention(name="Dresden", country="DE"),
        Mention(name="Columbus", country="US"),
        Mention(name="Columbus/Ohio", country="US"),
    ]

    found = resolver.resolve(mentions, [(0, 1), (0, 2)])

    assert [one.geonames for one in found[1:]] == [4509177, 4509177]


def labelled() -> list[dict[str, str]]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def mention_of(label: dict[str, str]) -> Mention:
    return Mention(
        name=label["name"], country=label["country"] or None, lat=float(label["lat"]), lon=float(label["lon"])
    )


def test_labelled_rows_are_resolved_as_a_person_did(resolver: Resolver) -> None:
    labels = labelled()
    right = resolved = there = 0
    for label, found in zip(labels, resolver.resolve([mention_of(one) for one in labels]), strict=True):
        ids = {int(one) for one in label["geonames"].split("|") if one}
        there += bool(ids)
        resolved += found.geonames is not None
        right += found.geonames in ids

    assert len(labels) >= 200
    assert right / resolved >= 0.98
    assert right / there >= 0.95


MENTIONS = [mention_of(label) for label in labelled()[::6]]
PAIRS = [(one, (one * 7 + 3) % len(MENTIONS)) for one in range(len(MENTIONS))]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.permutations(range(len(MENTIONS))), st.permutations(PAIRS), st.booleans())
def test_the_order_of_mentions_and_pairs_does_not_matter(
    resolver: Resolver, order: list[int], pairs: list[tuple[int, int]], turned: bool
) -> None:
    expected = resolver.resolve(MENTIONS, PAIRS)
    place = {number: at for at, number in enumerate(order)}
    moved = [(place[one], place[other]) for one, other in pairs]

    found = resolver.resolve(
        [MENTIONS[number] for number in order], [pair[::-1] for pair in moved] if turned else moved
    )

    assert found == [expected[number] for number in order]


def test_equal_mentions_get_equal_answers_from_any_resolver(gazetteer: Gazetteer, resolver: Resolver) -> None:
    twice = [*MENTIONS, *MENTIONS]

    found = resolver.resolve(twice)

    assert found[: len(MENTIONS)] == found[len(MENTIONS) :]
    assert Resolver(gazetteer).resolve(MENTIONS) == found[: len(MENTIONS)]


def test_every_answer_says_why(resolver: Resolver) -> None:
    for found in resolver.resolve(MENTIONS, PAIRS):
        assert found.reason.endswith(".")
        assert 0 <= found.score <= 1
        assert found.geonames or found.code
